import { createHash } from 'node:crypto';
import type { Diagnostic } from './diagnostic.ts';

/**
 * An identity of a finding that survives moved lines: the check, the file, the message and the text of the line,
 * but not where it stands. 40 hexadecimal digits.
 *
 * @param path the file's name, where another one than its own is asked about
 */
export function fingerprint({ check, file, range, message }: Diagnostic, path = file.path): string {
  const line = file.lineText(file.position(range.start).line).trim();
  return createHash('sha1')
    .update(JSON.stringify([check, path, message, line]))
    .digest('hex');
}
