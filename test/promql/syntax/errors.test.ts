import { describe, expect, it } from 'vitest';
import type { ParseOptions } from '../../../src/promql/syntax/options.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

/** The first error as its code and the text below it. */
function firstError(
  text: string,
  options?: ParseOptions,
): [code: string | undefined, below: string | undefined] {
  const [error] = parseExpr(text, options).errors;
  return [error?.code, error && text.slice(error.start, error.end)];
}

describe('codes and ranges of errors', () => {
  it.each([
    ['', 'empty-expression', ''],
    ['foo = 1', 'unexpected-token', '='],
    ['foo bar', 'unexpected-token', 'bar'],
    ['a +', 'unexpected-end', ''],
    ['a & b', 'unexpected-character', '&'],
    ['(a', 'unclosed', ''],
    ['a)', 'unbalanced', ')'],
    ['1.2.3', 'invalid-number', '1.2.'],
    ['a[5m1h]', 'invalid-duration', '5m1h'],
    ['a{b="c}', 'invalid-string', '"c}'],
    ['a{b="x\\d"}', 'invalid-string', '\\d'],
    ['sum by ("") (a)', 'invalid-label-name', '""'],
    ['a{b=~"("}', 'invalid-regex', '"("'],
    ['rate(a[5m],)', 'trailing-comma', ','],
    ['b + rat(a[5m])', 'unknown-function', 'rat'],
    ['1 + info(a)', 'feature-disabled', 'info'],
    ['b + abs()', 'argument-count', 'abs()'],
    ['b + topk(a)', 'argument-count', 'topk(a)'],
    ['rate(a)', 'argument-type', 'a'],
    ['sum(a[5m])', 'argument-type', 'a[5m]'],
    ['topk(a, b)', 'aggregation-parameter', 'a'],
    ['1 + a[5m]', 'operand-type', 'a[5m]'],
    ['1 + -"x"', 'unary-operand', '-"x"'],
    ['a + bool b', 'bool-misplaced', '+'],
    ['1 == 1', 'bool-missing', '=='],
    ['x + (a and 1)', 'set-operator-scalar', 'a and 1'],
    ['a + on (b) 1', 'matching-scalar', 'a + on (b) 1'],
    ['a and on (b) group_left c', 'grouping-with-set-operator', 'a and on (b) group_left c'],
    ['a + on (b) group_left (b) c', 'label-in-on-and-group', 'b'],
    ['x + {}', 'empty-selector', '{}'],
    ['x + {a=~".*"}', 'empty-selector', '{a=~".*"}'],
    ['a{__name__="b"}', 'name-set-twice', '__name__="b"'],
    ['a{"b"}', 'name-set-twice', '"b"'],
    ['(a + b)[5m]', 'range-misplaced', '[5m]'],
    ['a offset 1m [5m]', 'range-misplaced', '[5m]'],
    ['(a) offset 5m', 'offset-misplaced', '(a)'],
    ['a offset 5m offset 5m', 'offset-misplaced', 'a offset 5m'],
    ['(a) @ 5', 'at-misplaced', '(a)'],
    ['a @ Inf', 'at-out-of-range', 'a'],
    ['a[5m][1m:]', 'subquery-operand', 'a[5m][1m:]'],
    ['a[0s]', 'duration-not-positive', '0s'],
    ['a[5m/0]', 'division-by-zero', '/'],
  ])('%s: %s at %j', (text, code, below) => {
    expect(firstError(text)).toEqual([code, below]);
  });

  it.each([
    ['a + fill(0) 1', 'fill-misplaced', 'a + fill(0) 1'],
    ['a and fill(0) b', 'fill-misplaced', 'a and fill(0) b'],
    ['info(a, b)', 'info-selector', 'b'],
    ['abs(a) anchored', 'extended-misplaced', 'abs(a)'],
    ['a[5m:] smoothed', 'extended-misplaced', 'a[5m:]'],
  ])('with all features, %s: %s at %j', (text, code, below) => {
    expect(firstError(text, { features: 'all' })).toEqual([code, below]);
  });

  it('reports every error of meaning, in the order of the text', () => {
    const { expr, errors } = parseExpr('rate(a) + sum(b[5m]) + {}');
    expect(errors.map((error) => error.code)).toEqual(['argument-type', 'argument-type', 'empty-selector']);
    expect(expr?.kind).toBe('BinaryExpr');
  });

  it('leaves no tree where the syntax is broken', () => {
    expect(parseExpr('rate(a[5m]').expr).toBeUndefined();
    expect(parseExpr('sum()').expr).toBeUndefined();
  });

  it('points from the end of the text to the bracket left open', () => {
    const [error] = parseExpr('sum(rate(a{b="c"}[5m])').errors;
    expect(error?.related).toEqual({ start: 3, end: 4, message: '( opened here' });
    expect(parseExpr('x + a{b="c"').errors[0]?.related?.start).toBe(5);
    expect(parseExpr('x + a{b="c}').errors[0]?.related?.start).toBe(8);
  });

  it.each([
    ['a = 1', '=='],
    ['a{b=="c"}', 'single "="'],
    ['a{b=c}', 'quote the value: "c"'],
    ['a && b', '"and"'],
    ['a || b', '"or"'],
    ['rat(a[5m])', 'Did you mean "rate"?'],
    ['holt_winters(a[5m], 1, 1)', 'double_exponential_smoothing'],
    ['rate(a)', '[5m]'],
    ['rate(sum(a))', 'subquery'],
    ['sum(a) bye (b)', 'Did you mean "by"?'],
    ['a > 5 for 5m', 'alerting rule'],
    ['a + group_left b', 'on(...)'],
    ['a > $limit', 'dashboards'],
    ['a{b=~"\\d"}', 'backtick'],
    ['http.requests', '{"http.requests"}'],
  ])('helps with %s: %s', (text, help) => {
    expect(parseExpr(text).errors[0]?.help).toContain(help);
  });
});

