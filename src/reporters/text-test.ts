import stringWidth from 'string-width';
import type { DiffLine, Failure, TestFileIssue, TestResult, TestRun } from '../testing/index.ts';
import { plural } from '../util/plural.ts';
import { printable, printablePath } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { padColumns } from '../util/wrap.ts';
import { codeFrame } from './code-frame.ts';
import { remark } from './text-lint.ts';
import type { TextOptions } from './text-lint.ts';
import { drawTimeline } from './timeline.ts';

export interface TestTextOptions extends TextOptions {
  /** Failed tests and the summary alone. */
  readonly quiet?: boolean;
}

/** Failed tests with what was expected and got, then a table of files and one line of summary. */
export function reportTestText(run: TestRun, options: TestTextOptions): string {
  const { style, quiet } = options;
  const blocks = [
    ...(quiet === true ? [] : run.warnings).map((warning) => formatWarning(warning, options)),
    ...run.results
      .filter(({ status }) => status === 'failed')
      .map((result) => formatFailedTest(result, options)),
    ...(quiet === true ? [] : [...skippedLines(run.results, style), fileTable(run.results, style)]),
    testSummaryLine(run, style),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function formatFailedTest(result: TestResult, options: TextOptions): string {
  const { style } = options;
  const { file, name, alert } = result;
  const title = alert === undefined || name.includes(alert) ? name : `${alert}: ${name}`;
  const { line, column } = file.position(result.range.start);
  const head = `${style.bold(printablePath(file.path))}:${line}:${column}: ${style.red('failed')}: ${printablePath(title)} ${style.dim(`[${result.engine}]`)}`;
  return [head, ...result.failures.flatMap((failure) => formatFailure(result, failure, options))].join('\n');
}

function formatFailure({ file }: TestResult, failure: Failure, options: TextOptions): string[] {
  const { style } = options;
  const lines = [`  ${printable(failure.message)}`];
  if (file.text !== '')
    lines.push(
      ...codeFrame(file, [{ range: failure.range, primary: true }], style, room(options, 4)).map(
        (line) => `    ${line}`,
      ),
    );
  lines.push(...failure.diff.map((line) => `    ${diffLine(line, style)}`));
  if (failure.timeline !== undefined)
    lines.push(...drawTimeline(failure.timeline, style, room(options, 4)).map((line) => `    ${line}`));
  lines.push(...remark('why', failure.why, options), ...remark('fix', failure.help, options));
  return lines;
}

/** Columns that are left beside an indentation. */
function room({ columns }: TextOptions, indent: number): number | undefined {
  return columns === undefined ? undefined : columns - indent;
}

function diffLine({ kind, text }: DiffLine, style: Style): string {
  const shown = printable(text);
  if (kind === 'expected') return style.green(`- expected  ${shown}`);
  return kind === 'got' ? style.red(`+ got       ${shown}`) : `            ${shown}`;
}

function formatWarning(warning: TestFileIssue, options: TextOptions): string {
  const { style } = options;
  const { file, range, message, why, help } = warning;
  const { line, column } = file.position(range.start);
  const lines = [
    `${style.bold(printablePath(file.path))}:${line}:${column}: ${style.yellow('warning')}: ${printablePath(message)}`,
  ];
  if (file.text !== '')
    lines.push(
      ...codeFrame(file, [{ range, primary: true }], style, room(options, 2)).map((frame) => `  ${frame}`),
    );
  lines.push(...remark('why', why, options), ...remark('fix', help, options));
  return lines.join('\n');
}

function skippedLines(results: readonly TestResult[], style: Style): string[] {
  const skipped = results.filter(({ status }) => status === 'skipped');
  return skipped.map(
    ({ file, name, message }) =>
      `${printablePath(file.path)}: ${style.yellow('skipped')}: ${printablePath(name)}: ${printablePath(message)}`,
  );
}

const MAX_ROWS = 40;

/** One row a file, aligned; files where all is well are folded when there are many. */
function fileTable(results: readonly TestResult[], style: Style): string {
  const byFile = new Map<string, TestResult[]>();
  for (const result of results)
    byFile.set(result.file.path, [...(byFile.get(result.file.path) ?? []), result]);
  const rows = [...byFile].filter(
    ([, all]) => byFile.size <= MAX_ROWS || all.some(({ status }) => status !== 'passed'),
  );
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(([path]) => stringWidth(printablePath(path))));
  return rows
    .map(([path, all]) => {
      const failed = all.filter(({ status }) => status === 'failed').length;
      const passed = all.filter(({ status }) => status === 'passed').length;
      const mark = failed > 0 ? style.red('✖') : style.green('✔');
      return `${mark} ${padColumns(printablePath(path), width)}  ${String(passed).padStart(3)} passed${failed > 0 ? style.red(`  ${failed} failed`) : ''}`;
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
