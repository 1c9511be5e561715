import { describe, expect, it } from 'vitest';
import { groupingBehaviour } from '../../src/routing/grouping/behaviour.ts';
import { simulate } from '../../src/routing/grouping/simulate.ts';
import type { AlertEpisode, SimulationEvent, SimulationInput } from '../../src/routing/grouping/simulate.ts';
import { TimeQueue } from '../../src/routing/grouping/queue.ts';
import { labelSet } from '../../src/routing/labels.ts';
import { buildRouteTree } from '../../src/routing/tree/build.ts';
import { matchers, route } from './routes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const tree = buildRouteTree(
  route('', {
    receiver: 'team',
    groupBy: ['alertname'],
    groupWaitMs: 30_000,
    groupIntervalMs: 5 * MINUTE,
    repeatIntervalMs: 4 * HOUR,
  }),
);

const alert = (labels: Record<string, string>, startsAtMs: number, endsAtMs?: number): AlertEpisode => ({
  labels: labelSet(labels),
  startsAtMs,
  endsAtMs,
});

function play(alerts: AlertEpisode[], untilMs: number, rest: Partial<SimulationInput> = {}): string[] {
  return simulate({ tree, alerts, untilMs, ...rest }).map(describeEvent);
}

function describeEvent(event: SimulationEvent): string {
  const at = `${event.atMs / 1000}s`;
  if (event.kind === 'suppression') return `${at} held ${event.alerts.length} by ${event.by.kind}`;
  return `${at} ${event.receiver} ${event.reason} +${event.firing.length} -${event.resolved.length}`;
}

