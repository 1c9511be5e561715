import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunOptions, runTool, withTempFolder } from '../../tools/index.ts';
import { dealByWeight } from './deal-by-weight.ts';
import { mapLimited } from '../../util/map-limited.ts';

/** What promtool says of one unit-test file. */
export type FileResult =
  | {
      readonly status: 'ran';
      readonly passed: boolean;
      /** The text below "FAILED:"; empty when the file passed. */
      readonly errors: string;
      /** The text above it: patterns without a file, say. */
      readonly warnings: string;
    }
  | {
      readonly status: 'broken';
      readonly message: string;
      /** The time limit was reached. */
      readonly hung: boolean;
    };

export interface BatchOptions extends RunOptions {
  /** Files for one process; default 1. */
  readonly batch?: number;
  /** How long each file takes compared with the others, so that processes take equally long; default: all the same. */
  readonly weights?: readonly number[];
  /** Processes at a time; default 2. */
  readonly concurrency?: number;
  /** Feature flags to switch on. */
  readonly features?: readonly string[];
}

/**
 * Runs `promtool test rules` over unit-test files, many in one process and several processes at a time. promtool 3
 * does not say which file an error belongs to; so each file is followed by one that promtool refuses for a key of a
 * unique name, and the complaint about it ends the part of the file before it.
 */
export async function runPromtoolTests(
  path: string,
  files: readonly string[],
  options: BatchOptions = {},
): Promise<FileResult[]> {
  const size = Math.max(1, options.batch ?? 1);
  const concurrency = options.concurrency ?? DEFAULT_CONCURRENCY;
  const batches = dealByWeight(options.weights ?? files.map(() => 1), concurrency, size);
  return withTempFolder(async (folder) => {
    const mark: Mark = {
      key: `rulecheck_mark_${randomUUID().replaceAll('-', '')}`,
      file: join(folder, 'mark.yml'),
    };
    await writeFile(mark.file, `${mark.key}: 1\n`);
    const results = new Array<FileResult>(files.length);
    await mapLimited(batches, concurrency, async (batch) => {
      const paths = batch.map((i) => files[i]!);
      const said = await runBatch(path, paths, mark, options);
      for (const [at, i] of batch.entries()) results[i] = said[at]!;
    });
    return results;
  });
}

interface Mark {
  readonly key: string;
  readonly file: string;
}

/** After so many files at which promtool hangs, the rest is not tried: each costs the whole time limit. */
const MAX_HANGS = 2;
const DEFAULT_LIMIT_MS = 60_000;
const DEFAULT_CONCURRENCY = 2;

async function runBatch(
  path: string,
  files: readonly string[],
  mark: Mark,
  options: BatchOptions,
): Promise<FileResult[]> {
  const flags = options.features === undefined ? [] : [`--enable-feature=${options.features.join(',')}`];
  const args = [...flags, 'test', 'rules', ...files.flatMap((file) => [file, mark.file])];
  const limit = (options.timeoutMs ?? DEFAULT_LIMIT_MS) * Math.ceil(files.length / 10);
  const result = await runTool(path, args, { ...options, timeoutMs: limit });
  const sections = result.status === 'exited' ? splitSections(result.stderr, mark.key) : [];
  if (result.status === 'exited' && sections.length === files.length) return sections.map(readSection);
  if (files.length > 1) return runSingly(path, files, mark, options);
  const said =
    result.status === 'failed' ? result.message : `promtool ended with exit code ${result.exitCode}`;
  const last = result.stderr.trim().split('\n').slice(-3).join('\n');
  const hung = result.status === 'failed' && result.code === 'tool-timeout';
  return [{ status: 'broken', message: last === '' ? said : `${said}: ${last}`, hung }];
}

/** One file that crashes or hangs promtool must not take the others with it. */
async function runSingly(
  path: string,
  files: readonly string[],
  mark: Mark,
  options: BatchOptions,
): Promise<FileResult[]> {
  const results: FileResult[] = [];
  for (const file of files) {
    const hung = results.filter((result) => result.status === 'broken' && result.hung);
    if (hung.length >= MAX_HANGS) results.push(hung[0]!);
    else results.push(...(await runBatch(path, [file], mark, options)));
  }
  return results;
}

/** The parts of stderr between the complaints about the marks. */
function splitSections(stderr: string, key: string): string[] {
  const parts = stderr.split(
    new RegExp(`^ {2}FAILED:\\n[^\\n]*\\n {2}line 1: field ${key} not found[^\\n]*\\n`, 'm'),
  );
  return parts.slice(0, -1);
}

function readSection(section: string): FileResult {
  const head = /^ {2}FAILED:\n/m.exec(section);
  if (head === null) return { status: 'ran', passed: true, errors: '', warnings: section };
  return {
    status: 'ran',
    passed: false,
    errors: section.slice(head.index + head[0].length),
    warnings: section.slice(0, head.index),
  };
}
