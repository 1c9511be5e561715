import { printMatcher } from '../../routing/matchers/print.ts';
import type { Route, RouteTree } from '../../routing/tree/route.ts';

/** The keys of a route that decide where an alert goes. */
interface RouteText {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly continue?: true;
  readonly routes?: readonly RouteText[];
}

/**
 * A configuration that routes as a tree does, for amtool where no file of its own holds it: AlertmanagerConfig objects,
 * or a configuration inside a Secret. JSON, which is YAML; receivers have no integrations.
 */
export function amtoolConfig({ root, routes }: RouteTree): string {
  const receivers = [...new Set(routes.map(({ settings }) => settings.receiver))];
  return JSON.stringify({ route: routeText(root), receivers: receivers.map((name) => ({ name })) });
}

function routeText({ settings, matchers, continue: goesOn, routes }: Route): RouteText {
  return {
    receiver: settings.receiver,
    ...(matchers.length === 0 ? {} : { matchers: matchers.map(printMatcher) }),
    ...(goesOn ? { continue: true } : {}),
    ...(routes.length === 0 ? {} : { routes: routes.map(routeText) }),
  };
}
