import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { folderOf, run } from './support.ts';

const rules = (hold: string, limit = 5): string => `groups:
  - name: shop
    interval: 1m
    rules:
      - record: shop:queue:max
        expr: max by (queue) (shop_queue_length)
      - alert: QueueLong
        expr: shop:queue:max > ${limit}
        for: ${hold}
        labels: { severity: page }
      - alert: ShopDown
        expr: up{job="shop"} == 0
        for: 5m
`;

const ROUTES = `route:
  receiver: mail
  group_by: [alertname]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 4h
  routes:
    - matchers: [severity="page"]
      receiver: pager
receivers:
  - name: mail
    webhook_configs: [{ url: 'http://mail.example' }]
  - name: pager
    webhook_configs: [{ url: 'http://pager.example' }]
`;

const START = Date.UTC(2026, 2, 1) / 1000;

/** A queue that is long for 3, 12 and 40 minutes, and another that never is. */
function data(): string {
  const lines: string[] = [];
  const long = (minute: number): boolean =>
    (minute >= 10 && minute < 13) || (minute >= 60 && minute < 72) || (minute >= 120 && minute < 160);
  for (const [queue, isLong] of [
    ['orders', long],
    ['mails', () => false],
  ] as const)
    for (let minute = 0; minute <= 240; minute++)
      lines.push(`shop_queue_length{queue="${queue}"} ${isLong(minute) ? 9 : 1} ${START + minute * 60}`);
  return `${lines.join('\n')}\n# EOF\n`;
}

const files = { 'rules.yml': rules('10m'), 'alertmanager.yml': ROUTES, 'data.om': data() };

test('reports firings, notifications and the effect of another "for"', async () => {
  const cwd = await folderOf(files);
  const { code, stdout, stderr } = await run(['backtest', '--data', 'data.om', '--sweep'], { cwd });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toBe(`2 alerts over 4h (2026-03-01 00:00 to 2026-03-01 04:00 UTC): 2 series, 482 samples

ALERT      FIRED  IN ALL  SHORTEST  LONGEST  FLAPS  ONLY PENDING  NOISIEST
QueueLong  2      32m     2m        30m      1      1             {queue="orders"}
never pending: ShopDown

RECEIVER  NOTIFIED  FIRING  REPEATED  RESOLVED  MOST OFTEN OF
pager     4         2       0         2         QueueLong (4)

FIRED WITH  for 0s  for 1m  for 2m  for 5m  for 10m  for 15m  for 30m  for 1h
QueueLong   3       3       3       2       2*       1        1        0
* the rule as it is

QueueLong WITH  2.5  4   4.5  5*  5.5  6.25  7.5  10
fired           2    2   2    2   2    2     2    0
shortest        2m   2m  2m   2m  2m   2m    2m

note: the data has no up: the silence of "ShopDown" proves nothing
`);
});

test('reads compressed data, and writes each episode with its instants as JSON', async () => {
  const cwd = await folderOf({ ...files, 'data.om.gz': gzipSync(data()) });
  const { stdout } = await run(['backtest', 'rules.yml', '-d', 'data.om.gz', '-f', 'json'], { cwd });
  const report = JSON.parse(stdout) as { alerts: { alert: string; episodes: unknown[] }[] };
  expect(report.alerts[0]).toMatchObject({
    alert: 'QueueLong',
    line: 7,
    firings: 2,
    shortestSeconds: 120,
    noisiest: [{ labels: { alertname: 'QueueLong', queue: 'orders', severity: 'page' }, firings: 2 }],
  });
  expect(report.alerts[0]?.episodes).toEqual([
    {
      labels: { alertname: 'QueueLong', queue: 'orders', severity: 'page' },
      pending: '2026-03-01T00:10:00.000Z',
      firing: null,
      end: '2026-03-01T00:13:00.000Z',
    },
    expect.objectContaining({ firing: '2026-03-01T01:10:00.000Z', end: '2026-03-01T01:12:00.000Z' }),
    expect.objectContaining({ firing: '2026-03-01T02:10:00.000Z', end: '2026-03-01T02:40:00.000Z' }),
  ]);
});

test('draws when alerts were pending and fired as a page without scripts', async () => {
  const hostile = '<script>alert(1)</script>';
  const cwd = await folderOf({
    ...files,
    'old.yml': rules('2m'),
    'data.om': data().replaceAll('orders', hostile),
  });
  const { code, stdout } = await run(
    ['backtest', 'rules.yml', '-d', 'data.om', '--against', 'old.yml', '-f', 'html'],
    {
      cwd,
    },
  );
  expect(code).toBe(0);
  expect(stdout).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(stdout).not.toMatch(/<script|<link|https?:/);
  expect(stdout).toContain('queue=&quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;');
  expect(stdout).toContain('QueueLong: fired 3 → 2 times; 0 gained, 1 lost, 2 moved');
  // Of 240 minutes: pending from minute 10 to 13, firing from minute 70 to 72 and from 130 to 160.
  const bars = (kind: string) =>
    [...stdout.matchAll(new RegExp(`<rect class="${kind}" x="([0-9.]+)" y="0" width="([0-9.]+)"`, 'g'))].map(
      ([, x, width]) => [Number(x), Number(width)],
    );
  expect(bars('firing')).toEqual([
    [291.7, 8.3],
    [541.7, 125],
  ]);
  expect(bars('pending')[0]).toEqual([41.7, 12.5]);
  expect(bars('pending')).toHaveLength(3);
});

