import { describe, expect, test } from 'vitest';
import { alert, record, ruleFile } from '../../../src/checks/support/example-rules.ts';
import { lintFiles } from '../../support/lint-files.ts';

const lint = (...rules: readonly string[]) =>
  lintFiles(ruleFile(...rules), { only: 'promql/impossible-match' });

describe('both places are shown', () => {
  test('where the label was lost in the same expression', () => {
    const [found] = lint(alert('sum by (job) (errors) / sum without (job) (requests{job="a"}) > 1'));
    expect(found?.message).toBe('the two sides of "/" can never match: the right side has no label "job"');
    expect(found?.related.map(({ file, range, message }) => [file.slice(range), message])).toEqual([
      ['job', '"without" drops "job" here'],
    ]);
  });

  test('where the label was lost in the rule that records the series, by its first loss', () => {
    const [found] = lint(
      record('job:errors:sum', 'sum by (job) (errors)'),
      record('copy', 'max without (code) (job:errors:sum)'),
      alert('copy and on (instance) up{instance="a"} == 0'),
    );
    expect(found?.message).toContain('the left side has no label "instance"');
    expect(found?.related.map(({ file, range }) => file.slice(range))).toEqual([
      'max without (code) (job:errors:sum)',
      'by (job)',
    ]);
  });
});

test.each([
  ['sum by (a) (x) / sum(y)', 'write "/ ignoring (a) group_left", or keep "a" on the right side too'],
  ['sum(x) / sum by (a) (y)', 'write "/ ignoring (a) group_right", or keep "a" on the left side too'],
  ['sum by (a) (x) / sum by (b) (y)', 'aggregate both sides by the same labels'],
  ['x{a="1"} > y{a="2"}', 'write "> ignoring (a)"'],
  ['x{a="1"} / on (a) y{a="2"}', 'exclude "a" from the comparison of the two sides'],
  ['sum by (a, b) (x) and sum by (b) (y)', 'write "and on (b)" to compare only the common labels'],
  [
    'x{a="1"} unless ignoring (b) y{a="2"}',
    'write "unless ignoring (b, a)" to compare only the common labels',
  ],
])('%s gets a suggestion', (expr, help) => {
  expect(lint(alert(expr)).map((found) => found.help)).toEqual([help]);
});

test.each([
  'x{a=~"1|2"} / y{a=~"2|3"}',
  'x{a!="1"} / y',
  'x{a=~".+"} / y{a="2"}',
  'label_replace(sum by (a) (x), "b", "$1", "a", "(.*)") / sum by (a, b) (y)',
  'sum by (a) (x) / (sum by (a) (y) or sum(z))',
  'sum(x) / sum(y)',
  'sum by (a) (x) or vector(0)',
])('%s may match', (expr) => {
  expect(lint(alert(expr))).toEqual([]);
});
