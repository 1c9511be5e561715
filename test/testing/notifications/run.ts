import { readAlertmanager } from '../../../src/documents/alertmanager-document.ts';
import { SourceFile } from '../../../src/source/source-file.ts';
import type { EngineChoice, Failure, TestResult } from '../../../src/testing/index.ts';
import { runTests } from '../../../src/testing/index.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import { rulesOf } from '../support.ts';

export interface Given {
  readonly rules: string;
  readonly alertmanager: string;
  readonly scenarios: string;
  /** Template files by path. */
  readonly templates?: Readonly<Record<string, string>>;
  readonly engine?: EngineChoice;
  readonly promtool?: string;
  readonly amtool?: string;
}

/** Runs a scenario file against rules and an Alertmanager configuration, all in memory. */
export async function runGiven(given: Given): Promise<TestResult[]> {
  const file = new SourceFile('alertmanager.yml', given.alertmanager);
  const document = readAlertmanager(parseYaml(given.alertmanager).documents[0]!.root!, file);
  if (document.tree === undefined) throw new Error('the configuration of this test has no route');
  const templates = new Map(Object.entries(given.templates ?? {}));
  const outcome = await runTests({
    tests: [
      {
        kind: 'scenarios',
        file: new SourceFile('fixture.yml', given.scenarios),
        root: parseYaml(given.scenarios).documents[0]!.root!,
      },
    ],
    rules: [rulesOf(given.rules)],
    cwd: '/project',
    ruleFileReader: {
      glob: (pattern) => Promise.resolve(templates.has(pattern) ? [pattern] : []),
      read: (path) => Promise.resolve(templates.get(path) ?? ''),
    },
    engine: given.engine ?? 'embedded',
    promtool: given.promtool,
    amtool: given.amtool,
    routing: {
      tree: document.tree,
      inhibitRules: document.config.inhibitRules,
      path: '/project/alertmanager.yml',
      config: document.config,
    },
  });
  if (outcome.status !== 'ran') throw new Error(`${outcome.tool} is missing`);
  return [...outcome.run.results];
}

/** The failures of one expectation in a scenario. */
export async function failuresOf(given: Given): Promise<readonly Failure[]> {
  const results = await runGiven(given);
  return results.flatMap(({ failures }) => failures);
}
