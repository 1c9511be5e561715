import { describe, expect, it } from 'vitest';
import { labelSet } from '../../src/routing/labels.ts';
import { coverage } from '../../src/routing/report/coverage.ts';
import { diffRoutes } from '../../src/routing/report/diff.ts';
import { showMermaid } from '../../src/routing/report/show-mermaid.ts';
import { showText } from '../../src/routing/report/show-text.ts';
import { showRoutes } from '../../src/routing/report/show.ts';
import { silentWindows } from '../../src/routing/report/silent-windows.ts';
import { testRoutes } from '../../src/routing/report/test.ts';
import { timeline } from '../../src/routing/report/timeline.ts';
import { simulate } from '../../src/routing/grouping/simulate.ts';
import { buildRouteTree } from '../../src/routing/tree/build.ts';
import { matchRoutes } from '../../src/routing/tree/match.ts';
import type { ReportAlert } from '../../src/routing/report/alert.ts';
import { KnownLabels } from '../../src/analysis/delivery/known-labels.ts';
import { ANY_VALUE } from '../../src/analysis/delivery/label-knowledge.ts';
import type { LabelKnowledge } from '../../src/analysis/delivery/label-knowledge.ts';
import { matchers, route } from './routes.ts';

const HOUR = 3_600_000;
const night = [{ times: [{ startMinute: 0, endMinute: 360 }] }];
const timeIntervals = new Map([['night', night]]);

const tree = buildRouteTree(
  route('', {
    receiver: 'default',
    groupBy: ['alertname'],
    routes: [
      route('severity="critical"', {
        receiver: 'pager',
        continue: true,
        groupWaitMs: 5000,
        muteTimeIntervals: ['night'],
      }),
      route('component="db"', { receiver: 'dba', routes: [route('tier="gold"', { receiver: 'gold' })] }),
      route('component="none"', { receiver: 'nobody' }),
    ],
  }),
);

const alert = (labels: Record<string, string>): ReportAlert => ({
  name: labels['alertname'] ?? '',
  labels: labelSet(labels),
});
/** The alert, of which one label may have any value. */
function withOpen({ labels }: ReportAlert, open: string): KnownLabels {
  const of = (name: string): LabelKnowledge =>
    name === open ? ANY_VALUE : { kind: 'values', values: new Set([labels.get(name) ?? '']) };
  return new KnownLabels(of, () => labels);
}

const dbDown = alert({ alertname: 'DbDown', severity: 'critical', component: 'db' });
const slow = alert({ alertname: 'Slow', severity: 'warning' });
const webDown = alert({ alertname: 'WebDown', severity: 'critical' });

it('tests labels as amtool does, and says why', () => {
  const result = testRoutes(tree, dbDown.labels, { atMs: 2 * HOUR, timeIntervals });
  expect(result.receivers).toEqual(['pager', 'dba']);
  expect(result.path.map((step) => [step.matchers, step.end, step.muted?.kind])).toEqual([
    ['{}', false, undefined],
    ['{severity="critical"}', true, 'mute'],
    ['{component="db"}', true, undefined],
  ]);
  expect(result.refused).toEqual([
    {
      route: [1, 0],
      matchers: '{tier="gold"}',
      receiver: 'gold',
      failed: [{ matcher: 'tier="gold"', label: 'tier', value: '' }],
    },
    {
      route: [2],
      matchers: '{component="none"}',
      receiver: 'nobody',
      failed: [],
      skippedBecauseOf: '{component="db"}',
    },
  ]);
});

describe('show', () => {
  const shown = showRoutes(tree, [dbDown, slow, webDown]);

  it('as text', () => {
    expect(showText(shown))
      .toBe(`root  receiver default, group_by [alertname], group_wait 30s, group_interval 5m, repeat_interval 4h, 1 alert
├─ {severity="critical"}  receiver pager, continue, group_wait 5s, muted in night, 2 alerts
├─ {component="db"}  receiver dba, 1 alert
│  └─ {tier="gold"}  receiver gold
└─ {component="none"}  receiver nobody
`);
  });

  it('as Mermaid, with quotes escaped', () => {
    const text = showMermaid(shown);
    expect(text).toContain(
      '  r_0["{severity=&quot;critical&quot;}<br>continue<br>group_wait 5s<br>muted in night"]\n  r --> r_0',
    );
    expect(text).toContain('  r_0 -.->|"DbDown<br>WebDown"| rcv1');
  });

  it('as data with effective settings', () => {
    expect(shown.routes[1]!.routes[0]).toMatchObject({
      receiver: 'gold',
      groupBy: ['alertname'],
      repeatIntervalMs: 4 * HOUR,
    });
  });
});