describe('old rules against new ones', () => {
  test('of a file', async () => {
    const cwd = await folderOf({ ...files, 'old/rules.yml': rules('2m') });
    const argv = ['backtest', 'rules.yml', '--data', 'data.om', '--against', 'old/rules.yml'];
    const { stdout } = await run(argv, { cwd });
    expect(stdout).toContain(`changes against old/rules.yml
  QueueLong: fired 3 → 2 times, 1 lost, 2 moved
    - 2026-03-01 00:12 to 2026-03-01 00:13  {queue="orders", severity="page"}
    ~ 2026-03-01 01:02 to 2026-03-01 01:12 → 2026-03-01 01:10 to 2026-03-01 01:12  {queue="orders", severity="page"}
`);
    const markdown = (await run([...argv, '-f', 'markdown'], { cwd })).stdout;
    expect(markdown).toContain('| QueueLong | 3 | 2 | 0 | 1 | 2 |');
    expect(markdown).toContain('| pager | 6 | 4 | 2 | 0 | 2 |');
    const same = await run(['backtest', 'rules.yml', '-d', 'data.om', '--against', 'rules.yml'], { cwd });
    expect(same.stdout).toContain('✔ each alert fires as with the rules of rules.yml');
  });

  test('of a revision', async () => {
    const cwd = await folderOf({ ...files, 'rules.yml': rules('10m', 20) });
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'first');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${cwd}/rules.yml`, rules('10m'));
    const { stdout } = await run(
      ['backtest', 'rules.yml', '-d', 'data.om', '--since', 'main', '-f', 'json'],
      {
        cwd,
        env: { PATH: process.env['PATH'] ?? '', HOME: cwd },
      },
    );
    const { comparison } = JSON.parse(stdout) as { comparison: { base: string; changes: unknown[] } };
    expect(comparison.base).toBe('main');
    expect(comparison.changes).toMatchObject([
      { alert: 'QueueLong', status: 'both', before: 0, after: 2, gained: [{}, {}] },
    ]);
  });
});

test('a part of the time, one alert, another interval', async () => {
  const cwd = await folderOf(files);
  const argv = ['backtest', '-d', 'data.om', '--alert', 'QueueLong', '-f', 'json'];
  const { stdout } = await run([...argv, '--from', '2026-03-01T02:00:00Z', '--to', '2026-03-01T02:20:00Z'], {
    cwd,
  });
  const report = JSON.parse(stdout) as { data: unknown; alerts: unknown[] };
  expect(report.data).toMatchObject({ from: '2026-03-01T02:00:00.000Z', to: '2026-03-01T02:20:00.000Z' });
  expect(report.alerts).toMatchObject([{ alert: 'QueueLong', firings: 1, stillFiring: 1 }]);
});

const BAD = 'groups:\n  - name: g\n    rules:\n      - alert: Bad\n        expr: up >\n';

test.each([
  [['backtest'], 2, 'a backtest needs recorded data'],
  [['backtest', '-d', 'none.om'], 2, '"none.om" does not exist'],
  [['backtest', '-d', 'rules.yml'], 2, 'the format of "rules.yml" is not recognised'],
  [['backtest', '-d', 'other.om'], 2, 'the data has other, which no alert reads'],
  [['backtest', '-d', 'broken.om.gz'], 2, '"broken.om.gz" cannot be read'],
  [['backtest', '-d', 'data.om', '--alert', 'QueueLon'], 2, 'did you mean "QueueLong"'],
  [
    ['backtest', '-d', 'data.om', '--from', '2027-01-01'],
    2,
    'the data has no sample between --from and --to',
  ],
  [['backtest', '-d', 'data.om', '--since', 'a', '--against', 'rules.yml'], 2, 'name old rules twice'],
  [['backtest', '-d', 'data.om', '--against', 'data.om'], 2, '--against: found no rules in data.om'],
  [['backtest', 'bad', '-d', 'data.om'], 1, 'rule "Bad": could not parse expression'],
])('%j ends with code %i and a reason', async (argv, code, message) => {
  const cwd = await folderOf({
    ...files,
    'other.om': 'other 1 1000\n',
    'broken.om.gz': 'no gzip',
    ...(argv.includes('bad') ? { 'bad/rules.yml': BAD } : {}),
  });
  const ran = await run(argv, { cwd });
  expect(`${ran.stdout}${ran.stderr}`).toContain(message);
  expect(ran.code).toBe(code);
});

test('a rule of Loki fails where the limits of the project refuse its range', async () => {
  const line = (time: string): string =>
    `{"labels":{"app":"a"},"line":"x","timestamp":"2026-03-01T${time}Z"}\n`;
  const files = {
    'rules.yml': `groups:
  - name: logs
    interval: 1m
    rules: [{ alert: Errors, expr: 'sum(count_over_time({app="a"} |= "x" [2h])) > 0' }]
`,
    'logs.jsonl': line('00:00:00') + line('00:10:00'),
  };
  const played = async (more: Readonly<Record<string, string>>): Promise<string> => {
    const cwd = await folderOf({ ...files, ...more });
    return (await run(['backtest', 'rules.yml', '--data', 'logs.jsonl'], { cwd })).stdout;
  };
  expect(await played({})).toMatch(/^Errors +1 /m);
  const limits = 'schema_config: { configs: [] }\nlimits_config: { max_query_length: 1h }\n';
  expect(await played({ 'loki.yml': limits })).toContain('"Errors" failed at 11 of its evaluations');
});
