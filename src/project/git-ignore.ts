import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore from 'ignore';
import type { Ignore } from 'ignore';
import { isWithin, placeOf } from './place.ts';

/** Larger ones (bytes) are no lists that somebody wrote. */
const MAX_BYTES = 1024 * 1024;

/**
 * What the `.gitignore` files of a folder, of those below it and of those above it up to the root of the repository leave
 * out. As git has it, a file's lines speak of what is below its own folder, and the deeper file has the last word.
 */
export class GitIgnore {
  readonly #files: readonly { readonly folder: string; readonly rules: Ignore }[];

  /**
   * @param folder that is searched (absolute)
   * @param below the `.gitignore` files below it (absolute)
   */
  constructor(folder: string, below: readonly string[]) {
    const top = placeOf(folder).repository ?? folder;
    const folders = [...foldersBetween(top, folder), ...below.map((file) => dirname(file)).sort()];
    this.#files = [...new Set(folders)].flatMap((each) => {
      const text = read(join(each, '.gitignore'));
      return text === undefined ? [] : [{ folder: each, rules: ignore().add(text) }];
    });
  }

  /** @param path of a file (absolute) */
  ignores(path: string): boolean {
    let ignored = false;
    for (const { folder, rules } of this.#files) {
      if (!isWithin(path, folder)) continue;
      const result = rules.test(relative(folder, path).split(sep).join('/'));
      if (result.ignored) ignored = true;
      else if (result.unignored) ignored = false;
    }
    return ignored;
  }
}

/** A folder and those around it, from the outermost on. */
function foldersBetween(top: string, folder: string): string[] {
  return folder === top ? [top] : [...foldersBetween(top, dirname(folder)), folder];
}

function read(path: string): string | undefined {
  try {
    const info = statSync(path);
    return info.isFile() && info.size <= MAX_BYTES ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
