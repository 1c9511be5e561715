import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorCode } from '../util/error-code.ts';

const BOM = '\uFEFF';

/**
 * Writes a new text into a file that was read before, with its byte order mark where it has one. The file stays the one
 * it is, with its owner, rights and links; where the disk is full it keeps the text that it has.
 *
 * @param before the text that the new one was made from, without a byte order mark
 * @throws UserError (exit 3) where the file holds another text by now, or cannot be written
 */
export async function replaceFile(cwd: string, path: string, before: string, after: string): Promise<void> {
  const failed = (error: unknown): never => {
    throw new UserError(
      `cannot write "${path}": ${errorCode(error)}`,
      EXIT.failure,
      'check the permissions and the free disk space',
    );
  };
  const file = await open(resolve(cwd, path), 'r+').catch(failed);
  try {
    const current = await file.readFile();
    const text = current.toString('utf8');
    const mark = text.startsWith(BOM) ? BOM : '';
    if (text !== mark + before) {
      throw new UserError(
        `"${path}" changed while rulecheck was running, so it was not overwritten`,
        EXIT.failure,
        'run the command again',
      );
    }
    await overwrite(file, Buffer.from(mark + after)).catch(async (error: unknown) => {
      // What it had fits where it was.
      await overwrite(file, current).catch(failed);
      return failed(error);
    });
  } finally {
    await file.close();
  }
}

/** Nothing is given up before everything is written: a file that was cut first would be lost on a full disk. */
async function overwrite(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, at);
    at += bytesWritten;
  }
  await file.truncate(bytes.length);
}
