import { expect, test } from 'vitest';
import { routeDiffText } from '../../src/reporters/routes/diff.ts';
import type { RouteDifference } from '../../src/routing/report/diff.ts';
import { PLAIN } from '../../src/util/style.ts';

function difference(alert: string, part: Partial<RouteDifference> = {}): RouteDifference {
  return {
    ...{ alert, labels: {}, before: ['team'], after: ['team'], added: [], removed: [], settings: [] },
    ...part,
  };
}

test('alerts of the same change share one block, rules of one name one word', () => {
  const moved = { before: ['team'], after: ['pager', 'team'] };
  const slower = difference('Slow', {
    settings: [{ receiver: 'team', setting: 'group_wait', before: 30_000, after: 60_000 }],
  });
  const all = [difference('Down', moved), slower, difference('Down', moved), difference('Full', moved)];
  expect(routeDiffText(all, 9, { style: PLAIN })).toBe(
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
