import type { ScalarNode, YamlNode } from '../../yaml/node.ts';

const VARIABLE = /\$\{([A-Za-z_]\w*)(?::-?([^}]*))?\}/g;

/** A configuration with the variables that have a value put in, as `-config.expand-env=true` does. */
export function expandEnvironment(node: YamlNode, environment: ReadonlyMap<string, string>): YamlNode {
  if (environment.size === 0) return node;
  switch (node.kind) {
    case 'scalar':
      return expandScalar(node, environment);
    case 'seq':
      return { ...node, items: node.items.map((item) => expandEnvironment(item, environment)) };
    case 'map':
      return {
        ...node,
        entries: node.entries.map(({ key, value }) => ({
          key,
          value: expandEnvironment(value, environment),
        })),
      };
  }
}

function expandScalar(node: ScalarNode, environment: ReadonlyMap<string, string>): ScalarNode {
  const text = node.text.replace(VARIABLE, (written, name: string) => environment.get(name) ?? written);
  return text === node.text ? node : { ...node, text, value: text };
}
