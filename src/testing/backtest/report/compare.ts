import { labelsKey } from '../../../routing/labels.ts';
import type { LabelSet } from '../../../routing/labels.ts';
import type { AlertHistory, Played } from '../types.ts';
import { firingsOf } from './sweep.ts';
import type { Firing } from './sweep.ts';

/** One firing that only one of two rule sets has, or both at other times. */
export interface ChangedFiring {
  readonly labels: LabelSet;
  readonly before: Firing | undefined;
  readonly after: Firing | undefined;
}

/** How an alert's firings differ between two rule sets over the same data. */
export interface AlertChange {
  readonly alert: string;
  /** Which of the rule sets has the alert. */
  readonly status: 'both' | 'added' | 'removed';
  readonly before: number;
  readonly after: number;
  /** Firings of the new rules that overlap none of the old rules, and the other way around. */
  readonly gained: readonly ChangedFiring[];
  readonly lost: readonly ChangedFiring[];
  /** Firings that begin or end at another time. */
  readonly moved: readonly ChangedFiring[];
}

/** The alerts whose firings differ, those that change most first. */
export function compareFirings(before: Played, after: Played): AlertChange[] {
  const names = new Set([...before.alerts, ...after.alerts].map(({ rule }) => rule.name.value));
  return [...names]
    .map((name) => changeOf(name, historiesOf(before, name), historiesOf(after, name)))
    .filter((change) => sizeOf(change) > 0)
    .sort((a, b) => sizeOf(b) - sizeOf(a));
}

const sizeOf = ({ gained, lost, moved }: AlertChange): number => gained.length + lost.length + moved.length;

const historiesOf = ({ alerts }: Played, name: string): AlertHistory[] =>
  alerts.filter(({ rule }) => rule.name.value === name);

interface Labelled {
  readonly labels: LabelSet;
  readonly firing: Firing;
}

function changeOf(
  alert: string,
  before: readonly AlertHistory[],
  after: readonly AlertHistory[],
): AlertChange {
  // What a rule sets itself may change without the alert being another one.
  const own = new Set([...before, ...after].flatMap(({ rule }) => rule.labels.map(({ name }) => name)));
  const [old, now] = [bySeries(before, own), bySeries(after, own)];
  const gained: ChangedFiring[] = [];
  const lost: ChangedFiring[] = [];
  const moved: ChangedFiring[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const pairs = paired(old.get(key) ?? [], now.get(key) ?? []);
    for (const { labels, before: was, after: is } of pairs) {
      if (was === undefined) gained.push({ labels, before: was, after: is });
      else if (is === undefined) lost.push({ labels, before: was, after: is });
      else if (was.startMs !== is.startMs || was.endMs !== is.endMs)
        moved.push({ labels, before: was, after: is });
    }
  }
  const status = before.length === 0 ? 'added' : after.length === 0 ? 'removed' : 'both';
  return { alert, status, before: sum(old), after: sum(now), gained, lost, moved };
}

const sum = (series: ReadonlyMap<string, readonly Labelled[]>): number =>
  [...series.values()].reduce((total, firings) => total + firings.length, 0);

function bySeries(histories: readonly AlertHistory[], own: ReadonlySet<string>): Map<string, Labelled[]> {
  const found = new Map<string, Labelled[]>();
  for (const one of histories.flatMap(({ series }) => series)) {
    const key = labelsKey(new Map([...one.labels].filter(([name]) => !own.has(name))));
    const list = found.get(key) ?? [];
    list.push(...firingsOf(one).map((firing) => ({ labels: one.labels, firing })));
    found.set(key, list);
  }
  for (const list of found.values()) list.sort((a, b) => a.firing.startMs - b.firing.startMs);
  return found;
}

/** Pairs firings that overlap, in the order of time; each with one at most. */
function paired(before: readonly Labelled[], after: readonly Labelled[]): ChangedFiring[] {
  const result: ChangedFiring[] = [];
  let next = 0;
  for (const { labels, firing } of before) {
    while (next < after.length && endOf(after[next]!.firing) <= firing.startMs)
      result.push(onlyAfter(after[next++]!));
    const candidate = after[next];
    if (candidate !== undefined && candidate.firing.startMs < endOf(firing)) {
      result.push({ labels: candidate.labels, before: firing, after: candidate.firing });
      next++;
    } else result.push({ labels, before: firing, after: undefined });
  }
  return [...result, ...after.slice(next).map(onlyAfter)];
}

const endOf = ({ endMs }: Firing): number => endMs ?? Infinity;

const onlyAfter = ({ labels, firing }: Labelled): ChangedFiring => ({
  labels,
  before: undefined,
  after: firing,
});
