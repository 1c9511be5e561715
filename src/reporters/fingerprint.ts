import { createHash } from 'node:crypto';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/**
 * An identity of a finding that survives moved lines: the check, the file, the message and the text of the line,
 * but not where it stands. 40 hexadecimal digits.
 */
export function fingerprint({ check, file, range, message }: Diagnostic): string {
  const line = file.lineText(file.position(range.start).line).trim();
  return createHash('sha1')
    .update(JSON.stringify([check, file.path, message, line]))
    .digest('hex');
}
