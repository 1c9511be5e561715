import type { Range } from '../source/range.ts';
import type { MapEntry, ScalarNode, YamlNode } from './node.ts';
import { scalarOffsets } from './offsets.ts';
import { parseYaml } from './parse.ts';
import type { YamlParseResult } from './parse.ts';

/**
 * Parses a text that is the value of a scalar (a file inside a ConfigMap). Every range points into the outer source,
 * also through quotes, escapes and the indentation of block scalars, down to the characters of inner scalars.
 *
 * @param source the text that `outer` was read from
 */
export function parseEmbedded(outer: ScalarNode, source: string): YamlParseResult {
  const parsed = parseYaml(outer.text);
  const mapper = new Mapper(outer, source);
  return {
    documents: parsed.documents.map(({ root }) => ({
      root: root === undefined ? undefined : mapper.node(root),
    })),
    issues: parsed.issues.map((issue) => ({ ...issue, range: mapper.range(issue.range) })),
  };
}

class Mapper {
  readonly #text: string;
  readonly #offsets: Uint32Array;
  /** Aliases share nodes, and so do their counterparts. */
  readonly #done = new Map<YamlNode, YamlNode>();

  constructor(outer: ScalarNode, source: string) {
    this.#text = outer.text;
    this.#offsets = scalarOffsets(outer, source);
  }

  range({ start, end }: Range): Range {
    const from = this.#at(start);
    return { start: from, end: end > start ? Math.max(from, this.#at(end - 1) + 1) : from };
  }

  node(node: YamlNode): YamlNode {
    let mapped = this.#done.get(node);
    if (mapped === undefined) this.#done.set(node, (mapped = this.#map(node)));
    return mapped;
  }

  #map(node: YamlNode): YamlNode {
    const range = this.range(node.range);
    if (node.kind === 'scalar') return this.#scalar(node);
    if (node.kind === 'seq') return { kind: 'seq', range, items: node.items.map((item) => this.node(item)) };
    const entry = ({ key, value }: MapEntry): MapEntry => ({
      key: this.#scalar(key),
      value: this.node(value),
    });
    return { kind: 'map', range, entries: node.entries.map(entry) };
  }

  #scalar(node: ScalarNode): ScalarNode {
    const offsets = (): Uint32Array => scalarOffsets(node, this.#text).map((offset) => this.#at(offset));
    return { ...node, range: this.range(node.range), offsets };
  }

  #at(offset: number): number {
    return this.#offsets[Math.min(offset, this.#offsets.length - 1)]!;
  }
}
