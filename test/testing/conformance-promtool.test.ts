import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/source/source-file.ts';
import { runTests, type EngineChoice, type TestResult } from '../../src/testing/index.ts';
import { globFiles } from '../../src/tools/index.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { conformancePath } from '../support/conformance.ts';
import { promtoolOf } from './support.ts';

const folder = conformancePath('promtool');

interface Case {
  readonly label: string;
  readonly file: string;
  readonly run: RegExp | undefined;
  readonly passes: boolean;
}

/** Cases that are about a switch of promtool's own, which rulecheck does not have. */
const SKIPPED: Readonly<Record<string, string>> = {
  'Disabled feature (@ modifier)': 'the modifier is stable since 2.33 and always on',
  'Disabled feature (negative offset)': 'stable since 2.33 and always on',
  'Test all with extra fields': 'needs --ignore-unknown-fields, which promtool has off by default',
};

function cases(): Case[] {
  if (folder === undefined) return [];
  const [, ...rows] = readFileSync(join(folder, 'expected.tsv'), 'utf8').trimEnd().split('\n');
  return rows.map((row) => {
    const [, label = '', args = '', , want] = row.split('\t');
    const [, run, file = ''] = /^(?:run=(.*),)?files=\.\/testdata\/(.*)$/.exec(args) ?? [];
    const pattern = run === undefined || run === 'nil' ? undefined : new RegExp(run.replaceAll(',', '|'));
    return { label, file, run: pattern, passes: want === '0' };
  });
}

async function run(testCase: Case, engine: EngineChoice, promtool?: string): Promise<readonly TestResult[]> {
  const text = readFileSync(join(folder!, testCase.file), 'utf8');
  const outcome = await runTests({
    tests: [
      {
        kind: 'promtool-test',
        file: new SourceFile(testCase.file, text),
        root: parseYaml(text).documents[0]!.root!,
      },
    ],
    rules: [],
    cwd: folder!,
    ruleFileReader: { glob: globFiles, read: (path) => readFile(path, 'utf8') },
    engine,
    promtool,
    wanted: (name) => testCase.run?.test(name) ?? true,
  });
  if (outcome.status !== 'ran') throw new Error('no engine');
  return outcome.run.results;
}

const all = cases();
const chosen = all.filter(({ label }) => SKIPPED[label] === undefined);

it.runIf(folder === undefined)('skipped: the conformance data is not beside the checkout', () => undefined);

describe.skipIf(folder === undefined)("promtool's own test files on the embedded engine", () => {
  it('knows every skipped case', () => {
    const labels = new Set(all.map(({ label }) => label));
    expect(Object.keys(SKIPPED).filter((label) => !labels.has(label))).toEqual([]);
    expect(chosen.length).toBeGreaterThanOrEqual(18);
  });

  it.each(chosen)('$label: $file passes: $passes', async (testCase) => {
    const results = await run(testCase, 'embedded');
    expect(results.length).toBeGreaterThan(0);
    const failed = results.filter((result) => result.status === 'failed');
    expect(failed.length === 0, failed.map((result) => result.message).join('\n')).toBe(testCase.passes);
  });
});

const promtool3 = await promtoolOf(3);

describe.skipIf(folder === undefined || promtool3 === undefined)(
  'the same on promtool 3, test by test',
  () => {
    // start_timestamp came after 3.5; the long period takes promtool three seconds and the engine none.
    const comparable = chosen.filter(
      ({ file }) => file !== 'start-time-test.yml' && file !== 'long-period.yml',
    );

    it.each(comparable)('$label: $file', async (testCase) => {
      const [embedded, promtool] = [
        await run(testCase, 'embedded'),
        await run(testCase, 'promtool', promtool3),
      ];
      const verdicts = (results: readonly TestResult[]): string[] =>
        results.map(({ name, status }) => `${name}: ${status}`);
      expect(verdicts(promtool).sort()).toEqual(verdicts(embedded).sort());
    });
  },
);
