import { duplicateLabelset, EvalError } from '../errors.ts';
import type { FloatHistogram } from '../histogram/types.ts';
import type { MatrixPlan } from '../plan/plan.ts';
import type { MatrixSeries, MatrixValue } from '../value.ts';
import type { EvalContext } from './context.ts';
import { edgesOf, edgeValues } from './edges.ts';
import { evalMatrix } from './matrix.ts';
import { sorted } from './output.ts';
import { RangeWindow } from './window.ts';
import { forEachWindow } from './window-call.ts';

/** A range vector as the result of an instant query: the samples themselves. */
export function evalRawMatrix(plan: MatrixPlan, context: EvalContext): MatrixValue {
  const matrix = evalMatrix(plan, context);
  const window = new RangeWindow(context, plan.range, matrix.extension, matrix.lengthMs, []);
  const series: MatrixSeries[] = [];
  for (const source of matrix.sources) {
    window.open(source);
    const labels = source.dropName ? source.labels.withoutMetadata() : source.labels;
    forEachWindow(window, matrix, context, () => {
      const floats = floatsOf(window);
      const histograms = histogramsOf(window);
      context.state.budget.hold(floats.timesMs.length + histograms.timesMs.length);
      if (floats.timesMs.length + histograms.timesMs.length > 0) series.push({ labels, floats, histograms });
    });
  }
  return { type: 'matrix', series: sorted(merged(series)) };
}

function floatsOf(window: RangeWindow): MatrixSeries['floats'] {
  if (window.extension !== undefined && window.from < window.to) return extendedFloats(window);
  const { times, values } = window.floats;
  return { timesMs: times.slice(window.from, window.to), values: values.slice(window.from, window.to) };
}

function histogramsOf(window: RangeWindow): MatrixSeries['histograms'] {
  const { times, values } = window.histograms;
  const { hFrom, hTo, extension, range } = window;
  if (extension !== undefined && hFrom < hTo) {
    throw new EvalError('extended-range', `${extension} modifier is not supported with histograms`, range);
  }
  return { timesMs: times.slice(hFrom, hTo), values: values.slice(hFrom, hTo) };
}

/** The samples strictly inside an extended range, and one at each of its edges. */
function extendedFloats(window: RangeWindow): MatrixSeries['floats'] {
  const { startMs, endMs } = window;
  const { times, values } = window.floats;
  const edges = edgesOf(window, times, window.from, window.to);
  if (edges === undefined) return { timesMs: new Float64Array(0), values: new Float64Array(0) };
  const [left, right] = edgeValues(window, edges, false);
  const from = times[edges.first]! <= startMs ? edges.first + 1 : edges.first;
  const to = Math.max(from, times[edges.last]! >= endMs ? edges.last : edges.last + 1);
  return {
    timesMs: Float64Array.from([startMs, ...times.subarray(from, to), endMs]),
    values: Float64Array.from([left, ...values.subarray(from, to), right]),
  };
}

/** Series that dropping names made equal become one, if they have no time in common. */
function merged(series: readonly MatrixSeries[]): MatrixSeries[] {
  const byKey = new Map<string, MatrixSeries>();
  for (const each of series) {
    const known = byKey.get(each.labels.key);
    byKey.set(each.labels.key, known === undefined ? each : joined(known, each));
  }
  return [...byKey.values()];
}

function joined(a: MatrixSeries, b: MatrixSeries): MatrixSeries {
  const floats = [...timed(a.floats), ...timed(b.floats)].sort(byTime);
  const histograms = [...timed(a.histograms), ...timed(b.histograms)].sort(byTime);
  for (const points of [floats, histograms]) {
    if (points.some(([time], i) => i > 0 && points[i - 1]![0] === time)) throw duplicateLabelset();
  }
  return {
    labels: a.labels,
    floats: {
      timesMs: Float64Array.from(floats, ([time]) => time),
      values: Float64Array.from(floats, ([, value]) => value),
    },
    histograms: {
      timesMs: Float64Array.from(histograms, ([time]) => time),
      values: histograms.map(([, value]) => value),
    },
  };
}

function timed<Value extends number | FloatHistogram>(points: {
  readonly timesMs: Float64Array;
  readonly values: ArrayLike<Value>;
}): [number, Value][] {
  return Array.from(points.timesMs, (time, i) => [time, points.values[i]!]);
}

function byTime([a]: readonly [number, unknown], [b]: readonly [number, unknown]): number {
  return a - b;
}
