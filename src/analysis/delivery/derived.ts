import { formatLabels, labelsKey } from '../../routing/labels.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { compileMatcher, matchesAll } from '../../routing/matchers/matcher.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { stateOf } from '../../routing/report/alert.ts';
import type { ReportAlert } from '../../routing/report/alert.ts';
import { ancestry } from '../../routing/tree/build.ts';
import type { Route, RouteTree } from '../../routing/tree/route.ts';

/** An alert that nobody wrote: labels that the matchers of a configuration ask for. */
export interface DerivedAlert extends ReportAlert {
  readonly derived: true;
}

/** Label sets that are derived at most; a tree with more routes than that repeats itself. */
const MOST = 2_000;
/** Alternatives of one route that are tried together. */
const MOST_VARIANTS = 24;

/**
 * Alerts for the cases that the matchers of some trees distinguish: for each route the labels that its matchers and those
 * above it ask for, one set for each alternative of a pattern, each value for itself, and an alert that no matcher mentions.
 * If the rules are known, only matchers that select a value that none of their alerts has.
 *
 * @param known the alerts of the rule files
 */
export function derivedAlerts(
  trees: readonly RouteTree[],
  known: readonly ReportAlert[] = [],
): DerivedAlert[] {
  const found = new Map<string, LabelSet>();
  const add = (labels: LabelSet): void => {
    if (found.size < MOST) found.set(labelsKey(labels), labels);
  };
  for (const route of trees.flatMap(({ routes }) => routes)) {
    const line = ancestry(route).flatMap(({ matchers }) => matchers);
    for (const labels of satisfying(line)) add(labels);
    for (const { name, values } of route.matchers)
      for (const value of values ?? []) if (value !== '') add(new Map([[name, value]]));
  }
  const sets = [...found.values()];
  const wanted = known.length === 0 ? sets : sets.filter((labels) => hasNewValue(labels, known));
  return wanted.map((labels) => ({ name: formatLabels(labels), labels, derived: true as const }));
}

/** A label set with which an alert ends in a route; undefined: none was found. */
export function exampleFor(route: Route, ends: (labels: LabelSet) => readonly Route[]): LabelSet | undefined {
  const line = ancestry(route).flatMap(({ matchers }) => matchers);
  return satisfying(line).find((labels) => ends(labels).includes(route));
}

function hasNewValue(labels: LabelSet, known: readonly ReportAlert[]): boolean {
  return [...labels].some(([name, value]) => {
    const matcher = compileMatcher({ name, op: '=', value });
    return known.every((alert) => stateOf(alert).answer(matcher) === 'no');
  });
}

/** Label sets that all matchers accept, with as few labels as there can be; none where they exclude each other. */
export function satisfying(matchers: readonly Matcher[]): LabelSet[] {
  const names = [...new Set(matchers.map(({ name }) => name))];
  let sets: LabelSet[] = [new Map()];
  for (const name of names) {
    const values = valuesFor(matchers.filter((matcher) => matcher.name === name));
    sets = sets
      .flatMap((labels) =>
        values.map((value) => (value === '' ? labels : new Map([...labels, [name, value] as const]))),
      )
      .slice(0, MOST_VARIANTS);
  }
  return sets.filter((labels) => matchesAll(matchers, labels));
}

/** Values that all matchers of one label accept, as examples. */
function valuesFor(matchers: readonly Matcher[]): string[] {
  const words = matchers.flatMap(({ values }) => (values === undefined ? [] : [...values]));
  const made = matchers.flatMap(({ op, value, values }) =>
    values !== undefined || op === '!=' || op === '!~' ? [] : exampleTexts(value),
  );
  const accepted = [...new Set([...words, ...made])].filter((value) =>
    matchers.every((matcher) => matcher.accepts(value)),
  );
  if (accepted.length > 0) return accepted;
  return ['', 'other', 'x', '1']
    .filter((value) => matchers.every((matcher) => matcher.accepts(value)))
    .slice(0, 1);
}

/** Texts that a pattern probably accepts: one for each alternative at its top, with wildcards filled in. */
function exampleTexts(pattern: string): string[] {
  const inner = /^\^\(\?:(.*)\)\$$/s.exec(pattern)?.[1] ?? pattern;
  return alternatives(inner).map((text) => fill(unwrapped(text)));
}

/** The alternatives of a pattern, or of the one group that it is; those inside of other groups stay together. */
function alternatives(pattern: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === '\\') i++;
    else if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth--;
    else if (c === '|' && depth === 0) {
      parts.push(pattern.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, pattern.slice(start)];
}

function unwrapped(pattern: string): string {
  return pattern.replace(/^\(\?[a-z]*\)/, '').replace(/^\^|\$$/g, '');
}

/** A text in the place of what a pattern leaves open. */
function fill(pattern: string): string {
  return pattern
    .replace(/\((?:\?:|\?i:)?([^()|]*)(?:\|[^()]*)?\)[?]?/g, '$1')
    .replace(/\[\^[^[\]]*\][*+?]?/g, 'x')
    .replace(/\[([^[])[^[\]]*\][*+?]?/g, '$1')
    .replace(/\\d[*+?]?(?:\{\d+(?:,\d*)?\})?/g, '1')
    .replace(/\\w[*+?]?/g, 'x')
    .replace(/(?<!\\)\.[*+?]?/g, 'x')
    .replace(/(?<!\\)[*+?]/g, '')
    .replace(/\\(.)/g, '$1');
}
