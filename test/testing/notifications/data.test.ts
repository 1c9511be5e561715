import { describe, expect, it } from 'vitest';
import {
  byJobInstanceLabels,
  fingerprint,
  notificationData,
} from '../../../src/testing/notifications/data.ts';
import { parseStart } from '../../../src/testing/notifications/start.ts';

const set = (labels: Record<string, string>): ReadonlyMap<string, string> => new Map(Object.entries(labels));

describe('the data of a notification', () => {
  it('lists alerts by job, instance, number of labels and values', () => {
    const sorted = [
      set({ job: 'a', instance: '1' }),
      set({ job: 'a', instance: '2' }),
      set({ job: 'a', instance: '2', z: '1' }),
      set({ job: 'a' }),
      set({ job: 'b', instance: '0' }),
      set({ alertname: 'A' }),
      set({ alertname: 'B' }),
      set({ alertname: 'A', x: '1' }),
    ];
    expect([...sorted].reverse().sort(byJobInstanceLabels)).toEqual(sorted);
  });

  it('has fingerprints that do not depend on the order of labels, and separate names from values', () => {
    expect(fingerprint(new Map())).toBe('cbf29ce484222325');
    expect(fingerprint(set({ a: '1', b: '2' }))).toBe(fingerprint(set({ b: '2', a: '1' })));
    expect(fingerprint(set({ a: 'bc' }))).not.toBe(fingerprint(set({ ab: 'c' })));
  });

  it('holds what Alertmanager gives: an escaped receiver, no end of what fires, resolved ones where they are sent', () => {
    const [fires, over] = [set({ alertname: 'A', i: '1' }), set({ alertname: 'A', i: '2' })];
    const sent = {
      atMs: 60_000,
      receiver: 'team.a (eu)',
      integrations: ['slack[0]'],
      status: 'firing',
      reason: 'some alerts resolved',
      groupKey: '{}:{}',
      routeLabels: new Map(),
      timers: { groupWaitMs: 0, groupIntervalMs: 0, repeatIntervalMs: 0 },
      group: set({ alertname: 'A' }),
      firing: [fires],
      resolved: [over],
    } as const;
    const texts = [
      { atMs: 0, annotations: set({ s: 'old' }) },
      { atMs: 30_000, annotations: set({ s: 'new' }) },
      { atMs: 90_000, annotations: set({ s: 'later' }) },
    ];
    const episode = (labels: ReadonlyMap<string, string>) => ({
      labels,
      startsAtMs: 0,
      endsAtMs: labels === over ? 45_000 : undefined,
      resentAtMs: [],
      texts,
    });
    const source = { rules: [], prometheusUrl: '', alertmanagerUrl: 'http://am' };
    const data = notificationData(sent, { episode }, source, { sendResolved: true });
    expect(data).toMatchObject({
      receiver: 'team\\.a \\(eu\\)',
      status: 'firing',
      commonLabels: { alertname: 'A' },
      commonAnnotations: { s: 'new' },
      alerts: [
        { status: 'firing', endsAt: '0001-01-01T00:00:00Z', startsAt: 0 },
        { status: 'resolved', endsAt: 45_000 },
      ],
    });
    const firingOnly = notificationData(sent, { episode }, source, { sendResolved: false });
    expect(firingOnly.alerts.map(({ status }) => status)).toEqual(['firing']);
    expect(firingOnly.commonLabels).toEqual({ alertname: 'A', i: '1' });
  });

  it.each([
    ['2026-03-28T22:30:00+01:00', '2026-03-28T21:30:00.000Z'],
    ['2026-03-28 22:30', '2026-03-28T22:30:00.000Z'],
    ['2026-03-28', '2026-03-28T00:00:00.000Z'],
  ])('begins at %s', (text, instant) => {
    expect(new Date(parseStart(text)!).toISOString()).toBe(instant);
  });

  it.each(['yesterday', '2026-13-01', '22:30'])('does not begin at %s', (text) => {
    expect(parseStart(text)).toBeUndefined();
  });
});
