import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { fingerprint } from '../diagnostics/fingerprint.ts';

const SEVERITY: Record<Severity, string> = { error: 'major', warning: 'minor', info: 'info' };

/** Findings as GitLab's code quality report. Equal findings of one line get fingerprints of their own. */
export function reportGitlab(diagnostics: readonly Diagnostic[]): string {
  const seen = new Map<string, number>();
  const issues = diagnostics.map((diagnostic) => {
    const { check, severity, message, why, help, file, range } = diagnostic;
    const base = fingerprint(diagnostic);
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    return {
      description: message,
      check_name: check,
      fingerprint: count === 0 ? base : `${base}-${count}`,
      severity: SEVERITY[severity],
      location: {
        path: file.path,
        lines: { begin: file.position(range.start).line, end: file.position(range.end).line },
      },
      content: { body: [why, help].filter((part) => part !== undefined).join('\n\n') },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}
