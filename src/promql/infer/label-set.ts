import type { LabelFact, LabelPresence, LabelReason, LabelSet, ValueCount } from './facts.ts';
import { METRIC_NAME_LABEL } from './facts.ts';

/** Nothing known: any label with any value. */
export const OPEN_LABELS: LabelSet = {
  known: new Map([[METRIC_NAME_LABEL, maybe()]]),
  others: 'maybe',
  reason: undefined,
};

// Facts and sets are written out with all their keys in one order: objects of one shape are read fastest.

function maybe(): LabelFact {
  return { presence: 'maybe', values: undefined, tests: undefined, count: undefined, reason: undefined };
}

/** A label that is not there, for the reason given. */
export function goneFor(reason: LabelReason | undefined): LabelFact {
  return { presence: 'never', values: undefined, tests: undefined, count: undefined, reason };
}

/** The fact about one label, also where the set does not list it. */
export function labelFact(labels: LabelSet, name: string): LabelFact {
  const fact = labels.known.get(name);
  if (fact !== undefined) return fact;
  const { others, reason } = labels;
  return { presence: others, values: undefined, tests: undefined, count: undefined, reason };
}

/** No labels at all, for the reason given. */
export function noLabels(reason: LabelReason): LabelSet {
  return {
    known: new Map<string, LabelFact>().set(METRIC_NAME_LABEL, goneFor(reason)),
    others: 'never',
    reason,
  };
}

/** Only the labels named, all others gone: `by (...)`, `on (...)`. Those named are expected to be there. */
export function keepOnly(labels: LabelSet, names: readonly string[], reason: LabelReason): LabelSet {
  // Labels that were gone before were lost there, not here.
  const lost = labels.others === 'never' ? (labels.reason ?? reason) : reason;
  const known = new Map<string, LabelFact>();
  known.set(METRIC_NAME_LABEL, goneFor(lost));
  for (const [name, fact] of labels.known)
    known.set(name, fact.presence === 'never' ? fact : goneFor(reason));
  for (const name of names) {
    const fact = detached(labels, labelFact(labels, name), (other) => names.includes(other));
    // The author names the label: that is more than a premise.
    if (fact.presence === 'maybe' || fact.reason?.kind === 'scraped') {
      const { values, tests, count } = fact;
      known.set(name, { presence: 'expected', values, tests, count, reason });
    } else known.set(name, fact);
  }
  return { known, others: 'never', reason: lost };
}

/** All labels but those named: `without (...)`, `ignoring (...)`. */
export function drop(
  labels: LabelSet,
  names: readonly string[],
  reasonOf: (name: string) => LabelReason,
): LabelSet {
  if (names.length === 0) return labels;
  const known = new Map<string, LabelFact>();
  for (const [name, fact] of labels.known)
    known.set(
      name,
      detached(labels, fact, (other) => !names.includes(other)),
    );
  for (const name of names) {
    const reason = reasonOf(name);
    // A label that was gone before keeps its reason: that is where it was lost.
    if (labelFact(labels, name).presence !== 'never') known.set(name, goneFor(reason));
  }
  return { known, others: labels.others, reason: labels.reason };
}

/** A fact whose count no longer depends on a label that goes away. */
function detached(labels: LabelSet, fact: LabelFact, stays: (name: string) => boolean): LabelFact {
  const per = fact.count?.per;
  if (fact.count === undefined || per === undefined || stays(per)) return fact;
  const base = labels.known.get(per)?.count;
  const total = base === undefined || base.per !== undefined ? undefined : base.count * fact.count.count;
  return { ...fact, count: total === undefined ? undefined : { count: total } };
}

export function dropName(labels: LabelSet, reason: LabelReason): LabelSet {
  return labels.known.get(METRIC_NAME_LABEL)?.presence === 'never'
    ? labels
    : drop(labels, [METRIC_NAME_LABEL], () => reason);
}

export function withLabel(labels: LabelSet, name: string, fact: LabelFact): LabelSet {
  const { others, reason } = labels;
  return { known: new Map(labels.known).set(name, fact), others, reason };
}

