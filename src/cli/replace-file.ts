import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorCode } from '../util/error-code.ts';

const BOM = '\uFEFF';

/**
 * Writes a new text into a file that was read before, with its byte order mark where it has one.
 *
 * @param before the text that the new one was made from, without a byte order mark
 * @throws UserError (exit 3) where the file holds another text by now, or cannot be written
 */
export async function replaceFile(cwd: string, path: string, before: string, after: string): Promise<void> {
  const absolute = resolve(cwd, path);
  const failed = (error: unknown): never => {
    throw new UserError(
      `"${path}" cannot be written: ${errorCode(error)}`,
      EXIT.failure,
      'check the permissions',
    );
  };
  const current = await readFile(absolute, 'utf8').catch(failed);
  const mark = current.startsWith(BOM) ? BOM : '';
  if (current !== mark + before) {
    throw new UserError(
      `"${path}" was changed while rulecheck was at work; it was left as it is`,
      EXIT.failure,
      'run the command again',
    );
  }
  await writeFile(absolute, mark + after).catch(failed);
}
