import { child, entryOf } from '../../yaml/node.ts';
import type { MapNode, YamlNode } from '../../yaml/node.ts';

/** The text of a scalar; "" of everything else. */
export function scalarText(node: YamlNode | undefined): string {
  return node?.kind === 'scalar' ? node.text : '';
}

/** A rule beyond doubt: an expression, and what it is called. */
export function isRule(node: YamlNode): boolean {
  const has = (key: string): boolean => child(node, key) !== undefined;
  return has('expr') && (has('alert') || has('record'));
}

/** A rule without a group around it: Juju's charms keep one in a file, and put it into a group themselves. */
export function isLoneRule(root: YamlNode): root is MapNode {
  return (
    root.kind === 'map' &&
    isRule(root) &&
    scalarText(child(root, 'expr')).includes('%%juju_topology%%') &&
    entryOf(root, 'groups') === undefined
  );
}

/** A list of rules beyond doubt. */
export function isRuleList(node: YamlNode | undefined): boolean {
  return node?.kind === 'seq' && node.items.length > 0 && node.items.every(isRule);
}

/** A list of groups of which one holds a rule beyond doubt. */
export function isGroupList(node: YamlNode | undefined): boolean {
  return (
    node?.kind === 'seq' &&
    node.items.every(({ kind }) => kind === 'map') &&
    node.items.some((group) => {
      const rules = child(group, 'rules');
      return rules?.kind === 'seq' && rules.items.some(isRule);
    })
  );
}

/** A routing tree of Alertmanager, wherever it is: a Gateway has routes too, and none of them has a receiver. */
export function isRouteMap(node: YamlNode | undefined): boolean {
  if (node?.kind !== 'map') return false;
  const routes = child(node, 'routes');
  const isOwn = (key: string): boolean => child(node, key)?.kind === 'scalar';
  return (
    isOwn('receiver') ||
    (routes?.kind === 'seq' && routes.items.some((route) => child(route, 'receiver')?.kind === 'scalar')) ||
    (entryOf(node, 'group_by') !== undefined && isOwn('group_wait'))
  );
}

/** A list of receivers of Alertmanager: each has a name, and nothing but integrations beside it. */
export function isReceiverList(node: YamlNode | undefined): boolean {
  return (
    node?.kind === 'seq' &&
    node.items.length > 0 &&
    node.items.every(
      (item) =>
        item.kind === 'map' &&
        child(item, 'name')?.kind === 'scalar' &&
        item.entries.every(({ key }) => /^(?:name|labels)$|_configs?$/.test(key.text)),
    )
  );
}

/** A whole configuration of Alertmanager as a map among others. */
export function isWholeConfig(node: MapNode): boolean {
  return isRouteMap(child(node, 'route')) && isReceiverList(child(node, 'receivers'));
}
