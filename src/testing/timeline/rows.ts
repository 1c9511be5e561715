import type { AlertState } from '../scenario/types.ts';
import type { TimelineRow } from './types.ts';

/** Evaluations shown on each side of the one that is asked about. */
const AROUND = 2;

/**
 * The most informative evaluations of an alert around an instant: the one that answers for it and its neighbours, and
 * the nearest change of state on each side beyond them.
 *
 * @param times of all evaluations, ascending, with the state after each
 */
export function chooseRows(
  times: readonly number[],
  states: readonly AlertState[],
  atMs: number,
): Omit<TimelineRow, 'cells'>[] {
  const asked = Math.max(
    0,
    times.findLastIndex((time) => time <= atMs),
  );
  const [from, to] = [Math.max(0, asked - AROUND), Math.min(times.length - 1, asked + AROUND)];
  const changes = states.flatMap((state, i) => (i > 0 && state !== states[i - 1] ? [i] : []));
  const before = changes.findLast((i) => i < from);
  const after = changes.find((i) => i > to);
  const shown = new Set<number>();
  if (before !== undefined) shown.add(before - 1).add(before);
  for (let i = from; i <= to; i++) shown.add(i);
  if (after !== undefined) shown.add(after);
  const rows = [...shown].sort((a, b) => a - b);
  return rows.map((i, n) => ({
    atMs: times[i]!,
    asked: i === asked,
    gap: n > 0 && rows[n - 1] !== i - 1,
    state: states[i]!,
  }));
}
