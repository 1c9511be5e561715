import { describe, expect, it } from 'vitest';
import type { LabelFacts, LogqlFacts } from '../../../src/logql/analysis/index.ts';
import { analyseLogql, mayHave } from '../../../src/logql/analysis/index.ts';
import { parseLogql } from '../../../src/logql/syntax/index.ts';

function facts(text: string): LogqlFacts {
  const { expr, errors } = parseLogql(text);
  expect(errors).toEqual([]);
  return analyseLogql(expr!, text);
}

/** `a? b -c *`: b is guaranteed, a possible, c impossible, the set open. */
function shown({ guaranteed, possible, impossible }: LabelFacts): string {
  const words =
    possible === 'any'
      ? [...impossible].map((label) => `-${label}`)
      : [...possible].filter((label) => !guaranteed.has(label)).map((label) => `${label}?`);
  return [...[...guaranteed], ...words]
    .sort()
    .concat(possible === 'any' ? ['*'] : [])
    .join(' ');
}

describe('analyseLogql: labels of the result', () => {
  it.each([
    ['{app="x", env=~"a|b", zone!="z", host=~".*"}', 'app env *'],
    ['{app="x"} | json | level="error"', 'app level *'],
    ['{app="x"} | json | level="error" or cause="x"', 'app *'],
    ['{app="x"} | json | level="error", cause=~".+"', 'app cause level *'],
    ['{app="x"} | json | status >= 500', 'app *'],
    ['{app="x"} | drop app, level="info"', '-app *'],
    ['{app="x", lvl="e"} | label_format level=lvl', '-lvl app level *'],
    ['{app="x"} | label_format level="{{.lvl}}"', 'app *'],
    ['{app="x"} | label_format level="l-{{.lvl}}"', 'app level *'],
    [
      '{app="x"} | regexp "(?P<code>\\\\d+)" | keep app, code, app_extracted',
      '__error__? __error_details__? __preserve_error__? app app_extracted? code?',
    ],
    [
      '{app="x"} | keep app | pattern "<ip> - <_>"',
      '__error__? __error_details__? __preserve_error__? app ip? ip_extracted?',
    ],
    ['rate({app="x"}[5m])', 'app *'],
    ['absent_over_time({app="x", env=~"p.*"}[5m])', 'app'],
    ['sum(rate({app="x"}[5m]))', ''],
    ['sum by (app, level) (rate({app="x"} | json [5m]))', 'app level?'],
    ['sum without (app) (rate({app="x"}[5m]))', '-app *'],
    ['topk(5, sum by (app) (rate({app="x"}[5m])))', 'app'],
    ['sum_over_time({app="x"} | json | unwrap ms | code="1" [5m])', '-ms app code *'],
    ['max_over_time({app="x"} | json | unwrap ms [5m]) by (app, ms)', 'app ms?'],
    ['sum by (a) (rate({a="x"}[5m])) or sum by (a, b) (rate({a="x", b="y"}[5m]))', 'a b?'],
    ['sum by (a) (rate({a="x"}[5m])) / 5', 'a'],
    ['sum by (a, b) (rate({a="x"}[5m])) * on (a) sum by (a) (rate({a="x"}[5m]))', 'a'],
    [
      'sum by (a, b) (rate({a="x"}[5m])) * on (a) group_left (c) sum by (a, c) (rate({a="x"}[5m]))',
      'a b? c?',
    ],
    ['sum by (a) (rate({a="x"}[5m])) and rate({b="x"}[5m])', 'a'],
    ['sum by (a, b) (rate({a="x"}[5m])) + sum by (a, b, c) (rate({b="x"}[5m]))', 'a b'],
    ['label_replace(sum by (a) (rate({a="x"}[5m])), "b", "$1", "a", "(.*)")', 'a b?'],
    ['vector(0)', ''],
  ])('%s', (text, expected) => {
    expect(shown(facts(text).labels)).toBe(expected);
  });

  it('answers for single labels', () => {
    expect(mayHave(facts('sum by (a) (rate({a="x"}[5m]))').labels, 'b')).toBe(false);
    expect(mayHave(facts('{a="x"} | drop b').labels, 'b')).toBe(false);
    expect(mayHave(facts('{a="x"} | drop b').labels, 'c')).toBe(true);
  });
});

describe('analyseLogql: streams and fields', () => {
  it('lists every selector, its line filters and whether a range is around it', () => {
    const { isMetric, streams } = facts('sum(rate({a="1"} |= "x" != "y" [5m])) / sum(rate({a="2"}[1h]))');
    expect(isMetric).toBe(true);
    expect(
      streams.map(({ selector, lineFilters, range }) => [
        selector.matchers[0]?.value,
        lineFilters.map(({ op }) => op),
        range?.interval.nanoseconds,
      ]),
    ).toEqual([
      ['1', ['|=', '!='], 300e9],
      ['2', [], 3600e9],
    ]);
    expect(facts('{a="1"}').isMetric).toBe(false);
  });

  it('lists the fields that stages read, where they stand, and what came before', () => {
    const text =
      'sum_over_time({a="1"} | env="p" | json | status>=500 and ip=ip("10.0.0.0/8") | label_format x=y, z=`{{ .m | lower }}{{ if $.n }}{{end}}` | line_format "\\"{{.q}}" | unwrap ms | __error__="" [5m])';
    const fields = facts(text).streams[0]!.fields;
    expect(
      fields.map(({ name, by, after }) => `${name} ${by} ${after.map(({ kind }) => kind).join('+')}`),
    ).toEqual([
      'env label filter ',
      'status label filter Json',
      'ip label filter Json',
      'y label_format Json',
      'm label_format Json',
      'n label_format Json',
      'q line_format Json+LabelFormat',
      'ms unwrap Json+LabelFormat',
      '__error__ label filter Json+LabelFormat',
    ]);
    for (const { name, start, end } of fields) expect(text.slice(start, end)).toBe(name);
  });
});
