import stringWidth from 'string-width';
import type { DiffLine, Failure, TestFileIssue, TestResult, TestRun } from '../testing/index.ts';
import { plural } from '../util/plural.ts';
import { printable, printablePath } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { padColumns, wrap, wrapHanging } from '../util/wrap.ts';
import { codeFrame } from './code-frame.ts';
import { remark } from './text-lint.ts';
import type { TextOptions } from './text-lint.ts';
import { drawTimeline } from './timeline.ts';

export interface TestTextOptions extends TextOptions {
  /** Failed tests and the summary alone. */
  readonly quiet?: boolean;
  /** How long it took: ` in 1.2 s`. */
  readonly took?: string;
}

/** Failed tests with what was expected and got, then a table of files and one line of summary. */
export function reportTestText(run: TestRun, options: TestTextOptions): string {
  const { style, quiet } = options;
  const blocks = [
    ...(quiet === true ? [] : run.warnings).map((warning) => formatWarning(warning, options)),
    ...run.results
      .filter(({ status }) => status === 'failed')
      .map((result) => formatFailedTest(result, options)),
    ...(quiet === true ? [] : [...skippedLines(run.results, options), fileTable(run.results, options)]),
    fit(testSummaryLine(run, style) + style.dim(options.took ?? ''), 2, options),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function formatFailedTest(result: TestResult, options: TextOptions): string {
  const { style } = options;
  const { file, name, alert } = result;
  const title = alert === undefined || name.includes(alert) ? name : `${alert}: ${name}`;
  const { line, column } = file.position(result.range.start);
  const head = `${style.bold(printablePath(file.path))}:${line}:${column}: ${style.red('failed')}: ${printablePath(title)} ${style.dim(`[${result.engine}]`)}`;
  return [
    fit(head, 4, options),
    ...result.failures.flatMap((failure) => formatFailure(result, failure, options)),
  ].join('\n');
}

function formatFailure({ file }: TestResult, failure: Failure, options: TextOptions): string[] {
  const { style } = options;
  const lines = indented(printable(failure.message), 2, options);
  if (file.text !== '')
    lines.push(
      ...codeFrame(file, [{ range: failure.range, primary: true }], style, room(options, 4)).map(
        (line) => `    ${line}`,
      ),
    );
  lines.push(...failure.diff.flatMap((line) => diffLines(line, options)));
  if (failure.timeline !== undefined)
    lines.push(...drawTimeline(failure.timeline, style, room(options, 4)).map((line) => `    ${line}`));
  lines.push(...remark('why', failure.why, options), ...remark('fix', failure.help, options));
  return lines;
}

/** Columns that are left beside an indentation. */
function room({ columns }: TextOptions, indent: number): number | undefined {
  return columns === undefined ? undefined : columns - indent;
}

/** Narrower than this nothing is made, however small the terminal says it is. */
const MIN_COLUMNS = 40;

/** A line that is broken at the width of the terminal; what follows its first line is indented. */
function fit(text: string, indent: number, { columns }: TextOptions): string {
  if (columns === undefined) return text;
  return wrapHanging(text, Math.max(MIN_COLUMNS, columns), indent).join('\n');
}

/** The lines of a text, indented, broken at the width of the terminal. */
function indented(text: string, indent: number, { columns }: TextOptions): string[] {
  const space = ' '.repeat(indent);
  const width = columns === undefined ? Infinity : Math.max(MIN_COLUMNS, columns) - indent;
  // What fits keeps its own indentation.
  const lines = text.split('\n').flatMap((line) => (stringWidth(line) <= width ? [line] : wrap(line, width)));
  return lines.map((line) => space + line);
}

/** A line of a comparison below the failure; a value that does not fit is below its text. */
function diffLines({ kind, text }: DiffLine, options: TextOptions): string[] {
  const { style } = options;
  const paint = kind === 'expected' ? style.green : kind === 'got' ? style.red : (same: string) => same;
  const lead = kind === 'expected' ? '- expected  ' : kind === 'got' ? '+ got       ' : ' '.repeat(12);
  const lines = indented(printable(text), 16, options).map((line) => line.slice(16));
  return lines.map((line, i) => `    ${paint((i === 0 ? lead : ' '.repeat(12)) + line)}`);
}

function formatWarning(warning: TestFileIssue, options: TextOptions): string {
  const { style } = options;
  const { file, range, message, why, help } = warning;
  const { line, column } = file.position(range.start);
  const head = `${style.bold(printablePath(file.path))}:${line}:${column}: ${style.yellow('warning')}: ${printablePath(message)}`;
  const lines = [fit(head, 4, options)];
  if (file.text !== '')
    lines.push(
      ...codeFrame(file, [{ range, primary: true }], style, room(options, 2)).map((frame) => `  ${frame}`),
    );
  lines.push(...remark('why', why, options), ...remark('fix', help, options));
  return lines.join('\n');
}

function skippedLines(results: readonly TestResult[], options: TextOptions): string[] {
  const skipped = results.filter(({ status }) => status === 'skipped');
  return skipped.map(({ file, name, message }) => {
    const head = `${printablePath(file.path)}: ${options.style.yellow('skipped')}`;
    return fit(`${head}: ${printablePath(name)}: ${printablePath(message)}`, 4, options);
  });
}

const MAX_ROWS = 40;
/** Columns of the counts behind a path. */
const COUNTS_WIDTH = 24;

/** One row a file, aligned; files where all is well are folded when there are many. */
function fileTable(results: readonly TestResult[], { style, columns }: TextOptions): string {
  const byFile = new Map<string, TestResult[]>();
  for (const result of results)
    byFile.set(result.file.path, [...(byFile.get(result.file.path) ?? []), result]);
  const rows = [...byFile].filter(
    ([, all]) => byFile.size <= MAX_ROWS || all.some(({ status }) => status !== 'passed'),
  );
  if (rows.length === 0) return '';
  const widest = Math.max(...rows.map(([path]) => stringWidth(printablePath(path))));
  // Counts stand in a column where they fit beside all paths.
  const width = columns !== undefined && widest + 2 + COUNTS_WIDTH > columns ? 0 : widest;
  return rows
    .map(([path, all]) => {
      const failed = all.filter(({ status }) => status === 'failed').length;
      const passed = all.filter(({ status }) => status === 'passed').length;
      const mark = failed > 0 ? style.red('✖') : style.green('✔');
      const counts = `${String(passed).padStart(3)} passed${failed > 0 ? style.red(`  ${failed} failed`) : ''}`;
      const name = `${mark} ${padColumns(printablePath(path), width)}`;
      const isTooWide = columns !== undefined && stringWidth(name) + COUNTS_WIDTH > columns;
      return isTooWide ? `${name}\n ${counts}` : `${name}  ${counts}`;
    })
    .join('\n');
}

/** `✔ 92 tests in 26 files: all passed`. */
export function testSummaryLine(run: TestRun, style: Style): string {
  const { passed, failed, skipped } = run.summary;
  const files = new Set(run.results.map(({ file }) => file.path)).size;
  const what = `${plural(passed + failed + skipped, 'test')} in ${plural(files, 'file')}`;
  const left = skipped > 0 ? `, ${style.yellow(`${skipped} skipped`)}` : '';
  if (failed > 0)
    return `${style.red('✖')} ${what}: ${passed} passed, ${style.red(`${failed} failed`)}${left}`;
  return skipped > 0
    ? `${style.green('✔')} ${what}: ${passed} passed${left}`
    : `${style.green('✔')} ${what}: all passed`;
}
