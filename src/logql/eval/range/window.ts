import type { LokiRelease } from '../../../util/loki-release.ts';
import type { RangeAggregation } from '../../syntax/ast.ts';
import { formatLabels, labelsKey, labelsOf, labelValue } from '../labels.ts';
import type { Labels } from '../labels.ts';
import { LogqlEvalError } from '../errors.ts';
import { hasPipelineError } from '../pipeline/label-state.ts';
import type { Sample } from '../pipeline/samples.ts';
import type { VectorSample } from '../vector/sample.ts';
import { aggregateRange } from './aggregate.ts';
import type { Point } from './point.ts';

interface Series {
  readonly labels: Labels;
  readonly points: Point[];
}

/** The vector of a range aggregation at an instant, from the samples of all time in order. */
export function rangeAt(
  expr: RangeAggregation,
  samples: readonly Sample[],
  atMs: number,
  release: LokiRelease,
): VectorSample[] {
  const { op, range, param } = expr;
  const rangeMs = range.interval.nanoseconds / 1e6;
  const endMs = atMs - (range.offset?.nanoseconds ?? 0) / 1e6;
  const series = seriesWithin(samples, endMs - rangeMs, endMs);
  if (op === 'absent_over_time') return series.length > 0 ? [] : [{ labels: absentLabels(expr), value: 1 }];
  return series.map(({ labels, points }) => ({
    labels,
    value: aggregateRange(
      op,
      points,
      { endMs, rangeMs, release },
      range.unwrap !== undefined,
      param?.value ?? NaN,
    ),
  }));
}

/** The samples behind `startMs` up to `endMs`, by their labels; an error in one of them fails the query. */
function seriesWithin(samples: readonly Sample[], startMs: number, endMs: number): Series[] {
  const found = new Map<string, Series>();
  for (let i = firstAfter(samples, startMs); i < samples.length && samples[i]!.timestampMs <= endMs; i++) {
    const sample = samples[i]!;
    if (hasPipelineError(sample.labels)) throw pipelineError(sample.labels);
    const key = labelsKey(sample.labels);
    const series = found.get(key) ?? { labels: sample.labels, points: [] };
    series.points.push(sample);
    found.set(key, series);
  }
  return [...found.values()];
}

function firstAfter(samples: readonly Sample[], startMs: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (samples[middle]!.timestampMs <= startMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pipelineError(labels: Labels): LogqlEvalError {
  const error = labelValue(labels, '__error__');
  return new LogqlEvalError(
    'pipeline-error',
    `pipeline error: '${error}' for series: '${formatLabels(labels)}'.\n` +
      `Use a label filter to intentionally skip this error. (e.g | __error__!="${error}").\n` +
      `To skip all potential errors you can match empty errors.(e.g __error__="")\n` +
      `The label filter can also be specified after unwrap. (e.g | unwrap latency | __error__="" )\n`,
  );
}

/** The equality matchers; a label that is matched twice or otherwise is left out. */
function absentLabels({ range }: RangeAggregation): Labels {
  const labels = new Map<string, string>();
  const dropped: string[] = [];
  for (const { name, op, value } of range.query.selector.matchers) {
    if (op === '=' && !labels.has(name)) labels.set(name, value);
    else dropped.push(name);
  }
  for (const name of dropped) labels.delete(name);
  return labelsOf([...labels].filter(([, value]) => value !== ''));
}
