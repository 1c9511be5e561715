import type { RouteNode } from '../../documents/alertmanager/types.ts';
import type { Range } from '../../source/range.ts';

/** Where to point for what a route takes: the key of its matchers, or its first key. */
export function matchersPlace({ section }: RouteNode): Range {
  for (const key of ['matchers', 'match', 'match_re']) {
    const entry = section.entry(key);
    if (entry !== undefined) return entry.key.range;
  }
  return section.anchor;
}

/** The value of a key of a route, in the spelling of the file or of the operator's object. */
export function settingPlace({ section }: RouteNode, ...keys: readonly string[]): Range | undefined {
  for (const key of keys) {
    const value = section.value(key);
    if (value !== undefined) return value.range;
  }
  return undefined;
}
