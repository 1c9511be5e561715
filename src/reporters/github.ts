import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';

const COMMAND: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };

/** Findings as workflow commands of GitHub Actions, which become annotations of the changed lines. */
export function reportGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${command(diagnostic)}\n`).join('');
}

/** An error that has no place in a file. */
export function failureCommand(text: string): string {
  return `::error title=rulecheck::${data(text)}\n`;
}

function command({ check, severity, message, why, help, file, range }: Diagnostic): string {
  const start = file.position(range.start);
  const end = file.position(range.end);
  // GitHub takes columns only where the annotation stays on one line.
  const columns =
    start.line === end.line ? `,col=${start.column},endColumn=${Math.max(start.column, end.column)}` : '';
  const place = `file=${property(file.path)},line=${start.line},endLine=${end.line}${columns},title=${property(check)}`;
  const text = [message, why, help].filter((part) => part !== undefined).join('\n');
  return `::${COMMAND[severity]} ${place}::${data(text)}`;
}

/** A text inside a command cannot end it or start another. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
