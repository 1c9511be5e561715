import { posix } from 'node:path';
import { parseEmbedded } from '../../yaml/embedded.ts';
import { child } from '../../yaml/node.ts';
import type { MapEntry, MapNode, YamlNode } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';

/** A patch of an Alertmanager object as the part of the object that it sets; keys of `spec` that it removes. */
export interface AlertmanagerPatch {
  readonly object: MapNode;
  readonly removes: readonly string[];
}

/** What a kustomization patches of Alertmanager objects. */
export interface AlertmanagerPatches {
  readonly patches: readonly AlertmanagerPatch[];
  /** Files that contain only patches. */
  readonly files: readonly string[];
}

const KEYS = ['patches', 'patchesStrategicMerge', 'patchesJson6902'];

/** Whether a text can be a kustomization with patches. */
export function mayPatch(path: string, text: string): boolean {
  return /(?:^|\/)kustomization(?:\.ya?ml)?$/i.test(path) && /^[ \t]*patches\w*[ \t]*:/m.test(text);
}

/**
 * The patches that a kustomization makes to objects of the kind Alertmanager: merge patches and JSON patches, inline and
 * in files of their own.
 *
 * @param path of the kustomization
 * @param textOf the text of a file of the project
 */
export function alertmanagerPatches(
  path: string,
  text: string,
  textOf: (path: string) => string | undefined,
): AlertmanagerPatches {
  const root = parseYaml(text).documents[0]?.root;
  const patches: AlertmanagerPatch[] = [];
  const files: string[] = [];
  for (const key of KEYS) {
    const list = child(root, key);
    if (list?.kind !== 'seq') continue;
    for (const item of list.items) {
      const isAimed = textIn(child(child(item, 'target'), 'kind')) === 'Alertmanager';
      const file = textIn(item.kind === 'scalar' && !item.text.includes('\n') ? item : child(item, 'path'));
      const source = file === undefined ? undefined : posix.join(posix.dirname(path), file);
      if (source !== undefined) files.push(source);
      for (const node of source === undefined ? inline(item, text) : documents(textOf(source) ?? ''))
        patches.push(...asPatch(node, isAimed));
    }
  }
  return { patches, files };
}

function inline(item: YamlNode, source: string): readonly YamlNode[] {
  const patch = item.kind === 'scalar' ? item : child(item, 'patch');
  if (patch?.kind !== 'scalar') return patch === undefined ? [] : [patch];
  return parseEmbedded(patch, source).documents.flatMap(({ root }) => root ?? []);
}

function documents(text: string): readonly YamlNode[] {
  return parseYaml(text).documents.flatMap(({ root }) => root ?? []);
}

function asPatch(node: YamlNode, isAimed: boolean): readonly AlertmanagerPatch[] {
  if (node.kind === 'map') {
    const isOurs = isAimed || textIn(child(node, 'kind')) === 'Alertmanager';
    return isOurs ? [{ object: node, removes: [] }] : [];
  }
  return node.kind === 'seq' && isAimed ? [fromOperations(node.items, node.range)] : [];
}

/** The operations of RFC 6902 that set or remove something, as a map with what they set. */
function fromOperations(items: readonly YamlNode[], range: MapNode['range']): AlertmanagerPatch {
  let object: MapNode = { kind: 'map', range, entries: [] };
  const removes: string[] = [];
  for (const item of items) {
    const path = child(item, 'path');
    const keys = textIn(path)?.split('/').slice(1).map(unescaped) ?? [];
    const value = child(item, 'value');
    const op = textIn(child(item, 'op'));
    if (op === 'remove' && keys[0] === 'spec' && keys[1] !== undefined) removes.push(keys[1]);
    if ((op === 'add' || op === 'replace') && value !== undefined && path?.kind === 'scalar')
      object = withValue(object, keys, value, { ...path });
  }
  return { object, removes };
}

/** A map with a value set below it; the last one of several counts. */
function withValue(
  map: MapNode,
  [key, ...rest]: readonly string[],
  value: YamlNode,
  from: MapEntry['key'],
): MapNode {
  if (key === undefined) return map;
  const below = child(map, key);
  const inner: MapNode = below?.kind === 'map' ? below : { kind: 'map', range: value.range, entries: [] };
  const entry: MapEntry = {
    key: { ...from, value: key, text: key },
    value: rest.length === 0 ? value : withValue(inner, rest, value, from),
  };
  return { ...map, entries: [...map.entries.filter((one) => one.key.text !== key), entry] };
}

function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

function textIn(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.text !== '' ? node.text : undefined;
}