/** A label that surely has this one value. */
export function pinned(value: string, reason: LabelReason): LabelFact {
  return { presence: 'always', values: new Set([value]), tests: undefined, count: { count: 1 }, reason };
}

/** What holds of series of either set. */
export function unionLabels(a: LabelSet, b: LabelSet): LabelSet {
  if (a === b) return a;
  const known = new Map<string, LabelFact>();
  for (const name of new Set([...a.known.keys(), ...b.known.keys()])) {
    known.set(name, unionFact(labelFact(a, name), labelFact(b, name)));
  }
  const closed = a.others === 'never' && b.others === 'never';
  return { known, others: closed ? 'never' : 'maybe', reason: closed ? (a.reason ?? b.reason) : undefined };
}

function unionFact(a: LabelFact, b: LabelFact): LabelFact {
  if (a.presence === 'never' && b.presence === 'never') return a;
  if (a.presence === 'never') return { ...b, presence: 'maybe', tests: undefined, count: oneMore(b.count) };
  if (b.presence === 'never') return { ...a, presence: 'maybe', tests: undefined, count: oneMore(a.count) };
  return {
    presence: weaker(a.presence, b.presence),
    values: a.values && b.values && new Set([...a.values, ...b.values]),
    tests: a.tests === b.tests ? a.tests : undefined,
    count: unionCount(a, b),
    reason: a.reason ?? b.reason,
  };
}

const STRENGTH: Readonly<Record<LabelPresence, number>> = { maybe: 0, never: 0, expected: 1, always: 2 };

function weaker(a: LabelPresence, b: LabelPresence): LabelPresence {
  return STRENGTH[a] <= STRENGTH[b] ? a : b;
}

function stronger(a: LabelPresence, b: LabelPresence): LabelPresence {
  return STRENGTH[a] >= STRENGTH[b] ? a : b;
}

function oneMore(count: ValueCount | undefined): ValueCount | undefined {
  return count && { ...count, count: count.count + 1 };
}

function unionCount(a: LabelFact, b: LabelFact): ValueCount | undefined {
  if (a.count === undefined || b.count === undefined || a.count.per !== b.count.per) return undefined;
  if (a.values && b.values) {
    const absent = a.presence === 'always' && b.presence === 'always' ? 0 : 1;
    return { count: new Set([...a.values, ...b.values]).size + absent };
  }
  return { ...a.count, count: a.count.count + b.count.count };
}

/** What holds of a label that is equal on two sides that matched; the reason is that of the side that knows more. */
export function intersectFact(a: LabelFact, b: LabelFact): LabelFact {
  const more = STRENGTH[a.presence] >= STRENGTH[b.presence] ? a : b;
  const less = more === a ? b : a;
  const never = a.presence === 'never' ? a : b.presence === 'never' ? b : undefined;
  if (never !== undefined) return never;
  const values =
    more.values && less.values
      ? new Set([...more.values].filter((value) => less.values!.has(value)))
      : (more.values ?? less.values);
  return {
    presence: stronger(a.presence, b.presence),
    values,
    tests: a.tests === undefined ? b.tests : b.tests === undefined ? a.tests : [...a.tests, ...b.tests],
    count: smallerCount(a.count, b.count),
    reason: more.reason,
  };
}

function smallerCount(a: ValueCount | undefined, b: ValueCount | undefined): ValueCount | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.per === b.per) return a.count <= b.count ? a : b;
  return a.per === undefined ? a : b;
}

/** Can a label have the same value on both sides? The absent label's value is the empty string. */
export function canBeEqual(a: LabelFact, b: LabelFact): boolean {
  if (a.presence !== 'always' && b.presence !== 'always') return true;
  if (a.presence === 'never' || b.presence === 'never') return false;
  const accepts = (fact: LabelFact, value: string): boolean =>
    (fact.values === undefined || fact.values.has(value)) && (fact.tests ?? []).every((test) => test(value));
  if (a.values !== undefined) return [...a.values].some((value) => accepts(a, value) && accepts(b, value));
  if (b.values !== undefined) return [...b.values].some((value) => accepts(b, value) && accepts(a, value));
  return true;
}
