import { createReadStream, lstatSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { foreignFormat, isForeignKind } from '../documents/foreign.ts';
import { mayMatter } from '../documents/may-matter.ts';
import { isBelow, realPath } from '../tools/working-tree.ts';
import { errorCode } from '../util/error-code.ts';
import type { Budget } from './bounds.ts';
import type { FoundFile } from './found-file.ts';
import { readPipe } from './read-pipe.ts';
import { MAX_FILE_BYTES, readRegular, refuse, treeAround } from './read-regular.ts';
import type { ReadLimits } from './read-regular.ts';
import { isPage } from './search.ts';

/**
 * Reads one file that was found or named.
 *
 * @param path as it is shown
 * @param cwd the project's root
 * @param budget what may be read
 * @returns undefined: nothing in it can be of interest
 * @throws UserError (exit 2) for a file that is not there or not to be read, (exit 3) for one that cannot be read;
 * BoundReached
 */
export async function readFound(
  absolute: string,
  path: string,
  named: boolean,
  { cwd, budget }: { readonly cwd: string; readonly budget: Budget },
): Promise<FoundFile | undefined> {
  const limits = { tree: treeAround(absolute, cwd), maxBytes: MAX_FILE_BYTES };
  if (limits.tree !== undefined && !isBelow(realPath(absolute), limits.tree)) {
    if (named) refuseOutside(path);
    return { path, text: '', named, problem: 'outside' };
  }
  // What a link in the tree leads to is found where it is.
  if (!named && lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink() === true) return undefined;
  const info = await stat(absolute).catch((error: unknown) => failure(path, error));
  if (!named && !info.isFile()) return undefined;
  if (info.size > MAX_FILE_BYTES) {
    const ours = named || mayMatter(await beginningOf(absolute, path));
    return ours ? { path, text: '', named, problem: 'too-large' } : undefined;
  }
  // A pipe that the user named elsewhere (`<(helm template ...)`) is read; one in the tree may never end.
  const isPipe = info.isFIFO() && limits.tree === undefined;
  budget.take('bytes', info.size);
  const bytes = isPipe ? await readNamedPipe(absolute, path) : readWhole(absolute, path, limits);
  const utf16 = utf16Text(bytes);
  if (utf16 !== undefined)
    return named || mayMatter(utf16) ? { path, text: utf16, named, problem: 'not-utf8' } : undefined;
  const zeros = countZeros(bytes.subarray(0, 8192));
  const binary = (): FoundFile | undefined =>
    named ? { path, text: '', named, problem: 'binary' } : undefined;
  if (zeros > Math.min(bytes.length, 8192) / 10) return binary();
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    if (zeros > 0) return binary();
    const loose = new TextDecoder('utf-8').decode(bytes);
    return named || mayMatter(loose, path) ? { path, text: loose, named, problem: 'not-utf8' } : undefined;
  }
  const page = isPage(path);
  const foreign = page ? undefined : foreignFormat(path, text);
  const isOurs = named || page || (!isForeignKind(path) && mayMatter(text, path));
  if (foreign !== undefined) return { path, text: isOurs ? text : '', named, foreign };
  return isOurs ? { path, text, named } : undefined;
}

function readWhole(absolute: string, path: string, limits: ReadLimits): Buffer {
  const reading = readRegular(absolute, limits);
  return reading.ok ? reading.bytes : refuse(path, reading);
}

/** A pipe that the user named: `<(helm template ...)`. */
async function readNamedPipe(absolute: string, path: string): Promise<Buffer> {
  try {
    return await readPipe(createReadStream(absolute), path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    return failure(path, error);
  }
}

/** Ends the run for a link that leads out of the working tree. @param path as it is shown */
export function refuseOutside(path: string): never {
  return refuse(path, {
    ok: false,
    fault: 'outside',
    reason: 'is a link to a target outside the working tree',
  });
}

/** A text may hold a stray zero byte, which Go's YAML reader refuses; a binary file is full of them, or no UTF-8. */
function countZeros(bytes: Uint8Array): number {
  let zeros = 0;
  for (const byte of bytes) if (byte === 0) zeros++;
  return zeros;
}

const BEGINNING_BYTES = 1024 * 1024;

/** The first MiB of a file that is too large to be read whole. */
async function beginningOf(absolute: string, path: string): Promise<string> {
  const handle = await open(absolute).catch((error: unknown) => failure(path, error));
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The text of a file with UTF-16's byte order mark, as some editors save it; undefined: it has none. */
function utf16Text(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return undefined;
}

/** Ends the run for a path that the system did not open. @param path as it is shown */
export function failure(path: string, error: unknown): never {
  const code = errorCode(error);
  if (code === 'ENOENT')
    throw new UserError(
      `the file or folder "${path}" does not exist`,
      EXIT.usage,
      'check the path, which is relative to the working directory',
    );
  throw new UserError(`cannot read "${path}": ${code}`, EXIT.failure, 'check the permissions');
}
