import type { FloatHistogram } from '../../src/promql/eval/histogram/index.ts';
import {
  compact,
  CUSTOM_BUCKETS_SCHEMA,
  denseBuckets,
  EMPTY_HISTOGRAM,
} from '../../src/promql/eval/histogram/index.ts';
import type { Labels } from '../../src/promql/eval/labels/labels.ts';
import { METRIC_NAME } from '../../src/promql/eval/labels/labels.ts';
import type { LoadedSample, LoadedSeries } from './load.ts';

/** A classic histogram at one time: cumulative counts by upper bound, and what `_count` and `_sum` say. */
interface Classic {
  readonly buckets: Map<number, number>;
  count: number | undefined;
  sum: number;
}

/** Classic histograms of one base series, by time in milliseconds. */
interface ClassicSeries {
  readonly labels: Labels;
  readonly times: Map<number, Classic>;
}

/** The native histograms with custom buckets that `load_with_nhcb` makes of classic ones. */
export function customBucketSeries(loaded: readonly LoadedSeries[]): LoadedSeries[] {
  const bases = new Map<string, ClassicSeries>();
  for (const series of loaded) collect(series, bases);
  return [...bases.values()].map(({ labels, times }) => {
    const samples = [...times].map(([timeMs, classic]): LoadedSample => ({
      timeMs,
      startMs: 0,
      value: convert(classic),
    }));
    return { labels, samples: samples.sort((a, b) => a.timeMs - b.timeMs) };
  });
}

function collect({ labels, samples }: LoadedSeries, bases: Map<string, ClassicSeries>): void {
  const match = /^(.*)_(bucket|count|sum)$/.exec(labels.metricName);
  if (match === null) return;
  const bound = parseBound(labels.get('le'));
  if (match[2] === 'bucket' && bound === undefined) return;
  const base = labels.withAll([
    [METRIC_NAME, match[1]!],
    ['le', ''],
  ]);
  let series = bases.get(base.key);
  if (series === undefined)
    bases.set(base.key, (series = { labels: base, times: new Map<number, Classic>() }));
  for (const { timeMs, value } of samples) {
    if (typeof value !== 'number') continue;
    let classic = series.times.get(timeMs);
    if (classic === undefined)
      series.times.set(timeMs, (classic = { buckets: new Map(), count: undefined, sum: 0 }));
    if (match[2] === 'count') classic.count = value;
    else if (match[2] === 'sum') classic.sum = value;
    else classic.buckets.set(bound!, value);
  }
}

function parseBound(text: string): number | undefined {
  if (/^\+?inf$/i.test(text)) return Infinity;
  const bound = text === '' ? NaN : Number(text);
  return Number.isNaN(bound) ? undefined : bound;
}

function convert({ buckets, count, sum }: Classic): FloatHistogram {
  const bounds = [...buckets.keys()].sort((a, b) => a - b);
  const total = count ?? buckets.get(bounds.at(-1) ?? Infinity) ?? 0;
  if (bounds.at(-1) !== Infinity) bounds.push(Infinity);
  let before = 0;
  const counts = bounds.map((bound) => {
    const upTo = buckets.get(bound) ?? total;
    const own = upTo - before;
    before = upTo;
    return own;
  });
  return compact({
    ...EMPTY_HISTOGRAM,
    schema: CUSTOM_BUCKETS_SCHEMA,
    count: total,
    sum,
    positive: denseBuckets(0, counts),
    customValues: bounds.slice(0, -1),
  });
}
