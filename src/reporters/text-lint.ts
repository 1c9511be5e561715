import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import type { LintResult, LintSummary } from '../lint/run.ts';
import { plural } from '../util/plural.ts';
import { printable, printablePath } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { wrap } from '../util/wrap.ts';
import { codeFrame } from './code-frame.ts';
import type { FrameMark } from './code-frame.ts';

export interface TextOptions {
  readonly style: Style;
  /** Columns of the terminal; undefined: not a terminal, lines are as long as they are. */
  readonly columns?: number;
}

/** Findings for people: place, what is wrong, the source, why it matters and what to do; then one line of summary. */
export function reportLintText(result: LintResult, options: TextOptions): string {
  const blocks = result.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, options));
  return [...blocks, summaryLine(result.summary, options.style)].join('\n\n') + '\n';
}

/** One finding as a block of lines. */
export function formatDiagnostic(diagnostic: Diagnostic, options: TextOptions): string {
  const { style, columns } = options;
  const { file, range, check, severity, message, why, help } = diagnostic;
  const { line, column } = file.position(range.start);
  const lines = [
    `${style.bold(printablePath(file.path))}:${line}:${column}: ${paint(severity, style)(severity)}: ${printable(message)} ${style.dim(`[${check}]`)}`,
  ];
  const here = diagnostic.related.filter((place) => place.file === file);
  const marks: FrameMark[] = [
    { range, primary: true },
    ...here.map((place) => ({ range: place.range, label: printable(place.message), primary: false })),
  ];
  if (file.text !== '') {
    const width = columns === undefined ? undefined : columns - 2;
    lines.push(...codeFrame(file, marks, style, width).map((frame) => `  ${frame}`));
  }
  for (const place of diagnostic.related) {
    if (place.file === file) continue;
    const at = place.file.position(place.range.start);
    lines.push(
      `  ${style.blue('see')}  ${printablePath(place.file.path)}:${at.line}:${at.column}: ${printable(place.message)}`,
    );
  }
  lines.push(...remark('why', why, options), ...remark('fix', help, options));
  // The message or its help may say it already: what is new is that rulecheck can do it.
  if (diagnostic.fix?.safe === true)
    lines.push(...remark('try', `rulecheck lint --fix: ${diagnostic.fix.description}`, options));
  else if (diagnostic.fix !== undefined) lines.push(...remark('try', diagnostic.fix.description, options));
  return lines.join('\n');
}

/** A `why`, `fix` or `try` with its text, broken into lines below each other on a terminal. */
export function remark(
  word: 'why' | 'fix' | 'try',
  text: string | undefined,
  options: TextOptions,
): string[] {
  if (text === undefined) return [];
  const { style, columns } = options;
  const lines =
    columns === undefined ? printable(text).split('\n') : wrap(printable(text), Math.max(30, columns - 7));
  return lines.map((line, i) => (i === 0 ? `  ${style.dim(word)}  ${line}` : `       ${line}`));
}

function paint(severity: Severity, style: Style): (text: string) => string {
  return severity === 'error' ? style.red : severity === 'warning' ? style.yellow : style.cyan;
}

/** `✔ 69 rules (26 alerts) in 21 files: no findings`, or how many of each severity. */
export function summaryLine(summary: LintSummary, style: Style): string {
  const what = `${plural(summary.rules, 'rule')} (${plural(summary.alerts, 'alert')}) in ${plural(summary.files, 'file')}`;
  const counts = [
    summary.errors > 0 ? style.red(plural(summary.errors, 'error')) : '',
    summary.warnings > 0 ? style.yellow(plural(summary.warnings, 'warning')) : '',
    summary.infos > 0 ? style.cyan(plural(summary.infos, 'info')) : '',
  ].filter((text) => text !== '');
  if (counts.length === 0) return `${style.green('✔')} ${what}: no findings`;
  return `${summary.errors > 0 ? style.red('✖') : style.yellow('!')} ${what}: ${counts.join(', ')}`;
}
