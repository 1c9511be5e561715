import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorCode } from '../util/error-code.ts';
import { isBelow, isThere, realPath, workingTree } from '../tools/working-tree.ts';

export type ReadFault = 'absent' | 'outside' | 'not-a-file' | 'too-large' | 'unreadable';

/** The bytes of a file, or why they were not read, in words that follow its name: `is a folder`. */
export type Reading =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly fault: ReadFault; readonly reason: string };

export interface ReadLimits {
  /** Links may not lead out of this folder (absolute, without links itself); undefined: the user named what is read. */
  readonly tree: string | undefined;
  readonly maxBytes: number;
}

/** Files larger than this (bytes) are not read: 50,000 rules take about half of it. */
export const MAX_FILE_BYTES = 48 * 1024 * 1024;

/** Settings and lists that somebody wrote by hand are smaller (bytes). */
export const MAX_SETTINGS_BYTES = 4 * 1024 * 1024;

/**
 * Reads a regular file, and nothing else: a pull request may put a link to `/proc/self/environ`, `/dev/zero` or a pipe
 * in the place of any file. What a link leads to is looked at before it is opened, opening waits for nobody, and no more
 * is read than the limit, whatever size the file says it has.
 */
export function readRegular(path: string, { tree, maxBytes }: ReadLimits): Reading {
  const opened = openRegular(path, tree);
  if (!opened.ok) return opened;
  const { handle, size } = opened;
  try {
    return size > maxBytes ? tooLarge(maxBytes) : readAtMost(handle, size, maxBytes);
  } catch (error) {
    return unreadable(error);
  } finally {
    closeSync(handle);
  }
}

/** An open regular file, which the caller closes, or why it was not opened. */
export type Opening =
  | { readonly ok: true; readonly handle: number; readonly size: number }
  | Extract<Reading, { readonly ok: false }>;

/** Opens a regular file for reading, with the care of `readRegular`. @param tree as in `ReadLimits` */
export function openRegular(path: string, tree: string | undefined): Opening {
  if (!isThere(path)) return failed('absent', 'does not exist');
  const real = realPath(path);
  if (tree !== undefined && !isBelow(real, tree))
    return failed('outside', 'is a link to a target outside the working tree');
  let handle: number;
  try {
    handle = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return unreadable(error);
  }
  try {
    const info = fstatSync(handle);
    if (info.isFile()) return { ok: true, handle, size: info.size };
    closeSync(handle);
    return failed('not-a-file', `is ${kindOf(info)}, not a file`);
  } catch (error) {
    closeSync(handle);
    return unreadable(error);
  }
}

/**
 * The folder that a path may not lead out of: the working tree for what is in it by its name, however it was named;
 * undefined for what the user named elsewhere.
 *
 * @param path absolute
 */
export function treeAround(path: string, cwd: string): string | undefined {
  const tree = workingTree(cwd) ?? realPath(cwd);
  return isBelow(path, tree) || isBelow(path, cwd) ? tree : undefined;
}

/** Whether a path that is in the working tree by its name leads out of it. @param path absolute */
export function leadsOut(path: string, cwd: string): boolean {
  const tree = treeAround(path, cwd);
  return tree !== undefined && !isBelow(realPath(path), tree);
}

function readAtMost(handle: number, size: number, maxBytes: number): Reading {
  // Files of /proc say that they are empty.
  const chunks: Buffer[] = [];
  let total = 0;
  for (let next = Math.max(size + 1, 4096); ; next = 64 * 1024) {
    const chunk = Buffer.allocUnsafe(next);
    const count = readSync(handle, chunk, 0, next, null);
    if (count === 0) break;
    total += count;
    if (total > maxBytes) return tooLarge(maxBytes);
    chunks.push(chunk.subarray(0, count));
  }
  return { ok: true, bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) };
}

function kindOf(info: Stats): string {
  if (info.isDirectory()) return 'a folder';
  if (info.isFIFO()) return 'a pipe';
  if (info.isSocket()) return 'a socket';
  return 'a device';
}

const failed = (fault: ReadFault, reason: string): Extract<Reading, { readonly ok: false }> => ({
  ok: false,
  fault,
  reason,
});

const tooLarge = (maxBytes: number): Extract<Reading, { readonly ok: false }> =>
  failed('too-large', `is larger than ${Math.round(maxBytes / 1024 / 1024)} MiB`);

function unreadable(error: unknown): Extract<Reading, { readonly ok: false }> {
  const code = errorCode(error);
  if (code === 'ENOENT') return failed('not-a-file', 'is a link to a file that does not exist');
  if (code === 'ENXIO') return failed('not-a-file', 'is a socket, not a file');
  return failed('unreadable', `cannot be read: ${code}`);
}

/**
 * The error for a file that was not read. What follows it may be stricter or laxer than what somebody wrote, so a run never
 * goes on without it.
 *
 * @param path as it is shown
 * @throws UserError: exit 3 where the system refused, else exit 2
 */
export function refuse(path: string, { fault, reason }: Extract<Reading, { ok: false }>): never {
  const isSystem = fault === 'unreadable';
  throw new UserError(`"${path}" ${reason}`, isSystem ? EXIT.failure : EXIT.usage, HELP[fault]);
}

const HELP: Readonly<Record<ReadFault, string>> = {
  absent: 'check the path, which is relative to the working directory',
  outside: 'replace the link with the file: rulecheck does not follow links out of the working tree',
  'not-a-file': 'replace it with a regular file, or remove it',
  'too-large': 'split it, or remove it',
  unreadable: 'check the permissions',
};
