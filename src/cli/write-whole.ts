import { randomBytes } from 'node:crypto';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { realPath } from '../tools/working-tree.ts';

/**
 * Writes a file so that it has the old text or the new one whatever happens meanwhile: the text goes into a new file
 * beside it, which takes its place when all of it is on the disk. A link stays and its target is written; the
 * permissions stay.
 *
 * @param absolute the file, which need not exist
 * @param options isNew: a file that is there is an error (EEXIST)
 * @throws the error of the file system (a full disk, no permission); the old text is then still there
 */
export async function writeWhole(
  absolute: string,
  text: string,
  options: { readonly isNew?: boolean } = {},
): Promise<void> {
  const target = options.isNew === true ? absolute : realPath(absolute);
  const mode = await stat(target).then(
    (info) => info.mode & 0o777,
    () => undefined,
  );
  const beside = join(dirname(target), `.rulecheck-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeBeside(beside, text, mode);
    if (options.isNew === true) await link(beside, target);
    else await rename(beside, target);
  } finally {
    await rm(beside, { force: true });
  }
}

async function writeBeside(path: string, text: string, mode: number | undefined): Promise<void> {
  const file = await open(path, 'wx', mode ?? 0o666);
  try {
    // What the file had, whatever the process takes away from new files.
    if (mode !== undefined) await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
