import type { Range } from '../source/range.ts';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarNode {
  readonly kind: 'scalar';
  /** From the first to the last character of the value as written, quotes included; for block scalars from `|` on. */
  readonly range: Range;
  /** What the YAML 1.2 core schema makes of it. */
  readonly value: string | number | boolean | null;
  /** The value as a string: what a Go program that decodes into a string sees (`"1"` for `1`, "" for null). */
  readonly text: string;
  readonly style: ScalarStyle;
  /** An explicit tag, `!!str` say. */
  readonly tag?: string;
  /** Of a scalar in a text that is itself the value of a scalar: where its characters stand in the outer source. */
  readonly offsets?: () => Uint32Array;
  /** The source holds the text in this encoding: none of its characters can be replaced there. */
  readonly encoding?: 'base64';
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: YamlNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly range: Range;
  /** In source order; merge keys (`<<`) are expanded; a key written twice is there twice. */
  readonly entries: readonly MapEntry[];
  /** Where there are merge keys: the own entries, and between them what each merge key brings. */
  readonly written?: readonly (MapEntry | Merge)[];
}

/** A merge key (`<<`) of a map. */
export interface Merge {
  /** The maps that it names; later ones override. */
  readonly merge: readonly MapNode[];
}

export interface SeqNode {
  readonly kind: 'seq';
  readonly range: Range;
  readonly items: readonly YamlNode[];
}

export type YamlNode = ScalarNode | MapNode | SeqNode;

/** The entry of a key: the last one, where a key is written twice. */
export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  for (let i = map.entries.length - 1; i >= 0; i--) {
    const entry = map.entries[i]!;
    if (entry.key.text === key) return entry;
  }
  return undefined;
}

/** The value of a key, where `node` is a map that has it. */
export function child(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === 'map' ? entryOf(node, key)?.value : undefined;
}

/** A null scalar: what an empty value (`key:`) is. */
export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** What people call a node's type in messages: "a list", "a map", "a string", ... */
export function describeType(node: YamlNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'seq') return 'a list';
  if (node.value === null) return 'empty';
  if (typeof node.value === 'string') return 'a string';
  return typeof node.value === 'number' ? 'a number' : 'a boolean';
}

export interface YamlDocument {
  /** undefined: an empty document. */
  readonly root: YamlNode | undefined;
}
