import type { Matcher } from '../../routing/matchers/matcher.ts';
import { routeNode } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';
import { ancestry } from '../../routing/tree/build.ts';
import type { Route } from '../../routing/tree/route.ts';
import { leftOver } from '../../routing/tree/left-over.ts';
import { contradiction, impliesAll } from './matcher-sets.ts';

/** Why no alert whatever can reach a route. */
export type Shadow =
  /** A sibling before it takes everything that it would take. */
  | { readonly kind: 'taken'; readonly by: Route }
  /** Several siblings before it take everything together, each of them a part. */
  | { readonly kind: 'taken-together'; readonly by: readonly Route[] }
  /** Its matchers, or those of the routes above, exclude each other. */
  | { readonly kind: 'contradiction'; readonly matchers: readonly [Matcher, Matcher] };

/** Why a route is out of reach by the configuration alone; undefined: it is not, or that is not proved. */
export function shadowOf(route: Route, project: Project): Shadow | undefined {
  return project.once(judge, route);
}

function judge(project: Project, route: Route): Shadow | undefined {
  const { parent } = route;
  if (parent === undefined || !isReadWhole(route)) return undefined;
  const line = ancestry(route).flatMap(({ matchers }) => matchers);
  const matchers = contradiction(line);
  if (matchers !== undefined) return { kind: 'contradiction', matchers };
  const by = candidates(project.once(indexChildren, parent), line, route.index).find((sibling) =>
    impliesAll(line, sibling.matchers),
  );
  if (by !== undefined) return { kind: 'taken', by };
  const together = takenTogether(route, parent, line);
  return together.length === 0 ? undefined : { kind: 'taken-together', by: together };
}

/** Siblings that are looked at together: each further one is tried with every other. */
const MOST_TOGETHER = 60;

/** Siblings before a route that leave it no alert, each of which is needed for that; empty: one is left, or that is not known. */
function takenTogether(route: Route, parent: Route, line: readonly Matcher[]): readonly Route[] {
  const position = route.path.at(-1) ?? 0;
  if (position > MOST_TOGETHER) return [];
  const before = parent.routes
    .slice(0, position)
    .filter((sibling) => !sibling.continue && isReadWhole(sibling));
  if (before.length < 2) return [];
  const leavesNone = (siblings: readonly Route[]): boolean =>
    leftOver(
      line,
      siblings.map(({ matchers }) => matchers),
    ).kind === 'none';
  if (!leavesNone(before)) return [];
  return before.reduce<readonly Route[]>((needed, sibling) => {
    const fewer = needed.filter((other) => other !== sibling);
    return leavesNone(fewer) ? fewer : needed;
  }, before);
}

/** Siblings that are tried for a route by each of its values: a tree of 100,000 would take hours. */
const MOST_TRIED = 500;

/** The children before one that could take all that the matchers let through, in their order. */
function candidates(
  index: ReadonlyMap<string, readonly Route[]>,
  line: readonly Matcher[],
  before: number,
): Route[] {
  const keys = line.flatMap(({ name, values }) => (values?.size === 1 ? [keyOf(name, [...values][0]!)] : []));
  const found = ['', ...new Set(keys)].flatMap((key) => index.get(key)?.slice(0, MOST_TRIED) ?? []);
  return found.filter((route) => route.index < before).sort((a, b) => a.index - b.index);
}

/** Whether all its matchers could be read: one that could not would have kept alerts out. */
function isReadWhole(route: Route): boolean {
  return routeNode(route).matcherSources.every(({ matchers }) => matchers.length > 0);
}

/** Children that keep what they take, by one of their equality matchers; those without one are under "". */
function indexChildren(_: Project, parent: Route): Map<string, Route[]> {
  const index = new Map<string, Route[]>();
  for (const child of parent.routes) {
    if (child.continue || !isReadWhole(child)) continue;
    const equal = child.matchers.find(({ op }) => op === '=');
    const key = equal === undefined ? '' : keyOf(equal.name, equal.value);
    const list = index.get(key);
    if (list === undefined) index.set(key, [child]);
    else list.push(child);
  }
  return index;
}

function keyOf(name: string, value: string): string {
  return `${name}=${value}`;
}
