import type { Range } from '../../source/range.ts';
import { entryOf, isNull } from '../../yaml/node.ts';
import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';

/** Values that a program knows rather than a file. */
export type Plain = string | readonly Plain[] | { readonly [key: string]: Plain };

/** A scalar that nobody wrote, with the place that stands for it. */
export function syntheticScalar(text: string, range: Range): ScalarNode {
  return { kind: 'scalar', range, value: text, text, style: 'plain', offsets: () => constant(text, range) };
}

/** Nodes for values that nobody wrote; every range is the given one. */
function syntheticNode(value: Plain, range: Range): YamlNode {
  if (typeof value === 'string') return syntheticScalar(value, range);
  if (isList(value)) return { kind: 'seq', range, items: value.map((item) => syntheticNode(item, range)) };
  const entries = Object.entries(value).map(([key, of]) => syntheticEntry(key, of, range));
  return { kind: 'map', range, entries };
}

function syntheticEntry(key: string, value: Plain, range: Range): MapEntry {
  return { key: syntheticScalar(key, range), value: syntheticNode(value, range) };
}

/**
 * Values over the defaults of a chart as Helm puts them together: maps are joined key by key, everything else (lists
 * too) replaces what the chart has, and `null` takes it away.
 */
export function overDefaults(
  values: MapNode,
  defaults: { readonly [key: string]: Plain },
  range: Range,
): MapNode {
  const added: MapEntry[] = [];
  const joined = new Map<string, MapNode>();
  for (const [key, value] of Object.entries(defaults)) {
    const own = entryOf(values, key)?.value;
    if (own === undefined) added.push(syntheticEntry(key, value, range));
    else if (own.kind === 'map' && typeof value !== 'string' && !isList(value))
      joined.set(key, overDefaults(own, value, range));
  }
  const kept = values.entries
    .filter(({ key, value }) => !(isNull(value) && Object.hasOwn(defaults, key.text)))
    .map((entry) => ({ key: entry.key, value: joined.get(entry.key.text) ?? entry.value }));
  return { kind: 'map', range: values.range, entries: [...kept, ...added] };
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function constant(text: string, { start }: Range): Uint32Array {
  return new Uint32Array(text.length + 1).fill(start);
}
