import type { Storage } from '../../src/promql/eval/storage/storage.ts';
import { compareAnnotations, describe, matchesText } from './annotations.ts';
import { pinnedToTime, timesAround } from './at-modifier.ts';
import { compareResult } from './compare.ts';
import type { Outcome, ScriptEngine } from './engine.ts';
import type { Result } from './result.ts';
import type { EvalCommand, Expectations, StepRange, TextPattern } from './script.ts';

const MINUTE_MS = 60_000;

/**
 * Runs an eval command as upstream does: as it is written, and an instant query also as a range query around its
 * time and with `@` on its selectors at other times. Returns what went wrong, or undefined.
 */
export function runEval(
  command: EvalCommand,
  storage: Storage,
  engine: ScriptEngine,
  version: 2 | 3,
): string | undefined {
  const { query, at, expected } = command;
  if (at.kind === 'range') {
    const outcome = engine.range(storage, query, at.startMs, at.endMs, at.stepMs);
    return checkOutcome(outcome, expected, at);
  }
  const range = expected.result.kind === 'series' ? expected.result.range : undefined;
  const timeMs = range?.endMs ?? at.timeMs;
  const own = runInstant(query, timeMs, expected, storage, engine);
  if (own !== undefined) return own;
  const pinned = pinnedToTime(query, timeMs, version);
  if (pinned === undefined) return undefined;
  const unplaced = withoutPositions(expected);
  for (const time of timesAround(timeMs)) {
    const problem = runInstant(pinned, time, unplaced, storage, engine, true);
    if (problem !== undefined) return `as ${pinned} at ${time / 1000}s: ${problem}`;
  }
  return undefined;
}

function runInstant(
  query: string,
  timeMs: number,
  expected: Expectations,
  storage: Storage,
  engine: ScriptEngine,
  ignorePositions = false,
): string | undefined {
  const outcome = engine.instant(storage, query, timeMs);
  const moment: StepRange = { startMs: timeMs, endMs: timeMs, stepMs: 1 };
  const problem = checkOutcome(ignorePositions ? stripPositions(outcome) : outcome, expected, moment);
  if (problem !== undefined || !outcome.ok || !rangeable(query, expected)) return problem;
  const inRange = engine.range(storage, query, timeMs - MINUTE_MS, timeMs + MINUTE_MS, MINUTE_MS);
  if (!inRange.ok) return `as a range query: ${inRange.message}`;
  if (expected.ordered) return undefined;
  const difference = compareResult(resultAt(inRange.result, timeMs, outcome.result), expected, moment);
  return difference === undefined ? undefined : `as a range query: ${difference}`;
}

/** A range query has other times for start(), end(), range() and step(), and returns no string or range vector. */
function rangeable(query: string, { result }: Expectations): boolean {
  if (/(start|end|range|step)\(\)/.test(query)) return false;
  return result.kind !== 'string' && !(result.kind === 'series' && result.range !== undefined);
}

/** The points of a range query at one time, in the shape of the instant query's answer. */
function resultAt(result: Result, timeMs: number, like: Result): Result {
  if (result.kind !== 'matrix') return result;
  const samples = result.series.flatMap(({ labels, points }) => {
    const point = points.find((each) => each.timeMs === timeMs);
    return point === undefined ? [] : [{ labels, value: point.value }];
  });
  const value = samples[0]?.value;
  if (like.kind === 'scalar' && typeof value === 'number') return { kind: 'scalar', value };
  return { kind: 'vector', samples };
}

function checkOutcome(outcome: Outcome, expected: Expectations, range: StepRange): string | undefined {
  if (!outcome.ok) {
    if (!expected.fails) return `failed: ${outcome.message}`;
    if (matchesText(expected.fail, outcome.message)) return undefined;
    return `expected it to fail with ${describe(expected.fail)}, got ${JSON.stringify(outcome.message)}`;
  }
  if (expected.fails) return `expected it to fail with ${describe(expected.fail)}`;
  return (
    compareAnnotations('warning', expected.warnings, outcome.warnings) ??
    compareAnnotations('info', expected.infos, outcome.infos) ??
    compareResult(outcome.result, expected, range)
  );
}

const POSITION = / \(\d+:\d+\)$/;
/** The same at the end of a regular expression. */
const POSITION_PATTERN = /\s*\\\(.*\\\)$/;

/** `@` shifts the text behind it, so positions in texts are not compared then. */
function withoutPositions(expected: Expectations): Expectations {
  const strip = (pattern: TextPattern): TextPattern => {
    if (pattern === undefined) return pattern;
    if ('text' in pattern) return { text: pattern.text.replace(POSITION, '') };
    return { regexp: pattern.regexp.replace(POSITION_PATTERN, '') };
  };
  const all = (patterns: Expectations['warnings']) =>
    typeof patterns === 'object' ? patterns.map(strip) : patterns;
  return { ...expected, warnings: all(expected.warnings), infos: all(expected.infos) };
}

function stripPositions(outcome: Outcome): Outcome {
  if (!outcome.ok) return outcome;
  const strip = (texts: readonly string[]) => texts.map((text) => text.replace(POSITION, ''));
  return { ...outcome, warnings: strip(outcome.warnings), infos: strip(outcome.infos) };
}
