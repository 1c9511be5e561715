import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorCode } from '../util/error-code.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';
import { FORMATS, formatNamed } from './report.ts';
import type { Format } from './report.ts';

/** A report that goes into a file, besides the one on standard output. */
export interface OutputFile {
  readonly format: Format;
  /** From the user's folder. */
  readonly path: string;
}

/** Reads `sarif=a.sarif`; undefined: it is no format and file. */
export function readOutput(text: string): OutputFile | undefined {
  const [, name, path] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const format = formatNamed(name);
  return format === undefined || path === undefined ? undefined : { format, path };
}

/** Adds an output to the others. @throws InvalidArgumentError where it is no format and file */
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
 * @throws UserError (exit 3) where one cannot be written
 */
export async function writeOutputs(
  outputs: readonly OutputFile[] | undefined,
  io: Io,
  textOf: (format: Format) => Promise<string>,
): Promise<void> {
  for (const { format, path } of outputs ?? []) {
    const absolute = userPath(io, path);
    const beside = `${absolute}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await writeFile(beside, await textOf(format), { flag: 'wx' });
      await rename(beside, absolute);
    } catch (error) {
      await rm(beside, { force: true });
      throw new UserError(
        `cannot write the report "${path}": ${errorCode(error)}`,
        EXIT.failure,
        'check that the folder exists and is writable, and that the disk has free space',
      );
    }
  }
}
