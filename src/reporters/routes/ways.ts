import type { CoverageRow } from '../../routing/report/coverage.ts';
import type { ReceiverWay } from '../../routing/tree/possibilities.ts';

/** Conditions of one way that are written out. */
const MOST_CONDITIONS = 3;

/** Where an alert goes, one line for each set of receivers: `everyone (default only)`, `web if team="web"`. */
export function waysInWords({ receivers, possible, outcomes, defaultOnly }: CoverageRow): string[] {
  const expected = outcomes.find((way) => way.receivers.join('\n') === receivers.join('\n'));
  const first =
    receivers.length === 0 ? [] : [`${receivers.join(', ')}${defaultOnly ? ' (default only)' : ''}`];
  // Too many ways to list, so that only the receivers are known.
  if (outcomes.length === 0)
    return possible.length === 0 ? first : [...first, `depending on its labels ${possible.join(', ')}`];
  const others = outcomes.filter((way) => way !== expected).map(wayInWords);
  return expected === undefined ? others : [...first, ...others];
}

function wayInWords({ receivers, when }: ReceiverWay): string {
  return `${receivers.join(', ')}${whenInWords(when)}`;
}

/** ` if team="web" or team="storage"`; nothing where it needs no label. */
export function whenInWords(when: readonly string[]): string {
  if (when.length === 0) return '';
  const shown = when.slice(0, MOST_CONDITIONS);
  const rest = when.length - shown.length;
  return ` if ${shown.join(' or ')}${rest > 0 ? ` or ${rest} more combinations of labels` : ''}`;
}
