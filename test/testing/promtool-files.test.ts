import { describe, expect, test } from 'vitest';
import { folderWith, runCli } from '../support/run-cli.ts';

const RULES = `groups:
  - name: shop
    rules:
      - alert: ShopDown
        expr: up{job="shop"} == 0
        for: 5m
        labels: { severity: page }
        annotations: { summary: "{{ $labels.instance }} is down" }
`;

interface Run {
  tests: {
    name: string;
    status: string;
    failures: { message: string; why: string | null; help: string | null }[];
  }[];
  warnings: { code: string; message: string; help: string | null; line: number }[];
  notes: string[];
}

async function runTests(files: Record<string, string>): Promise<Run> {
  const run = await runCli(folderWith(files), ['test', '--engine', 'embedded', '--format', 'json']);
  return JSON.parse(run.stdout) as Run;
}

async function runText(files: Record<string, string>): Promise<string> {
  return (await runCli(folderWith(files), ['test', '--engine', 'embedded'])).stdout;
}

const testFile = (body: string, head = 'rule_files: [rules.yml]'): string => `${head}\ntests:\n${body}`;
const codes = ({ warnings }: Run): string[] => warnings.map(({ code }) => code);

describe('tests that prove nothing pass as in promtool, with a warning', () => {
  const quiet = (series: string, values: string, at: string, alert = 'ShopDown'): string =>
    `  - interval: 1m
    input_series: [{ series: '${series}', values: '${values}' }]
    alert_rule_test: [{ eval_time: ${at}, alertname: ${alert}, exp_alerts: [] }]
`;

  test.each([
    [
      'rule files that do not exist',
      testFile(quiet('up', '1x10', '5m'), 'rule_files: [rulez.yml]'),
      'no-rule-files',
    ],
    [
      'an alert that does not exist',
      testFile(quiet('up{job="shop"}', '1x20', '5m', 'ShopDwn')),
      'unknown-alert',
    ],
    ['a series that nothing reads', testFile(quiet('uq{job="shop"}', '1x20', '5m')), 'unread-series'],
    ['input that has ended', testFile(quiet('up{job="shop"}', '0x5', '12m')), 'input-too-short'],
    [
      'input that ends at the edge of the lookback',
      testFile(quiet('up{job="shop"}', '0x5', '10m')),
      'input-at-edge',
    ],
  ])('%s', async (_name, text, code) => {
    const run = await runTests({ 'rules.yml': RULES, 't_test.yml': text });
    expect(run.tests.map(({ status }) => status)).toEqual(['passed']);
    expect(codes(run)).toEqual([code]);
  });

  test.each([
    ['a range reaches back to the input', 'increase(up[1h]) > 9', '1x5'],
    ['the input ends on purpose', 'up == 0', '1x5 stale'],
    ['a gap at the end', 'up == 0', '1x5 _x3'],
    ['absence needs no input', 'absent(up)', '1x5'],
    ['an offset looks at the input', 'up offset 10m > 2', '1x5'],
    ['a subquery reaches back', 'max_over_time((up == 0)[30m:1m]) > 1', '1x5'],
  ])('near miss: %s', async (_name, expr, values) => {
    const rules = `groups: [{ name: a, rules: [{ alert: A, expr: '${expr}', for: 1d }] }]\n`;
    const run = await runTests({
      'rules.yml': rules,
      't_test.yml': testFile(quiet('up', values, '12m', 'A')),
    });
    expect(codes(run)).toEqual([]);
  });

  test('near misses: a metric of any name, a template query, an expression of the test', async () => {
    const rules = `groups:
  - name: a
    rules:
      - alert: A
        expr: up == 0
        annotations: { text: '{{ with query "other_metric" }}{{ end }}' }
`;
    const body = `  - interval: 1m
    input_series:
      - { series: other_metric, values: '1x20' }
      - { series: third_metric, values: '1x20' }
    promql_expr_test: [{ expr: third_metric, eval_time: 1m, exp_samples: [{ labels: third_metric, value: 1 }] }]
`;
    expect(codes(await runTests({ 'rules.yml': rules, 't_test.yml': testFile(body) }))).toEqual([]);
  });
});

