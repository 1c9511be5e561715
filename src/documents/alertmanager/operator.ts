import type { AlertmanagerSettings } from '../../config/types.ts';
import { compileMatcher } from '../../routing/matchers/matcher.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { Located } from '../fields.ts';
import { checkSection } from './check-value.ts';
import type { DecodeContext } from './context.ts';
import { Report } from './issue.ts';
import { rootAbove } from './operator-join.ts';
import type { CrdVersion } from './operator-crd.ts';
import { readOperatorIntervals } from './operator-intervals.ts';
import { readOperatorMatchers } from './operator-matchers.ts';
import { readOperatorReceivers } from './operator-receivers.ts';
import { PRUNED, withRefusers } from './operator-refusal.ts';
import { checkReferences } from './references.ts';
import { checkGroupBy, checkNotZero } from './route.ts';
import { OPERATOR_INHIBIT, OPERATOR_ROUTE, OPERATOR_SPEC } from './schema/operator.ts';
import { Section } from './section.ts';
import type { AlertmanagerConfig, DecodeResult, InhibitRuleNode, RouteNode } from './types.ts';
import { NEWEST } from './version.ts';
import type { Owner } from './operator-owner.ts';

/** `namespace` is also that of an object that does not say its own: where it will be applied. Default `default`. */
export type OperatorOptions = AlertmanagerSettings;

/**
 * Reads a Kubernetes AlertmanagerConfig object as the Prometheus operator does: names of receivers and time
 * intervals become `namespace/object/name`, the route only takes alerts of the object's namespace and always
 * continues, and it hangs below a root whose receiver `null` notifies nobody.
 *
 * @param root the object
 * @param source the text of the file that it was read from
 */
export function decodeOperatorConfig(
  root: YamlNode,
  source: string,
  options: OperatorOptions = {},
): DecodeResult {
  const report = new Report(source);
  const context: DecodeContext = {
    version: options.version ?? NEWEST,
    report,
    templateFault: () => undefined,
  };
  const { namespace, name } = identityOf(root, options);
  const isBase = name === options.baseObject && namespace === (options.namespace ?? 'default');
  const owner: Owner = {
    prefix: `${namespace}/${name}/`,
    namespace: !isBase && isEnforced(namespace, options) ? namespace : undefined,
    version: /\/v1beta1$/.test(textOf(child(root, 'apiVersion')) ?? '') ? 'v1beta1' : 'v1alpha1',
    isBase,
  };
  const node = child(root, 'spec') ?? { kind: 'map', range: root.range, entries: [] };
  const spec = checkSection(node, OPERATOR_SPEC, context) ?? emptySection(node);
  checkVersionKeys(spec, owner.version, report);
  const config = readSpec(spec, owner, context);
  checkReferences(config, report, OTHER_VERSION[owner.version][1]);
  const issues = withRefusers(report.issues, spec);
  return { config, issues: issues.sort((a, b) => a.range.start - b.range.start) };
}

/** Keys that only one of the versions has. */
const OTHER_VERSION: Readonly<Record<CrdVersion, readonly [wrong: string, right: string]>> = {
  v1alpha1: ['timeIntervals', 'muteTimeIntervals'],
  v1beta1: ['muteTimeIntervals', 'timeIntervals'],
};

function checkVersionKeys(spec: Section, version: CrdVersion, report: Report): void {
  const [wrong, right] = OTHER_VERSION[version];
  const key = spec.entry(wrong)?.key;
  if (key === undefined) return;
  report.error(
    'unknown-key',
    key.range,
    `the spec of an AlertmanagerConfig of ${version} has no field "${wrong}"`,
    {
      why: PRUNED,
      help: `use ${right}`,
    },
  );
}

/** `namespace/name` of an AlertmanagerConfig object. */
export function operatorObjectKey(root: YamlNode, options: OperatorOptions = {}): string {
  const { namespace, name } = identityOf(root, options);
  return `${namespace}/${name}`;
}

function identityOf(root: YamlNode, options: OperatorOptions): { namespace: string; name: string } {
  const metadata = child(root, 'metadata');
  return {
    namespace: textOf(child(metadata, 'namespace')) ?? options.namespace ?? 'default',
    name: textOf(child(metadata, 'name')) ?? '',
  };
}

/** Whether the operator lets the object have alerts of its namespace only. */
function isEnforced(namespace: string, { matcherStrategy, namespace: own }: OperatorOptions): boolean {
  switch (matcherStrategy) {
    case 'None':
      return false;
    case 'OnNamespaceExceptForAlertmanagerNamespace':
      return namespace !== own;
    case 'OnNamespace':
    case undefined:
      return true;
  }
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.text !== '' ? node.text : undefined;
}

