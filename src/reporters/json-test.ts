import type { TestRun } from '../testing/index.ts';

/** The results and the summary as one JSON text, with a line break at the end. */
export function reportTestJson(run: TestRun): string {
  const tests = run.results.map(({ name, file, range, alert, engine, status, message, failures }) => ({
    name,
    file: file.path,
    line: file.position(range.start).line,
    alert: alert ?? null,
    engine,
    status,
    message,
    failures: failures.map((failure) => ({
      code: failure.code,
      message: failure.message,
      line: file.position(failure.range.start).line,
      diff: failure.diff,
      help: failure.help ?? null,
    })),
  }));
  const warnings = run.warnings.map(({ file, range, code, message, help }) => ({
    code,
    message,
    help: help ?? null,
    file: file.path,
    line: file.position(range.start).line,
  }));
  return `${JSON.stringify({ tests, warnings, summary: run.summary }, null, 2)}\n`;
}
