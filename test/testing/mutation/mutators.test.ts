import { describe, expect, it } from 'vitest';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';
import { parseLogql } from '../../../src/logql/syntax/index.ts';
import { alternativesOf } from '../../../src/util/alternatives.ts';
import { logqlMutations } from '../../../src/testing/mutation/mutators/logql.ts';
import { numberSteps, thresholdSteps } from '../../../src/testing/mutation/mutators/numbers.ts';
import { promqlMutations } from '../../../src/testing/mutation/mutators/promql.ts';
import { templateEdits } from '../../../src/testing/mutation/mutators/template.ts';
import { edited } from '../../../src/testing/mutation/types.ts';

/** `mutator: the whole mutant` of each mutation. */
function promql(text: string): string[] {
  const { expr } = parseExpr(text, { features: 'all' });
  return promqlMutations(expr!, text, { features: 'all' }).map(
    ({ mutator, whole }) => `${mutator}: ${whole}`,
  );
}

function logql(text: string): string[] {
  return logqlMutations(parseLogql(text).expr!, text).map(({ mutator, whole }) => `${mutator}: ${whole}`);
}

describe('PromQL', () => {
  it('changes an operator, a threshold by small and large steps, and the range', () => {
    expect(promql('rate(a[5m]) > 0.05')).toEqual([
      'comparison: rate(a[5m]) >= 0.05',
      'comparison: rate(a[5m]) < 0.05',
      'function: increase(a[5m]) > 0.05',
      'function: irate(a[5m]) > 0.05',
      'range: rate(a[2m30s]) > 0.05',
      'range: rate(a[10m]) > 0.05',
      'threshold: rate(a[5m]) > 0.045',
      'threshold: rate(a[5m]) > 0.055',
      'threshold: rate(a[5m]) > 0.025',
      'threshold: rate(a[5m]) > 0.1',
    ]);
  });

  it('removes and negates matchers, and leaves out each alternative', () => {
    expect(promql('a{b="1",c=~"x|y"}')).toEqual([
      'matcher: a{b!="1",c=~"x|y"}',
      'matcher: a{c=~"x|y"}',
      'matcher: a{b="1",c!~"x|y"}',
      'matcher: a{b="1"}',
      'matcher: a{b="1",c=~"y"}',
      'matcher: a{b="1",c=~"x"}',
    ]);
  });

  it('turns set operators and removes their sides', () => {
    expect(promql('a and on (x) b or c')).toEqual([
      'set-operator: a and on (x) b and c',
      'set-operator: a and on (x) b unless c',
      'side-removed: a and on (x) b',
      'side-removed: c',
      'set-operator: a or on (x) b or c',
      'set-operator: a unless on (x) b or c',
      'side-removed: a or c',
      'matching-labels: a and on () b or c',
    ]);
  });

  it('changes aggregations, groupings and offsets', () => {
    expect(promql('sum by (a, b) (x offset 5m)')).toEqual([
      'aggregation: avg by (a, b) (x offset 5m)',
      'aggregation: max by (a, b) (x offset 5m)',
      'grouping: sum by (b) (x offset 5m)',
      'grouping: sum by (a) (x offset 5m)',
      'grouping: sum without (a, b) (x offset 5m)',
      'offset: sum by (a, b) (x )',
      'offset: sum by (a, b) (x offset 2m30s)',
      'offset: sum by (a, b) (x offset 10m)',
    ]);
  });

  it('offers no mutant that does not parse or is the same expression', () => {
    for (const text of ['{a="1"}', 'a > bool 0', 'histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m])))'])
      for (const mutant of promql(text)) {
        const whole = mutant.slice(mutant.indexOf(': ') + 2);
        expect(parseExpr(whole, { features: 'all' }).errors).toEqual([]);
        expect(whole).not.toBe(text);
      }
    expect(promql('{a="1"}')).toEqual([]);
  });
});

describe('LogQL', () => {
  it('changes filters, stages, ranges and functions', () => {
    expect(logql('count_over_time({app="x"} |= "e" | json | level="error" [5m]) > 5')).toEqual([
      'comparison: count_over_time({app="x"} |= "e" | json | level="error" [5m]) >= 5',
      'comparison: count_over_time({app="x"} |= "e" | json | level="error" [5m]) < 5',
      'threshold: count_over_time({app="x"} |= "e" | json | level="error" [5m]) > 4',
      'threshold: count_over_time({app="x"} |= "e" | json | level="error" [5m]) > 6',
      'threshold: count_over_time({app="x"} |= "e" | json | level="error" [5m]) > 2.5',
      'threshold: count_over_time({app="x"} |= "e" | json | level="error" [5m]) > 10',
      'function: rate({app="x"} |= "e" | json | level="error" [5m]) > 5',
      'function: bytes_over_time({app="x"} |= "e" | json | level="error" [5m]) > 5',
      'range: count_over_time({app="x"} |= "e" | json | level="error" [2m30s]) > 5',
      'range: count_over_time({app="x"} |= "e" | json | level="error" [10m]) > 5',
      'line-filter: count_over_time({app="x"}  | json | level="error" [5m]) > 5',
      'line-filter: count_over_time({app="x"} != "e" | json | level="error" [5m]) > 5',
      'stage: count_over_time({app="x"} |= "e"  | level="error" [5m]) > 5',
      'stage: count_over_time({app="x"} |= "e" | json  [5m]) > 5',
      'stage: count_over_time({app="x"} |= "e" | json | level!="error" [5m]) > 5',
    ]);
  });
});

describe('templates', () => {
  it('removes actions, functions and labels, and leaves the text alone', () => {
    const text = 'disk {{ $labels.device }} has {{ $value | humanize }} {{ if gt $value 3.0 }}much{{ end }}';
    expect(templateEdits(text).map((edit) => edited(text, edit))).toEqual([
      'disk  has {{ $value | humanize }} {{ if gt $value 3.0 }}much{{ end }}',
      'disk {{ $labels.device_x }} has {{ $value | humanize }} {{ if gt $value 3.0 }}much{{ end }}',
      'disk {{ $labels.device }} has  {{ if gt $value 3.0 }}much{{ end }}',
      'disk {{ $labels.device }} has {{ $value }} {{ if gt $value 3.0 }}much{{ end }}',
      'disk {{ $labels.device }} has {{ $value | humanize }} {{ if false }}much{{ end }}',
      'disk {{ $labels.device }} has {{ $value | humanize }} {{ if true }}much{{ end }}',
    ]);
  });
});

it('steps thresholds by one up to ten and by a tenth beyond', () => {
  expect(thresholdSteps(5)).toEqual([4, 6, 2.5, 10]);
  expect(thresholdSteps(100)).toEqual([90, 110, 50, 200]);
  expect(thresholdSteps(0)).toEqual([1, 10]);
  expect(numberSteps(0.9)).toEqual([0.45, 0.95]);
});

it('finds the alternatives of a regular expression at its top level', () => {
  expect(alternativesOf('a|b(c|d)|[|]|\\|')).toEqual(['a', 'b(c|d)', '[|]', '\\|']);
});
