import type { Range } from '../source/range.ts';
import { nodeAt } from './layers.ts';
import type { ConfigLayer } from './layers.ts';

/** A file or package that a configuration names. */
export interface Named {
  readonly reference: string;
  readonly range: Range;
}

/** What a key names that takes one name or a list of them, in order. */
export function namedIn({ raw, root }: ConfigLayer, key: 'extends' | 'plugins'): readonly Named[] {
  const given = raw[key];
  if (given === undefined) return [];
  const node = nodeAt(root, [key]);
  const range = node?.range ?? { start: 0, end: 0 };
  if (typeof given === 'string') return [{ reference: given, range }];
  return given.map((reference, index) => ({
    reference,
    range: nodeAt(node, [String(index)])?.range ?? range,
  }));
}
