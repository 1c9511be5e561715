import { describe, expect, test } from 'vitest';
import { isJustBelow, justBelow, reminders } from '../../src/routing/grouping/reminders.ts';
import { simulate } from '../../src/routing/grouping/simulate.ts';
import { labelSet } from '../../src/routing/labels.ts';
import { buildRouteTree } from '../../src/routing/tree/build.ts';

const MINUTE = 60_000;

/** The times in minutes between the notifications of a group, as the simulation has them. */
function simulated(repeat: number, interval: number): Set<number> {
  const tree = buildRouteTree({
    receiver: 'r',
    groupBy: [],
    matchers: [],
    continue: false,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    groupWaitMs: 0,
    groupIntervalMs: interval * MINUTE,
    repeatIntervalMs: repeat * MINUTE,
    routes: [],
  });
  const events = simulate({
    tree,
    alerts: [{ labels: labelSet({ alertname: 'A' }), startsAtMs: 0, endsAtMs: undefined }],
    inhibitRules: [],
    timeIntervals: new Map(),
    receivers: new Map(),
    untilMs: 600 * MINUTE,
  }) as unknown as { kind: string; atMs: number }[];
  const at = events.filter(({ kind }) => kind === 'notification').map(({ atMs }) => atMs / MINUTE);
  return new Set(at.slice(1).map((time, i) => time - at[i]!));
}

describe('reminders', () => {
  test.each([
    [20, 15, 30],
    [30, 15, 45],
    [29, 15, 30],
    [5, 5, 10],
    [4, 5, 5],
    [240, 5, 245],
  ])('repeat_interval %im, group_interval %im: every %im, as simulate says', (repeat, interval, after) => {
    expect(reminders(repeat * MINUTE, interval * MINUTE).afterMs).toBe(after * MINUTE);
    expect(simulated(repeat, interval)).toEqual(new Set([after]));
  });

  test('advice stays below the multiple, and following it gives no finding', () => {
    for (const interval of [10_000, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE]) {
      for (const multiple of [2 * interval, 3 * interval]) {
        const advised = justBelow(multiple, interval);
        expect(reminders(advised, interval)).toEqual({ afterMs: multiple });
        expect(isJustBelow(advised, interval)).toBe(true);
      }
    }
    expect(isJustBelow(30 * MINUTE, 15 * MINUTE)).toBe(false);
  });
});
