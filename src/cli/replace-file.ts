import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorCode } from '../util/error-code.ts';
import { writeWhole } from './write-whole.ts';

const BOM = '\uFEFF';

/**
 * Writes a new text into a file that was read before, with its byte order mark where it has one. The file has the old
 * text or the new one whatever happens meanwhile (a full disk, a kill).
 *
 * @param before the text that the new one was made from, without a byte order mark
 * @throws UserError (exit 3) where the file holds another text by now, or cannot be written
 */
export async function replaceFile(cwd: string, path: string, before: string, after: string): Promise<void> {
  const absolute = resolve(cwd, path);
  try {
    const mark = await markOf(absolute, before, path);
    const beforeExchange = async (): Promise<void> => {
      await markOf(absolute, before, path);
    };
    await writeWhole(absolute, mark + after, { beforeExchange });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `cannot write "${path}": ${errorCode(error)}`,
      EXIT.failure,
      'check the permissions of the file and of its folder, and the free disk space',
    );
  }
}

/** The byte order mark of the file, or nothing. @throws UserError where it has another text than `before` */
async function markOf(absolute: string, before: string, path: string): Promise<string> {
  const text = await readFile(absolute, 'utf8');
  const mark = text.startsWith(BOM) ? BOM : '';
  if (text === mark + before) return mark;
  throw new UserError(
    `"${path}" changed while rulecheck was running, so it was not overwritten`,
    EXIT.failure,
    'run the command again',
  );
}
