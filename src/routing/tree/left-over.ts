import { compileMatcher, negation } from '../matchers/matcher.ts';
import type { Matcher } from '../matchers/matcher.ts';
import { valueFor } from '../matchers/value-for.ts';

/** Whether an alert is left: `labels` are those of one, "" for a missing label; `unknown`: the search was given up. */
export type LeftOver =
  | { readonly kind: 'some'; readonly labels: ReadonlyMap<string, string> }
  | { readonly kind: 'none' | 'unknown' };

/** What one label has to satisfy, with a value that does. */
interface Narrowed {
  readonly matchers: readonly Matcher[];
  readonly value: string;
}

const MAX_BRANCHES = 300;

/** Prometheus gives every alert a name. */
const NAMED = compileMatcher({ name: 'alertname', op: '!=', value: '' });

/**
 * Searches an alert that all of `given` accept and that no route takes.
 *
 * @param routes the matchers of each route
 */
export function leftOver(given: readonly Matcher[], routes: readonly (readonly Matcher[])[]): LeftOver {
  let labels: ReadonlyMap<string, Narrowed> | undefined = new Map();
  for (const matcher of [NAMED, ...given]) {
    const next = narrow(labels, matcher);
    if (typeof next === 'string') return { kind: next };
    labels = next;
  }
  return new Search(routes).from(labels);
}

class Search {
  readonly #routes: readonly (readonly Matcher[])[];
  #left = MAX_BRANCHES;

  constructor(routes: readonly (readonly Matcher[])[]) {
    this.#routes = routes;
  }

  from(labels: ReadonlyMap<string, Narrowed>): LeftOver {
    const taking = this.#routes.find((matchers) =>
      matchers.every(({ name, accepts }) => accepts(labels.get(name)?.value ?? '')),
    );
    if (taking === undefined)
      return { kind: 'some', labels: new Map([...labels].map(([name, { value }]) => [name, value])) };
    let kind: 'none' | 'unknown' = 'none';
    for (const matcher of taking) {
      if (this.#left-- <= 0) return { kind: 'unknown' };
      const next = narrow(labels, negation(matcher));
      const found = typeof next === 'string' ? ({ kind: next } as const) : this.from(next);
      if (found.kind === 'some') return found;
      if (found.kind === 'unknown') kind = 'unknown';
    }
    return { kind };
  }
}

function narrow(
  labels: ReadonlyMap<string, Narrowed>,
  matcher: Matcher,
): ReadonlyMap<string, Narrowed> | 'none' | 'unknown' {
  const known = labels.get(matcher.name);
  const matchers = [...(known?.matchers ?? []), matcher];
  if (matcher.accepts(known?.value ?? ''))
    return new Map(labels).set(matcher.name, { matchers, value: known?.value ?? '' });
  const found = valueFor(matchers);
  if (found.kind !== 'value') return found.kind;
  return new Map(labels).set(matcher.name, { matchers, value: found.value });
}
