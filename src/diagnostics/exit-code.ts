import type { Diagnostic, Severity } from './diagnostic.ts';

/** What the process returns. */
export const EXIT = {
  clean: 0,
  /** Findings at or above --fail-on, or a failed test. */
  findings: 1,
  /** Bad usage or configuration. */
  usage: 2,
  /** A tool or I/O failure. */
  failure: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1 };

/** Are there findings at or above a severity? */
export function failsOn(diagnostics: readonly Diagnostic[], failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  return diagnostics.some(({ severity }) => isAtLeast(severity, failOn));
}

/** Whether a severity is this one or a higher one. */
export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return RANK[severity] >= RANK[limit];
}