it('covers alerts, routes, receivers and silent minutes', () => {
  const report = coverage(tree, [{ ...dbDown, state: withOpen(dbDown, 'tier') }, slow, webDown], {
    receivers: ['default', 'pager', 'dba', 'gold', 'nobody', 'spare'],
    timeIntervals,
    week: { fromMs: 0, toMs: 24 * HOUR },
  });
  expect(
    report.rows.map((row) => [row.alert, row.receivers, row.possible, row.defaultOnly, row.silent]),
  ).toEqual([
    ['DbDown', ['pager', 'dba'], ['gold'], false, []],
    ['Slow', ['default'], [], true, []],
    ['WebDown', ['pager'], [], false, [{ fromMs: 0, toMs: 6 * HOUR }]],
  ]);
  expect(report.rows[0]!.outcomes).toEqual([
    { receivers: ['pager', 'gold'], when: ['tier="gold"'] },
    { receivers: ['pager', 'dba'], when: ['tier!="gold"'] },
  ]);
  expect(report.unreachedRoutes.map((r) => r.matchers)).toEqual(['{component="none"}']);
  expect(report.unreachedReceivers).toEqual(['nobody', 'spare']);
});

it('finds no silent window where one route is never muted', () => {
  expect(silentWindows(matchRoutes(tree, dbDown.labels), timeIntervals, 0, 24 * HOUR)).toEqual([]);
});

it('reports the effect of a change on alerts', () => {
  const after = buildRouteTree(
    route('', {
      receiver: 'default',
      groupBy: ['...'],
      routes: [
        route('severity="critical"', { receiver: 'pager', groupWaitMs: 0, muteTimeIntervals: ['night'] }),
      ],
    }),
  );
  const [old, now] = [tree, after].map((version) => ({ tree: version, timeIntervals }));
  expect(diffRoutes(old!, old!, [dbDown, slow])).toEqual([]);
  const [first, second] = diffRoutes(old!, now!, [dbDown, slow]);
  expect(first).toMatchObject({
    alert: 'DbDown',
    before: ['pager', 'dba'],
    after: ['pager'],
    added: [],
    removed: ['dba'],
  });
  expect(first!.settings).toEqual([
    { receiver: 'pager', setting: 'group_by', before: ['alertname'], after: ['...'] },
    { receiver: 'pager', setting: 'group_wait', before: 5000, after: 0 },
  ]);
  expect(second!.settings.map((change) => change.setting)).toEqual(['group_by']);
});

it('gives a simulation as rows', () => {
  const rows = timeline(
    simulate({
      tree,
      timeIntervals,
      untilMs: 7 * HOUR,
      alerts: [
        { labels: webDown.labels, startsAtMs: 5 * HOUR },
        { labels: slow.labels, startsAtMs: 5 * HOUR, endsAtMs: 5 * HOUR + 60_000 },
      ],
      inhibitRules: [
        {
          name: 'calm',
          sourceMatchers: matchers('severity="critical"'),
          targetMatchers: matchers('severity="warning"'),
          equal: [],
        },
      ],
    }),
  );
  expect(
    rows
      .filter((row) => row.kind !== 'muted')
      .map((row) => [row.atMs / 1000, row.kind, row.receiver, row.reason]),
  ).toEqual([
    [18_030, 'inhibited', 'default', 'calm'],
    [18_330, 'inhibited', 'default', 'calm'],
    [21_605, 'notification', 'pager', 'first notification'],
  ]);
  expect(rows.find((row) => row.kind === 'muted')).toMatchObject({
    reason: 'inside night',
    firing: [{ alertname: 'WebDown' }],
  });
});