describe('simulate', () => {
  it('waits, adds, resolves', () => {
    const events = play(
      [
        alert({ alertname: 'A', i: '1' }, 0, 11 * MINUTE),
        alert({ alertname: 'A', i: '2' }, 10_000),
        alert({ alertname: 'A', i: '3' }, MINUTE),
        alert({ alertname: 'B' }, MINUTE, 2 * MINUTE),
      ],
      HOUR,
    );
    expect(events).toEqual([
      '30s team first notification +2 -0',
      '90s team first notification +1 -0',
      '330s team new alerts added +3 -0',
      '390s team all alerts resolved +0 -1',
      '930s team some alerts resolved +2 -1',
    ]);
  });

  it('repeats with the flush after the repeat interval', () => {
    expect(play([alert({ alertname: 'A' }, 0)], 9 * HOUR)).toEqual([
      '30s team first notification +1 -0',
      `${4 * 3600 + 330}s team repeat interval elapsed +1 -0`,
      `${8 * 3600 + 630}s team repeat interval elapsed +1 -0`,
    ]);
  });

  it('sends no notification for an alert that resolves within group_wait', () => {
    expect(play([alert({ alertname: 'A' }, 0, 20_000)], HOUR)).toEqual([]);
  });

  it('flushes at once for an alert older than group_wait', () => {
    expect(play([{ ...alert({ alertname: 'A' }, 0), receivedAtMs: 60_000 }], HOUR)).toEqual([
      '60s team first notification +1 -0',
    ]);
  });

  it('starts a new group after the last one ended, and remembers what was sent', () => {
    const events = play(
      [alert({ alertname: 'A' }, 0, MINUTE), alert({ alertname: 'A' }, 6 * MINUTE, 7 * MINUTE)],
      HOUR,
    );
    expect(events).toEqual([
      '30s team first notification +1 -0',
      '330s team all alerts resolved +0 -1',
      '390s team first notification +1 -0',
      '690s team all alerts resolved +0 -1',
    ]);
  });

  it('keeps resolved alerts from integrations that do not want them', () => {
    const receivers = new Map([
      [
        'team',
        [
          { name: 'slack[0]', sendResolved: false },
          { name: 'pagerduty[0]', sendResolved: true },
        ],
      ],
    ]);
    const sent = simulate({
      tree,
      receivers,
      untilMs: HOUR,
      alerts: [alert({ alertname: 'A' }, 0, MINUTE)],
    }).map((event) => (event.kind === 'notification' ? `${event.atMs / 1000} ${event.integration}` : 'held'));
    expect(sent).toEqual(['30 slack[0]', '30 pagerduty[0]', '330 pagerduty[0]']);
  });

  it('holds back inhibited alerts while the source fires', () => {
    const inhibitRules = [
      {
        sourceMatchers: matchers('severity="critical"'),
        targetMatchers: matchers('severity="warning"'),
        equal: [],
      },
    ];
    const events = play(
      [
        alert({ alertname: 'A', severity: 'critical' }, 0, 4 * MINUTE),
        alert({ alertname: 'B', severity: 'warning' }, 0),
      ],
      20 * MINUTE,
      { inhibitRules },
    );
    expect(events).toEqual([
      '30s team first notification +1 -0',
      '30s held 1 by inhibition',
      '330s team all alerts resolved +0 -1',
      '330s team first notification +1 -0',
    ]);
  });

  it('drops a resolution that falls into a mute interval', () => {
    const muted = buildRouteTree(
      route('', {
        receiver: 'team',
        routes: [route('alertname="A"', { muteTimeIntervals: ['early'], groupWaitMs: 0 })],
      }),
    );
    const timeIntervals = new Map([['early', [{ times: [{ startMinute: 3, endMinute: 10 }] }]]]);
    const events = play(
      [alert({ alertname: 'A' }, 0, 4 * MINUTE), alert({ alertname: 'A' }, 20 * MINUTE)],
      HOUR,
      {
        tree: muted,
        timeIntervals,
      },
    );
    // The log still says that the alert fires: nobody hears of the second time before the repeat interval.
    expect(events).toEqual(['0s team first notification +1 -0', '300s held 1 by mute']);
  });

  it('sends resolved alerts again with other changes while Prometheus repeats them', () => {
    const resentAtMs = [5.5 * MINUTE, 6.75 * MINUTE];
    const over = { ...alert({ alertname: 'A', i: '1' }, 0, 4 * MINUTE), resentAtMs };
    const others = [alert({ alertname: 'A', i: '2' }, 0), alert({ alertname: 'A', i: '3' }, 7 * MINUTE)];
    expect(play([over, ...others], 20 * MINUTE)).toEqual([
      '30s team first notification +2 -0',
      '330s team some alerts resolved +1 -1',
      '630s team new alerts added +2 -1',
    ]);
  });

  it('is hurried by every old alert up to 0.29, later by the one that opens the group', () => {
    const alerts = [
      alert({ alertname: 'A', i: '1' }, 0),
      { ...alert({ alertname: 'A', i: '2' }, -MINUTE), receivedAtMs: 10_000 },
    ];
    expect(play(alerts, MINUTE)).toEqual(['30s team first notification +2 -0']);
    expect(play(alerts, MINUTE, { grouping: groupingBehaviour('0.29') })).toEqual([
      '10s team first notification +2 -0',
    ]);
  });

  it('opens another group after the last alert was notified as resolved, before 0.32 only after a clean-up', () => {
    const alerts = [alert({ alertname: 'A' }, 0, MINUTE), alert({ alertname: 'A' }, 6 * MINUTE)];
    const stays = { ...groupingBehaviour('0.31'), emptyGroupsStayMs: MINUTE };
    expect(play(alerts, 12 * MINUTE).at(-1)).toBe('390s team first notification +1 -0');
    expect(play(alerts, 12 * MINUTE, { grouping: stays }).at(-1)).toBe('630s team first notification +1 -0');
  });

  it('distinguishes two routes with the same matchers, but not in the notification log', () => {
    const twins = buildRouteTree(
      route('', {
        receiver: 'team',
        routes: [route('a="b"', { continue: true, groupWaitMs: 0 }), route('a="b"', { groupWaitMs: 0 })],
      }),
    );
    expect(play([alert({ a: 'b' }, 0)], MINUTE, { tree: twins })).toEqual([
      '0s team first notification +1 -0',
    ]);
  });
});

it('queues by time, then arrival', () => {
  const queue = new TimeQueue<string>();
  for (const [at, value] of [
    [3, 'c'],
    [1, 'a'],
    [3, 'd'],
    [2, 'b'],
    [1, 'a2'],
  ] as const)
    queue.push(at, value);
  const out: string[] = [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) out.push(next);
  expect(out).toEqual(['a', 'a2', 'b', 'c', 'd']);
  expect(queue.nextMs).toBe(Infinity);
});
