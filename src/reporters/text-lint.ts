import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import type { LintResult, LintSummary } from '../lint/run.ts';
import { groupDigits } from '../util/digits.ts';
import { plural } from '../util/plural.ts';
import { printable, printablePath } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { wrap, wrapHanging } from '../util/wrap.ts';
import { codeFrame } from './code-frame.ts';
import type { FrameMark } from './code-frame.ts';
import { fold } from './fold.ts';
import type { FoldedFinding, FoldOptions } from './fold.ts';

export interface TextOptions {
  readonly style: Style;
  /** Columns of the terminal; undefined: not a terminal, lines are as long as they are. */
  readonly columns?: number;
}

export interface LintTextOptions extends TextOptions, FoldOptions {
  /** Findings that were left out before (--quiet). */
  readonly unshown?: number;
  /** How long it took: ` in 1.2 s`. */
  readonly took?: string;
}

/** Checks that are counted one by one below findings that were folded. */
const MOST_COUNTED = 10;

/**
 * Findings for people: place, message, source, reason and help; alike ones are folded. Then
 * one line of summary.
 */
export function reportLintText(result: LintResult, options: LintTextOptions): string {
  const { shown, folded, cut } = fold(result.diagnostics, options);
  let text = '';
  let wasBrief = false;
  for (const finding of shown) {
    const isBrief = !finding.explained;
    // Findings without source and reasons stand together.
    if (text !== '') text += wasBrief && isBrief ? '\n' : '\n\n';
    text += formatFinding(finding, result, options);
    wasBrief = isBrief;
  }
  const parts = text === '' ? [] : [text];
  const summary = summaryLine(result.summary, options.style) + options.style.dim(options.took ?? '');
  if (folded + cut > 0) parts.push(countsOfChecks(result.diagnostics, options.style));
  return `${[...parts, [summary, ...leftOut(folded, cut, options)].join('\n')].join('\n\n')}\n`;
}

function formatFinding(
  { diagnostic, explained, more, elsewhere }: FoldedFinding,
  result: LintResult,
  options: TextOptions,
): string {
  const lines = explained ? [formatDiagnostic(diagnostic, options)] : heading(diagnostic, options);
  if (more.length > 0) lines.push(...remark('and', standsFor(diagnostic, more, result), options));
  if (elsewhere.length > 0) lines.push(...remark('and', inOtherFiles(elsewhere), options));
  return lines.join('\n');
}

/** Lines that are named of findings behind another. */
const MOST_LINES = 8;

/** `12 more like this in group "web": lines 29, 38, 41`. */
function standsFor(shown: Diagnostic, more: readonly Diagnostic[], { scopeOf }: LintResult): string {
  const { group } = scopeOf(shown);
  const inGroup = group !== undefined && more.every((each) => scopeOf(each).group === group);
  const lines = [...new Set(more.map(({ file, range }) => file.position(range.start).line))];
  const named = lines.slice(0, MOST_LINES).join(', ');
  const where = `${lines.length === 1 ? 'line' : 'lines'} ${named}${lines.length > MOST_LINES ? ', …' : ''}`;
  return `${groupDigits(more.length)} more like this in this ${inGroup ? `group ("${group}")` : 'file'}: ${where}`;
}

/** `93 more like this in 90 other files, from rules/web.yml:12 on`. */
function inOtherFiles(elsewhere: readonly Diagnostic[]): string {
  const files = new Set(elsewhere.map(({ file }) => file.path));
  const [{ file, range }] = elsewhere as [Diagnostic];
  const from = `${printablePath(file.path)}:${file.position(range.start).line}`;
  return `${groupDigits(elsewhere.length)} more like this in ${plural(files.size, 'other file')}, from ${from} on`;
}

