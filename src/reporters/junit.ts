import * as library from 'junit-report-builder';
import type { Builder } from 'junit-report-builder';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LintResult } from '../lint/run.ts';
import type { TestRun } from '../testing/index.ts';

/** Characters that XML 1.0 cannot hold at all. */
// eslint-disable-next-line no-control-regex -- they are what has to go
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
// The library is CommonJS: its `module.exports` is the builder, which its types put one `default` deeper.
const junit = library.default as unknown as Builder;
const clean = (text: string): string => text.replace(FORBIDDEN, '\uFFFD');

/** Findings as JUnit XML: a suite per file, a failed case per finding; one passed case where there is none. */
export function reportLintJunit(result: LintResult): string {
  const builder = junit.newBuilder();
  const byFile = new Map<string, Diagnostic[]>();
  for (const diagnostic of result.diagnostics) {
    byFile.set(diagnostic.file.path, [...(byFile.get(diagnostic.file.path) ?? []), diagnostic]);
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
        .failure(clean(body), severity);
    }
  }
  return builder.build();
}

/** Test results as JUnit XML: a suite per file. */
export function reportTestJunit(run: TestRun): string {
  const builder = junit.newBuilder();
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
      ]);
      testCase.failure(clean([`${file.path}:${line}: ${message}`, ...body].join('\n')), 'failure');
    }
  }
  return builder.build();
}
