import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { EvalError, Labels, Storage, range } from '../../src/promql/eval/index.ts';
import { fakeServer, json } from '../live/fake-server.ts';
import type { FakeServer } from '../live/fake-server.ts';
import { folderOf, run } from './support.ts';

const RULES = `groups:
  - name: shop
    interval: 1m
    rules:
      - record: shop:queue:max
        expr: max by (queue) (shop_queue_length) # of all pods
        labels: { tier: front }
      - alert: QueueLong
        expr: shop:queue:max > 5
        for: 10m
        labels: { severity: '{{ if gt $value 8.0 }}page{{ else }}ticket{{ end }}' }
      - alert: QueueGrows
        expr: delta(shop_queue_length[10m]) > 3
        keep_firing_for: 5m
      - alert: ShopDown
        expr: up{job="shop"} == 0
`;

const START_MS = Date.UTC(2026, 2, 1);
const MINUTES = 240;
const SPAN = ['--from', '2026-03-01T00:00:00Z', '--to', '2026-03-01T04:00:00Z'];

const samples = Array.from({ length: MINUTES + 1 }, (_, minute) => ({
  timeMs: START_MS + minute * 60_000,
  value: minute % 70 < 20 ? 7 + 2 * (Math.floor(minute / 70) % 2) : 1,
}));

const DATA = samples
  .map(({ timeMs, value }) => `shop_queue_length{queue="orders"} ${value} ${timeMs}`)
  .join('\n');

const storage = new Storage();
const labels = Labels.of({ __name__: 'shop_queue_length', queue: 'orders' });
for (const { timeMs, value } of samples) storage.append(labels, timeMs, value);

/** Answers like Prometheus, by the embedded engine. */
function answer(url: URL, response: ServerResponse, isRecorded = false): void {
  const of = (name: string): string => url.searchParams.get(name) ?? '';
  if (url.pathname === '/api/v1/series') {
    const isThere =
      of('match[]').includes('shop_queue_length') || (isRecorded && of('match[]').includes('shop:'));
    json(response, isThere ? [{ __name__: 'x' }] : []);
    return;
  }
  const [startMs, endMs, stepMs] = [
    Number(of('start')) * 1000,
    Number(of('end')) * 1000,
    Number(of('step')) * 1000,
  ];
  try {
    const { value } = range(of('query'), storage, startMs, endMs, stepMs);
    const result = value.series.map(({ labels: metric, floats }) => ({
      metric: metric.toRecord(),
      values: Array.from(floats.timesMs, (timeMs, i) => [timeMs / 1000, String(floats.values[i])]),
    }));
    json(response, { resultType: 'matrix', result });
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    refuse(response, 422, 'execution', error.message);
  }
}

function refuse(response: ServerResponse, status: number, errorType: string, error: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: 'error', errorType, error }));
}

const alertsIn = (stdout: string): unknown =>
  (JSON.parse(stdout) as { alerts: { alert: string }[] }).alerts.toSorted((a, b) =>
    a.alert.localeCompare(b.alert),
  );

async function ask(server: FakeServer, ...more: string[]) {
  const cwd = await folderOf({ 'rules.yml': RULES, 'data.om': DATA });
  const ran = await run(['backtest', 'rules.yml', '--prometheus', server.url, ...SPAN, ...more], {
    cwd,
    nowMs: Date.UTC(2026, 3, 1),
  });
  return { ...ran, cwd };
}

test('a server that evaluates gives the alerts of its data at hand', async () => {
  const server = await fakeServer((url, response) => answer(url, response));
  const { stdout, stderr, cwd, code } = await ask(server, '-f', 'json', '--tenant', 'team-a');
  expect([code, stderr]).toEqual([0, '']);
  const local = await run(['backtest', 'rules.yml', '-d', 'data.om', ...SPAN, '-f', 'json'], { cwd });
  expect(alertsIn(stdout)).toEqual(alertsIn(local.stdout));
  const report = JSON.parse(stdout) as { withoutData: unknown; alerts: { firings: number }[] };
  expect(report.withoutData).toEqual([{ alert: 'ShopDown', metrics: ['up'] }]);
  expect(report.alerts.map(({ firings }) => firings)).toEqual([4, 3, 0]);
  // The server does not record the series, so the rule's expression is asked for, with the labels that the rule adds.
  const asked = server.asked.map(({ url }) => url.searchParams.get('query'));
  expect(asked).toContain(
    'label_replace((max by (queue) (shop_queue_length)\n), "tier", "front", "", "") > 5',
  );
  expect(server.asked.every(({ headers }) => headers['x-scope-orgid'] === 'team-a')).toBe(true);
});

