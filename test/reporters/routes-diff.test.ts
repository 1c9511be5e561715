import { expect, test } from 'vitest';
import { routeDiffMarkdown, routeDiffText } from '../../src/reporters/routes/diff.ts';
import type { RouteDiff } from '../../src/reporters/routes/diff.ts';
import type { RouteDifference } from '../../src/routing/report/diff.ts';
import { PLAIN } from '../../src/util/style.ts';

function difference(alert: string, part: Partial<RouteDifference> = {}): RouteDifference {
  return {
    ...{
      alert,
      index: 0,
      when: [],
      labels: {},
      before: ['team'],
      after: ['team'],
      added: [],
      removed: [],
      settings: [],
    },
    ...part,
  };
}

function diffOf(differences: readonly RouteDifference[], rest: Partial<RouteDiff> = {}): RouteDiff {
  return { differences, alerts: 9, derived: [], labelSets: 2, other: [], ...rest };
}

test('alerts of the same change share one block, rules of one name one word', () => {
  const moved = { before: ['team'], after: ['pager', 'team'] };
  const slower = difference('Slow', {
    settings: [{ receiver: 'team', setting: 'group_wait', before: 30_000, after: 60_000 }],
  });
  const all = [difference('Down', moved), slower, difference('Down', moved), difference('Full', moved)].map(
    (each, index) => ({ ...each, index }),
  );
  expect(routeDiffText(diffOf(all), { style: PLAIN })).toBe(
    [
      'Down (2 rules), Full',
      '  - team',
      '  + pager, team',
      '',
      'Slow',
      '  team: group_wait 30s → 1m',
      '',
      '4 of 9 alerts change',
      '',
    ].join('\n'),
  );
});

test('label sets that no alert has, and what is not routing, come last', () => {
  const diff = diffOf([], {
    derived: [difference('{team="x"}', { before: ['a'], after: ['b'] })],
    other: [
      { what: 'receiver', name: 'a', change: 'changed', details: ['slack[0].channel'] },
      { what: 'inhibition', name: '{a="1"} mutes {b="2"}, equal []', change: 'added', details: [] },
    ],
  });
  expect(routeDiffText(diff, { style: PLAIN })).toBe(
    `{team="x"}
  - a
  + b

other changes
  ~ receiver a changed: slack[0].channel
  + inhibition {a="1"} mutes {b="2"}, equal [] added

0 of 9 alerts and 1 of 2 label sets of the matchers and 2 other settings change
`,
  );
});

test('a comment for a pull request is found again and holds no markup of others', () => {
  const text = routeDiffMarkdown(diffOf([difference('<b>@all|', { before: ['a'], after: ['b'] })]));
  expect(text).toMatch(/^<!-- rulecheck routes diff -->\n/);
  expect(text).toContain('\\<b\\>@\u200ball\\|');
  expect(routeDiffMarkdown(diffOf([]))).toContain('No changes for 9 alerts.');
});
test('an alert that changes by its labels counts once, under each condition', () => {
  const web = difference('Down', { when: ['team="web"'], before: ['all'], after: ['web'] });
  const muted = difference('Down', {
    when: ['team="db"', 'team="disks"'],
    settings: [{ setting: 'inhibit_rules', before: ['{a="b"} mutes {c="d"}'], after: [] }],
  });
  expect(routeDiffText(diffOf([web, muted]), { style: PLAIN })).toBe(
    [
      'Down',
      '  if team="web":',
      '  - all',
      '  + web',
      '',
      'Down',
      '  if team="db" or team="disks":',
      '  inhibit_rules [{a="b"} mutes {c="d"}] → []',
      '',
      '1 of 9 alerts changes',
      '',
    ].join('\n'),
  );
});
