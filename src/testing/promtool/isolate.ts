import type { YamlNode } from '../../yaml/node.ts';
import { child } from '../../yaml/node.ts';

/**
 * One test of a unit-test file as a file of its own, with every other key as it is. promtool does not say which test
 * a failed expression belongs to; alone there is no doubt.
 *
 * @param ruleFiles patterns that are right wherever the new file lies
 */
export function isolateTest(root: YamlNode, index: number, ruleFiles: readonly string[]): string | undefined {
  const tests = child(root, 'tests');
  if (root.kind !== 'map' || tests?.kind !== 'seq') return undefined;
  const test = tests.items[index];
  if (test === undefined) return undefined;
  const parts = root.entries
    .filter(({ key }) => key.text !== 'tests' && key.text !== 'rule_files')
    .map(({ key, value }) => `${JSON.stringify(key.text)}: ${printFlow(value)}`);
  parts.push(`"rule_files": ${JSON.stringify(ruleFiles)}`, `"tests": [${printFlow(test)}]`);
  return `{${parts.join(', ')}}\n`;
}

/** A node in YAML's flow style; what is a number or a truth value without quotes stays one. */
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
