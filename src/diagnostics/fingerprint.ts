import { createHash } from 'node:crypto';
import type { Diagnostic } from './diagnostic.ts';

/**
 * An identity of a finding that survives moved lines: the check, the file, the message and the text of the line,
 * but not its position. 40 hexadecimal digits.
 *
 * @param path the file's name, where another one than its own is asked about
 */
export function fingerprint({ check, file, range, message }: Diagnostic, path = file.path): string {
  return digest([check, path, message, lineOf({ file, range })]);
}

/**
 * An identity of a finding's line: the check, the file and the text of the line, whatever the words of the message are.
 * 40 hexadecimal digits.
 *
 * @param path the file's name, where another one than its own is asked about
 */
export function lineFingerprint({ check, file, range }: Diagnostic, path = file.path): string {
  return digest([check, path, lineOf({ file, range })]);
}

function lineOf({ file, range }: Pick<Diagnostic, 'file' | 'range'>): string {
  return file.lineText(file.position(range.start).line).trim();
}

function digest(parts: readonly string[]): string {
  return createHash('sha1').update(JSON.stringify(parts)).digest('hex');
}
