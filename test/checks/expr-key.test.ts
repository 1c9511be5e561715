import { describe, expect, test } from 'vitest';
import { exprKey } from '../../src/analysis/expression/expr-key.ts';
import { exprWords } from '../../src/checks/alerts/same-condition/expr-words.ts';
import { Expression } from '../../src/documents/expression.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { parseExpr } from '../../src/promql/syntax/parse.ts';

const key = (text: string): string => {
  const { expr, errors } = parseExpr(text);
  if (expr === undefined || errors.length > 0) throw new Error(text);
  return exprKey(expr);
};

const words = (text: string): string =>
  exprWords(new Expression(new SourceFile('', text), text, { start: 0, end: 0 }));

describe('exprWords', () => {
  test.each([
    ['x > Inf', 'x > +inf'],
    ['x > 255', 'x > 0xFF'],
    ['x > 1e3', 'x > 1_000'],
    ['x{a="#"} > 1', 'x{a="#"} > 1 # a comment with "quotes'],
    ['x{a="b\\"c d"}', 'x{a=`b"c d`}'],
    ['{"x", a="1"}', 'x{a="1"}'],
    ['max_over_time(x[1h:5m])', 'max_over_time(x[60m :300s])'],
    ['SUM(x) BY(a)', 'sum by (a) (x)'],
    ['a + fill (0) b', 'a + fill_left (0) fill_right (0) b'],
  ])('of one key: %s and %s', (a, b) => {
    expect(words(a)).toBe(words(b));
  });

  test('distinguish different expressions', () => {
    const texts = ['up', 'down', 'rate(up[5m])', 'sum(up)', 'sum by (job) (up)', 'sum without (job) (up)'];
    expect(new Set(texts.map(words)).size).toBe(texts.length);
    expect(words('sum by (job) (rate(up{job="a b"}[5m]))')).toBe('job rate sum up');
  });
});

describe('exprKey', () => {
  test.each(
    [
      ['sum by (a, b) (x{c="1",d="2"})', 'sum(x{d="2", c="1"}) by (b, a)'],
      ['(x) > 5', 'x > (5)'],
      ['2 * x', 'x * 2'],
      ['x[300s:60s] offset 1h', 'x[5m:1m] offset 60m'],
      ['sum by () (x)', 'sum(x)'],
      ['x{a="1",a="1"}', 'x{a="1"}'],
      ['x{a=~"1"}', 'x{a="1"}'],
      ['x{a!~"1|2|1"}', 'x{a!~"2|1"}'],
      ['{__name__="x",a="1"}', 'x{a="1"}'],
      ['5 < x', 'x > 5'],
      ['5 < bool x', 'x > bool 5'],
      ['x > 60 * 60', 'x > 3600'],
      ['a + b', 'b + a'],
      ['a * on (c, d) b', 'b * on (d, c) a'],
      ['a / on (c, d) group_left (e, f) b', 'a / on (d, c) group_left (f, e) b'],
      ['(a and b) and c', 'a and (c and b)'],
    ].map(([a, b]) => [
      a!.startsWith('x[') ? `max_over_time(${a!})` : a!,
      b!.startsWith('x[') ? `max_over_time(${b!})` : b!,
    ]),
  )('the same: %s and %s', (a, b) => {
    expect(key(a)).toBe(key(b));
    // Expressions with different words are never compared by their keys.
    expect(words(a)).toBe(words(b));
  });

  test.each([
    ['a - (b - c)', 'a - b - c'],
    ['x / 2', '2 / x'],
    ['x > 5', 'x > bool 5'],
    ['x', 'x offset 5m'],
    ['x', 'x @ 5'],
    ['x{a="1"}', 'x{a=~"1.*"}'],
    ['a and b', 'b and a'],
    ['a and on (c) b', 'a and b'],
    ['a > b', 'b < a'],
    ['a * on (c) group_left () b', 'b * on (c) group_left () a'],
    ['5 - x', 'x - 5'],
    ['x == bool 5', 'x == 5'],
    ['sum without () (x)', 'sum(x)'],
    ['a * on (b) c', 'a * on (d) c'],
    ['rate(x[5m])', 'rate(x[5m] offset 5m)'],
    ['-x', 'x'],
  ])('different: %s and %s', (a, b) => {
    expect(key(a)).not.toBe(key(b));
  });
});
