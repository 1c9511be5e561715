import { child, isNull } from '../../yaml/node.ts';
import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';

/** Lists of `{key, value}` that the operator writes as a map. */
const KEY_VALUES: ReadonlySet<string> = new Set(['details', 'headers', 'custom_fields']);

/** Names that do not follow from the rule. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['pagerDutyImageConfigs', 'images'],
  ['pagerDutyLinkConfigs', 'links'],
  ['urlSecret', 'url'],
]);

/**
 * An integration of an AlertmanagerConfig as the operator writes it into Alertmanager's configuration: `titleLink` is
 * `title_link`, a list of `{key, value}` a map. Values keep their places. References to Secrets stay what they are: no
 * file says what is in them.
 */
export function operatorFields(node: MapNode): MapNode {
  return translated(node, '');
}

function translated(node: MapNode, below: string): MapNode {
  const entries = node.entries.map(({ key, value }): MapEntry => {
    const name = nameOf(key.text, below);
    return { key: { ...key, text: name }, value: valueOf(name, value) };
  });
  return { kind: 'map', range: node.range, entries };
}

function nameOf(key: string, below: string): string {
  // The operator's own slip: the text of a link is under "alt".
  if (below === 'links' && key === 'alt') return 'text';
  return RENAMED.get(key) ?? key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

function valueOf(name: string, value: YamlNode): YamlNode {
  if (value.kind === 'seq') {
    if (KEY_VALUES.has(name))
      return { kind: 'map', range: value.range, entries: value.items.flatMap(pairOf) };
    const items = value.items.map((item) => (item.kind === 'map' ? translated(item, name) : item));
    return { kind: 'seq', range: value.range, items };
  }
  return value.kind === 'map' && !KEEPS_KEYS.has(name) ? translated(value, name) : value;
}

/** Maps whose keys are the user's own. */
const KEEPS_KEYS: ReadonlySet<string> = new Set(['attributes', ...KEY_VALUES]);

function pairOf(item: YamlNode): MapEntry[] {
  const [key, value] = [child(item, 'key'), child(item, 'value')];
  if (key?.kind !== 'scalar' || value === undefined || isNull(value)) return [];
  const name: ScalarNode = key;
  return [{ key: name, value }];
}
