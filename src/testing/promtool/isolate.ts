import type { YamlNode } from '../../yaml/node.ts';
import { child } from '../../yaml/node.ts';

/**
 * One test of a unit-test file as a file of its own, with every other key as it is. promtool does not say which test
 * a failed expression belongs to; alone there is no doubt.
 *
 * @param ruleFiles patterns that are right at any place of the new file
 */
export function isolateTest(root: YamlNode, index: number, ruleFiles: readonly string[]): string | undefined {
  const tests = child(root, 'tests');
  const test = tests?.kind === 'seq' ? tests.items[index] : undefined;
  return test === undefined
    ? undefined
    : print(root, { rule_files: JSON.stringify(ruleFiles), tests: `[${printFlow(test)}]` });
}

/** A unit-test file with other rule files, the rest as it is. */
export function withRuleFiles(root: YamlNode, ruleFiles: readonly string[]): string {
  return print(root, { rule_files: JSON.stringify(ruleFiles) });
}

/** A map in flow style with some of its keys replaced by texts. */
function print(root: YamlNode, replaced: Readonly<Record<string, string>>): string {
  const kept = root.kind === 'map' ? root.entries.filter(({ key }) => replaced[key.text] === undefined) : [];
  const parts = [
    ...kept.map(({ key, value }) => `${JSON.stringify(key.text)}: ${printFlow(value)}`),
    ...Object.entries(replaced).map(([key, text]) => `${JSON.stringify(key)}: ${text}`),
  ];
  return `{${parts.join(', ')}}\n`;
}

/** A node in YAML's flow style; a number or boolean without quotes stays one. */
function printFlow(node: YamlNode): string {
  switch (node.kind) {
    case 'map':
      return `{${node.entries.map(({ key, value }) => `${JSON.stringify(key.text)}: ${printFlow(value)}`).join(', ')}}`;
    case 'seq':
      return `[${node.items.map(printFlow).join(', ')}]`;
    case 'scalar':
      if (node.value === null) return 'null';
      return node.style === 'plain' && typeof node.value !== 'string' ? node.text : JSON.stringify(node.text);
  }
}
