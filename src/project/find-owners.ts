import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { displayPath } from './discover.ts';
import type { FoundFile } from './discover.ts';
import { readRegular, refuse } from './read-regular.ts';
import { realPath } from '../tools/working-tree.ts';

/** Where GitHub and GitLab look for it, in this order. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];
/** GitHub reads no larger one (bytes). */
const MAX_BYTES = 3 * 1024 * 1024;

/** The CODEOWNERS file of the repository that contains a folder; undefined: absent. */
export async function findOwners(cwd: string): Promise<FoundFile | undefined> {
  const root = await repositoryOf(cwd);
  for (const place of PLACES) {
    const absolute = resolve(root, place);
    const reading = readRegular(absolute, { tree: realPath(root), maxBytes: MAX_BYTES });
    if (!reading.ok) {
      if (reading.fault === 'absent') continue;
      refuse(displayPath(cwd, absolute), reading);
    }
    const text = reading.bytes.toString('utf8');
    const folder = relative(root, cwd).split(sep).join('/');
    const ownersBelow = folder === '' ? '' : `${folder}/`;
    return { path: displayPath(cwd, absolute), text, named: false, ownersBelow };
  }
  return undefined;
}

/** Where a CODEOWNERS file of the repository may lie (absolute paths). */
export async function ownersPlaces(cwd: string): Promise<string[]> {
  const root = await repositoryOf(cwd);
  return PLACES.map((place) => resolve(root, place));
}

/** The nearest folder with a `.git` (a file in a worktree); the folder itself without one. */
export async function repositoryOf(cwd: string): Promise<string> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const there = await stat(join(folder, '.git')).then(
      () => true,
      () => false,
    );
    if (there) return folder;
    if (folder === dirname(folder)) return resolve(cwd);
  }
}
