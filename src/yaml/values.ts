import type { YamlNode } from './node.ts';

/** The items of a sequence; of anything else none. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'seq' ? node.items : [];
}

/** The text of a scalar that is not empty. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.text !== '' ? node.text : undefined;
}
