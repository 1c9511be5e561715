import type { Section } from './section.ts';
import type { AlertmanagerConfig, Receiver, RouteNode } from './types.ts';
import { NEWEST } from './version.ts';

/** An AlertmanagerConfig object that was read. */
export interface OperatorObject {
  /** `namespace/name`. */
  readonly key: string;
  readonly config: AlertmanagerConfig;
}

/**
 * The configuration that the operator writes of AlertmanagerConfig objects: their routes go before those of the base,
 * in the order of namespace and name, each with `continue`; receivers, inhibition rules and intervals are put together.
 * Of an object without a route only the inhibition rules count.
 *
 * @param base the configuration of the Alertmanager's Secret, or the object that is its alertmanagerConfiguration;
 *   undefined: absent, and the operator's own has one receiver `null`, which notifies nobody
 */
export function joinOperatorObjects(
  base: AlertmanagerConfig | undefined,
  objects: readonly OperatorObject[],
): AlertmanagerConfig {
  const sorted = [...objects].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const configs = sorted.map(({ config }) => config);
  const routed = configs.filter(({ route }) => route !== undefined);
  const [first] = configs;
  const root = base?.route ?? routed[0]?.route;
  // Below the root that is above each object's own route.
  const routes = routed.flatMap(({ route }) => route?.routes ?? []);
  const together = <T>(of: (config: AlertmanagerConfig) => readonly T[], from = routed): T[] => [
    ...(base === undefined ? [] : of(base)),
    ...from.flatMap(of),
  ];
  return {
    version: base?.version ?? first?.version ?? NEWEST,
    global: base?.global,
    route: root === undefined ? undefined : { ...root, routes: [...routes, ...(base?.route?.routes ?? [])] },
    receivers: [
      ...(base === undefined ? silentReceiver(root) : []),
      ...together(({ receivers }) => receivers),
    ],
    inhibitRules: together(({ inhibitRules }) => inhibitRules, configs),
    timeIntervals: together(({ timeIntervals }) => timeIntervals),
    templates: base?.templates ?? [],
  };
}

/** The receiver of the operator's own root, which no file holds. */
function silentReceiver(root: RouteNode | undefined): Receiver[] {
  const place = root?.routes[0]?.located.receiver;
  if (root?.receiver === undefined || place === undefined) return [];
  const { section, range, receiver: value } = root;
  return [{ name: { ...place, value }, section, range, integrations: [] }];
}

/** The root that the operator generates. */
export function rootAbove(route: RouteNode, spec: Section): RouteNode {
  return {
    section: spec,
    range: spec.node.range,
    matcherSources: [],
    located: { receiver: undefined, groupBy: [], muteTimeIntervals: [], activeTimeIntervals: [] },
    receiver: 'null',
    groupBy: undefined,
    matchers: [],
    continue: false,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes: [route],
  };
}
