import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../../cli/support.ts';

interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly mutants: readonly {
          readonly mutatorName: string;
          readonly replacement: string;
          readonly statusReason?: string;
        }[];
      }
    >
  >;
}

/** `mutator replacement: reason` of each mutant that is left out as equivalent. */
async function equivalents(files: Readonly<Record<string, string>>): Promise<string[]> {
  const cwd = await folderOf(files);
  const { stdout } = await run(['mutate', '-f', 'json'], { cwd });
  const report = JSON.parse(stdout) as Report;
  return Object.values(report.files).flatMap(({ mutants }) =>
    mutants.flatMap(({ mutatorName, replacement, statusReason }) =>
      statusReason === undefined
        ? []
        : [`${mutatorName} ${replacement.replace(/\s+/g, ' ')}: ${statusReason}`],
    ),
  );
}

/** Mutants are only made where there is a test. */
const TEST = `rule_files: [rules.yml]
tests:
  - promql_expr_test: [{ expr: vector(1), eval_time: 0, exp_samples: [{ labels: '{}', value: 1 }] }]
`;

const rules = (expr: string): Record<string, string> => ({
  'rules.yml': `groups:\n  - name: a\n    rules:\n      - record: a:b\n        expr: ${JSON.stringify(expr)}\n`,
  'rules_test.yml': TEST,
});

const JOINED = (op: string, label: string): string =>
  `the series on the other side of "${op}" all match the matcher, and the join compares "${label}"`;

describe('equivalent mutants of PromQL', () => {
  it('takes a rate and an increase for equal buckets of a quantile', async () => {
    const reason = 'function increase: a quantile does not depend on the scale of the buckets';
    expect(await equivalents(rules('histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))'))).toEqual([
      reason,
    ]);
    expect(await equivalents(rules('histogram_quantile(0.9, max by (le) (rate(x_bucket[5m])))'))).toEqual([]);
    expect(await equivalents(rules('histogram_count(rate(x_bucket[5m]))'))).toEqual([]);
  });

  it('takes zero times and zero divided by a count for equal', async () => {
    expect(await equivalents(rules('0 * count(x)'))).toEqual([
      'arithmetic /: both are zero: a count is at least one',
    ]);
    expect(await equivalents(rules('0 * sum(x)'))).toEqual([]);
    expect(await equivalents(rules('1 * count(x)'))).toEqual([]);
  });

  it.each([
    ['x{a="1"} unless x{a="1"} offset 5m', JOINED('unless', 'a')],
    ['x{a!="1"} unless x{a!="1"} offset 5m <= x{a!="1"}', JOINED('<=', 'a')],
    ['rate(x{a="1"}[5m]) and x{a="1"} > 0', JOINED('and', 'a')],
  ])('finds that a join refuses what a matcher refuses: %s', async (expr, reason) => {
    const found = await equivalents(rules(expr));
    expect(found).toContain(`matcher : ${reason}`);
  });

  it.each([
    'x{a="1"} unless on (b) x{a="1"} offset 5m',
    'x{a="1"} unless ignoring (a) x{a="1"} offset 5m',
    'x{a="1"} unless sum by (a) (x{a="1"})',
    'x{a="1"} or x{a="1"} offset 5m',
    'x{a="1"} unless x{a="2"}',
    'x{a="1"} / on (a) x{a="1"}',
  ])('makes no such claim of %s', async (expr) => {
    expect(await equivalents(rules(expr))).toEqual([]);
  });
});

const routes = (...lines: string[]): Record<string, string> => ({
  'alertmanager.yml': `route:\n  receiver: x\n  routes:\n${lines.map((line) => `    - ${line}\n`).join('')}receivers: [{ name: x }]\n`,
  'routes_test.yml': 'route_tests: [{ labels: { alertname: A }, receivers: [x] }]\n',
});

describe('equivalent mutants of routes', () => {
  it('takes the order of routes that exclude each other for equal', async () => {
    const found = await equivalents(routes('matchers: [a="1"]', 'matchers: [a="2"]', 'matchers: [b="1"]'));
    expect(found.filter((one) => one.startsWith('route-order'))).toEqual([
      'route-order matchers: [a="2"] - matchers: [a="1"]: no alert matches both routes',
    ]);
  });

  it('takes the order of two routes that continue for equal', async () => {
    const found = await equivalents(
      routes('{ matchers: [a="1"], continue: true }', '{ matchers: [b="1"], continue: true }'),
    );
    expect(found.filter((one) => one.startsWith('route-order')).join()).toContain('both routes continue');
  });

  it('takes `continue` for equal where no later route can match', async () => {
    const found = await equivalents(routes('matchers: [a="1"]', 'matchers: [a="2"]', 'matchers: [b="1"]'));
    expect(found.filter((one) => one.startsWith('continue'))).toEqual([
      'continue continue: true : no later route matches the same alerts',
    ]);
  });
});