describe('the order of groups', () => {
  const rules = {
    'a.yml': `groups: [{ name: a-alerts, rules: [{ alert: Errors, expr: 'job:errors:sum > 1' }] }]\n`,
    'b.yml': `groups: [{ name: b-records, rules: [{ record: 'job:errors:sum', expr: sum by (job) (errors) }] }]\n`,
  };
  const body = (at: string): string => `  - name: order
    interval: 1m
    input_series: [{ series: 'errors{job="x"}', values: '0x4 5x10' }]
    alert_rule_test: [{ eval_time: ${at}, alertname: Errors, exp_alerts: [{ exp_labels: { job: x } }] }]
`;
  const head = 'rule_files: [a.yml, b.yml]';

  test('a result that depends on it is named with the line that fixes it', async () => {
    const run = await runTests({ ...rules, 't_test.yml': testFile(body('5m'), head) });
    expect(run.tests[0]!.status).toBe('passed');
    expect(run.warnings).toEqual([
      expect.objectContaining({ code: 'group-order', help: 'add group_eval_order: [b-records, a-alerts]' }),
    ]);
  });

  test.each([
    ['any order gives the same result', body('10m'), head],
    ['the order is written', body('5m'), `${head}\ngroup_eval_order: [b-records, a-alerts]`],
  ])('near miss: %s', async (_name, text, top) => {
    expect(codes(await runTests({ ...rules, 't_test.yml': testFile(text, top) }))).toEqual([]);
  });
});

describe('a failed test says why', () => {
  const failing = (series: string, at = '10m'): string =>
    testFile(`  - interval: 1m
    input_series:
${series}    alert_rule_test:
      - { eval_time: ${at}, alertname: A, exp_alerts: [{}] }
`);
  const why = async (expr: string, series: string): Promise<string> => {
    const rules = `groups: [{ name: a, rules: [{ alert: A, expr: '${expr}' }] }]\n`;
    const { tests } = await runTests({ 'rules.yml': rules, 't_test.yml': failing(series) });
    return tests[0]!.failures[0]!.why ?? '';
  };
  const series = (selector: string, values = '1x20'): string =>
    `      - { series: '${selector}', values: '${values}' }\n`;

  test('label sets of both sides of the first operator that returns nothing', async () => {
    const text = await why(
      'errors > 0 and on (job, env) limits > 0',
      series('errors{job="a",env="x"}') + series('limits{job="a"}'),
    );
    expect(text).toBe(
      '"and on (job, env)" returns no series at that time: its left side is errors{env="x", job="a"} 1, its right side limits{job="a"} 1',
    );
  });

  test('arithmetic inside a comparison', async () => {
    const text = await why(
      '(errors / requests) > 0.5',
      series('errors{code="5"}') + series('requests{job="a"}'),
    );
    expect(text).toContain('"/" returns no series at that time: its left side is errors{code="5"} 1');
  });

  test('a selector that no series matches, beside what the input has', async () => {
    expect(await why('up{job="shp"} == 1', series('up{job="shop"}'))).toBe(
      '"up{job="shp"}" returns no series at that time; the input has up{job="shop"}',
    );
  });

  test("PromQL's remarks: a native histogram is compared with a number", async () => {
    const text = await why(
      'sum(rate(lat[5m])) > 5',
      series('lat', '{{schema:0 sum:10 count:10 buckets:[10]}}+{{schema:0 sum:9 count:9 buckets:[9]}}x20'),
    );
    expect(text).toContain('PromQL info: incompatible sample types encountered for binary operator ">"');
  });

  test('the end of the input and the edge of the lookback', async () => {
    expect(await why('up == 1', series('up', '1x3'))).toContain(
      'the input ends at 3m, and no sample of it is visible at 10m',
    );
    expect(await why('up == 1', series('up', '1x5'))).toContain(
      'exactly 5m before 10m: Prometheus 2 includes it, Prometheus 3 does not',
    );
  });

  test('the states around the instant are drawn', async () => {
    const text = await runText({
      'rules.yml': RULES,
      't_test.yml': testFile(`  - interval: 1m
    input_series: [{ series: 'up{job="shop",instance="a"}', values: '0x20' }]
    alert_rule_test: [{ eval_time: 3m, alertname: ShopDown, exp_alerts: [{}] }]
`),
    });
    expect(text).toMatch(
      /up\{job="shop"\} == 0 {2}for 5m\n +1m +0 +pending\n[^]*▸ +3m +0 +pending\n[^]*5m +0 +firing/,
    );
  });

  test('a hint at fuzzy_compare where a float differs in its last bit', async () => {
    const { tests } = await runTests({
      'rules.yml': RULES,
      't_test.yml': testFile(`  - interval: 1m
    input_series: [{ series: 'total', values: '0.1x20' }]
    promql_expr_test: [{ expr: total + 0.2, eval_time: 1m, exp_samples: [{ labels: '{}', value: 0.3 }] }]
`),
    });
    expect(tests[0]!.failures[0]!.help).toContain('fuzzy_compare: true');
  });
});