describe('versions and features', () => {
  it.each([
    ['a[300]', 'invalid-duration'],
    ['a offset 300', 'unexpected-token'],
    ['a > 5m', 'unexpected-token'],
    ['sum by ("b") (a)', 'unexpected-token'],
    ['vector(1_000)', 'invalid-number'],
    ['double_exponential_smoothing(a[5m], 0.5, 0.5)', 'unknown-function'],
  ])('%s is for Prometheus 3 only', (text, code) => {
    expect(parseExpr(text, { features: 'all' }).errors).toEqual([]);
    expect(parseExpr(text, { version: 2 }).errors[0]?.code).toBe(code);
  });

  it('knows holt_winters under version 2 only', () => {
    expect(parseExpr('holt_winters(a[5m], 0.5, 0.5)', { version: 2 }).errors).toEqual([]);
    expect(firstError('holt_winters(a[5m], 0.5, 0.5)')).toEqual(['unknown-function', 'holt_winters']);
  });

  it.each([
    ['mad_over_time(a[5m])', 'experimentalFunctions'],
    ['limitk(3, a)', 'experimentalFunctions'],
    ['rate(a[2m + 3m])', 'durationExpressions'],
    ['rate(a[5m] anchored)', 'extendedRangeSelectors'],
    ['a + fill(0) b', 'fillModifiers'],
  ])('%s needs %s', (text, feature) => {
    expect(parseExpr(text, { features: { [feature]: true } }).errors).toEqual([]);
    expect(parseExpr(text, { features: 'none' }).errors[0]?.code).toBe('feature-disabled');
  });

  it('allows duration expressions by default, as Prometheus 3.14 does', () => {
    expect(parseExpr('rate(a[2m + 3m])').errors).toEqual([]);
  });
});

describe('hostile input', () => {
  it.each([
    ['parentheses', '('.repeat(10_000) + 'a' + ')'.repeat(10_000)],
    ['signs', '-'.repeat(10_000) + 'a'],
    ['powers', 'a' + '^a'.repeat(10_000)],
    ['sums', 'a' + ' + a'.repeat(10_000)],
    ['calls', 'abs('.repeat(10_000) + 'a' + ')'.repeat(10_000)],
    ['subqueries', 'a' + '[5m:]'.repeat(10_000)],
    ['durations', `a[${'('.repeat(10_000)}5m${')'.repeat(10_000)}]`],
    ['duration signs', `a[${'-'.repeat(10_000)}step()]`],
  ])('10,000 %s are one clear error', (_name, text) => {
    const { expr, errors } = parseExpr(text);
    expect(expr).toBeUndefined();
    expect(errors.map((error) => error.code)).toEqual(['too-deep']);
  });

  it('takes 400 levels and terms', () => {
    expect(parseExpr('('.repeat(400) + 'a' + ')'.repeat(400)).errors).toEqual([]);
    expect(parseExpr('a' + ' or a'.repeat(400)).errors).toEqual([]);
  });

  it('reads lists of 100,000 words, and refuses other patterns of that size with one clear error', () => {
    const pattern = (part: string): string =>
      Array.from({ length: 100_000 }, (_, i) => `${part}${i}`).join('|');
    expect(parseExpr(`a{b=~"${pattern('x')}", c!~"(${pattern('y.*')})"}`).errors).toEqual([]);
    const [error, ...more] = parseExpr(`a{b=~"${pattern('x[ab]')}"}`).errors;
    expect(error).toMatchObject({ code: 'too-long' });
    expect(error?.message).toBe('the pattern of "b" has 1088889 characters: rulecheck reads 500000 at most');
    expect(more).toEqual([]);
  });
});
