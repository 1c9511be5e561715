import { isNull } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { DecodeContext } from './context.ts';
import { readMatchers } from './matcher-sources.ts';
import { badName, grammarOf, isLabelName } from './route.ts';
import { INHIBIT_RULE } from './schema/config.ts';
import { Section } from './section.ts';
import type { InhibitRuleNode } from './types.ts';
import { isBefore } from './version.ts';

/** Reads one inhibition rule; its keys and types were checked with the whole file. */
export function readInhibitRule(node: YamlNode, context: DecodeContext): InhibitRuleNode | undefined {
  if (node.kind !== 'map') return undefined;
  const section = new Section(node, INHIBIT_RULE);
  const { report, version } = context;
  const sources = readMatchers(section, 'source_', grammarOf(version), report);
  const targets = readMatchers(section, 'target_', grammarOf(version), report);
  const equalLabels = section.texts('equal');
  for (const label of equalLabels) {
    // Older versions do not look at an empty entry, which is the label of no name.
    if (isNull(label.node) && isBefore(version, '0.27')) continue;
    if (!isLabelName(label.value, version)) badName(label.value, label.range, '"equal"', report);
  }
  return {
    section,
    range: node.range,
    name: section.text('name')?.value,
    sources,
    targets,
    equalLabels,
    sourceMatchers: sources.flatMap((source) => source.matchers),
    targetMatchers: targets.flatMap((target) => target.matchers),
    equal: equalLabels.map((label) => label.value),
  };
}
