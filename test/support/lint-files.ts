import { CHECKS } from '../../src/checks/index.generated.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { LiveFacts } from '../../src/project/live-facts.ts';
import { lintTexts } from '../../src/lint/texts.ts';

export interface LintFilesOptions {
  /** Content of rulecheck.yaml. */
  readonly config?: string;
  /** Run only this check, whatever the preset says. */
  readonly only?: string;
  /** What a server said. */
  readonly live?: LiveFacts | undefined;
  /** The changed files as they were before. */
  readonly before?: Readonly<Record<string, string>> | undefined;
  /** Treat files as named on the command line, not as found in a folder (default false). */
  readonly named?: boolean;
}

/** Lints texts in memory, as the command would. */
export function lintFiles(
  files: string | Readonly<Record<string, string>>,
  { only, ...options }: LintFilesOptions = {},
): Diagnostic[] {
  if (only !== undefined && !CHECKS.some(({ meta }) => meta.id === only)) throw new Error(`no check ${only}`);
  const found = lintTexts(files, CHECKS, { ...options, always: only });
  return found.filter(({ check }) => only === undefined || check === only);
}

/** The source text below each finding. */
export function textsBelow(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ file, range }) => file.slice(range));
}
