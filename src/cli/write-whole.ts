import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { link, open, rename, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withoutRest } from '../tools/temp.ts';
import { realPath } from '../tools/working-tree.ts';
import { errorCode } from '../util/error-code.ts';

export interface WriteOptions {
  /** A file that is there is an error (EEXIST). */
  readonly isNew?: boolean;
  /** Is asked when all of the new text is on the disk, right before it takes the place of the old one; may throw. */
  readonly beforeExchange?: () => Promise<void>;
}

/**
 * Writes a file so that it has the old text or the new one whatever happens meanwhile: the text goes into a new file
 * beside it, which takes its place when all of it is on the disk. A link stays and its target is written; the
 * permissions stay, and the owner and group where this user may give files away. Of several hard links to the file the
 * others keep the old text.
 *
 * @param absolute the file, which need not exist
 * @throws the error of the file system (a full disk, no permission, `EINVAL` for a device, a pipe or a folder); the old
 * text is then still there
 */
export async function writeWhole(
  absolute: string,
  text: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const target = options.isNew === true ? absolute : realPath(absolute);
  const old = await stat(target).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (old !== undefined && !old.isFile()) throw notAFile(target);
  // A file that is read-only is meant to stay, although its folder would let it be exchanged.
  if (old !== undefined) await (await open(target, 'r+')).close();
  const beside = join(dirname(target), `.rulecheck-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  await withoutRest(beside, async () => {
    await writeBeside(beside, text, old);
    await options.beforeExchange?.();
    if (options.isNew === true) await link(beside, target);
    else await rename(beside, target);
  });
}

/** To exchange /dev/null for a file would break the machine. */
function notAFile(path: string): Error {
  return Object.assign(new Error(`"${path}" is not a regular file`), { code: 'EINVAL' });
}

async function writeBeside(path: string, text: string | Uint8Array, old: Stats | undefined): Promise<void> {
  const file = await open(path, 'wx', old === undefined ? 0o666 : 0o600);
  try {
    if (old !== undefined) await keepRights(file, old);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives a new file what the old one had, whatever the process takes away from new files. */
async function keepRights(file: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const made = await file.stat();
  if (made.uid !== uid || made.gid !== gid) {
    // Only root gives files to others; the group may be another one of this user.
    await file.chown(uid, gid).catch(() => file.chown(made.uid, gid).catch(() => undefined));
  }
  await file.chmod(mode & 0o777);
}
