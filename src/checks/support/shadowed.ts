import type { Matcher } from '../../routing/matchers/matcher.ts';
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
export function shadowOf(route: Route): Shadow | undefined {
  const { parent } = route;
  if (parent === undefined) return undefined;
  const line = ancestry(route).flatMap(({ matchers }) => matchers);
  const matchers = contradiction(line);
  if (matchers !== undefined) return { kind: 'contradiction', matchers };
  for (const sibling of parent.routes) {
    if (sibling === route) return undefined;
    if (!sibling.continue && impliesAll(line, sibling.matchers)) return { kind: 'taken', by: sibling };
  }
  return undefined;
}
