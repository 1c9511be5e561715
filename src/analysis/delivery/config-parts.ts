import type { AlertmanagerConfig } from '../../documents/alertmanager/types.ts';
import { printMatchers } from '../../routing/matchers/print.ts';
import type { ConfigParts } from '../../routing/report/diff-settings.ts';
import { describeIntervals } from '../../routing/time-intervals/print.ts';
import type { YamlNode } from '../../yaml/node.ts';

/** What a configuration says besides its routes, as texts that two versions can be compared by. */
export function configParts(config: AlertmanagerConfig): ConfigParts {
  return {
    inhibition: config.inhibitRules.map(({ sourceMatchers, targetMatchers, equal }) => {
      const labels = [...equal].sort().join(', ');
      return `${printMatchers(sourceMatchers)} mutes ${printMatchers(targetMatchers)}, equal [${labels}]`;
    }),
    intervals: new Map(
      config.timeIntervals.map(({ name, intervals }) => [name.value, describeIntervals(intervals)]),
    ),
    templates: config.templates.map(({ value }) => value),
    receivers: new Map(
      config.receivers.map(({ name, integrations }) => [
        name.value,
        new Map(integrations.flatMap(({ name: of, section }) => leaves(section.node, of))),
      ]),
    ),
    global: new Map(config.global === undefined ? [] : leaves(config.global.node, '')),
  };
}

/** The scalars below a node by their path: `slack[0].channel`. */
function leaves(node: YamlNode, path: string): [string, string][] {
  switch (node.kind) {
    case 'scalar':
      return [[path, node.text]];
    case 'seq':
      return node.items.flatMap((item, i) => leaves(item, `${path}[${i}]`));
    case 'map':
      return [
        // An integration without settings is one, too.
        ...(node.entries.length === 0 && path !== '' ? [[path, ''] as [string, string]] : []),
        ...node.entries.flatMap(({ key, value }) =>
          leaves(value, path === '' ? key.text : `${path}.${key.text}`),
        ),
      ];
  }
}
