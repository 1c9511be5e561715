import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { CompiledCode, type KeptCode } from './compiled-code.ts';
import type * as cli from './main.ts';

type Cli = typeof cli;
/** Node's own `require`, of a file below which absolute names and names of Node's modules are asked for. */
type Require = (id: string) => unknown;

/** The build writes the hash of the whole program here. */
const BUILD = '__RULECHECK_BUILD__';

/**
 * Loads the built program.
 *
 * @param root the folder of the built program
 */
export function loadProgram(root: string, require: Require): { cli: Cli; keepCompiledCode: () => void } {
  const loader = new ProgramLoader(require, CompiledCode.of(BUILD, process.env, process.cwd()));
  const program = loader.load(join(root, 'cli.js')) as Cli;
  return { cli: program, keepCompiledCode: () => loader.keepCompiledCode() };
}

interface Loaded {
  readonly script: Script;
  readonly kept: KeptCode | undefined;
  readonly module: { exports: object };
}

/** Loads the chunks of the program with their compiled code, as `require` would do it without. */
class ProgramLoader {
  readonly #require: Require;
  readonly #code: CompiledCode | undefined;
  readonly #loaded = new Map<string, Loaded>();

  constructor(require: Require, code: CompiledCode | undefined) {
    this.#require = require;
    this.#code = code;
  }

  /** Keeps the compiled code of everything that has run so far for the next run. */
  keepCompiledCode(): void {
    for (const [path, { script, kept }] of this.#loaded) this.#code?.keep(path, script, kept);
  }

  load(path: string): object {
    const known = this.#loaded.get(path);
    if (known !== undefined) return known.module.exports;
    // The build writes ASCII only: bytes are characters, and V8 keeps one byte for each.
    const source = readFileSync(path, 'latin1');
    const kept = this.#code?.read(path);
    const script = new Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
      filename: path,
      cachedData: kept?.code,
    });
    const module = { exports: {}, imported: (specifier: string) => import(specifier) as Promise<unknown> };
    this.#loaded.set(path, { script, kept, module });
    const folder = dirname(path);
    const requireFrom = (id: string): unknown =>
      id.startsWith('.') ? this.load(join(folder, id)) : this.#require(id);
    const run = script.runInThisContext() as (...values: unknown[]) => void;
    run(module.exports, requireFrom, module, path, folder);
    return module.exports;
  }
}