describe('start of a scenario is the clock', () => {
  const rules = `groups:
  - name: hours
    rules:
      - alert: QueueByDay
        expr: queue > 100 and on () (hour() >= 8 < 18 and day_of_week() > 0 < 6)
        annotations: { text: '{{ with query "time()" }}{{ . | first | value | humanizeTimestamp }}{{ end }}' }
`;
  const scenario = (start: string, ...expect: string[]): string => `alert: QueueByDay
interval: 1m
scenarios:
  - name: one
    start: ${start}
    series: { 'queue{queue="a"}': 200x300 }
    expect:
${expect.map((line) => `      - ${line}\n`).join('')}`;
  const statuses = async (text: string): Promise<string[]> =>
    (await runTests({ 'rules.yml': rules, 's.yml': text })).tests.map(
      ({ status, failures }) => failures[0]?.message ?? status,
    );

  test.each([
    ['2026-11-30T07:30:00Z', '{ first: firing, at: 30m }'],
    ['2026-11-30T08:30:00+01:00', '{ first: firing, at: 30m }'],
    ['2026-11-30 08:30 Europe/Berlin', '{ first: firing, at: 30m }'],
    // In summer eight in UTC is ten in Berlin, in winter nine.
    ['2026-03-30 09:30 Europe/Berlin', '{ first: firing, at: 30m }'],
    // The night of the change: an hour is skipped, so six and a half hours later it is half past eight in UTC.
    ['2026-11-29T07:30:00Z', '{ at: 2h, state: inactive }'],
    ['2026-11-30T07:30:00Z', '{ at: 1h, alerts: [{ annotations: { text: /2026-11-30 08:30:00/ } }] }'],
    ['2026-11-30T07:30:00Z', '{ at: 1h, expr: hour(), samples: [{ value: 8 }] }'],
  ])('%s: %s', async (start, expectation) => {
    expect(await statuses(scenario(start, expectation))).toEqual(['passed']);
  });

  test('an hour that the clocks skip, and a zone that does not exist, are errors', async () => {
    for (const start of ['2026-03-29 02:30 Europe/Berlin', '2026-03-29 02:30 Europe/Berlim'])
      expect((await statuses(scenario(start, '{ at: 1h, state: inactive }')))[0]).toContain(
        'is not a timestamp',
      );
  });

  test('an hour that exists twice is the first one', async () => {
    // 02:30 summer time is 00:30 UTC: eight hours and a half later it is nine in UTC.
    const text = scenario('2026-10-26 02:30 Europe/Berlin', '{ at: 6h, state: inactive }').replace(
      '200x300',
      '200x600',
    );
    expect(await statuses(text)).toEqual(['passed']);
  });
});
