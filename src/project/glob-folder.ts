import { readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { compileGlob } from '../util/glob-match.ts';
import type { GlobTest } from '../util/glob-match.ts';
import { errorCode } from '../util/error-code.ts';

export interface GlobOptions {
  /** The folder that is searched (absolute). */
  readonly cwd: string;
  /** Globs of files and folders to leave out. */
  readonly ignore: readonly string[];
  /** Look below the folders in it, too (default: true). */
  readonly isDeep?: boolean;
  /** Is called for each file and folder; an error that it throws ends the search. */
  readonly onEntry?: () => void;
}

export interface GlobResult {
  /** Paths from the folder, with `/`. */
  readonly files: readonly string[];
  /** Folders that could not be read, from the folder, and why. */
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
}

/**
 * The files below a folder that one of some globs matches, in no order: `*` and `?` within a name, `**` across folders,
 * `[a-z]`, `{a,b}`; a pattern that begins with `!` leaves out. Names that begin with a dot match only where the pattern
 * has the dot. Links to folders are not followed. Patterns come from configurations that a pull request can write, so
 * they are matched without backtracking.
 */
export function globFolder(patterns: readonly string[], options: GlobOptions): GlobResult {
  const { ignore } = options;
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const taken = [...ignore, ...patterns.flatMap((each) => (each.startsWith('!') ? [each.slice(1)] : []))];
  const search = new Search(options, wanted, taken);
  search.walk('');
  return search;
}

class Search implements GlobResult {
  readonly files: string[] = [];
  readonly unreadable: { path: string; code: string }[] = [];
  readonly #options: GlobOptions;
  readonly #wanted: readonly { test: GlobTest; dots: readonly GlobTest[] }[];
  readonly #ignored: readonly GlobTest[];
  readonly #pruned: readonly GlobTest[];
  /** Some pattern asks for names that begin with a dot in folders. */
  readonly #entersDots: boolean;

  constructor(options: GlobOptions, wanted: readonly string[], ignored: readonly string[]) {
    this.#options = options;
    this.#wanted = wanted.map((pattern) => ({ test: compileGlob(pattern), dots: dotted(pattern) }));
    this.#ignored = ignored.map(compileGlob);
    // The files below a folder are left out with it.
    this.#pruned = ignored.map((pattern) => compileGlob(pattern.replace(/\/\*\*$/, '')));
    this.#entersDots = wanted.some((pattern) => /(?:^|[/{,])\.[^/]*\//.test(pattern.replace(/^\.\//, '')));
  }

  walk(folder: string): void {
    for (const entry of this.#entries(folder)) {
      this.#options.onEntry?.();
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (this.#options.isDeep === false) continue;
        if (entry.name.startsWith('.') && !this.#entersDots) continue;
        if (!this.#pruned.some((test) => test(path))) this.walk(path);
      } else if (this.#isWanted(path)) this.files.push(path);
    }
  }

  #entries(folder: string): Dirent[] {
    try {
      return readdirSync(join(this.#options.cwd, folder), { withFileTypes: true });
    } catch (error) {
      const code = errorCode(error);
      // Somebody may have removed it meanwhile.
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.unreadable.push({ path: folder, code });
      return [];
    }
  }

  #isWanted(path: string): boolean {
    const hidden = path.split('/').filter((name) => name.startsWith('.'));
    return (
      this.#wanted.some(
        ({ test, dots }) => test(path) && hidden.every((name) => dots.some((dot) => dot(name))),
      ) && !this.#ignored.some((test) => test(path))
    );
  }
}

/** Tests for the names of a pattern that begin with a dot themselves. */
function dotted(pattern: string): GlobTest[] {
  return pattern
    .split('/')
    .filter((segment) => segment.startsWith('.') && segment !== '.' && segment !== '..')
    .map(compileGlob);
}
