import { describe, expect, test } from 'vitest';
import { alert, record, ruleFile } from '../../../src/checks/support/example-rules.ts';
import { lintFiles } from '../../support/lint-files.ts';

const lint = (only: string, ...rules: readonly string[]) => lintFiles(ruleFile(...rules), { only });

describe('alerts/never-fires', () => {
  test.each([
    ['count(up) == 0', 'the left side is at least 1', 'a count of no series is empty, not 0'],
    ['sum(rate(x{a="1"}[5m])) / sum(rate(x[5m])) > 5', 'between 0 and 1', 'multiply it by 100'],
    ['sum(x == 0) > 0', 'the left side is always 0', 'a comparison is a filter'],
    ['absent(x) == 0', 'the left side is always 1', 'correct the threshold'],
    ['hour() > 24', 'between 0 and 23', 'correct the threshold'],
    ['up > 1', 'between 0 and 1', 'correct the threshold'],
  ])('%s says why and what to do', (expr, message, help) => {
    const [found, ...more] = lint('alerts/never-fires', alert(expr));
    expect(more).toEqual([]);
    expect(found?.message).toContain(message);
    expect(found?.help).toContain(help);
  });

  test('a dead branch of "or" is reported alone', () => {
    const found = lint('alerts/never-fires', alert('up == 0 or count(up) == 0'));
    expect(found.map(({ file, range }) => file.slice(range))).toEqual(['count(up) == 0']);
  });

  test('a series that is never recorded is shown where it is used and where it is recorded', () => {
    const [found] = lint(
      'alerts/never-fires',
      record('shop:none', 'count by (job) (up) == 0'),
      alert('sum(shop:none) > 0'),
    );
    expect(found?.file.slice(found.range)).toBe('shop:none');
    expect(found?.related.map(({ file, range }) => file.slice(range))).toEqual(['count by (job) (up) == 0']);
  });

  test.each([
    '(count(up) or vector(0)) == 0',
    'count_over_time(up[5m]) < 3',
    'up{job="a"} == 0 and on () hour() > 8',
    'x > 5 and on (a) x < 3',
    'x > 5 unless x > 10',
    'sum(rate(x{a="1"}[5m])) / sum(rate(y[5m])) > 5',
    'sum by (b) (x{a="1"}) / sum by (b) (x) > 5',
    '(x > bool 5) == 0',
    'min_over_time((x > bool 5)[5m:]) < 1',
    'absent(x) > 0',
    'time() - x > 86400',
    'histogram_quantile(0.9, rate(x_bucket[5m])) > 1e6',
  ])('%s may fire', (expr) => {
    expect(lint('alerts/never-fires', alert(expr))).toEqual([]);
  });
});

describe('alerts/always-fires', () => {
  test.each([
    'rate(x[5m]) >= 0',
    'count(up) > 0',
    'up <= 1',
    'sum(up) >= 0 or up == 0',
    'x > bool 1',
    'clamp(x, 0, 1) < bool 5',
  ])('%s always does', (expr) => {
    expect(lint('alerts/always-fires', alert(expr))).toHaveLength(1);
  });

  test.each([
    'rate(x[5m]) > 0',
    'count(up == 0) > 0',
    'absent(x) == 1',
    'ALERTS == 1',
    'vector(1) > 0',
    'time() > 0',
    'x >= 0',
    'count(x) > 0 and y > 5',
    'count(x) > 0 unless y',
    '(x > bool 1) == 1',
    'x > 5 and on () vector(1) == 1',
    'count(kube_pod_info{phase="Failed"}) > 0',
  ])('%s does not', (expr) => {
    expect(lint('alerts/always-fires', alert(expr))).toEqual([]);
  });
});

describe('alerts/no-condition', () => {
  test.each(['x', 'sum by (a) (x)', 'rate(x{a="1"}[5m])', 'x / y', 'topk(3, x)', 'x > 1 or y', '100 - x'])(
    '%s has none',
    (expr) => {
      expect(lint('alerts/no-condition', alert(expr))).toHaveLength(1);
    },
  );

  test.each([
    'x == 0',
    'x and y',
    'x unless y',
    'absent_over_time(x[5m])',
    'vector(1)',
    'metadata{allowed="yes"}',
    'count by (version) (build_info{version=~"1.+"})',
    'job:down:elsewhere',
    'ALERTS{alertstate="firing"}',
    'max_over_time((x > 5)[5m:])',
    '-(x > 5)',
    'label_replace(x > 5, "a", "b", "", "")',
  ])('%s has one', (expr) => {
    expect(lint('alerts/no-condition', alert(expr))).toEqual([]);
  });
});
