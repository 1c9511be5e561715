import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { TestRun } from '../testing/index.ts';

/** Failed expectations and warnings of a run as findings, for formats without tests. */
export function testDiagnostics(run: TestRun): Diagnostic[] {
  const failed = run.results.flatMap(({ file, name, failures }) =>
    failures.map((failure): Diagnostic => {
      const reasons = failure.diff.map(({ kind, text }) => `${kind}: ${text}`);
      if (failure.why !== undefined) reasons.push(failure.why);
      return {
        check: 'tests/failed',
        severity: 'error',
        file,
        range: failure.range,
        message: `${name}: ${failure.message}`,
        why: reasons.length === 0 ? undefined : reasons.join('\n'),
        help: failure.help,
        related: [],
      };
    }),
  );
  const warnings = run.warnings.map(({ file, range, message, why, help }): Diagnostic => ({
    check: 'tests/warning',
    severity: 'warning',
    file,
    range,
    message,
    why,
    help,
    related: [],
  }));
  return [...failed, ...warnings];
}
