import { child } from '../../yaml/node.ts';
import type { MapEntry, YamlNode } from '../../yaml/node.ts';
import type { Located } from '../fields.ts';

/** The items of a list below a key; none where there is no list. */
export function itemsOf(node: YamlNode | undefined, key: string): readonly YamlNode[] {
  const list = child(node, key);
  return list?.kind === 'seq' ? list.items : [];
}

/** The entries of a map; empty if the node is not a map. */
export function entriesOf(node: YamlNode | undefined): readonly MapEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The value below a path of keys. */
export function below(node: YamlNode | undefined, ...path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((at, key) => child(at, key), node);
}

/** A text that is not empty, with its place. */
export function textAt(node: YamlNode | undefined, ...path: readonly string[]): Located<string> | undefined {
  const scalar = below(node, ...path);
  return scalar?.kind === 'scalar' && scalar.text !== ''
    ? { value: scalar.text, range: scalar.range, node: scalar }
    : undefined;
}

/** A number, with its place. */
export function numberAt(
  node: YamlNode | undefined,
  ...path: readonly string[]
): Located<number> | undefined {
  const scalar = below(node, ...path);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'number'
    ? { value: scalar.value, range: scalar.range, node: scalar }
    : undefined;
}

/** Whether a flag is set. */
export function isTrue(node: YamlNode | undefined, key: string): boolean {
  const scalar = child(node, key);
  return scalar?.kind === 'scalar' && scalar.value === true;
}