function emptySection(node: YamlNode): Section {
  return new Section({ kind: 'map', range: node.range, entries: [] }, OPERATOR_SPEC);
}

function readSpec(spec: Section, owner: Owner, context: DecodeContext): AlertmanagerConfig {
  const route = spec.section('route');
  if (route !== undefined && !route.isSet('receiver')) {
    context.report.error(
      'root-receiver',
      route.anchor,
      'the route of an AlertmanagerConfig has no receiver',
      { help: 'add "receiver"' },
    );
  }
  return {
    version: context.version,
    global: undefined,
    route: route === undefined ? undefined : readTop(route, spec, owner, context),
    ...(owner.isBase ? { isBase: true } : {}),
    receivers: readOperatorReceivers(spec, owner, owner.version, context.report),
    inhibitRules: spec
      .items('inhibitRules')
      .flatMap((item) =>
        item.kind === 'map' ? [readInhibitRule(new Section(item, OPERATOR_INHIBIT), owner, context)] : [],
      ),
    timeIntervals: readOperatorIntervals(spec, owner, context.report),
    templates: [],
  };
}

function readTop(route: Section, spec: Section, owner: Owner, context: DecodeContext): RouteNode {
  if (!owner.isBase) return rootAbove(readRoute(route, owner, context, true), spec);
  for (const key of ['matchers', 'continue', 'muteTimeIntervals', 'activeTimeIntervals']) {
    const entry = route.entry(key);
    if (
      entry === undefined ||
      (key === 'continue' ? route.bool(key) !== true : route.items(key).length === 0)
    )
      continue;
    const code =
      key === 'matchers' ? 'root-matchers' : key === 'continue' ? 'root-continue' : 'root-intervals';
    context.report.error(code, entry.key.range, `the root route cannot have "${key}"`, {
      why: 'this object is the base of the Alertmanager: its route matches every alert',
      help: 'move it to a child route',
    });
  }
  return readRoute(route, owner, context, false);
}

function namespaceMatcher(owner: Owner): Matcher[] {
  if (owner.namespace === undefined) return [];
  return [compileMatcher({ name: 'namespace', op: '=', value: owner.namespace })];
}

function readRoute(section: Section, owner: Owner, context: DecodeContext, top: boolean): RouteNode {
  const { report, version } = context;
  const matcherSources = readOperatorMatchers(section, 'matchers', report);
  const groupBy = section.texts('groupBy');
  checkGroupBy(groupBy, version, report);
  for (const key of ['groupInterval', 'repeatInterval']) checkNotZero(section, key, report);
  const prefixed = (text: Located<string>): Located<string> => ({
    ...text,
    value: owner.prefix + text.value,
  });
  const receiver = section.text('receiver');
  const located = {
    receiver: receiver === undefined ? undefined : prefixed(receiver),
    groupBy,
    muteTimeIntervals: section.texts('muteTimeIntervals').map(prefixed),
    activeTimeIntervals: section.texts('activeTimeIntervals').map(prefixed),
  };
  return {
    section,
    range: section.node.range,
    matcherSources,
    located,
    receiver: located.receiver?.value,
    // An empty list does not survive the operator's own marshalling.
    groupBy: groupBy.length === 0 ? undefined : groupBy.map((label) => label.value),
    matchers: [
      ...matcherSources.flatMap((source) => source.matchers),
      ...(top ? namespaceMatcher(owner) : []),
    ],
    continue: top || (section.bool('continue') ?? false),
    groupWaitMs: section.durationMs('groupWait'),
    groupIntervalMs: section.durationMs('groupInterval'),
    repeatIntervalMs: section.durationMs('repeatInterval'),
    muteTimeIntervals: located.muteTimeIntervals.map((name) => name.value),
    activeTimeIntervals: located.activeTimeIntervals.map((name) => name.value),
    routes: section.items('routes').flatMap((item) => {
      const child = checkSection(item, OPERATOR_ROUTE, context);
      return child === undefined ? [] : [readRoute(child, owner, context, false)];
    }),
  };
}

function readInhibitRule(section: Section, owner: Owner, context: DecodeContext): InhibitRuleNode {
  const sources = readOperatorMatchers(section, 'sourceMatch', context.report);
  const targets = readOperatorMatchers(section, 'targetMatch', context.report);
  const equalLabels = section.texts('equal');
  return {
    section,
    range: section.node.range,
    name: undefined,
    sources,
    targets,
    equalLabels,
    sourceMatchers: [...sources.flatMap((source) => source.matchers), ...namespaceMatcher(owner)],
    targetMatchers: [...targets.flatMap((target) => target.matchers), ...namespaceMatcher(owner)],
    equal: equalLabels.map((label) => label.value),
  };
}
