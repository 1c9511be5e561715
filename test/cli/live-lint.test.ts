import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TransportError } from '../../src/live/transport.ts';
import type { Transport } from '../../src/live/transport.ts';
import { main } from '../../src/cli/main.ts';
import { fakePrometheus } from '../live/fake-prometheus.ts';
import type { FakePrometheus } from '../live/fake-prometheus.ts';
import { fakeServer } from '../live/fake-server.ts';
import { folderOf, NO_TOOLS, run } from './support.ts';

const target = { job: 'shop', instance: 'a:1' };
const SERVER: FakePrometheus = {
  series: [
    { __name__: 'shop_orders_total', method: 'card', ...target },
    { __name__: 'shop_orders_total', method: 'cash', ...target },
    { __name__: 'shop_queue', ...target },
    { __name__: 'up', ...target },
  ],
  gone: [{ __name__: 'shop_carts', ...target }],
  metadata: { shop_orders_total: 'counter', shop_queue: 'gauge' },
  configuration: `global:
  scrape_interval: 30s
  external_labels: { cluster: west }
`,
  retention: '15d or 50GiB',
};

interface Linted {
  readonly code: number;
  readonly text: string;
  readonly found: readonly string[];
}

async function lintLive(
  rules: string,
  server: FakePrometheus | Transport = SERVER,
  args: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): Promise<Linted> {
  const cwd = await folderOf({ 'rules.yml': rules, '.git/HEAD': '', ...files });
  let text = '';
  const output = { write: (chunk: string) => void (text += chunk), isTTY: false, columns: 80 };
  const code = await main(['lint', '--prometheus', 'http://prometheus:9090', ...args], {
    cwd,
    env: NO_TOOLS,
    stdout: output,
    stderr: output,
    readStdin: () => Promise.resolve(''),
    now: () => Date.UTC(2026, 0, 5),
    transport: typeof server === 'function' ? server : fakePrometheus(server),
  });
  const found = [...text.matchAll(/^rules\.yml.*\[([\w/-]+)\]$/gm)].map((match) => match[1]!);
  return { code, text, found };
}

const alertOf = (expr: string, more = ''): string =>
  `groups:\n  - name: shop\n    rules:\n      - alert: ShopBroken\n        expr: ${expr}\n${more}`;

/** What pint finds with a server: each of the planted faults must be found, and what is right stays silent. */
test.each([
  ['no such metric', alertOf('rate(shop_order_total[5m]) > 1'), 'live/series'],
  ['no such label', alertOf('rate(shop_orders_total{kind="card"}[5m]) > 1'), 'live/series'],
  ['no such value', alertOf('rate(shop_orders_total{method="crad"}[5m]) > 1'), 'live/series'],
  ['series that are gone', alertOf('shop_carts > 1'), 'live/series'],
  ['a rate of a gauge', alertOf('rate(shop_queue[5m]) > 1'), 'promql/counter-function-on-gauge'],
  ['a raw counter', alertOf('shop_orders_total > 100'), 'promql/raw-counter'],
  ['a range past the retention', alertOf('avg_over_time(shop_queue[20d]) > 1'), 'promql/past-retention'],
  [
    'an offset past the retention',
    alertOf('shop_queue > 2 * shop_queue offset 20d'),
    'promql/past-retention',
  ],
  ['a range with one sample', alertOf('rate(shop_orders_total[30s]) > 1'), 'promql/short-range'],
  [
    'an external label',
    alertOf('shop_queue > 1', '        labels: { cluster: east }\n'),
    'alerts/external-label',
  ],
  [
    'sides with other labels',
    alertOf('shop_queue * on (method) shop_orders_total > 1'),
    'promql/impossible-match',
  ],
])('finds %s', async (_, rules, check) => {
  expect((await lintLive(rules)).found).toContain(check);
});

test('a join that fails on the data, a costly rule, and one that fires often', async () => {
  const join = 'shop_queue * on (job) group_left () shop_orders_total';
  const server = {
    ...SERVER,
    errors: { [join]: 'found duplicate series for the match group' },
    samples: { 'max(shop_queue) > 10': 9_000_000 },
    since: { 'min(shop_queue) > 10': 3600 },
  };
  const refused = await lintLive(alertOf(`${join} > 1`), server);
  expect(refused.text).toContain(
    'cannot evaluate this: found duplicate series for the match group [live/query]',
  );
  expect((await lintLive(alertOf('max(shop_queue) > 10'), server)).found).toEqual(['live/cost']);
  const config = { 'rulecheck.yaml': 'checks: { live/firings: { max: 0 } }\n' };
  const often = await lintLive(alertOf('min(shop_queue) > 10'), server, [], config);
  expect(often.text).toContain('would have fired 1 time in the last 1d; 1 of them now [live/firings]');
  const held = alertOf('min(shop_queue) > 10', '        for: 2h\n');
  expect((await lintLive(held, server, [], config)).found).toEqual([]);
});

