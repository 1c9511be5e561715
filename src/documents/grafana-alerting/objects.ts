import { child, entryOf } from '../../yaml/node.ts';
import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import { itemsOf, textAt } from '../dashboard/index.ts';
import { syntheticScalar } from '../deployed/synthetic.ts';

/** Objects of the Grafana operator that hold alerting. */
const KINDS = [
  'GrafanaAlertRuleGroup',
  'GrafanaContactPoint',
  'GrafanaNotificationPolicy',
  'GrafanaMuteTiming',
];

/** Whether a document is an object of the Grafana operator that holds alerting. */
export function isGrafanaObject(root: MapNode): boolean {
  const group = textAt(root, 'apiVersion')?.value ?? '';
  return group.startsWith('grafana.integreatly.org/') && KINDS.includes(textAt(root, 'kind')?.value ?? '');
}

/** An object of the Grafana operator as the provisioning file that says the same; every value keeps its place. */
export function asProvisioned(root: MapNode): MapNode {
  const spec = child(root, 'spec');
  if (spec?.kind !== 'map') return { ...root, entries: [] };
  const name = textAt(spec, 'name')?.node ?? textAt(root, 'metadata', 'name')?.node;
  const list = (key: string, item: YamlNode | undefined): MapNode => {
    const items = item === undefined ? [] : [item];
    return { ...root, entries: [pair(key, { kind: 'seq', range: spec.range, items }, spec)] };
  };
  switch (textAt(root, 'kind')?.value) {
    case 'GrafanaAlertRuleGroup':
      return list('groups', ruleGroup(spec, name));
    case 'GrafanaContactPoint':
      return list('contactPoints', contactPoint(spec, name));
    case 'GrafanaMuteTiming':
      return list('muteTimes', named(spec, name));
    default:
      return list('policies', policy(child(spec, 'route')));
  }
}

function pair(key: string, value: YamlNode, near: YamlNode): MapEntry {
  return { key: syntheticScalar(key, { start: near.range.start, end: near.range.start }), value };
}

/** A map with the name, whoever says it. */
function named(spec: MapNode, name: ScalarNode | undefined): MapNode {
  const others = spec.entries.filter(({ key }) => key.text !== 'name');
  const own = entryOf(spec, 'name');
  if (own !== undefined || name === undefined) return spec;
  return { ...spec, entries: [pair('name', name, spec), ...others] };
}

function ruleGroup(spec: MapNode, name: ScalarNode | undefined): MapNode {
  const group = named(spec, name);
  const folder = textAt(spec, 'folderRef')?.node ?? textAt(spec, 'folderUID')?.node;
  const entries = group.entries.map((entry): MapEntry => {
    if (entry.key.text !== 'rules' || entry.value.kind !== 'seq') return entry;
    return { key: entry.key, value: { ...entry.value, items: entry.value.items.map(rule) } };
  });
  return { ...group, entries: folder === undefined ? entries : [...entries, pair('folder', folder, spec)] };
}

function rule(node: YamlNode): YamlNode {
  const settings = node.kind === 'map' ? entryOf(node, 'notificationSettings') : undefined;
  if (node.kind !== 'map' || settings === undefined) return node;
  const renamed = { ...settings, key: { ...settings.key, text: 'notification_settings' } };
  return { ...node, entries: [...node.entries.filter((entry) => entry !== settings), renamed] };
}

/** One integration beside the name, or a list of them (`receivers`); the operator makes a uid if absent. */
function contactPoint(spec: MapNode, name: ScalarNode | undefined): MapNode {
  const point = named(spec, name);
  const listed = itemsOf(spec, 'receivers');
  const own = entryOf(spec, 'type') === undefined ? [] : [spec];
  const items = [...own, ...listed].map((item): YamlNode => {
    if (item.kind !== 'map' || entryOf(item, 'uid') !== undefined) return item;
    return {
      ...item,
      entries: [...item.entries, pair('uid', name ?? syntheticScalar('uid', item.range), item)],
    };
  });
  const others = point.entries.filter(({ key }) => key.text === 'name');
  return {
    ...point,
    entries: [...others, pair('receivers', { kind: 'seq', range: spec.range, items }, spec)],
  };
}

const OBJECT_KEYS = new Set(['routeSelector', 'provenance']);

/** A route without what selects further routes; matchers that are objects become those of Alertmanager. */
function policy(route: YamlNode | undefined): YamlNode | undefined {
  if (route?.kind !== 'map') return route;
  const entries = route.entries.flatMap((entry): MapEntry[] => {
    const { key, value } = entry;
    if (OBJECT_KEYS.has(key.text)) return [];
    if (key.text === 'routes' && value.kind === 'seq')
      return [{ key, value: { ...value, items: value.items.flatMap((item) => policy(item) ?? []) } }];
    if (key.text !== 'matchers' || value.kind !== 'seq') return [entry];
    const items = value.items.map(matcherTriple);
    return [
      { key: { ...key, text: 'object_matchers', value: 'object_matchers' }, value: { ...value, items } },
    ];
  });
  return { ...route, entries };
}

/** `{name, value, isRegex, isEqual}` as `[name, op, value]`. */
function matcherTriple(item: YamlNode): YamlNode {
  if (item.kind !== 'map') return item;
  const is = (key: string): boolean => textAt(item, key)?.value === 'true';
  const isNegative = textAt(item, 'isEqual')?.value === 'false';
  const op = isNegative ? (is('isRegex') ? '!~' : '!=') : is('isRegex') ? '=~' : '=';
  const text = (key: string): YamlNode => textAt(item, key)?.node ?? syntheticScalar('', item.range);
  return {
    kind: 'seq',
    range: item.range,
    items: [text('name'), syntheticScalar(op, item.range), text('value')],
  };
}
