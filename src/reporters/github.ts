import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { plural } from '../util/plural.ts';
import { likeness } from './fold.ts';

type Command = 'error' | 'warning' | 'notice';

const COMMAND: Record<Severity, Command> = { error: 'error', warning: 'warning', info: 'notice' };

/** What GitHub shows of one step: so many annotations of each kind, silently no more. */
const MOST_OF_A_KIND = 10;
/** The runner cuts longer messages anywhere, and GitHub refuses longer titles. */
const LONGEST_MESSAGE = 4096;
const LONGEST_TITLE = 255;

/**
 * Findings as workflow commands of GitHub Actions, which become annotations of the changed lines. GitHub shows the
 * first ten of a kind: the most informative come first, and the others are written below as text, with a
 * closing notice that says so.
 *
 * @param elsewhere where else all findings can be read, in words
 */
export function reportGithub(diagnostics: readonly Diagnostic[], elsewhere?: string): string {
  const byKind = (kind: Command): Diagnostic[] =>
    telling(diagnostics.filter(({ severity }) => COMMAND[severity] === kind));
  const kinds = (['error', 'warning', 'notice'] as const).map(byKind);
  const tooMany = kinds.some((list) => list.length > MOST_OF_A_KIND);
  // The closing notice is one of the notices.
  const limits = [MOST_OF_A_KIND, MOST_OF_A_KIND, tooMany ? MOST_OF_A_KIND - 1 : MOST_OF_A_KIND];
  const annotated = kinds.flatMap((list, i) => list.slice(0, limits[i]));
  const commands = annotated.map((diagnostic) => command(diagnostic));
  const rest = diagnostics.filter((diagnostic) => !annotated.includes(diagnostic));
  const lines = rest.length === 0 ? commands : [...commands, closing(rest, elsewhere), ...rest.map(logLine)];
  return lines.map((line) => `${line}\n`).join('');
}

/** An error that has no place in a file. */
export function failureCommand(text: string): string {
  return `::error title=rulecheck::${data(text)}\n`;
}

/** One finding of each likeness first, then the others, each in the order they came in. */
function telling(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const firsts = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const key = likeness(diagnostic);
    if (!firsts.has(key)) firsts.set(key, diagnostic);
  }
  const first = new Set(firsts.values());
  return [...first, ...diagnostics.filter((diagnostic) => !first.has(diagnostic))];
}

function closing(rest: readonly Diagnostic[], elsewhere: string | undefined): string {
  const count = (severity: Severity): number => rest.filter((each) => each.severity === severity).length;
  const parts = [
    [count('error'), 'error'],
    [count('warning'), 'warning'],
    [count('info'), 'info'],
  ] as const;
  const counts = parts.flatMap(([number, noun]) => (number === 0 ? [] : [plural(number, noun)])).join(', ');
  const where =
    elsewhere === undefined ? 'in the log of this step' : `in the log of this step and ${elsewhere}`;
  const text = `GitHub shows ${MOST_OF_A_KIND} annotations of a kind; ${counts} more ${rest.length === 1 ? 'is' : 'are'} ${where}`;
  return `::notice title=rulecheck::${data(text)}`;
}

function command({ check, severity, message, why, help, file, range }: Diagnostic): string {
  const start = file.position(range.start);
  const end = file.position(range.end);
  // GitHub takes columns only where the annotation stays on one line.
  const columns =
    start.line === end.line ? `,col=${start.column},endColumn=${Math.max(start.column, end.column)}` : '';
  const place = `file=${property(file.path)},line=${start.line},endLine=${end.line}${columns},title=${property(cut(check, LONGEST_TITLE))}`;
  const text = [message, why, help].filter((part) => part !== undefined).join('\n');
  return `::${COMMAND[severity]} ${place}::${data(cut(text, LONGEST_MESSAGE))}`;
}

/** A finding as a line of the log, which the runner cannot take for a command. */
function logLine({ check, severity, message, file, range }: Diagnostic): string {
  const { line, column } = file.position(range.start);
  const text = `${severity} ${file.path}:${line}:${column}: ${message} [${check}]`;
  return data(text).replace(/##(?=\w{0,20}\[)/g, '# #');
}

/** A text of at most so many characters, never ending in half of one. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A text inside a command cannot end it or start another. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
