import { walk } from '../analysis/walk.ts';
import { printLogql } from '../print/index.ts';
import type { LokiRelease } from '../../util/loki-release.ts';
import type { LogqlExpr, LogQuery } from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';
import { literalValue } from '../syntax/fold.ts';
import { parseLogql } from '../syntax/parse.ts';
import { LogqlEvalError } from './errors.ts';
import { compileMetric } from './evaluator.ts';
import type { Labels } from './labels.ts';
import { compareLabels, labelsKey } from './labels.ts';
import { compileStages } from './pipeline/compile.ts';
import { ParserHints } from './pipeline/hints.ts';
import { LabelState } from './pipeline/label-state.ts';
import { runStages } from './pipeline/samples.ts';
import type { LogProbe } from './probe.ts';
import type { LogStore } from './store.ts';
import type { VectorSample } from './vector/sample.ts';

export { DEFAULT_LIMITS, longestRangeMs, refuseLongRanges, refuseManySeries } from './limits.ts';
export type { QueryLimits } from './limits.ts';
export { LogqlEvalError } from './errors.ts';
export type { LogqlEvalErrorCode } from './errors.ts';
export type { Labels } from './labels.ts';
export { formatLabels, labelsOf } from './labels.ts';
export { logfmtPairs } from './parsers/logfmt.ts';
export { patternCaptures } from './parsers/pattern.ts';
export { compileDecolorize } from './pipeline/compile.ts';
export { compileLineFilter } from './pipeline/line-filter.ts';
export { LINE_FUNCTIONS } from './template/render.ts';
export type { LogProbe } from './probe.ts';
export { LogStore } from './store.ts';
export type { LogEntry, LogStream } from './store.ts';
export type { VectorSample } from './vector/sample.ts';

/** The answer to a metric query at one instant. */
export type InstantResult =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'vector'; readonly samples: readonly VectorSample[] };

/** A series over the steps of a range query. */
export interface RangeSeries {
  readonly labels: Labels;
  readonly points: readonly { readonly timestampMs: number; readonly value: number }[];
}

/** More steps than this are refused, as by Loki's own limit. */
const MAX_STEPS = 11_000;

/**
 * Answers a metric query at an instant (milliseconds since the epoch), as Loki's engine: series in the order of
 * their labels, or by value where the query sorts. Throws a LogqlEvalError where Loki answers with an error, for
 * one when a line in the window carries `__error__`.
 *
 * The expression must be one that `parseLogql` finds no error in, as `asSent` leaves it for a release.
 */
export function evaluateInstant(
  expr: LogqlExpr,
  store: LogStore,
  atMs: number,
  release: LokiRelease = 'next',
  probe?: LogProbe,
): InstantResult {
  const value = literalValue(expr);
  if (value !== undefined) return { kind: 'scalar', value };
  const samples = [...compileMetric(expr, { store, nowMs: atMs, release, probe })(atMs)];
  if (!sorts(expr)) samples.sort((a, b) => compareLabels(a.labels, b.labels));
  return { kind: 'vector', samples };
}

/**
 * A query as Loki's store reads it: the engine prints it and the store parses that again, which rounds the sizes of
 * label filters to two digits (`> 10240B` becomes `> 10kB`).
 */
export function asSent(expr: LogqlExpr): LogqlExpr {
  return parseLogql(printLogql(expr)).expr ?? expr;
}

function sorts(expr: LogqlExpr): boolean {
  let found = false;
  walk(expr, (inner) => {
    if (inner.kind === 'VectorAggregation' && (inner.op === 'sort' || inner.op === 'sort_desc')) found = true;
  });
  return found;
}

/**
 * Answers a metric query at every step from `startMs` to `endMs` (milliseconds, both ends included). A lone number
 * is a series without labels.
 */
export function evaluateRange(
  expr: LogqlExpr,
  store: LogStore,
  { startMs, endMs, stepMs }: { readonly startMs: number; readonly endMs: number; readonly stepMs: number },
): RangeSeries[] {
  if (!(stepMs > 0) || (endMs - startMs) / stepMs > MAX_STEPS) {
    throw new LogqlEvalError('too-many-steps', `a range query has at most ${MAX_STEPS} steps of more than 0`);
  }
  refuseApproximate(expr);
  const value = literalValue(expr);
  const vectorAt =
    value === undefined
      ? compileMetric(expr, { store, nowMs: endMs, release: 'next' })
      : () => [{ labels: [], value }];
  const found = new Map<string, { labels: Labels; points: { timestampMs: number; value: number }[] }>();
  for (let step = 0; startMs + step * stepMs <= endMs; step++) {
    const timestampMs = startMs + step * stepMs;
    for (const sample of vectorAt(timestampMs)) {
      const key = labelsKey(sample.labels);
      const series = found.get(key) ?? { labels: sample.labels, points: [] };
      series.points.push({ timestampMs, value: sample.value });
      found.set(key, series);
    }
  }
  return [...found.values()].sort((a, b) => compareLabels(a.labels, b.labels));
}

function refuseApproximate(expr: LogqlExpr): void {
  walk(expr, (inner) => {
    if (inner.kind === 'VectorAggregation' && inner.op === 'approx_topk') {
      throw new LogqlEvalError('instant-only', 'approx_topk is only supported on instant queries');
    }
  });
}

/** A line that a log query returns. */
export interface LogLine {
  readonly timestampMs: number;
  readonly line: string;
  /** Stream labels, structured metadata and extracted labels, `__error__` included. */
  readonly labels: Labels;
}

/** The lines of a log query from `startMs` up to, but not including, `endMs`, oldest first. */
export function evaluateLog(
  expr: LogqlExpr,
  store: LogStore,
  startMs: number,
  endMs: number,
  release: LokiRelease = 'next',
): LogLine[] {
  const query = unparen(expr);
  if (query.kind !== 'LogQuery') throw new LogqlEvalError('log-query', 'a metric query returns no lines');
  return linesOf(query, store, { startMs, endMs, release }).sort((a, b) => a.timestampMs - b.timestampMs);
}

function linesOf(
  query: LogQuery,
  store: LogStore,
  { startMs, endMs, release }: { startMs: number; endMs: number; release: LokiRelease },
): LogLine[] {
  const stages = compileStages(query, endMs, release);
  const hints = new ParserHints({ noLabels: false }, []);
  const found: LogLine[] = [];
  for (const stream of store.select(query.selector)) {
    const base = new Map(stream.labels);
    for (const { timestampMs, line, metadata } of stream.entries) {
      if (timestampMs < startMs || timestampMs >= endMs) continue;
      const state = new LabelState(base, metadata, hints);
      const text = runStages(stages, line, state, timestampMs);
      if (text !== undefined) found.push({ timestampMs, line: text, labels: state.all() });
    }
  }
  return found;
}
