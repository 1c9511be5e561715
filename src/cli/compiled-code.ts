import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Script } from 'node:vm';
import { type Environment, cacheFolder, refusedCache } from '../tools/cache.ts';
import { isOursAlone } from '../tools/working-tree.ts';

/** In front of the code: how many runs it was collected from. Eight bytes, as V8 copies what is not aligned. */
const HEADER_BYTES = 8;
/** The first runs add what they have compiled: one command uses a part of a chunk only. */
const MOST_RUNS = 3;
/** New code is worth a write where it is larger by this factor. */
const GROWTH = 1.05;
/** Builds, versions of Node and sets of options that are kept, each 3 to 5 MB. */
const MOST_FOLDERS = 8;

/** Compiled code of one chunk, and how many runs it was collected from. */
export interface KeptCode {
  readonly code: Buffer;
  readonly runs: number;
}

/**
 * What V8 has compiled of the program, kept in the user's cache: compiling would be most of the time of a short run. It is
 * code that this process executes, so it is believed only where this user alone can write, and never inside the
 * working tree. Whatever is wrong with it, the program starts without: nothing here throws.
 */
export class CompiledCode {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The code for one build of the program, this version of Node on this kind of machine, and these options of it: V8
   * refuses the code of others. `NODE_DISABLE_COMPILE_CACHE` of the environment switches it off, as it does Node's own.
   *
   * @returns undefined where none is to be kept
   */
  static of(build: string, env: Environment, cwd: string): CompiledCode | undefined {
    if (env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return undefined;
    const cache = cacheFolder(env);
    if (refusedCache(cache, cwd) !== undefined) return undefined;
    const { version, platform, arch } = process;
    const name = [build.slice(0, 16), version, platform, arch, nameOfOptions(env)].join('-');
    return new CompiledCode(join(cache, 'code', name));
  }

  /** The kept code of a chunk. */
  read(chunk: string): KeptCode | undefined {
    try {
      if (!this.#isTrusted()) return undefined;
      const file = readFileSync(this.#fileOf(chunk));
      return { code: file.subarray(HEADER_BYTES), runs: file.readUInt8(0) };
    } catch {
      return undefined;
    }
  }

  /** Keeps what has been compiled of a chunk so far, unless it brings nothing new. */
  keep(chunk: string, script: Script, known: KeptCode | undefined): void {
    const accepted = script.cachedDataRejected === false ? known : undefined;
    if (accepted !== undefined && accepted.runs >= MOST_RUNS) return;
    try {
      this.#open();
      if (!this.#isTrusted()) return;
      const code = script.createCachedData();
      const isBetter = accepted === undefined || code.length > accepted.code.length * GROWTH;
      this.#write(chunk, isBetter ? code : accepted.code, (accepted?.runs ?? 0) + 1);
    } catch {
      // A full disk, a home without rights: the next run compiles again.
    }
  }

  #trusted: boolean | undefined;
  #isTrusted(): boolean {
    return (this.#trusted ??= isOursAlone(this.#folder));
  }

  /** Makes the folder, and room for it. */
  #open(): void {
    if (this.#trusted === true) return;
    const all = join(this.#folder, '..');
    if (mkdirSync(this.#folder, { recursive: true, mode: 0o700 }) !== undefined)
      tidy(all, basename(this.#folder));
    this.#trusted = undefined;
  }

  #write(chunk: string, code: Buffer, runs: number): void {
    const file = this.#fileOf(chunk);
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt8(runs, 0);
    try {
      writeFileSync(temporary, Buffer.concat([header, code]), { flag: 'wx', mode: 0o600 });
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #fileOf(chunk: string): string {
    return join(this.#folder, basename(chunk));
  }
}

function nameOfOptions(env: Environment): string {
  const options = [...process.execArgv, env['NODE_OPTIONS'] ?? ''].join(' ').trim();
  return options === '' ? 'plain' : createHash('sha256').update(options).digest('hex').slice(0, 12);
}

/** Removes the oldest folders; a process that reads one of them just now compiles what is gone. */
function tidy(folder: string, kept: string): void {
  if (!isOursAlone(folder)) return;
  const others = readdirSync(folder)
    .filter((name) => name !== kept)
    .map((name) => ({ path: join(folder, name), mtimeMs: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { path } of others.slice(MOST_FOLDERS - 1)) rmSync(path, { recursive: true, force: true });
}
