import type { Project } from '../project/project.ts';
import type { DatedChange } from '../releases/index.ts';
import { plural } from '../util/plural.ts';
import { leftOpenRanges } from './left-open.ts';
import { emptyGroupBy, regrammaredMatchers } from './routing.ts';
import { changedMetrics, dotsInMatchers, wholeNumberBuckets } from './selectors.ts';
import type { UpgradeFinding } from './types.ts';

/** Both sides of an upgrade: the same files, read as each release reads them. */
export interface Sides {
  readonly before: Project;
  readonly after: Project;
}

/** What the files show of a list of changes, and the rest: changes that no file can show. */
export interface Detected {
  readonly findings: readonly UpgradeFinding[];
  readonly unseen: readonly DatedChange[];
  readonly notes: readonly string[];
}

/** Looks for the uses of each change that gives the same text another meaning. */
export function detectChanges(changes: readonly DatedChange[], sides: Sides): Detected {
  const findings: UpgradeFinding[] = [];
  const unseen: DatedChange[] = [];
  const notes: string[] = [];
  for (const change of changes) {
    if (change.detect === 'dot-matches-newline') {
      const count = dotsInMatchers(sides.after);
      if (count > 0)
        notes.push(
          `${plural(count, 'matcher')} with "." also match values with a line break, which are rare`,
        );
    } else if (change.detect !== undefined) {
      for (const found of detector(change.detect, sides)) findings.push({ ...found, change });
    } else if (change.metrics !== undefined) findings.push(...changedMetrics(sides.after, change));
    else if (change.kind === 'changed' || change.kind === 'fixed') unseen.push(change);
  }
  return { findings, unseen, notes };
}

function detector(
  detection: Exclude<NonNullable<DatedChange['detect']>, 'dot-matches-newline'>,
  { before, after }: Sides,
): readonly Omit<UpgradeFinding, 'change'>[] {
  switch (detection) {
    // The old side: what the new one does not parse is there as well.
    case 'left-open-ranges':
      return leftOpenRanges(before);
    case 'float-like-buckets':
      return wholeNumberBuckets(before);
    case 'empty-group-by':
      return emptyGroupBy(after);
    case 'utf8-matchers':
      return regrammaredMatchers(before, after);
  }
}
