import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { UpgradeFinding } from './types.ts';

/** The errors and warnings that lint has on the new side only, at their places. */
export function newFindings(before: readonly Diagnostic[], after: readonly Diagnostic[]): UpgradeFinding[] {
  const known = new Set(before.map(keyOf));
  return after
    .filter((diagnostic) => diagnostic.severity !== 'info' && !known.has(keyOf(diagnostic)))
    .map(({ check, severity, file, range, message, why, help }) => ({
      effect: severity === 'error' ? 'fails' : 'warns',
      file,
      range,
      message: why === undefined ? message : `${message}: ${why}`,
      help,
      check,
    }));
}

/** Both sides read the same text: a finding is the same where its check, place and severity are. */
function keyOf({ check, severity, file, range }: Diagnostic): string {
  return [check, severity, file.path, range.start, range.end].join('\0');
}
