import { lstatSync } from 'node:fs';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import type { Io } from './io.ts';
import { userPath } from './io.ts';

/**
 * Refuses an option that is also the name of a file: hooks and shells (`rulecheck lint *`) put file names beside options,
 * and a pull request may name a file `--config=evil.yaml`, whose plugins would run.
 *
 * @throws UserError (exit 2)
 */
export function refuseFileNamesAsOptions(argv: readonly string[], io: Io): void {
  const end = argv.indexOf('--');
  const options = (end < 0 ? argv : argv.slice(0, end)).filter(
    (word) => word.startsWith('-') && word !== '-',
  );
  const file = options.find((word) => isFile(userPath(io, word)));
  if (file === undefined) return;
  throw new UserError(
    `"${file}" is an option and the name of a file here`,
    EXIT.usage,
    'rename the file, or put "--" before the names of files: rulecheck lint -- *.yml',
  );
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A name that is too long for a file does not exist.
    return false;
  }
}
