import type { FoundFile } from '../../project/discover.ts';
import type { FindOptions } from '../find-files.ts';
import { findFiles } from '../find-files.ts';
import type { Io, Output } from '../io.ts';
import { sha256 } from './store.ts';

/** What a run said and returned. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How long the run took, as its summary says it; another run took another time. */
  readonly took?: string | undefined;
}

/** What a run asked of the world beyond the files that it searched for. */
export interface Asked {
  /** Files that were looked for one by one, with the hash of their text; null: not there. */
  readonly reads: Readonly<Record<string, string | null>>;
  /** Names of the environment's variables that were read. */
  readonly env: readonly string[];
  /** The searched paths, project by project. */
  readonly finds: readonly FindOptions[];
}

/**
 * Watches one run: everything that its answer depends on is collected here and nowhere else. Whoever lets a run look at
 * something new (a file, a service) notes it here, or says that the answer cannot be kept.
 */
export class Trace {
  readonly #reads: Record<string, string | null> = {};
  readonly #env = new Set<string>();
  readonly #found = new Map<string, { options: FindOptions; files: readonly FoundFile[] }>();
  readonly #said = { stdout: '', stderr: '' };
  #keepable = true;
  #took: string | undefined;

  /** A file was read, or was not there. @param absolute its path */
  read(absolute: string, text: string | undefined): void {
    this.#reads[absolute] = text === undefined ? null : sha256(text);
  }

  /** The summary ends with this. */
  took(text: string): void {
    this.#took = text;
  }

  /** The answer depends on what cannot be compared later (code, git, a server), or the run did more than answer. */
  refuse(): void {
    this.#keepable = false;
  }

  /** Finds the files of a run; asked again for the same, it does not search again. */
  async find(options: FindOptions): Promise<FoundFile[]> {
    const key = JSON.stringify(options);
    const known = this.#found.get(key);
    const files = known?.files ?? (await findFiles(options));
    this.#found.set(key, { options, files });
    return [...files];
  }

  /** The world of the run, with eyes. */
  watched(io: Io): Io {
    const output = (stream: 'stdout' | 'stderr'): Output => ({
      ...io[stream],
      write: (text) => {
        this.#said[stream] += text;
        io[stream].write(text);
      },
    });
    const asked = (name: string | symbol): void => {
      if (typeof name === 'string') this.#env.add(name);
    };
    const env = new Proxy(io.env, {
      get: (target, name) => {
        asked(name);
        return Reflect.get(target, name) as unknown;
      },
      has: (target, name) => {
        asked(name);
        return Reflect.has(target, name);
      },
      // Somebody who takes all of it may use any of it.
      ownKeys: (target) => {
        this.refuse();
        return Reflect.ownKeys(target);
      },
    });
    return { ...io, stdout: output('stdout'), stderr: output('stderr'), env, trace: this };
  }

  /** What the run asked and which files it found; undefined: its answer cannot be kept. */
  get asked(): { readonly asked: Asked; readonly files: readonly FoundFile[] } | undefined {
    const found = [...this.#found.values()];
    if (!this.#keepable || found.length === 0) return undefined;
    return {
      asked: {
        reads: this.#reads,
        env: [...this.#env].sort(),
        finds: found.map(({ options }) => options),
      },
      files: found.flatMap(({ files }) => files),
    };
  }

  get said(): Omit<Answer, 'code'> {
    return { ...this.#said, took: this.#took };
  }
}
