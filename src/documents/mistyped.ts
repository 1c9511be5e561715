import { didYouMean } from '../util/did-you-mean.ts';
import { entryOf } from '../yaml/node.ts';
import type { MapNode, YamlNode } from '../yaml/node.ts';
import { CONFIG } from './alertmanager/schema/config.ts';
import { isGroupList, isReceiverList, isRouteMap } from './deployed/shapes.ts';

/** A kind of document, and the top-level key by which it is known. */
interface Mark {
  readonly kind: 'rules' | 'alertmanager';
  readonly key: string;
  readonly isValue: (value: YamlNode) => boolean;
  /** What must be true of the document beside it. */
  readonly isBeside: (root: MapNode) => boolean;
}

const CONFIG_KEYS: ReadonlySet<string> = new Set(Object.keys(CONFIG.fields));

const MARKS: readonly Mark[] = [
  { kind: 'rules', key: 'groups', isValue: isGroupList, isBeside: () => true },
  { kind: 'alertmanager', key: 'route', isValue: isRouteMap, isBeside: isConfigBeside },
  { kind: 'alertmanager', key: 'receivers', isValue: isReceiverList, isBeside: hasInhibition },
];

/**
 * What a document was meant to be whose top-level key is mistyped (`rout:`, `group:`), if its content leaves no doubt: the
 * program that loads it refuses it, and so must we, instead of passing it over.
 */
export function mistypedKind(root: MapNode): Mark['kind'] | undefined {
  if (entryOf(root, 'apiVersion') !== undefined) return undefined;
  for (const { kind, key, isValue, isBeside } of MARKS) {
    if (entryOf(root, key) !== undefined) continue;
    for (const entry of root.entries) {
      const isMeant = didYouMean(entry.key.text, [key]) !== undefined && isValue(entry.value);
      if (isMeant && isBeside(root)) return kind;
    }
  }
  return undefined;
}

/** Receivers, or nothing but keys of a configuration: a lone route may be of something else. */
function isConfigBeside(root: MapNode): boolean {
  const known = root.entries.filter(({ key }) => CONFIG_KEYS.has(key.text)).length;
  return (
    root.entries.some(({ value }) => isReceiverList(value)) || (known > 0 && known >= root.entries.length - 1)
  );
}

function hasInhibition(root: MapNode): boolean {
  return entryOf(root, 'inhibit_rules') !== undefined || entryOf(root, 'time_intervals') !== undefined;
}