test('correct rules have no findings, and neither has a server without metadata, configuration and retention', async () => {
  const rules = alertOf(
    'sum by (method) (rate(shop_orders_total{method=~"card|cash"}[5m])) > 1',
    '        for: 5m\n',
  );
  expect((await lintLive(rules)).found).toEqual([]);
  expect((await lintLive(rules, { series: SERVER.series })).found).toEqual([]);
});

test('rulecheck.yaml goes before the server', async () => {
  const rules = alertOf('avg_over_time(shop_queue[20d]) > 1');
  const config = { 'rulecheck.yaml': 'prometheus: { retention: 90d }\n' };
  expect((await lintLive(rules, SERVER, [], config)).found).toEqual([]);
});

test('questions are asked once, and only about what is reported on', async () => {
  const asked: string[] = [];
  const transport: Transport = (request) => {
    asked.push(
      `${request.url.pathname}?${request.url.searchParams.get('query') ?? request.url.searchParams.get('match[]') ?? ''}`,
    );
    return fakePrometheus(SERVER)(request);
  };
  const other = alertOf('shop_other > 1');
  const rules = `${alertOf('shop_queue > 1')}      - alert: Twice\n        expr: shop_queue > 1\n`;
  await lintLive(rules, transport, ['rules.yml'], { 'other.yml': other });
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked.join('\n')).not.toContain('shop_other');
});

test.each([
  [
    'absent',
    () => Promise.reject(new TransportError('unreachable', 'ECONNREFUSED')),
    /cannot be reached: ECONNREFUSED/,
  ],
  [
    'lying',
    () => Promise.resolve({ status: 200, location: undefined, contentType: '', body: '<html>' }),
    /is not JSON/,
  ],
])('a server that is %s ends the run with exit code 3', async (_, transport, message) => {
  const { code, text } = await lintLive(alertOf('shop_queue > 1'), transport);
  expect(code).toBe(3);
  expect(text).toMatch(message);
});

test('a server that cannot be reached, and options without a server', async () => {
  const cwd = await folderOf({ 'rules.yml': alertOf('up == 0') });
  const absent = await run(['lint', '--prometheus', 'http://127.0.0.1:1'], { cwd });
  expect(absent).toMatchObject({ code: 3, stdout: '' });
  expect(absent.stderr).toContain('cannot be reached');
  const alone = await run(['lint', '--tenant', 'a'], { cwd });
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain('--tenant is about a server, and none is named');
});

test('a cached result does not count as an answer of a server, and answers of a server are kept for a while', async () => {
  const server = await fakeServer((url, response) => {
    void fakePrometheus(SERVER)({ url, headers: {}, timeoutMs: 1, maxBytes: 1 }).then(({ status, body }) =>
      response.writeHead(status).end(body),
    );
  });
  const cwd = await folderOf({ 'rules.yml': alertOf('shop_absent > 1') });
  const env = { ...NO_TOOLS, XDG_CACHE_HOME: join(await folderOf({}), 'cache') };
  const options = { cwd, env, build: 'test', nowMs: Date.UTC(2026, 0, 5) };
  expect((await run(['lint'], options)).code).toBe(0);
  const args = ['lint', '--prometheus', server.url];
  expect((await run(args, options)).stdout).toContain('[live/series]');
  const first = server.asked.length;
  expect((await run(args, options)).stdout).toContain('[live/series]');
  expect(server.asked.length - first, 'what the server does not have is asked for again').toBeLessThan(5);
  await run(args, { ...options, nowMs: Date.UTC(2026, 0, 5, 0, 6) });
  expect(server.asked.length).toBeGreaterThan(first + 5);
});

test('links are opened below the prefixes of the command line alone, without credentials', async () => {
  const pages = await fakeServer((url, response) => {
    response.writeHead(url.pathname === '/runbooks/gone' ? 404 : 200).end('page');
  });
  const url = (path: string): string =>
    alertOf('up == 0', `        annotations: { runbook_url: '${pages.url}${path}' }\n`);
  const lintOf = async (path: string) => {
    const cwd = await folderOf({ 'rules.yml': url(path) });
    const env = { ...NO_TOOLS, RULECHECK_TOKEN: 'secret' };
    return run(['lint', '--check-links', `${pages.url}/runbooks`], { cwd, env });
  };
  expect((await lintOf('/runbooks/gone')).stdout).toContain(
    '/runbooks/gone" answers with HTTP status 404 [live/link]',
  );
  expect((await lintOf('/runbooks/here#x')).code).toBe(0);
  expect((await lintOf('/admin/delete')).code).toBe(0);
  expect((await lintOf('/runbooksx/delete')).code).toBe(0);
  expect(pages.asked.map((each) => each.url.pathname)).toEqual(['/runbooks/gone', '/runbooks/here']);
  expect(pages.asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});