/** How many findings each check has, the most first. */
function countsOfChecks(diagnostics: readonly Diagnostic[], style: Style): string {
  const counts = new Map<string, { count: number; severity: Severity }>();
  for (const { check, severity } of diagnostics)
    counts.set(check, { count: (counts.get(check)?.count ?? 0) + 1, severity });
  const rows = [...counts].sort(([, a], [, b]) => b.count - a.count);
  const width = groupDigits(rows[0]?.[1].count ?? 0).length;
  const lines = rows
    .slice(0, MOST_COUNTED)
    .map(
      ([check, { count, severity }]) =>
        `${groupDigits(count).padStart(width)}  ${paint(severity, style)(check)}`,
    );
  const rest = rows.slice(MOST_COUNTED).reduce((sum, [, { count }]) => sum + count, 0);
  if (rest > 0)
    lines.push(
      style.dim(
        `${groupDigits(rest).padStart(width)}  of ${plural(rows.length - MOST_COUNTED, 'other check')}`,
      ),
    );
  return lines.map((line) => `  ${line}`).join('\n');
}

/** What the reader has not seen, and how to see it. */
function leftOut(folded: number, cut: number, { style, unshown = 0 }: LintTextOptions): string[] {
  const isOrAre = (count: number): string => (count === 1 ? 'is' : 'are');
  const lines = [
    folded > 0 ? `${plural(folded, 'finding')} ${isOrAre(folded)} folded: --all shows each` : '',
    cut > 0 ? `${plural(cut, 'finding')} beyond --max-findings ${isOrAre(cut)} not shown` : '',
    unshown > 0 ? `${plural(unshown, 'less severe finding')} ${isOrAre(unshown)} not shown: --quiet` : '',
  ];
  return lines.filter((line) => line !== '').map((line) => style.dim(`  ${line}`));
}

/** `rules/web.yml:7:13: error: what is wrong [group/check]`, broken at the width of a terminal. */
function heading({ file, range, check, severity, message }: Diagnostic, options: TextOptions): string[] {
  const { style, columns } = options;
  const { line, column } = file.position(range.start);
  const text = `${style.bold(printablePath(file.path))}:${line}:${column}: ${paint(severity, style)(severity)}: ${printablePath(message)} ${style.dim(`[${check}]`)}`;
  return columns === undefined ? [text] : wrapHanging(text, Math.max(MIN_COLUMNS, columns), 4);
}

/** One finding as a block of lines. */
export function formatDiagnostic(diagnostic: Diagnostic, options: TextOptions): string {
  const { style, columns } = options;
  const { file, range, why, help } = diagnostic;
  const lines = heading(diagnostic, options);
  const here = diagnostic.related.filter((place) => place.file === file);
  const marks: FrameMark[] = [
    { range, primary: true },
    ...here.map((place) => ({ range: place.range, label: printablePath(place.message), primary: false })),
  ];
  if (file.text !== '') {
    const width = columns === undefined ? undefined : columns - 2;
    lines.push(...codeFrame(file, marks, style, width).map((frame) => `  ${frame}`));
  }
  for (const place of diagnostic.related) {
    if (place.file === file) continue;
    const at = place.file.position(place.range.start);
    const text = `${printablePath(place.file.path)}:${at.line}:${at.column}: ${printablePath(place.message)}`;
    lines.push(...remark('see', text, options));
  }
  lines.push(...remark('why', why, options), ...remark('fix', help, options));
  // The message or its help may say it already: new is that rulecheck can do it.
  if (diagnostic.fix?.safe === true)
    lines.push(...remark('try', `rulecheck lint --fix: ${diagnostic.fix.description}`, options));
  else if (diagnostic.fix !== undefined && help?.startsWith(diagnostic.fix.description) !== true)
    lines.push(...remark('try', diagnostic.fix.description, options));
  return lines.join('\n');
}

/** Narrower than this nothing is made, however small the terminal says it is. */
const MIN_COLUMNS = 40;

/** A `why`, `fix` or the like with its text, broken into lines below each other on a terminal. */
export function remark(
  word: 'why' | 'fix' | 'try' | 'see' | 'and',
  text: string | undefined,
  options: TextOptions,
): string[] {
  if (text === undefined) return [];
  const { style, columns } = options;
  const lines =
    columns === undefined
      ? printable(text).split('\n')
      : wrap(printable(text), Math.max(MIN_COLUMNS, columns) - 7);
  return lines.map((line, i) =>
    i === 0 ? `  ${word === 'see' ? style.blue(word) : style.dim(word)}  ${line}` : `       ${line}`,
  );
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
