import { own } from '../../util/own.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { RuleDocument } from '../../documents/rules/types.ts';
import { withTempFolder } from '../../tools/index.ts';
import { mapLimited } from '../../util/map-limited.ts';
import type { EngineName } from '../observe/types.ts';
import { parseOutput } from '../observe/promtool-output.ts';
import { printRules } from '../observe/promtool-rules.ts';
import { type BatchOptions, type FileResult, runPromtoolTests } from '../observe/promtool-run.ts';
import type { Failure } from '../result.ts';
import { attributeBlocks } from './attribute.ts';
import { isolateTest, withRuleFiles } from './isolate.ts';
import type { PromtoolFile } from '../../documents/promtool-test/types.ts';

/** What an engine says of a unit-test file. */
export interface FileVerdict {
  /** The failures of each test, in the order of the file. */
  readonly tests: readonly (readonly Failure[])[];
  /** The tests whose result is another one with another order of groups; promtool takes them at random. */
  readonly orderDependent?: readonly boolean[];
  /** `group_eval_order: [...]` with the groups that record before those that read. */
  readonly orderLine?: string;
  /** Why the engine is too old for the file: then it does not judge its tests. */
  readonly tooOld?: string;
  /** Failures of the file as a whole: it does not load, the engine broke. */
  readonly file: readonly Failure[];
}

/** Something that runs promtool's unit-test files. */
export interface FileEngine {
  readonly name: EngineName;
  run(files: readonly PromtoolFile[]): Promise<FileVerdict[]>;
}

/** How many files one promtool process runs. */
const BATCH = 25;

/**
 * Runs unit-test files on a promtool executable, as they are. Where a file of several tests fails, its tests run
 * once more one by one: promtool does not say whose a failed expression is.
 *
 * @param sources where the files and their rules are
 */
export function promtoolFileEngine(
  promtool: string,
  sources: FileSources,
  options: BatchOptions = {},
): FileEngine {
  return {
    name: 'promtool',
    run: (files) =>
      withTempFolder(async (folder) => {
        const runnable: Runnable[] = [];
        for (const file of files)
          runnable.push(await makeRunnable(file, sources, join(folder, String(runnable.length))));
        const paths = runnable.map(({ path }) => path);
        const results = await runPromtoolTests(promtool, paths, { batch: BATCH, ...options });
        return mapLimited(files, 1, (file, i) => verdict(promtool, file, runnable[i]!, results[i]!, options));
      }),
  };
}

/** Where promtool finds what it runs. */
export interface FileSources {
  /** The absolute path of a file. */
  readonly pathOf: (file: PromtoolFile) => string;
  /** The rules of a file whose rule files promtool cannot read, as objects of Kubernetes hold them; else undefined. */
  readonly unwrap: (file: PromtoolFile) => Promise<readonly RuleDocument[] | undefined>;
}

/** A unit-test file that promtool can run, and its rule files as absolute patterns. */
interface Runnable {
  readonly path: string;
  readonly ruleFiles: readonly string[];
}

/** The file as it is; where its rules are wrapped, a copy beside copies of the groups alone. */
async function makeRunnable(file: PromtoolFile, sources: FileSources, folder: string): Promise<Runnable> {
  const path = sources.pathOf(file);
  const documents = await sources.unwrap(file);
  if (documents === undefined) {
    const absolute = (value: string): string => (isAbsolute(value) ? value : join(dirname(path), value));
    return { path, ruleFiles: file.ruleFiles.map(({ value }) => absolute(value)) };
  }
  await mkdir(folder);
  const ruleFiles: string[] = [];
  for (const document of documents) {
    const one = join(folder, `rules-${ruleFiles.length}.yml`);
    await writeFile(one, printRules(document));
    ruleFiles.push(one);
  }
  const copy = join(folder, 'test.yml');
  await writeFile(copy, withRuleFiles(file.root, ruleFiles));
  return { path: copy, ruleFiles };
}

async function verdict(
  promtool: string,
  file: PromtoolFile,
  runnable: Runnable,
  result: FileResult,
  options: BatchOptions,
): Promise<FileVerdict> {
  if (result.status === 'broken') return whole(file, 'engine-broken', `promtool failed: ${result.message}`);
  if (result.passed) return { tests: file.tests.map(() => []), file: [] };
  if (file.tests.length === 0 || FILE_ERROR.test(result.errors))
    return whole(file, 'rules-rejected', result.errors.trim());
  if (file.tests.length === 1) return { tests: attributeBlocks(file, parseOutput(result.errors)), file: [] };
  return runOneByOne(promtool, file, runnable, result.errors, options);
}

/** What promtool says where no test can run: the file does not decode, or its order of groups is wrong. */
const FILE_ERROR = /^(?:yaml: |open |group name repeated)/;

/** Keys of unit-test files that promtool has not always known, and since when it does. */
const KEYS_SINCE: Readonly<Record<string, string | undefined>> = {
  start_timestamp: '3.9',
  fuzzy_compare: '3.5',
};

/** What to do where a promtool is too old for a key of the file. */
function tooOld(message: string): Pick<Failure, 'why' | 'help'> {
  const key = /field (\w+) not found/.exec(message)?.[1] ?? '';
  const since = own(KEYS_SINCE, key);
  if (since === undefined) return {};
  return {
    why: `promtool supports "${key}" since ${since}, and this release is older`,
    help: 'use a newer release (--promtool), or run with --engine embedded',
  };
}

function whole(file: PromtoolFile, code: 'engine-broken' | 'rules-rejected', message: string): FileVerdict {
  const { why } = tooOld(message);
  return {
    ...(why === undefined ? {} : { tooOld: why }),
    tests: file.tests.map(() => []),
    file: [{ code, range: { start: 0, end: 0 }, message, diff: [], ...tooOld(message) }],
  };
}

async function runOneByOne(
  promtool: string,
  file: PromtoolFile,
  { ruleFiles }: Runnable,
  errors: string,
  options: BatchOptions,
): Promise<FileVerdict> {
  const results = await withTempFolder(async (folder) => {
    const paths: string[] = [];
    for (const i of file.tests.keys()) {
      const one = join(folder, `test-${i}.yml`);
      await writeFile(one, isolateTest(file.root, i, ruleFiles) ?? '');
      paths.push(one);
    }
    return runPromtoolTests(promtool, paths, { batch: BATCH, ...options });
  });
  const tests = file.tests.map((test, i): Failure[] => {
    const result = results[i]!;
    if (result.status === 'broken') {
      return [
        { code: 'engine-broken', range: test.range, message: `promtool failed: ${result.message}`, diff: [] },
      ];
    }
    const alone = { ...file, tests: [test] };
    return result.passed ? [] : (attributeBlocks(alone, parseOutput(result.errors))[0] ?? []);
  });
  if (tests.some((failures) => failures.length > 0)) return { tests, file: [] };
  // Together they fail and alone they pass: then the answer to the unchanged file counts.
  return { tests: attributeBlocks(file, parseOutput(errors)), file: [] };
}
