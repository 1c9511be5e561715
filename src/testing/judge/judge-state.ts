import { formatLabels } from '../../routing/labels.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { FirstSeen, ObservedAlert } from '../observe/types.ts';
import type { DiffLine, Failure } from '../result.ts';
import type { AlertState, FirstExpectation, StateExpectation } from '../scenario/types.ts';
import type { FieldPattern } from '../scenario/field-pattern.ts';
import { compareFields, distanceOf } from './differences.ts';

/** Whether an alert has the labels that an expectation narrows itself to. */
function concerns(patterns: readonly FieldPattern[], labels: ObservedAlert['labels']): boolean {
  return distanceOf(compareFields('label', patterns, labels, { exact: false })) === 0;
}

/** The state of a set of alerts: firing when one fires, else pending when one is, else inactive. */
function stateOf(alerts: readonly ObservedAlert[]): AlertState {
  if (alerts.some((alert) => alert.state === 'firing')) return 'firing';
  return alerts.length > 0 ? 'pending' : 'inactive';
}

/**
 * Judges `state:`.
 *
 * @param fired when alerts fired first; asked for `resolved` only
 */
export function judgeState(
  expectation: StateExpectation,
  alerts: readonly ObservedAlert[],
  fired: readonly FirstSeen[],
): Failure[] {
  const mine = alerts.filter((alert) => concerns(expectation.labels, alert.labels));
  const resolved = mine.length === 0 && fired.some((entry) => concerns(expectation.labels, entry.labels));
  const got = resolved ? 'resolved' : stateOf(mine);
  const expected = expectation.state.value;
  if (got === expected) return [];
  const who = expectation.labels.length === 0 ? 'the alert' : 'the alert with these labels';
  const others = alerts.length > mine.length ? `; ${alerts.length - mine.length} with other labels` : '';
  return [
    {
      code: 'state',
      range: expectation.state.range,
      message: `at ${formatDurationMs(expectation.at.value)} ${who} is ${got}${expected === 'resolved' && got === 'inactive' ? ' and never fired' : ''}, expected ${expected}${others}`,
      diff: [
        { kind: 'expected', text: expected },
        ...(alerts.length === 0 ? [{ kind: 'got', text: 'inactive' } as const] : alerts.map(alertLine)),
      ],
    },
  ];
}

function alertLine(alert: ObservedAlert): DiffLine {
  return { kind: 'got', text: `${alert.state} ${formatLabels(alert.labels)}` };
}

/**
 * Judges `first:`. The rules are evaluated on a grid, so an `at` between two evaluations refers to the one before it, as in
 * promtool.
 */
export function judgeFirst(
  expectation: FirstExpectation,
  seen: readonly FirstSeen[],
  alerts: readonly ObservedAlert[],
  evaluationIntervalMs: number,
): Failure[] {
  const mine = seen.filter((entry) => concerns(expectation.labels, entry.labels));
  const atMs = expectation.at.value;
  const evaluation = Math.floor(atMs / evaluationIntervalMs) * evaluationIntervalMs;
  const first = mine.reduce((least, entry) => Math.min(least, entry.atMs), Number.POSITIVE_INFINITY);
  if (first === evaluation) return [];
  const state = expectation.state.value;
  const at = formatDurationMs(atMs);
  const now = stateOf(alerts.filter((alert) => concerns(expectation.labels, alert.labels)));
  const message =
    first < evaluation
      ? `the alert is first ${state} at ${formatDurationMs(first)}, expected at ${at}`
      : `the alert is ${now} at ${at}, expected ${state} for the first time`;
  return [
    {
      code: 'first',
      range: expectation.at.range,
      message,
      diff: [
        { kind: 'expected', text: `first ${state} at ${at}` },
        ...mine.map((entry): DiffLine => ({
          kind: 'got',
          text: `first ${state} at ${formatDurationMs(entry.atMs)} ${formatLabels(entry.labels)}`,
        })),
        ...(mine.length === 0 ? alerts.map(alertLine) : []),
      ],
      why: `the rules are evaluated every ${formatDurationMs(evaluationIntervalMs)}`,
    },
  ];
}

/** Judges `first: resolved`: firing at the evaluation before `at`, and no longer at it. */
export function judgeResolution(
  expectation: FirstExpectation,
  previous: readonly ObservedAlert[],
  alerts: readonly ObservedAlert[],
  evaluationIntervalMs: number,
): Failure[] {
  const mine = (all: readonly ObservedAlert[]): readonly ObservedAlert[] =>
    all.filter((alert) => concerns(expectation.labels, alert.labels));
  const [before, now] = [stateOf(mine(previous)), stateOf(mine(alerts))];
  if (before === 'firing' && now === 'inactive') return [];
  const at = formatDurationMs(expectation.at.value);
  const message =
    before === 'firing'
      ? `the alert is still ${now} at ${at}, where it was expected to resolve`
      : `the alert does not resolve at ${at}: it was ${before} at the evaluation before`;
  return [
    {
      code: 'first',
      range: expectation.at.range,
      message,
      diff: [
        { kind: 'expected', text: `firing, then inactive at ${at}` },
        { kind: 'got', text: `${before}, then ${now} at ${at}` },
      ],
      why: `the rules are evaluated every ${formatDurationMs(evaluationIntervalMs)}`,
    },
  ];
}
