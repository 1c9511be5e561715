import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';

/**
 * The folder whose files strangers may have written: the closest one with a `.git` (a file in a worktree and in a
 * submodule) from the working directory upwards, else the working directory itself. Links are resolved. The root of a file
 * system is not a checkout, unless it holds a `.git`: the answer is then undefined.
 */
export function workingTree(cwd: string): string | undefined {
  const real = realPath(cwd);
  const top = repositoryTop(real) ?? real;
  return top === parse(top).root && !isThere(join(top, '.git')) ? undefined : top;
}

/** The closest folder with a `.git`, upwards from a folder; undefined: absent. */
export function repositoryTop(folder: string): string | undefined {
  for (let above = resolve(folder); ; above = dirname(above)) {
    if (isThere(join(above, '.git'))) return above;
    if (above === dirname(above)) return undefined;
  }
}

/** Whether a path, or what it links to, is a tree's folder or below it. What does not exist yet counts too. */
export function isInTree(path: string, tree: string | undefined): boolean {
  if (tree === undefined) return false;
  return isBelow(resolve(path), tree) || isBelow(realPath(path), tree);
}

/** Whether an absolute path is that of a folder or below it, by its name alone. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** A path with its links resolved, as far as it exists: also those of a link to what does not exist. */
export function realPath(path: string): string {
  return resolved(resolve(path), MOST_LINKS);
}

/** As many links in a row as Linux follows; a circle ends there. */
const MOST_LINKS = 40;

function resolved(absolute: string, links: number): string {
  try {
    return realpathSync(absolute);
  } catch {
    const above = dirname(absolute);
    if (above === absolute) return absolute;
    const here = join(resolved(above, links), basename(absolute));
    const target = links > 0 ? linkTarget(here) : undefined;
    return target === undefined ? here : resolved(resolve(dirname(here), target), links - 1);
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Whether nobody but this user and root can change a file or folder: they own it, others may not write it, and no
 * folder above lets everybody exchange what is in it. Systems without owners (Windows): true.
 *
 * @returns false also where the path does not exist
 */
export function isOursAlone(path: string): boolean {
  const user = process.getuid?.();
  try {
    const real = realpathSync(path);
    const info = lstatSync(real);
    if (user === undefined) return true;
    if ((info.uid !== user && info.uid !== 0) || (info.mode & OTHERS_WRITE) !== 0) return false;
    return noneExchanges(dirname(real));
  } catch {
    return false;
  }
}

const OTHERS_WRITE = 0o022;
const ALL_WRITE = 0o002;
/** Only the owner of what is in such a folder (`/tmp`) can remove it. */
const STICKY = 0o1000;

function noneExchanges(folder: string): boolean {
  for (let above = folder; ; above = dirname(above)) {
    const { mode } = lstatSync(above);
    if ((mode & ALL_WRITE) !== 0 && (mode & STICKY) === 0) return false;
    if (above === dirname(above)) return true;
  }
}

/** Whether something has this name, be it a link to nothing. A name below a file (ENOTDIR) is nothing either. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
