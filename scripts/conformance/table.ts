import type { ScriptReport } from './run.ts';

const HEADER = ['script', 'passed', 'failed', 'skipped'] as const;

/** The reports as an aligned table with a line of totals. */
export function formatTable(title: string, reports: readonly ScriptReport[]): string {
  const rows = reports.map(
    (report) => [report.file, report.passed, report.failures.length, report.skipped.length] as const,
  );
  const total = (column: 1 | 2 | 3) => rows.reduce((sum, row) => sum + row[column], 0);
  const [passed, failed, skipped] = [total(1), total(2), total(3)];
  const all = [HEADER, ...rows, ['total', passed, failed, skipped] as const].map((row) => row.map(String));
  const widths = HEADER.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  const lines = all.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  const share = ((100 * passed) / Math.max(passed + failed + skipped, 1)).toFixed(1);
  return [
    `${title}: ${share} % of ${passed + failed + skipped} cases pass`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}

/** The failures, one block each. */
export function formatFailures(reports: readonly ScriptReport[]): string {
  return reports
    .flatMap(({ failures }) => failures)
    .map(({ file, line, query, problem }) => `${file}:${line}  ${query}\n    ${problem}`)
    .join('\n');
}
