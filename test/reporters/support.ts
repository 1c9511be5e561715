import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { LintResult } from '../../src/lint/run.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import type { TestRun } from '../../src/testing/index.ts';

export const TEXT = 'groups:\n  - name: web\n    rules:\n      - alert: "Down"\n        expr: up{ == 0\n';

/** A finding whose texts try everything that an output format could trip over. */
export const NASTY = '%0A::error::x, "quoted" <b>&\u001b[31m\u0000 ]]> \u{1F525}\nsecond: line';

export function finding(below: string, rest: Partial<Diagnostic> = {}): Diagnostic {
  const file = rest.file ?? new SourceFile('rules/web.yml', TEXT);
  const start = file.text.indexOf(below);
  if (start < 0) throw new Error(`"${below}" is not in the file`);
  const range = { start, end: start + below.length };
  return { check: 'syntax/promql', severity: 'error', message: 'wrong', related: [], ...rest, file, range };
}

export function lintResult(...diagnostics: Diagnostic[]): LintResult {
  const count = (severity: string) => diagnostics.filter((one) => one.severity === severity).length;
  return {
    diagnostics,
    summary: {
      files: 1,
      rules: 1,
      alerts: 1,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
    },
    scopeOf: ({ file }) => ({ path: file.path, group: 'web', rule: 'Down', owners: [] }),
  };
}

export function testRun(): TestRun {
  const file = new SourceFile('fixtures/web.yml', 'alert: Down\nscenarios:\n  - name: fires\n');
  const range = { start: file.text.indexOf('fires'), end: file.text.indexOf('fires') + 5 };
  const base = { kind: 'scenario', file, range, alert: 'Down', engine: 'embedded' } as const;
  const failure = {
    code: 'state',
    range,
    message: NASTY,
    diff: [
      { kind: 'same', text: 'severity=page' },
      { kind: 'expected', text: 'firing' },
      { kind: 'got', text: 'pending' },
    ],
  } as const;
  return {
    results: [
      { ...base, name: `fires ${NASTY}`, status: 'failed', message: NASTY, failures: [failure] },
      { ...base, name: 'stays quiet', status: 'passed', message: '', failures: [] },
      { ...base, name: 'later', status: 'skipped', message: 'not now', failures: [] },
    ],
    warnings: [{ code: 'proves-nothing', severity: 'warning', message: 'nothing reads it', range, file }],
    notes: [],
    summary: { passed: 1, failed: 1, skipped: 1 },
  };
}
