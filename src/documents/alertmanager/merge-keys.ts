import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';

/** Lists of matchers: what a merge key brings and what is written in the map itself are added up. */
const MATCHERS = new Set(['matchers', 'source_matchers', 'target_matchers']);

/** Fields that are maps of the user's keys; they are filled key by key from all the places. */
const MAPS = new Set(
  `match match_re source_match source_match_re target_match target_match_re headers details custom_fields attributes
  labels fields endpoint_params proxy_connect_header claims http_headers`.split(/\s+/),
);

/**
 * A document as the YAML library of Alertmanager (version 2, where Prometheus has 3) reads its merge keys (`<<`): in
 * the order of the file, so that a merge key overrides what is before it; and into what is there already, so that
 * a route with `<<: *other` and `matchers` of its own has the matchers of both.
 */
export function withMergeKeys(root: YamlNode): YamlNode {
  const done = new Map<YamlNode, YamlNode>();
  const convert = (node: YamlNode): YamlNode => {
    if (node.kind === 'scalar') return node;
    const known = done.get(node);
    if (known !== undefined) return known;
    const result: YamlNode =
      node.kind === 'seq'
        ? { ...node, items: node.items.map(convert) }
        : { ...node, entries: combine(node).map(({ key, value }) => ({ key, value: convert(value) })) };
    done.set(node, result);
    return result;
  };
  return convert(root);
}

/** The keys that are written in a map itself. */
export function ownKeys({ entries, written }: MapNode): ReadonlySet<ScalarNode> {
  const own = written?.flatMap((item) => ('merge' in item ? [] : [item])) ?? entries;
  return new Set(own.map(({ key }) => key));
}

/** Own and merged entries of a map, in the order in which they are decoded. */
function inOrder({ entries, written }: MapNode): readonly MapEntry[] {
  return written?.flatMap((item) => ('merge' in item ? item.merge.flatMap(inOrder) : [item])) ?? entries;
}

/** Joins the values of the fields that are added up; of the others all entries stay, and the last one counts. */
function combine(map: MapNode): readonly MapEntry[] {
  if (map.written === undefined) return map.entries;
  const own = ownKeys(map);
  const result: MapEntry[] = [];
  for (const entry of inOrder(map)) {
    const { key, value } = entry;
    const i = result.findIndex((earlier) => earlier.key.text === key.text);
    // The same key twice in the map itself is a fault, not a merge.
    const twice = i >= 0 && own.has(result[i]!.key) && own.has(key);
    const joined = i < 0 || twice ? undefined : join(key.text, result[i]!.value, value);
    if (joined === undefined) result.push(entry);
    else result[i] = { key, value: joined };
  }
  return result;
}

function join(key: string, earlier: YamlNode, later: YamlNode): YamlNode | undefined {
  if (MATCHERS.has(key) && earlier.kind === 'seq' && later.kind === 'seq')
    return { ...later, items: [...earlier.items, ...later.items] };
  if (MAPS.has(key) && earlier.kind === 'map' && later.kind === 'map')
    return { kind: 'map', range: later.range, entries: [...inOrder(earlier), ...inOrder(later)] };
  return undefined;
}
