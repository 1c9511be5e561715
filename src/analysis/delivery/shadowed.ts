import type { Matcher } from '../../routing/matchers/matcher.ts';
import type { Project } from '../../project/project.ts';
import { ancestry } from '../../routing/tree/build.ts';
import type { Route } from '../../routing/tree/route.ts';
import { contradiction, impliesAll } from './matcher-sets.ts';

/** Why no alert whatever can reach a route. */
export type Shadow =
  /** A sibling before it takes everything that it would take. */
  | { readonly kind: 'taken'; readonly by: Route }
  /** Its matchers, or those of the routes above, exclude each other. */
  | { readonly kind: 'contradiction'; readonly matchers: readonly [Matcher, Matcher] };

/** Why a route is out of reach by the configuration alone; undefined: it is not, or that is not proved. */
export function shadowOf(route: Route, project: Project): Shadow | undefined {
  return project.once(judge, route);
}

function judge(project: Project, route: Route): Shadow | undefined {
  const { parent } = route;
  if (parent === undefined) return undefined;
  const line = ancestry(route).flatMap(({ matchers }) => matchers);
  const matchers = contradiction(line);
  if (matchers !== undefined) return { kind: 'contradiction', matchers };
  const by = candidates(project.once(indexChildren, parent), line, route.index).find((sibling) =>
    impliesAll(line, sibling.matchers),
  );
  return by === undefined ? undefined : { kind: 'taken', by };
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

/** Children that keep what they take, by one of their equality matchers; those without one are under "". */
function indexChildren(_: Project, parent: Route): Map<string, Route[]> {
  const index = new Map<string, Route[]>();
  for (const child of parent.routes) {
    if (child.continue) continue;
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
