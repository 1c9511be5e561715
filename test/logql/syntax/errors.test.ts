import { describe, expect, it } from 'vitest';
import type { LogqlErrorCode } from '../../../src/logql/syntax/index.ts';
import { parseLogql } from '../../../src/logql/syntax/index.ts';

/** «...» marks the range of the (first) error. */
const CASES: readonly (readonly [marked: string, code: LogqlErrorCode, explanation: RegExp])[] = [
  ['«{}»', 'selector-required', /selector is empty/],
  ['«{app=~".*", env!="prod"}»', 'selector-required', /would read all streams/],
  ['{app=~«"["»}', 'invalid-matcher-regexp', /RE2/],
  ['{app="x",«}»', 'syntax', /no comma before the closing brace/],
  ["{app=«'x'»}", 'syntax', /single quotes/],
  ['{app=«"x}»', 'unterminated-string', /no closing double quote/],
  ['{app="a«\\d»"}', 'invalid-string', /write the backslash twice/],
  ['{app="x"} |= «foo»', 'syntax', /\| label="value"/],
  ['{app="x"} | «"foo"»', 'syntax', /a string alone is not a stage/],
  ['{app="x"}«\u00a0»|= "x"', 'syntax', /U\+00A0/],
  ['sum(rate({app="x"}[5m]) by («offset»))', 'syntax', /./],
  ['sum by («offset») (rate({app="x"}[5m]))', 'syntax', /reserved word/],
  ['rate({app="x"}«[$__interval]»)', 'invalid-range', /Grafana variable/],
  ['rate({app="x"}«[5m:1m]»)', 'invalid-range', /no subqueries/],
  ['rate({app="x"}«[ 5m ]»)', 'invalid-range', /write \[5m\]/],
  ['rate({app="x"}«[5]»)', 'invalid-range', /no unit/],
  ['rate({app="x"}«[5m)»', 'unclosed-range', /no closing \]/],
  ['rate({app="x"}«)»', 'syntax', /needs a range/],
  ['rate({app="x"}[5m]) «offset» 1h', 'syntax', /after the range/],
  ['sum({app="x"}«)»', 'metric-query-required', /rate\(/],
  ['sum({app="x"}«[5m]»)', 'metric-query-required', /range aggregation inside/],
  ['«{app="x"}» > 5', 'metric-query-required', /left side is a log query/],
  ['vector(1) or «2»', 'literal-operand', /vector\(2\)/],
  ['«topk»(rate({app="x"}[5m]))', 'parameter-required', /topk\(5, /],
  ['topk(«0», rate({app="x"}[5m]))', 'parameter-invalid', /at least 1/],
  ['sum(«3», rate({app="x"}[5m]))', 'parameter-unsupported', /one argument/],
  ['«quantile_over_time»({app="x"} | unwrap a [5m])', 'parameter-required', /0\.99/],
  ['rate(«2», {app="x"}[5m])', 'parameter-unsupported', /log query alone/],
  ['rate({app="x"}[5m]) «by (app)»', 'grouping-not-allowed', /sum by \(...\) \(rate/],
  ['sort(rate({app="x"}[5m])) «by (app)»', 'grouping-not-allowed', /orders all series/],
  ['«sum_over_time»({app="x"}[5m])', 'unwrap-required', /unwrap <label>/],
  ['count_over_time({app="x"} «| unwrap a» [5m])', 'unwrap-not-allowed', /works on lines/],
  ['label_replace(rate({app="x"}[5m]), "a", "$1", "b", «"("»)', 'label-replace-regexp', /RE2/],
  ['{app="x"} | regexp «"\\\\w+"»', 'regexp-stage', /named groups/],
  ['{app="x"} | pattern «"<a><b>"»', 'pattern-stage', /text between any two/],
  ['{app="x"} |~ «"[a"»', 'line-filter-regexp', /use "\|="/],
  ['{app="x"} |> «"<a> x"»', 'line-filter-pattern', /<_>/],
  ['{app="x"} |= «ip("1.2.3")»', 'ip-pattern', /10\.0\.0\.0\/8/],
  ['{app="x"} «|~» ip("1.2.3.4")', 'ip-pattern', /\|= and != only/],
  ['{app="x"} | json a=«"b..c"»', 'json-path', /a\[0\]/],
  ['{app="x"} | logfmt a=«"b.c"»', 'logfmt-field', /quoted key/],
  ['{app="x"} | label_format a=b, «a»=c', 'label-format-duplicate', /set "a" once/],
  ['{app="x"} | label_format «__error__»=b', 'label-format-error-label', /drop/],
  ['{app="x"} | line_format "{{ «nope» .a }}"', 'template', /no function "nope"/],
  ['{app="x"} | line_format "\\"{{ «nope» .a }}"', 'template', /no function "nope"/],
  ['{app="x"} | label_format a=`{{ «nope» .a }}`', 'template', /no function "nope"/],
  ['{app="x"} | logfmt | a > «0x10»', 'invalid-number', /decimal/],
  ['{app="x"} | logfmt | a > «"5"»', 'syntax', /not strings/],
  ['«foo»({app="x"}[5m])', 'syntax', /no function "foo"/],
  ['«foo»{app="x"}', 'syntax', /remove the name before the brace/],
  ['sum(rate({app="x"}[5m]«)»', 'syntax', /"\(" at character 4 is never closed/],
  ['«|» json | level="e"', 'syntax', /before the first/],
  ['«increase»({app="x"}[5m])', 'syntax', /count_over_time comes closest/],
  ['{app="x"} | json | a«.»b="c"', 'syntax', /into a_x/],
  ['-«(»vector(1))', 'syntax', /0 - /],
];

describe('parseLogql: errors', () => {
  it.each(CASES)('%s', (marked, code, explanation) => {
    const text = marked.replace('«', '').replace('»', '');
    const range = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
    const first = parseLogql(text).errors[0];
    expect(first).toMatchObject({ code });
    if (!marked.includes('(rate({app="x"}[5m]) by (')) expect(first).toMatchObject(range);
    expect(first?.explanation).toMatch(explanation);
  });

  it('collects every error beyond the grammar, in order, and keeps the tree', () => {
    const { expr, errors } = parseLogql('sum_over_time({a=~"["} |~ "(" [5m]) by (x) + topk({b=~".*"})');
    expect(expr).toBeUndefined();
    expect(errors.map(({ code }) => code)).toEqual(['metric-query-required']);
    const whole = parseLogql('sum_over_time({a=~"["} |~ "(" [5m]) by (x) + topk(rate({b=~".*"}[1m]))');
    expect(whole.expr?.kind).toBe('BinaryExpr');
    expect(whole.errors.map(({ code }) => code)).toEqual([
      'unwrap-required',
      'invalid-matcher-regexp',
      'line-filter-regexp',
      'grouping-not-allowed',
      'parameter-required',
      'selector-required',
    ]);
  });

  it('distinguishes errors at once from errors when the query runs', () => {
    expect(parseLogql('{a="b"} | line_format "{{"').errors.map(({ phase }) => phase)).toEqual(['run']);
    expect(parseLogql('{a="b"} | regexp "("').errors.map(({ phase }) => phase)).toEqual(['parse']);
  });

  it('refuses what Loki finds too long', () => {
    const text = `{a="${'x'.repeat(131_072)}"}`;
    expect(parseLogql(text).errors.map(({ code }) => code)).toEqual(['too-long']);
  });
});

describe('parseLogql: hostile nesting is an error, not a crash', () => {
  const deep = (open: string, middle: string, close: string): string =>
    open.repeat(10_000) + middle + close.repeat(10_000);

  it.each([
    ['brackets', deep('(', '1', ')')],
    ['aggregations', deep('sum(', 'rate({a="b"}[1m])', ')')],
    ['label filters', `{a="b"} | ${deep('(', 'x=1', ')')}`],
    ['log ranges', `rate(${deep('(', '{a="b"}[1m]', ')')})`],
    ['operators', Array.from({ length: 10_000 }, () => '1').join('+')],
    ['powers', Array.from({ length: 10_000 }, () => '1').join('^')],
    ['commas', `{a="b"} | ${Array.from({ length: 10_000 }, () => 'x=1').join(',')}`],
  ])('%s', (_, text) => {
    expect(parseLogql(text).errors.map(({ code }) => code)).toEqual(['too-deep']);
  });
});