test('a series that the server records is read as it is, unless old and new rules record it in different ways', async () => {
  const server = await fakeServer((url, response) => answer(url, response, true));
  await ask(server);
  const queries = (): (string | null)[] => server.asked.map(({ url }) => url.searchParams.get('query'));
  expect(queries()).toContain('shop:queue:max > 5');
  const cwd = await folderOf({
    'rules.yml': RULES,
    'old/rules.yml': RULES.replace('max by', 'min by'),
    'ranges.yml': RULES.replace('shop:queue:max > 5', 'max_over_time(shop:queue:max[10m]) > 5'),
  });
  const argv = ['backtest', 'rules.yml', '--prometheus', server.url, ...SPAN];
  const { stdout } = await run([...argv, '--against', 'old/rules.yml'], { cwd, nowMs: Date.UTC(2026, 3, 1) });
  expect(stdout).toContain('each alert fires as with the rules of old/rules.yml');
  expect(queries().filter((query) => query?.includes('min by'))).not.toEqual([]);
  const blocked = await run(['backtest', 'ranges.yml', ...argv.slice(2), '--against', 'old/rules.yml'], {
    cwd,
    nowMs: Date.UTC(2026, 3, 1),
  });
  expect(blocked).toMatchObject({ code: 2, stdout: '' });
  expect(blocked.stderr).toContain(
    'the server cannot evaluate "QueueLong": it reads "shop:queue:max", which the server does not record like these rules',
  );
});

test('a query that is too large is asked in halves, and one that always fails counts as failed evaluations', async () => {
  const server = await fakeServer((url, response) => {
    const [start, end] = ['start', 'end'].map((name) => Number(url.searchParams.get(name)));
    const query = url.searchParams.get('query') ?? '';
    if (query.startsWith('up')) refuse(response, 422, 'execution', 'many-to-many matching not allowed');
    else if (query !== '' && end! - start! > 3600) refuse(response, 422, 'execution', 'too many samples');
    else answer(url, response);
  });
  const { stdout, cwd } = await ask(server, '-f', 'json');
  const local = await run(['backtest', 'rules.yml', '-d', 'data.om', ...SPAN, '-f', 'json'], { cwd });
  expect(alertsIn(stdout)).toEqual(alertsIn(local.stdout));
  const { failures } = JSON.parse(stdout) as { failures: unknown };
  expect(failures).toEqual([
    {
      rule: 'ShopDown',
      count: 241,
      first: '2026-03-01T00:00:00.000Z',
      message: 'many-to-many matching not allowed',
    },
  ]);
});

describe('a server that cannot be trusted ends the run without a report', () => {
  const matrix = (response: ServerResponse, ...values: [number, string][]): void =>
    json(response, { resultType: 'matrix', result: [{ metric: { a: '1' }, values }] });
  const seconds = START_MS / 1000;
  test.each<[string, (response: ServerResponse) => unknown, string, string[]]>([
    ['closes', (response) => response.destroy(), 'cannot be reached', []],
    ['is too slow', () => undefined, 'is too slow', ['--live-timeout', '100ms']],
    ['is busy', (response) => response.writeHead(503).end('busy'), 'answered with HTTP status 503', []],
    ['wants a password', (response) => response.writeHead(401).end(''), 'answered with HTTP status 401', []],
    ['sends a page', (response) => response.end('<html>'), 'the answer is not JSON', []],
    [
      'sends another instant',
      (response) => matrix(response, [seconds + 7, '1']),
      'which is not the next step of the query',
      [],
    ],
    [
      'sends instants backwards',
      (response) => matrix(response, [seconds + 60, '1'], [seconds, '1']),
      'which is not the next step of the query',
      [],
    ],
    [
      'sends a series twice',
      (response) =>
        json(response, {
          resultType: 'matrix',
          result: [
            { metric: {}, values: [] },
            { metric: {}, values: [] },
          ],
        }),
      'it returns the series {} twice',
      [],
    ],
  ])('%s', { timeout: 120_000 }, async (_, misbehave, message, more) => {
    const server = await fakeServer((url, response) => {
      if (url.pathname === '/api/v1/series') answer(url, response);
      else misbehave(response);
    });
    const ran = await ask(server, ...more);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  test('one that recovers is asked again', { timeout: 60_000 }, async () => {
    let failed = 0;
    const server = await fakeServer((url, response) => {
      if (url.pathname.endsWith('query_range') && failed++ < 2) response.writeHead(502).end('');
      else answer(url, response);
    });
    expect((await ask(server)).code).toBe(0);
    expect(failed).toBeGreaterThan(2);
  });
});

test.each([
  [['--data', 'data.om'], '--data is not possible with --prometheus'],
  [['--sweep'], '--sweep is not possible with --prometheus'],
])('%j beside --prometheus', async (more, message) => {
  const server = await fakeServer((url, response) => answer(url, response));
  const ran = await ask(server, ...more);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(message);
});
