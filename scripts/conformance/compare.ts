import type { FloatHistogram } from '../../src/promql/eval/histogram/index.ts';
import { compact, formatHistogramLiteral, usesCustomBuckets } from '../../src/promql/eval/histogram/index.ts';
import type { Labels } from '../../src/promql/eval/labels/labels.ts';
import { compareLabels } from '../../src/promql/eval/labels/labels.ts';
import type { SequenceValue } from '../../src/promql/eval/series/index.ts';
import { expandSequence } from '../../src/promql/eval/series/index.ts';
import { almostEqual } from './almost-equal.ts';
import { formatGoFloat } from '../../src/go/numbers/format-float.ts';
import type { Result, ResultPoint, SampleValue } from './result.ts';
import type { Expectations, ScriptSeries, StepRange } from './script.ts';

/** Relative error that Prometheus's own tests allow. */
const EPSILON = 1e-6;

/** What of a result differs from the expectation, or undefined. `range` holds the times of an expected matrix. */
export function compareResult(result: Result, expected: Expectations, range: StepRange): string | undefined {
  const want = expected.result;
  switch (result.kind) {
    case 'string': {
      const text = want.kind === 'string' ? want.value : '';
      return text === result.value
        ? undefined
        : `expected string ${JSON.stringify(text)}, got ${JSON.stringify(result.value)}`;
    }
    case 'scalar':
      if (want.kind !== 'scalar') return `expected a ${want.kind}, got scalar ${result.value}`;
      if (almostEqual(want.value, result.value, EPSILON)) return undefined;
      return `expected scalar ${want.value}, got ${result.value}`;
    case 'vector':
      if (want.kind !== 'series') return `expected a ${want.kind}, got a vector`;
      return compareVector(result.samples, want.series, expected.ordered);
    case 'matrix':
      if (want.kind !== 'series') return `expected a ${want.kind}, got a matrix`;
      return unsorted(result.series) ?? compareMatrix(result.series, want.series, want.range ?? range);
  }
}

function compareVector(
  samples: readonly { labels: Labels; value: SampleValue }[],
  expected: readonly ScriptSeries[],
  ordered: boolean,
): string | undefined {
  const wanted = byKey(expected);
  for (const [position, { labels, value }] of samples.entries()) {
    const series = wanted.get(labels.key);
    if (series === undefined) return `unexpected series ${labels.toString()} with value ${show(value)}`;
    if (ordered && expected[position] !== series)
      return `${labels.toString()} is at position ${position + 1}`;
    const [want] = expandSequence(series.items);
    if (want === undefined || !sameValue(want, value)) {
      return `${labels.toString()}: expected ${showWanted(want)}, got ${show(value)}`;
    }
    wanted.delete(labels.key);
  }
  return missing(wanted);
}

function compareMatrix(
  result: readonly { labels: Labels; points: readonly ResultPoint[] }[],
  expected: readonly ScriptSeries[],
  range: StepRange,
): string | undefined {
  const wanted = byKey(expected);
  for (const { labels, points } of result) {
    const series = wanted.get(labels.key);
    if (series === undefined) return `unexpected series ${labels.toString()} with ${showPoints(points)}`;
    const difference = comparePoints(points, series, range);
    if (difference !== undefined) return `${labels.toString()}: ${difference}`;
    wanted.delete(labels.key);
  }
  return missing(wanted);
}

function comparePoints(
  points: readonly ResultPoint[],
  series: ScriptSeries,
  range: StepRange,
): string | undefined {
  const want = [...expandSequence(series.items)]
    .map((value, i) => ({ value, timeMs: range.startMs + i * range.stepMs }))
    .filter(({ value }) => value.kind !== 'gap');
  const same =
    want.length === points.length &&
    want.every(({ value, timeMs }, i) => timeMs === points[i]!.timeMs && sameValue(value, points[i]!.value));
  if (same) return undefined;
  const expected = want.map(({ value, timeMs }) => `${showWanted(value)}@${timeMs / 1000}s`).join(' ');
  return `expected ${expected === '' ? 'no points' : expected}, got ${showPoints(points)}`;
}

function sameValue(want: SequenceValue, got: SampleValue): boolean {
  if (want.kind === 'float') return typeof got === 'number' && almostEqual(want.value, got, EPSILON);
  return want.kind === 'histogram' && typeof got !== 'number' && sameHistogram(want.value, got, want.hintSet);
}

/** Layout and threshold exactly, counts and sum with tolerance, the hint where the expectation names one. */
export function sameHistogram(want: FloatHistogram, got: FloatHistogram, compareHint: boolean): boolean {
  const [a, b] = [compact(want), compact(got)];
  const close = (x: number, y: number) => almostEqual(x, y, EPSILON);
  const sameList = (x: readonly number[], y: readonly number[], equal: (p: number, q: number) => boolean) =>
    x.length === y.length && x.every((each, i) => equal(each, y[i]!));
  const exact = (x: number, y: number) => x === y;
  return (
    a.schema === b.schema &&
    close(a.count, b.count) &&
    close(a.sum, b.sum) &&
    a.zeroThreshold === b.zeroThreshold &&
    close(a.zeroCount, b.zeroCount) &&
    (!usesCustomBuckets(a) || sameList(a.customValues, b.customValues, exact)) &&
    sameList(a.positive.indices, b.positive.indices, exact) &&
    sameList(a.negative.indices, b.negative.indices, exact) &&
    sameList(a.positive.counts, b.positive.counts, close) &&
    sameList(a.negative.counts, b.negative.counts, close) &&
    (!compareHint || a.counterResetHint === b.counterResetHint)
  );
}

function unsorted(series: readonly { labels: Labels }[]): string | undefined {
  const at = series.findIndex(({ labels }, i) => i > 0 && compareLabels(series[i - 1]!.labels, labels) > 0);
  return at < 0 ? undefined : `series are not sorted: ${series[at]!.labels.toString()} stands too late`;
}

function byKey(series: readonly ScriptSeries[]): Map<string, ScriptSeries> {
  return new Map(series.map((each) => [each.labels.key, each]));
}

function missing(wanted: ReadonlyMap<string, ScriptSeries>): string | undefined {
  const [first] = wanted.values();
  if (first === undefined) return undefined;
  const values = [...expandSequence(first.items)].map(showWanted).join(' ');
  return `missing series ${first.labels.toString()} with ${values}`;
}

function show(value: SampleValue): string {
  return typeof value === 'number' ? formatGoFloat(value, 'g') : formatHistogramLiteral(value);
}

function showPoints(points: readonly ResultPoint[]): string {
  if (points.length === 0) return 'no points';
  return points.map(({ value, timeMs }) => `${show(value)}@${timeMs / 1000}s`).join(' ');
}

function showWanted(want: SequenceValue | undefined): string {
  if (want === undefined || want.kind === 'gap' || want.kind === 'stale') return want?.kind ?? 'nothing';
  return show(want.value);
}
