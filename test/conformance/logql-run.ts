import {
  evaluateInstant,
  evaluateRange,
  formatLabels,
  labelsOf,
  LogqlEvalError,
  LogStore,
} from '../../src/logql/eval/index.ts';
import type { RangeSeries } from '../../src/logql/eval/index.ts';
import { parseLogql } from '../../src/logql/syntax/index.ts';
import type { Command, Expected, LoadLine, Time } from './logql-script.ts';
import { EPOCH_MS } from './logql-script.ts';

/** A statement whose answer is not the expected one. */
export interface Mismatch {
  readonly line: number;
  readonly query: string;
  readonly problem: string;
}

/** Runs a script and returns how many statements it has and those that went wrong. */
export function runLogqlScript(commands: readonly Command[]): { statements: number; mismatches: Mismatch[] } {
  let store = new LogStore();
  let statements = 0;
  const mismatches: Mismatch[] = [];
  for (const command of commands) {
    if (command.kind === 'clear') store = new LogStore();
    else if (command.kind === 'load') for (const line of command.lines) load(store, line);
    else {
      statements++;
      const problem = check(command.expected, command.time, answer(command.query, command.time, store));
      if (problem !== undefined) mismatches.push({ line: command.line, query: command.query, problem });
    }
  }
  return { statements, mismatches };
}

function load(store: LogStore, { labels, line, startMs, everyMs, count, metadata }: LoadLine): void {
  for (let i = 0; i < count; i++) {
    const timestampMs = EPOCH_MS + startMs + i * everyMs;
    store.add(labels, { timestampMs, line: line.replaceAll('{{.i}}', String(i)), metadata });
  }
}

/** The answer in one shape: a scalar, an error's message, or lines such as `{a="b"} 1 _ 2`. */
type Answer =
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly series: readonly RangeSeries[] };

function answer(query: string, time: Time, store: LogStore): Answer {
  const { expr, errors } = parseLogql(query);
  const [error] = errors;
  if (error !== undefined || expr === undefined) return { kind: 'error', message: error?.message ?? '' };
  try {
    if (time.kind === 'range') {
      const { startMs, endMs, stepMs } = time;
      return {
        kind: 'series',
        series: evaluateRange(expr, store, { startMs: EPOCH_MS + startMs, endMs: EPOCH_MS + endMs, stepMs }),
      };
    }
    const atMs = EPOCH_MS + time.atMs;
    const result = evaluateInstant(expr, store, atMs);
    if (result.kind === 'scalar') return result;
    return {
      kind: 'series',
      series: result.samples.map(({ labels, value }) => ({ labels, points: [{ timestampMs: atMs, value }] })),
    };
  } catch (failure) {
    if (failure instanceof LogqlEvalError) return { kind: 'error', message: failure.message };
    throw failure;
  }
}

function check(expected: Expected, time: Time, got: Answer): string | undefined {
  if (expected.kind === 'fail') {
    if (got.kind !== 'error') return `should fail with ${expected.pattern.source}, got ${show(got)}`;
    return expected.pattern.test(got.message)
      ? undefined
      : `should fail with ${expected.pattern.source}, failed with ${got.message}`;
  }
  if (got.kind === 'error') return `failed: ${got.message}`;
  if (expected.kind === 'empty')
    return got.kind === 'series' && got.series.length === 0 ? undefined : `should be empty, got ${show(got)}`;
  if (expected.kind === 'scalar') {
    return got.kind === 'scalar' && close(expected.value, got.value)
      ? undefined
      : `should be ${expected.value}, got ${show(got)}`;
  }
  if (got.kind !== 'series') return `should be series, got ${show(got)}`;
  const steps = stepsOf(time);
  const wanted = expected.series.map(({ labels, values }) => ({
    key: formatLabels(labelsOf(labels)),
    values,
  }));
  const actual = got.series.map(({ labels, points }) => ({
    key: formatLabels(labels),
    values: steps.map((at) => points.find(({ timestampMs }) => timestampMs === at)?.value),
  }));
  const order = (a: { key: string }, b: { key: string }): number =>
    a.key < b.key ? -1 : Number(a.key > b.key);
  if (!expected.ordered) {
    wanted.sort(order);
    actual.sort(order);
  }
  const same =
    wanted.length === actual.length &&
    wanted.every(({ key, values }, i) => {
      const other = actual[i]!;
      return (
        key === other.key &&
        values.length === other.values.length &&
        values.every((value, j) => close(value, other.values[j]))
      );
    });
  const text = (rows: readonly { key: string; values: readonly (number | undefined)[] }[]): string =>
    rows.map(({ key, values }) => `${key} ${values.map((value) => value ?? '_').join(' ')}`).join('; ');
  return same ? undefined : `want ${text(wanted)} | got ${text(actual)}`;
}

function stepsOf(time: Time): number[] {
  if (time.kind === 'instant') return [EPOCH_MS + time.atMs];
  const steps: number[] = [];
  for (let at = time.startMs; at <= time.endMs; at += time.stepMs) steps.push(EPOCH_MS + at);
  return steps;
}

function show(got: Answer): string {
  if (got.kind === 'error') return got.message;
  if (got.kind === 'scalar') return String(got.value);
  return (
    got.series
      .map(({ labels, points }) => `${formatLabels(labels)} ${points.map(({ value }) => value).join(' ')}`)
      .join('; ') || 'nothing'
  );
}

/** The tolerance of Loki's own runner. */
function close(a: number | undefined, b: number | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  if (!Number.isFinite(a) || !Number.isFinite(b)) return a === b;
  const difference = Math.abs(a - b);
  return difference <= 1e-9 || difference / Math.max(Math.abs(a), Math.abs(b)) <= 1e-9;
}
