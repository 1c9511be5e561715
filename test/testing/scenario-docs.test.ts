import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RuleDocument } from '../../src/documents/rules/types.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { runTests } from '../../src/testing/index.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { ROOT } from '../support/pack.ts';
import { promtoolOf, rulesOf } from './support.ts';

const page = await readFile(`${ROOT}docs/scenarios.md`, 'utf8');
const examples = page.slice(page.indexOf('## Examples'));
const blocks = [...examples.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
const promtool = await promtoolOf(3);

describe('the examples of docs/scenarios.md hold', () => {
  const cases: (readonly [string, string, readonly RuleDocument[]])[] = [];
  let rules: readonly RuleDocument[] = [];
  for (const block of blocks) {
    if (block.startsWith('groups:')) rules = [...rules, rulesOf(block, `rules-${rules.length}.yml`)];
    else cases.push([/name: (.*)/.exec(block)![1]!, block, rules]);
  }

  it('and there are some', () => expect(cases.length).toBeGreaterThan(3));

  it.each(cases)('%s', async (_, text, known) => {
    const file = new SourceFile('example.yml', text);
    const outcome = await runTests({
      tests: [{ kind: 'scenarios', file, root: parseYaml(text).documents[0]!.root! }],
      rules: known,
      cwd: '/',
      ruleFileReader: { glob: () => Promise.resolve([]), read: () => Promise.reject(new Error('no file')) },
      engine: 'auto',
      promtool,
      defaults: { intervalMs: 15_000 },
    });
    if (outcome.status !== 'ran') throw new Error('a tool is missing');
    expect(outcome.run.results.flatMap(({ failures }) => failures.map(({ message }) => message))).toEqual([]);
    expect(outcome.run.summary.passed).toBeGreaterThan(0);
    const alone = /intervals: group|logs:/.test(text);
    if (promtool !== undefined)
      expect(new Set(outcome.run.results.map(({ engine }) => engine))).toEqual(
        new Set([alone ? 'embedded' : 'both']),
      );
    if (promtool !== undefined && alone)
      expect(outcome.run.results[0]!.note).toMatch(/^promtool did not confirm this: /);
  });
});
