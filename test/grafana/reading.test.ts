import { describe, expect, it } from 'vitest';
import { readLogqlQuery, readPromqlQuery, scanVariables } from '../../src/grafana/index.ts';
import { printExpr } from '../../src/promql/print/print.ts';

describe('uses of variables', () => {
  it('knows the forms of Grafana', () => {
    const text = '$a ${b} ${c:regex} [[d]] [[e:csv]] ${__field.labels.pod} $1 $ ${} [[:alpha:]]';
    expect(scanVariables(text).map(({ name, format, path }) => [name, format, path])).toEqual([
      ['a', undefined, undefined],
      ['b', undefined, undefined],
      ['c', 'regex', undefined],
      ['d', undefined, undefined],
      ['e', 'csv', undefined],
      ['__field', undefined, 'labels.pod'],
      ['1', undefined, undefined],
    ]);
  });
});

describe('a PromQL query with variables', () => {
  it.each([
    ['rate(x{job=~"$job",code="5"}[$__rate_interval])', 'rate(x{code="5",job=~".*"}[step()])'],
    ['sum(rate(x[${__range_s}s])) / $__interval_ms', 'sum(rate(x[step()])) / scalar()'],
    ['[[metric]]_total{a="b"} offset ${o}s', '{a="b"} offset step()'],
    ['max_over_time(x[1h:$step])', 'max_over_time(x[1h:step()])'],
    ['topk($n, x)', 'topk(scalar(), x)'],
    ['{__name__=~"$m",a="b"}', '{a="b"}'],
  ])('%s keeps open what they decide', (text, printed) => {
    const { expr, errors, opaque } = readPromqlQuery(text);
    expect(errors).toEqual([]);
    expect(opaque).toBe(false);
    expect(printExpr(expr!).replaceAll(/\s+/g, ' ')).toBe(printed);
  });

  it.each([
    'sum by ($by) (x)',
    'a * on ($l) group_left b',
    '$f(x[5m])',
    '${agg} by (job) (x)',
    '$query',
    'x $op y',
    'label_replace(x, "$a", "$1", "b", "(.*)")',
    'absent(x{job="$job"})',
    'sum($m)',
    'x{$label="a"}',
  ])('%s is opaque, and no error', (text) => {
    expect(readPromqlQuery(text)).toMatchObject({ opaque: true, errors: [] });
  });

  it.each([
    ['sum(rate(x{job="$job"}[5m])', 'unclosed left parenthesis'],
    ['rate(x[$__interval]', 'unclosed left parenthesis'],
    ['rate(x) + $n', 'expected type range vector in call to function "rate", got instant vector'],
  ])('%s has an error for all their values', (text, message) => {
    expect(readPromqlQuery(text).errors.map((error) => error.message)).toEqual([message]);
  });

  it.each(['sum(rate(x[5m]) $close', 'rate($x)', 'x{a=~"*${v}"}', 'up{job="{{ .Values.job }}"'])(
    '%s may be right',
    (text) => {
      expect(readPromqlQuery(text).errors).toEqual([]);
    },
  );
});

describe('a LogQL query with variables', () => {
  it.each([
    'sum(rate({app=~"$app"} |= "$search" [$__auto]))',
    'sum by ($by) (count_over_time({app="x"} | json | $field="y" [$__interval]))',
    '{app="x"} |~ `(?i)${search:regex}` | line_format "{{.msg}} $app"',
    '{$selector} |= "x"',
  ])('%s is read', (text) => {
    expect(readLogqlQuery(text).errors).toEqual([]);
  });

  it('has errors that no variable explains', () => {
    expect(readLogqlQuery('{app="$app"} |~ "$q" | json |').errors).toHaveLength(1);
  });
});
