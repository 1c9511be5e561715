import { compileMatcher } from '../../routing/matchers/matcher.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import type { Range } from '../../source/range.ts';
import { child, entryOf } from '../../yaml/node.ts';
import type { MapNode, YamlNode } from '../../yaml/node.ts';
import type { Located } from '../fields.ts';
import { decodeAlertmanager } from './decode.ts';
import type { DecodeOptions } from './decode.ts';
import type { AlertmanagerIssue } from './issue.ts';
import { rootAbove } from './operator-join.ts';
import { CONFIG } from './schema/config.ts';
import { Section } from './section.ts';
import type { AlertmanagerConfig, DecodeResult, RouteNode } from './types.ts';

/** Where the VictoriaMetrics operator puts a VMAlertmanagerConfig object. */
export interface VictoriaOwner {
  readonly namespace: string;
  readonly name: string;
  /** Whether only alerts of the namespace are taken (VMAlertmanager's `disableNamespaceMatcher` is off). */
  readonly isEnforced: boolean;
}

/**
 * Reads a VMAlertmanagerConfig object as the VictoriaMetrics operator does: its spec has Alertmanager's own keys, names
 * become `namespace-object-name`, the route takes alerts of the object's namespace and continues. The keys of integrations
 * are the operator's (`url_secret`), so nothing is said of them.
 */
export function decodeVictoriaConfig(
  root: YamlNode,
  source: string,
  owner: VictoriaOwner,
  options: DecodeOptions,
): DecodeResult {
  const spec = child(root, 'spec');
  const empty: MapNode = { kind: 'map', range: root.range, entries: [] };
  const node: MapNode = spec?.kind === 'map' ? spec : empty;
  const { config, issues } = decodeAlertmanager(node, source, options);
  const receivers = entryOf(node, 'receivers')?.value.range;
  return { config: owned(config, node, owner), issues: issues.filter((issue) => isJudged(issue, receivers)) };
}

/** The known faults of this operator, too. */
function isJudged({ code, range }: AlertmanagerIssue, receivers: Range | undefined): boolean {
  if (code === 'no-route') return false;
  // The namespace is added to what the object says.
  if (code === 'root-matchers' || code === 'root-continue' || code === 'root-intervals') return false;
  const isInReceivers =
    receivers !== undefined && receivers.start <= range.start && range.end <= receivers.end;
  return !isInReceivers || code === 'duplicate-receiver';
}

function owned(config: AlertmanagerConfig, spec: MapNode, owner: VictoriaOwner): AlertmanagerConfig {
  const prefix = `${owner.namespace}-${owner.name}-`;
  const named = (text: Located<string>): Located<string> => ({ ...text, value: prefix + text.value });
  const own: readonly Matcher[] = owner.isEnforced
    ? [compileMatcher({ name: 'namespace', op: '=', value: owner.namespace })]
    : [];
  const { route } = config;
  return {
    ...config,
    route:
      route === undefined
        ? undefined
        : rootAbove(
            { ...prefixed(route, prefix, named), matchers: [...route.matchers, ...own], continue: true },
            new Section(spec, CONFIG),
          ),
    receivers: config.receivers.map((receiver) => ({ ...receiver, name: named(receiver.name) })),
    timeIntervals: config.timeIntervals.map((interval) => ({ ...interval, name: named(interval.name) })),
    inhibitRules: config.inhibitRules.map((rule) => ({
      ...rule,
      sourceMatchers: [...rule.sourceMatchers, ...own],
      targetMatchers: [...rule.targetMatchers, ...own],
    })),
  };
}

function prefixed(
  route: RouteNode,
  prefix: string,
  named: (text: Located<string>) => Located<string>,
): RouteNode {
  const { located } = route;
  const add = (names: readonly string[] | undefined): string[] => (names ?? []).map((name) => prefix + name);
  return {
    ...route,
    receiver: route.receiver === undefined ? undefined : prefix + route.receiver,
    muteTimeIntervals: add(route.muteTimeIntervals),
    activeTimeIntervals: add(route.activeTimeIntervals),
    located: {
      ...located,
      receiver: located.receiver === undefined ? undefined : named(located.receiver),
      muteTimeIntervals: located.muteTimeIntervals.map(named),
      activeTimeIntervals: located.activeTimeIntervals.map(named),
    },
    routes: route.routes.map((child) => prefixed(child, prefix, named)),
  };
}
