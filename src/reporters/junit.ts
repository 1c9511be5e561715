import * as library from 'junit-report-builder';
import type { Builder } from 'junit-report-builder';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LintResult } from '../lint/run.ts';
import type { RunFailure } from './failure.ts';
import type { TestRun } from '../testing/index.ts';

/** Characters that XML 1.0 cannot hold at all. */
// eslint-disable-next-line no-control-regex -- they are what has to go
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
// The library is CommonJS: its `module.exports` is the builder, which its types put one `default` deeper.
const junit = library.default as unknown as Builder;
const clean = (text: string): string => text.replace(FORBIDDEN, '\uFFFD');

/**
 * Findings and test results as JUnit XML: a suite per file. A finding is a failed case; where there is none, one passed
 * case says so, since an empty report counts as no report.
 */
export function reportJunit(lint: LintResult | undefined, tests: TestRun | undefined): string {
  const builder = junit.newBuilder();
  if (lint !== undefined) addFindings(builder, lint);
  if (tests !== undefined) addTests(builder, tests);
  return builder.build();
}

function addFindings(builder: Builder, result: LintResult): void {
  const byFile = new Map<string, Diagnostic[]>();
  for (const diagnostic of result.diagnostics) {
    const known = byFile.get(diagnostic.file.path);
    if (known === undefined) byFile.set(diagnostic.file.path, [diagnostic]);
    else known.push(diagnostic);
  }
  if (byFile.size === 0)
    builder.testSuite().name('rulecheck lint').testCase().className('rulecheck').name('no findings');
  for (const [path, diagnostics] of byFile) {
    const suite = builder.testSuite().name(clean(path));
    for (const { check, severity, message, why, help, file, range } of diagnostics) {
      const { line, column } = file.position(range.start);
      const body = [`${path}:${line}:${column}: ${message}`, why, help]
        .filter((part) => part !== undefined)
        .join('\n');
      suite
        .testCase()
        .className(clean(path))
        .name(clean(`${check} at ${line}:${column}`))
        .file(clean(path))
        .failure(clean(message), severity)
        .stacktrace(clean(body));
    }
  }
}

function addTests(builder: Builder, run: TestRun): void {
  const suites = new Map<string, ReturnType<typeof builder.testSuite>>();
  for (const { name, file, range, alert, status, message, failures } of run.results) {
    const suite = suites.get(file.path) ?? builder.testSuite().name(clean(file.path));
    suites.set(file.path, suite);
    const testCase = suite
      .testCase()
      .className(clean(alert ?? file.path))
      .name(clean(name))
      .file(clean(file.path));
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
