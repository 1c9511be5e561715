import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { leadsOut, treeAround } from '../project/read-regular.ts';
import { errorCode } from '../util/error-code.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';
import { BLOB, FORMATS, formatNamed } from './report.ts';
import type { Format } from './report.ts';
import { writeWhole } from './write-whole.ts';

/** A report that goes into a file, besides the one on standard output. */
export interface OutputFile {
  readonly format: Format | typeof BLOB;
  /** From the user's folder; of a blob the folder that it goes into. */
  readonly path: string;
}

/** Reads `sarif=a.sarif`; undefined: it is not a format and a file. */
export function readOutput(text: string): OutputFile | undefined {
  const [, name, path] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const format = name === BLOB ? BLOB : formatNamed(name);
  return format === undefined || path === undefined ? undefined : { format, path };
}

/** Adds an output to the others. @throws InvalidArgumentError if it is not a format and a file */
export function addOutput(text: string, others: readonly OutputFile[] = []): OutputFile[] {
  const output = readOutput(text);
  if (output === undefined)
    throw new InvalidArgumentError(
      `Expected FORMAT=FILE, for example sarif=a.sarif; the formats are ${FORMATS.join(', ')}.`,
    );
  return [...others, output];
}

/**
 * Writes reports into their files. A file holds its whole new text or keeps its old one.
 *
 * @param textOf makes a report
 * @param blob the name of the file with the report of this shard; undefined: the run failed, and there is nothing to merge
 * @throws UserError (exit 3) where one cannot be written
 */
export async function writeOutputs(
  outputs: readonly OutputFile[] | undefined,
  io: Io,
  textOf: (format: OutputFile['format']) => Promise<string>,
  blob?: string,
): Promise<void> {
  for (const { format, path } of outputs ?? []) {
    // A shard that failed writes none: the merge says that it is missing.
    if (format === BLOB && blob === undefined) continue;
    const file = format === BLOB ? join(path, blob!) : path;
    await writeReportTo(file, () => textOf(format), io, format === BLOB);
  }
}

/**
 * Writes a report into a file.
 *
 * @param path from the user's folder
 * @param folder the folders above the file are made where they are missing
 * @throws UserError (exit 3) where it cannot be written
 */
export async function writeReportTo(
  path: string,
  textOf: () => string | Promise<string>,
  io: Io,
  folder = false,
): Promise<void> {
  const absolute = userPath(io, path);
  // The user names the file, but a pull request may put a link in its place.
  if (leadsOut(absolute, userPath(io, '.')))
    throw new UserError(
      `did not write the report "${path}": a symbolic link in this path leads out of the working tree`,
      EXIT.usage,
      'remove the link, or name a file outside the working tree by its own path',
    );
  try {
    if (folder) await mkdir(dirname(absolute), { recursive: true });
    await writeReport(absolute, await textOf(), treeAround(absolute, userPath(io, '.')) !== undefined);
  } catch (error) {
    throw new UserError(
      `cannot write the report "${path}": ${errorCode(error)}`,
      EXIT.failure,
      'check that the folder exists and is writable, and that the disk has free space',
    );
  }
}

/** Outside the tree, /dev/stderr and `>(command)` stay what they are and are written to. */
async function writeReport(absolute: string, text: string, isInTree: boolean): Promise<void> {
  const there = await stat(absolute).catch(() => undefined);
  if (!isInTree && (there?.isCharacterDevice() === true || there?.isFIFO() === true))
    await writeFile(absolute, text, { flag: 'a' });
  else await writeWhole(absolute, text);
}
