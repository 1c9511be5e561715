import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { applyBaseline, makeBaseline, parseBaseline, printBaseline } from '../lint/baseline.ts';
import type { Baseline, BaselineEntry } from '../lint/baseline.ts';
import { errorCode } from '../util/error-code.ts';
import { MAX_FILE_BYTES, readRegular, refuse, treeAround } from '../project/read-regular.ts';
import { plural } from '../util/plural.ts';
import { printable } from '../util/printable.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';
import { writeWhole } from './write-whole.ts';

export interface BaselineOptions {
  /** File of accepted findings; written where it is absent. */
  readonly baseline?: string;
  readonly updateBaseline?: true;
}

/** Which files findings are about. */
export interface LookedAt {
  /** The paths of files, as the findings have them. */
  readonly read: ReadonlySet<string>;
  /** They are all that there are. */
  readonly complete: boolean;
}

/** Gone findings that are listed; the rest is counted. */
const MOST_LISTED = 10;

/**
 * Leaves out the findings that the baseline accepts, or writes it; says on stderr what was written or is gone.
 *
 * @returns the findings that are left
 * @throws UserError (exit 2) for a file that is not a baseline, (exit 3) for one that cannot be read or written
 */
export async function withoutAccepted(
  diagnostics: readonly Diagnostic[],
  { read, complete }: LookedAt,
  options: BaselineOptions,
  io: Io,
): Promise<readonly Diagnostic[]> {
  const { baseline: path } = options;
  if (path === undefined) {
    if (options.updateBaseline !== true) return diagnostics;
    throw new UserError('--update-baseline requires a baseline file', EXIT.usage, 'add --baseline FILE');
  }
  const known = readBaseline(path, io, options.updateBaseline === true);
  if (known === undefined || options.updateBaseline === true) {
    const made = makeBaseline(diagnostics, known, read, complete);
    await write(userPath(io, path), printBaseline(made), path);
    io.stderr.write(`${plural(diagnostics.length, 'finding')} accepted in ${printable(path)}\n`);
    return [];
  }
  const { fresh, accepted, gone } = applyBaseline(diagnostics, known, read, complete);
  if (accepted.length > 0)
    io.stderr.write(`${plural(accepted.length, 'finding')} accepted by ${printable(path)}\n`);
  if (gone.length > 0) io.stderr.write(tellGone(gone, path));
  return fresh;
}

function tellGone(gone: readonly BaselineEntry[], path: string): string {
  const count = gone.reduce((sum, entry) => sum + (entry.count ?? 1), 0);
  const lines = gone.slice(0, MOST_LISTED).map((entry) => {
    const times = (entry.count ?? 1) > 1 ? ` (${entry.count ?? 1} times)` : '';
    return `  ${printable(`${entry.file}: ${entry.message} [${entry.check}]${times}`)}`;
  });
  const more = gone.length - lines.length;
  return [
    `${printable(path)} lists ${plural(count, 'accepted finding')} that no longer ${count === 1 ? 'occurs' : 'occur'}:`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
    '  remove them with --update-baseline, so that they are reported if they return',
    '',
  ].join('\n');
}

/** @param replace the file will be written anew: one that is not a baseline is still an error, not lost */
function readBaseline(path: string, io: Io, replace: boolean): Baseline | undefined {
  const absolute = userPath(io, path);
  const tree = treeAround(absolute, userPath(io, '.'));
  const reading = readRegular(absolute, { tree, maxBytes: MAX_FILE_BYTES });
  if (!reading.ok) {
    // It is written then.
    io.trace?.refuse();
    return reading.fault === 'absent' ? undefined : refuse(path, reading);
  }
  const text = reading.bytes.toString('utf8');
  io.trace?.read(absolute, text);
  const result = parseBaseline(text);
  if (result.status === 'read') return result.baseline;
  throw new UserError(
    `"${path}" is not a baseline file: ${result.reason}`,
    EXIT.usage,
    replace ? 'remove the file, or pass another name to --baseline' : 'check the file name after --baseline',
  );
}

async function write(absolute: string, text: string, path: string): Promise<void> {
  await writeWhole(absolute, text).catch((error: unknown) => {
    throw new UserError(`cannot write the baseline "${path}": ${errorCode(error)}`, EXIT.failure);
  });
}
