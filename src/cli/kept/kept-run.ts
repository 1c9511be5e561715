import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FoundFile } from '../../project/discover.ts';
import { placeOf } from '../../project/place.ts';
import { cacheFolder, refusedCache } from '../../tools/cache.ts';
import { printablePath } from '../../util/printable.ts';
import type { Io } from '../io.ts';
import { took } from '../took.ts';
import { sha256, Store } from './store.ts';
import { Trace } from './trace.ts';
import type { Answer, Asked } from './trace.ts';
import { append } from '../../util/append.ts';

/** Options of a command of which some runs can be answered from the cache. */
export interface KeepOptions {
  readonly paths: readonly string[];
  /** false: neither look for a kept answer nor keep this one. */
  readonly cache?: boolean;
  /** A path is a reporter: code, whose answer depends on more than is watched. */
  readonly format?: string;
  readonly since?: string;
  readonly updateBaseline?: true;
  readonly dependents?: true;
  readonly fix?: true;
  readonly fixDryRun?: true;
  /** Reports that are written into files. */
  readonly output?: readonly unknown[];
  /** Servers answer otherwise every minute. */
  readonly prometheus?: string;
  readonly checkLinks?: readonly string[];
  readonly shard?: unknown;
  readonly stats?: true;
  readonly debug?: true;
}

const KEEP_HELP = 'set XDG_CACHE_HOME to a folder outside the repository, or add --no-cache';

/**
 * Runs a command, or repeats what it said if all its inputs are unchanged: the program, its options,
 * the configuration, every file's text, the day, the terminal. The cached result is the output itself, so that a repeated
 * answer is the same byte for byte in each format.
 *
 * @param command its name
 * @param run the command; its argument observes it
 */
export async function keptRun(
  command: string,
  options: KeepOptions,
  io: Io,
  run: (io: Io) => Promise<number>,
): Promise<number> {
  if (io.build === undefined || !mayKeep(options, io)) return run(io);
  const cache = cacheFolder(io.env);
  const refused = refusedCache(cache, io.cwd);
  if (refused !== undefined) {
    io.stderr.write(`note: ${printablePath(refused)}, so the result cache is not used; ${KEEP_HELP}\n`);
    return run(io);
  }
  const store = new Store(join(cache, 'results'));
  const terminals = [io.stdout, io.stderr].map(({ isTTY, columns }) => [isTTY, columns]);
  const places = [io.cwd, ...options.paths.map((path) => resolve(io.cwd, path))].map((path) => placeOf(path));
  const plan = sha256(
    JSON.stringify([io.build, process.version, io.cwd, places, command, options, terminals]),
  );
  const trace = new Trace();
  const answer = await keptAnswer(store, plan, trace, io);
  if (answer !== undefined) {
    // Empty writes may have an effect on a pipe.
    if (answer.stdout !== '') io.stdout.write(withOwnTime(answer, io));
    if (answer.stderr !== '') io.stderr.write(answer.stderr);
    return answer.code;
  }
  const code = await run(trace.watched(io));
  const seen = trace.asked;
  if (seen === undefined) return code;
  store.write(plan, JSON.stringify(seen.asked), io.now());
  const key = answerKey(plan, seen.asked, seen.asked.reads, seen.files, io);
  store.write(key, JSON.stringify({ code, ...trace.said } satisfies Answer), io.now());
  return code;
}

/** The text of a kept answer, with the time that this run took in the place of the first one's. */
function withOwnTime({ stdout, took: before }: Answer, io: Io): string {
  const now = took(io);
  const at = before === undefined ? -1 : stdout.lastIndexOf(before);
  return at < 0 ? stdout : `${stdout.slice(0, at)}${now ?? ''}${stdout.slice(at + before!.length)}`;
}

/** Some runs do more than answer, or ask what cannot be compared: git, and standard input, which is never the same twice. */
function mayKeep(options: KeepOptions, { env }: Io): boolean {
  const { paths, cache, since, updateBaseline, fix, fixDryRun, output, stats, debug, dependents } = options;
  if (options.format?.includes('/') === true) return false;
  // They are about this run, or write files.
  if (output !== undefined || stats === true || debug === true || dependents === true) return false;
  if (options.prometheus !== undefined || options.checkLinks !== undefined) return false;
  if (cache === false || since !== undefined || paths.includes('-')) return false;
  // A job of GitHub gets its summary written into this file.
  if (env.GITHUB_STEP_SUMMARY !== undefined) return false;
  return updateBaseline !== true && fix !== true && fixDryRun !== true;
}

/** The answer of an earlier run like this one. */
async function keptAnswer(store: Store, plan: string, trace: Trace, io: Io): Promise<Answer | undefined> {
  const planned = store.read(plan);
  if (planned === undefined) return undefined;
  // Written by this very build, as the key says, and unharmed, as its checksum says.
  const asked = JSON.parse(planned) as Asked;
  const reads = Object.fromEntries(Object.keys(asked.reads).map((path) => [path, hashOf(path)]));
  if (JSON.stringify(reads) !== JSON.stringify(asked.reads)) return undefined;
  // The run itself reports the faults of a path.
  const files = await findAll(asked.finds, trace).catch(() => undefined);
  if (files === undefined) return undefined;
  const key = answerKey(plan, asked, reads, files, io);
  const kept = store.read(key);
  if (kept === undefined) return undefined;
  for (const each of [plan, key]) store.touch(each, io.now());
  return JSON.parse(kept) as Answer;
}

async function findAll(finds: Asked['finds'], trace: Trace): Promise<readonly FoundFile[]> {
  const files: FoundFile[] = [];
  for (const find of finds) append(files, await trace.find(find));
  return files;
}

/** The key of an answer: whatever may change it is a part. */
function answerKey(
  plan: string,
  { env, finds }: Asked,
  reads: Asked['reads'],
  files: readonly FoundFile[],
  io: Io,
): string {
  return sha256(
    JSON.stringify([
      plan,
      finds,
      reads,
      files.map((file) => ({ ...file, text: sha256(file.text) })),
      env.map((name) => [name, io.env[name] ?? null]),
      // Comments and overrides may end at a day.
      new Date(io.now()).toISOString().slice(0, 10),
    ]),
  );
}

/** The hash of a file's text; null: it cannot be read, or is a pipe, whose text only one reader gets. */
function hashOf(path: string): string | null {
  try {
    return statSync(path).isFile() ? sha256(readFileSync(path, 'utf8')) : null;
  } catch {
    return null;
  }
}
