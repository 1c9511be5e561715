import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder, refusedCache } from '../tools/cache.ts';
import type * as cli from './main.ts';

type Cli = typeof cli;
/** Node's own `require`, of a file below which absolute names and names of Node's modules are asked for. */
type Require = (id: string) => unknown;

/** Since Node 22.1. */
interface CompileCache {
  enableCompileCache?(folder: string): unknown;
}

/**
 * Loads the built program. Compiling it would be most of the time of a short run, so V8 is handed code that it has
 * compiled before: what the build has kept for this very Node, or else what newer versions of Node keep by themselves.
 *
 * @param root the folder of the built program
 */
export function loadProgram(root: string, require: Require): Cli {
  const loader = new ProgramLoader(root, require);
  if (loader.hasCompiledCode()) return loader.cli();
  const cache = cacheFolder(process.env);
  // What V8 has compiled is code: a folder that a pull request could fill is no place for it.
  if (refusedCache(cache, process.cwd()) === undefined)
    (nodeModule as CompileCache).enableCompileCache?.(join(cache, 'code'));
  return require(join(root, 'cli.js')) as Cli;
}

interface Loaded {
  readonly script: Script;
  readonly module: { exports: object };
}

/** Loads the chunks of the program with their compiled code, as `require` would do it without. */
export class ProgramLoader {
  readonly #root: string;
  readonly #codeFolder: string;
  readonly #require: Require;
  readonly #loaded = new Map<string, Loaded>();

  constructor(root: string, require: Require) {
    this.#root = root;
    this.#require = require;
    // V8 itself sees to its version and flags, but not to the machine.
    this.#codeFolder = join(root, 'code', `${process.version}-${process.platform}-${process.arch}`);
  }

  hasCompiledCode(): boolean {
    return existsSync(this.#codeFolder);
  }

  cli(): Cli {
    return this.#load(join(this.#root, 'cli.js')) as Cli;
  }

  /** Writes the compiled code of everything that has run so far beside the program. */
  keepCompiledCode(): void {
    mkdirSync(this.#codeFolder, { recursive: true });
    for (const [path, { script }] of this.#loaded)
      writeFileSync(this.#codeOf(path), script.createCachedData());
  }

  #load(path: string): object {
    const known = this.#loaded.get(path);
    if (known !== undefined) return known.module.exports;
    // The build writes ASCII only: bytes are characters, and V8 keeps one byte for each.
    const source = readFileSync(path, 'latin1');
    const script = new Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
      filename: path,
      cachedData: this.#compiledCode(path),
    });
    const module = { exports: {}, imported: (specifier: string) => import(specifier) as Promise<unknown> };
    this.#loaded.set(path, { script, module });
    const folder = dirname(path);
    const requireFrom = (id: string): unknown =>
      id.startsWith('.') ? this.#load(join(folder, id)) : this.#require(id);
    const run = script.runInThisContext() as (...values: unknown[]) => void;
    run(module.exports, requireFrom, module, path, folder);
    return module.exports;
  }

  #compiledCode(path: string): Buffer | undefined {
    try {
      return readFileSync(this.#codeOf(path));
    } catch {
      return undefined;
    }
  }

  #codeOf(path: string): string {
    return join(this.#codeFolder, basename(path));
  }
}
