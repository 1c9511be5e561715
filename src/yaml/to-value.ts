import type { YamlNode } from './node.ts';

/** The plain JavaScript value of a node; of a key written twice the last value counts. */
export function toValue(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'seq':
      return node.items.map(toValue);
    case 'map': {
      const result: Record<string, unknown> = {};
      for (const { key, value } of node.entries) {
        Object.defineProperty(result, key.text, {
          value: toValue(value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return result;
    }
  }
}
