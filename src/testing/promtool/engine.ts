import { writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { withTempFolder } from '../../tools/index.ts';
import { mapLimited } from '../../util/map-limited.ts';
import type { EngineName } from '../observe/types.ts';
import { parseOutput } from '../observe/promtool-output.ts';
import { type BatchOptions, runPromtoolTests } from '../observe/promtool-run.ts';
import type { Failure } from '../result.ts';
import { attributeBlocks } from './attribute.ts';
import { isolateTest } from './isolate.ts';
import type { PromtoolFile } from './types.ts';

/** What an engine says of a unit-test file. */
export interface FileVerdict {
  /** The failures of each test, in the order of the file. */
  readonly tests: readonly (readonly Failure[])[];
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
 * @param pathOf the absolute path of a file, for promtool
 */
export function promtoolFileEngine(
  promtool: string,
  pathOf: (file: PromtoolFile) => string,
  options: BatchOptions = {},
): FileEngine {
  return {
    name: 'promtool',
    async run(files) {
      const results = await runPromtoolTests(promtool, files.map(pathOf), { batch: BATCH, ...options });
      return mapLimited(files, 1, async (file, i) => {
        const result = results[i]!;
        if (result.status === 'broken')
          return whole(file, 'engine-broken', `promtool failed: ${result.message}`);
        if (result.passed) return { tests: file.tests.map(() => []), file: [] };
        if (file.tests.length === 0 || FILE_ERROR.test(result.errors))
          return whole(file, 'rules-rejected', result.errors.trim());
        if (file.tests.length === 1)
          return { tests: attributeBlocks(file, parseOutput(result.errors)), file: [] };
        return runOneByOne(promtool, file, pathOf(file), result.errors, options);
      });
    },
  };
}

/** What promtool says where no test can run: the file does not decode, or its order of groups is wrong. */
const FILE_ERROR = /^(?:yaml: |open |group name repeated)/;

function whole(file: PromtoolFile, code: 'engine-broken' | 'rules-rejected', message: string): FileVerdict {
  return {
    tests: file.tests.map(() => []),
    file: [{ code, range: { start: 0, end: 0 }, message, diff: [] }],
  };
}

async function runOneByOne(
  promtool: string,
  file: PromtoolFile,
  path: string,
  errors: string,
  options: BatchOptions,
): Promise<FileVerdict> {
  const ruleFiles = file.ruleFiles.map(({ value }) =>
    isAbsolute(value) ? value : join(dirname(path), value),
  );
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
  // Together they fail and alone they pass: then the answer to the file as it is stands.
  return { tests: attributeBlocks(file, parseOutput(errors)), file: [] };
}
