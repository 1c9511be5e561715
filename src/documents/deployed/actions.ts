import type { ScalarNode } from '../../yaml/node.ts';
import { scalarOffsets } from '../../yaml/offsets.ts';
import { replaceBetween } from '../../util/between.ts';

/**
 * A text whose template actions (`{{ .password }}`) are replaced by placeholders of the same length: the rest can be read
 * before it is rendered, and every other character keeps its place.
 *
 * @param source the text that `node` was read from
 */
export function withoutActions(node: ScalarNode, source: string): ScalarNode {
  if (!node.text.includes('{{')) return node;
  const text = replaceBetween(node.text, ['{{', '}}'], (action) => `$${'_'.repeat(action.length - 1)}`, true);
  return { ...node, text, value: text, offsets: () => scalarOffsets(node, source) };
}
