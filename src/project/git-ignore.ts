import { dirname, join, relative, resolve, sep } from 'node:path';
import { IgnoreRules } from '../util/ignore-rules.ts';
import { isWithin, placeOf } from './place.ts';
import { readRegular, refuse } from './read-regular.ts';
import { realPath } from '../tools/working-tree.ts';

/** Larger ones (bytes) were not written by hand. */
const MAX_BYTES = 1024 * 1024;

/**
 * What the `.gitignore` files of a folder, of those below it and of those above it up to the root of the repository leave
 * out. As git has it, a file's lines apply to the files below its own folder, and the deeper file has the last word.
 */
export class GitIgnore {
  readonly #files: readonly { readonly folder: string; readonly rules: IgnoreRules }[];

  /**
   * @param folder that is searched (absolute)
   * @param below the `.gitignore` files below it (absolute)
   */
  constructor(folder: string, below: readonly string[]) {
    const own = resolve(folder);
    const top = placeOf(own).repository ?? own;
    const folders = [...foldersBetween(top, own), ...below.map((file) => dirname(file)).sort()];
    this.#files = [...new Set(folders)].flatMap((each) => {
      const text = read(join(each, '.gitignore'), top);
      return text === undefined ? [] : [{ folder: each, rules: new IgnoreRules(text) }];
    });
  }

  /** @param path of a file (absolute) */
  ignores(path: string): boolean {
    let ignored = false;
    for (const { folder, rules } of this.#files) {
      if (!isWithin(path, folder)) continue;
      ignored = rules.judge(relative(folder, path).split(sep).join('/')) ?? ignored;
    }
    return ignored;
  }
}

/** A folder and those around it, from the outermost on. */
function foldersBetween(top: string, folder: string): string[] {
  const above = dirname(folder);
  return folder === top || above === folder ? [folder] : [...foldersBetween(top, above), folder];
}

function read(path: string, top: string): string | undefined {
  const reading = readRegular(path, { tree: realPath(top), maxBytes: MAX_BYTES });
  if (reading.ok) return reading.bytes.toString('utf8');
  return reading.fault === 'absent' ? undefined : refuse(relative(top, path), reading);
}
