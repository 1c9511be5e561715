import { existsSync, lstatSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorCode } from '../util/error-code.ts';

/** What a configuration is called, in the order in which it is looked for. */
export const CONFIG_NAMES = ['rulecheck.yaml', 'rulecheck.yml', '.rulecheck.yaml', '.rulecheck.yml'];

/** Which project a folder belongs to. All paths are absolute. */
export interface Place {
  /** Paths in the configuration and of documents are relative to it; everything below it is known. */
  readonly root: string;
  /** The root of the git repository (the nearest folder with a `.git`); undefined: absent. */
  readonly repository: string | undefined;
  /** The effective configuration; undefined: absent, and the defaults hold. */
  readonly config: string | undefined;
}

/**
 * The project that a folder belongs to: that of the nearest configuration, looked for upwards to the root of the
 * repository; without a configuration the repository is the project, and without a repository the folder itself.
 *
 * Outside of a repository the search ends at the first folder that others may write: whoever can put a file into `/tmp`
 * shall not configure what runs below it.
 *
 * @param config the configuration that was named on the command line (absolute). Its folder is the root where it is
 * around the folder; else it holds for the project that is found without it.
 */
export function placeOf(folder: string, config?: string): Place {
  const above = ancestors(resolve(folder));
  const repository = above.find((each) => existsSync(join(each, '.git')));
  const searched = above.slice(
    0,
    repository === undefined ? firstShared(above) : above.indexOf(repository) + 1,
  );
  const found = firstConfig(searched);
  const root = found === undefined ? (repository ?? above[0]!) : dirname(found);
  if (config === undefined) return { root, repository, config: found };
  return { root: isWithin(above[0]!, dirname(config)) ? dirname(config) : root, repository, config };
}

/** Do the files of a folder belong together: is it in a git repository, or does it have a configuration? */
export function isProject(folder: string): boolean {
  const { repository, config } = placeOf(folder);
  return repository !== undefined || config !== undefined;
}

/** Is a path a folder, or below it? Both are absolute. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The configuration in the first of some folders that has one. */
function firstConfig(folders: readonly string[]): string | undefined {
  for (const folder of folders)
    for (const name of CONFIG_NAMES) if (isThere(join(folder, name))) return join(folder, name);
  return undefined;
}

/** Also a link to nothing: it is read and refused, where to look further would be to go on without it. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // A file that was named on the command line replaces the folder.
    const code = errorCode(error);
    if (code === 'ENOTDIR') return false;
    throw new UserError(
      `cannot read the folder "${dirname(path)}": ${code}`,
      EXIT.failure,
      'check the permissions',
    );
  }
}

/** A folder and all above it, the nearest first. */
function ancestors(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}

/**
 * How many folders come before the first one above that belongs to somebody else or that others may write. Folders that
 * are not there yet belong to whoever has the next one.
 */
function firstShared(folders: readonly string[]): number {
  const infos = folders.map((folder) => statSync(folder, { throwIfNoEntry: false }));
  const start = infos.findIndex((info) => info !== undefined);
  const isShared = (info: Stats | undefined): boolean =>
    info === undefined || info.uid !== infos[start]?.uid || (info.mode & 0o022) !== 0;
  const index = infos.findIndex((info, i) => i > start && isShared(info));
  return index < 0 ? folders.length : index;
}
