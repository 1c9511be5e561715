import type { TestRun } from '../testing/index.ts';

/** The results, warnings and summary of a run of tests, ready for JSON. */
export function testJson(run: TestRun) {
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
      why: failure.why ?? null,
      help: failure.help ?? null,
    })),
  }));
  const warnings = run.warnings.map(({ file, range, code, message, why, help }) => ({
    code,
    message,
    why: why ?? null,
    help: help ?? null,
    file: file.path,
    line: file.position(range.start).line,
  }));
  return { tests, warnings, notes: run.notes, summary: run.summary };
}
