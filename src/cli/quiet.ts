import { failsOn } from '../diagnostics/exit-code.ts';
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';

export interface QuietOptions {
  readonly failOn: Severity | 'never';
  /** Only what fails the run. */
  readonly quiet?: true;
}

/** The findings that --quiet leaves: those that fail the run; errors where none can. */
export function unlessQuiet(
  diagnostics: readonly Diagnostic[],
  { quiet, failOn }: QuietOptions,
): readonly Diagnostic[] {
  if (quiet !== true) return diagnostics;
  const least = failOn === 'never' ? 'error' : failOn;
  return diagnostics.filter((diagnostic) => failsOn([diagnostic], least));
}
