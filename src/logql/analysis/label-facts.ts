/** Facts about the labels of every series or line of a result. */
export interface LabelFacts {
  /** Labels that each has, with a value that is not empty. */
  readonly guaranteed: ReadonlySet<string>;
  /** Labels that one may have; `any` where the set is open (stream labels and extracted fields are not known). */
  readonly possible: ReadonlySet<string> | 'any';
  /** Labels that none has, although the set is open. */
  readonly impossible: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** No labels at all. */
export const NO_LABELS: LabelFacts = { guaranteed: NONE, possible: NONE, impossible: NONE };

/** Whether some series or line may have the label. */
export function mayHave(facts: LabelFacts, label: string): boolean {
  return facts.possible === 'any' ? !facts.impossible.has(label) : facts.possible.has(label);
}

const filtered = (set: ReadonlySet<string>, keep: (label: string) => boolean): ReadonlySet<string> =>
  new Set([...set].filter(keep));
const union = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> => new Set([...a, ...b]);

/** Open facts: nothing is impossible, `guaranteed` is. */
export function openLabels(guaranteed: Iterable<string>): LabelFacts {
  return { guaranteed: new Set(guaranteed), possible: 'any', impossible: NONE };
}

/** Only the named labels stay, as `by` and `keep` leave them. */
export function restrictTo(facts: LabelFacts, labels: Iterable<string>): LabelFacts {
  const possible = new Set([...labels].filter((label) => mayHave(facts, label)));
  return {
    guaranteed: filtered(facts.guaranteed, (label) => possible.has(label)),
    possible,
    impossible: NONE,
  };
}

/** The named labels go. */
export function without(facts: LabelFacts, labels: Iterable<string>): LabelFacts {
  const gone = new Set(labels);
  const stays = (label: string): boolean => !gone.has(label);
  return {
    guaranteed: filtered(facts.guaranteed, stays),
    possible: facts.possible === 'any' ? 'any' : filtered(facts.possible, stays),
    impossible: facts.possible === 'any' ? union(facts.impossible, gone) : NONE,
  };
}

/** The named labels may be there now; with `certain` they are. */
export function withLabels(facts: LabelFacts, labels: Iterable<string>, certain = false): LabelFacts {
  const added = new Set(labels);
  return {
    guaranteed: certain ? union(facts.guaranteed, added) : facts.guaranteed,
    possible: facts.possible === 'any' ? 'any' : union(facts.possible, added),
    impossible: filtered(facts.impossible, (label) => !added.has(label)),
  };
}

/** The labels may be lost or overwritten: they are no longer certain. */
export function uncertain(facts: LabelFacts, labels: Iterable<string>): LabelFacts {
  const doubtful = new Set(labels);
  return { ...facts, guaranteed: filtered(facts.guaranteed, (label) => !doubtful.has(label)) };
}

/** Results of one kind or the other (`or`). */
export function either(a: LabelFacts, b: LabelFacts): LabelFacts {
  const open = a.possible === 'any' || b.possible === 'any';
  return {
    guaranteed: filtered(a.guaranteed, (label) => b.guaranteed.has(label)),
    possible: a.possible === 'any' || b.possible === 'any' ? 'any' : union(a.possible, b.possible),
    impossible: open
      ? filtered(union(a.impossible, b.impossible), (label) => !mayHave(a, label) && !mayHave(b, label))
      : NONE,
  };
}

/** Results that satisfy both: pairs that match on all labels. */
export function both(a: LabelFacts, b: LabelFacts): LabelFacts {
  const guaranteed = union(a.guaranteed, b.guaranteed);
  if (a.possible === 'any' && b.possible === 'any') {
    return { guaranteed, possible: 'any', impossible: union(a.impossible, b.impossible) };
  }
  const [closed, other] = a.possible === 'any' ? [b, a] : [a, b];
  return {
    ...restrictTo(
      closed,
      [...(closed.possible as ReadonlySet<string>)].filter((label) => mayHave(other, label)),
    ),
    guaranteed,
  };
}
