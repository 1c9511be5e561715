import * as library from 'junit-report-builder';
import type { Builder, TestSuite } from 'junit-report-builder';
import type { Severity } from '../diagnostics/diagnostic.ts';
import { failsOn } from '../diagnostics/exit-code.ts';
import type { LintResult } from '../lint/run.ts';
import type { RunFailure } from './failure.ts';
import type { TestResult, TestRun } from '../testing/index.ts';
import { groupBy } from '../util/group-by.ts';

/** Characters that XML 1.0 cannot hold at all. */
// eslint-disable-next-line no-control-regex -- they are what has to go
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
// The library is CommonJS: its `module.exports` is the builder, which its types put one `default` deeper.
const junit = library.default as unknown as Builder;
const clean = (text: string): string => text.replace(FORBIDDEN, '\uFFFD');

export interface JunitOptions {
  /** Findings from this severity on are failures; default error. */
  readonly failOn?: Severity | 'never';
  /** How long the run took, in milliseconds. */
  readonly tookMs?: number | undefined;
}

/**
 * Findings and test results as JUnit XML: a suite per file, times in seconds. A finding that fails the run is a failed case,
 * a lesser one a passed case that says so; without findings, one passed case says so, since an empty report counts as
 * missing.
 */
export function reportJunit(
  lint: LintResult | undefined,
  tests: TestRun | undefined,
  options: JunitOptions = {},
): string {
  const builder = junit.newBuilder();
  if (lint !== undefined) addFindings(builder, lint, options);
  if (tests !== undefined) addTests(builder, tests);
  const { tookMs } = options;
  if (tookMs === undefined) return builder.build();
  // The library has no time for the whole.
  return builder.build().replace('<testsuites ', `<testsuites time="${seconds(tookMs)}" `);
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

function addFindings(
  builder: Builder,
  result: LintResult,
  { failOn = 'error', tookMs = 0 }: JunitOptions,
): void {
  const byFile = groupBy(result.diagnostics, ({ file }) => file.path);
  if (byFile.size === 0) {
    const suite = builder.testSuite().name('rulecheck lint').time(seconds(tookMs));
    suite.testCase().className('rulecheck').name('no findings').time(seconds(tookMs));
  }
  for (const [path, diagnostics] of byFile) {
    // Files are not looked at one by one: only the whole takes time that means something.
    const suite = builder.testSuite().name(clean(path)).time(0);
    for (const diagnostic of diagnostics) {
      const { check, severity, message, why, help, file, range } = diagnostic;
      const { line, column } = file.position(range.start);
      const body = [`${path}:${line}:${column}: ${message}`, why, help]
        .filter((part) => part !== undefined)
        .join('\n');
      const testCase = suite
        .testCase()
        .className(clean(path))
        .name(clean(`${check} at ${line}:${column}`))
        .file(clean(path))
        .time(0);
      if (failsOn([diagnostic], failOn)) testCase.failure(clean(message), severity).stacktrace(clean(body));
      else testCase.standardOutput(clean(`${severity}: ${body}`));
    }
  }
}

function addTests(builder: Builder, run: TestRun): void {
  for (const [path, results] of groupBy(run.results, ({ file }) => file.path)) {
    const total = results.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0);
    const suite = builder.testSuite().name(clean(path)).time(seconds(total));
    for (const result of results) addTest(suite, result);
  }
}

function addTest(suite: TestSuite, result: TestResult): void {
  const { name, file, range, alert, status, message, failures, durationMs = 0 } = result;
  const testCase = suite
    .testCase()
    .className(clean(alert ?? file.path))
    .name(clean(name))
    .file(clean(file.path))
    .time(seconds(durationMs));
  if (status === 'skipped') testCase.skipped();
  else if (status === 'failed') {
    const { line } = file.position(range.start);
    const body = failures.flatMap((failure) => [
      failure.message,
      ...failure.diff.map(
        ({ kind, text }) => `  ${kind === 'same' ? ' ' : kind === 'got' ? '+' : '-'} ${text}`,
      ),
      ...[failure.why, failure.help].flatMap((words) => (words === undefined ? [] : [`  ${words}`])),
    ]);
    const text = [`${file.path}:${line}: ${message}`, ...body].join('\n');
    testCase.failure(clean(message), 'failure').stacktrace(clean(text));
  }
}

/** A run that failed before there was anything to report: one case with an error. */
export function reportFailureJunit({ message, help, diagnostics }: RunFailure): string {
  const builder = junit.newBuilder();
  const places = diagnostics.map(({ file, range, message: text }) => {
    const { line, column } = file.position(range.start);
    return `${file.path}:${line}:${column}: ${text}`;
  });
  const body = [message, ...places, help].filter((part) => part !== undefined).join('\n');
  builder
    .testSuite()
    .name('rulecheck')
    .testCase()
    .className('rulecheck')
    .name('the run')
    .error(clean(message), 'error', clean(body));
  return builder.build();
}
