import { countPoints, leastProved, percentOf } from '../../testing/coverage/index.ts';
import type { CoverageReport } from '../../testing/coverage/index.ts';
import { printable } from '../../util/printable.ts';
import type { Style } from '../../util/style.ts';
import { table } from '../table.ts';
import { coveredFiles } from './lines.ts';

/** Alerts that the text names as least proved. */
const MOST_NAMED = 3;
/** Gaps that are named of each. */
const MOST_GAPS = 6;

/** A table per file, and the least proved alerts with what no test makes happen. */
export function coverageText(report: CoverageReport, style: Style): string {
  const rows = coveredFiles(report).map(({ file, covered, total }) => [
    file.path,
    `${percentOf({ covered, total }).toFixed(1)} %`,
    `${covered} of ${total}`,
  ]);
  const count = countPoints(report.owners);
  const whole = [
    style.bold('all files'),
    `${percentOf(count).toFixed(1)} %`,
    `${count.covered} of ${count.total}`,
  ];
  const files = table(
    ['coverage', '', 'points'],
    [...rows, whole.map((cell, i) => (i === 0 ? 'all files' : cell))],
    style,
  );
  return [files, ...weakest(report, style)].join('\n\n') + '\n';
}

function weakest({ owners }: CoverageReport, style: Style): string[] {
  const alerts = leastProved(owners).slice(0, MOST_NAMED);
  if (alerts.length === 0) return [];
  const lines = alerts.flatMap(({ owner, gaps, share }) => {
    const { line } = owner.file.position(owner.range.start);
    const place = printable(`${owner.file.path}:${line}`);
    const more = gaps.length > MOST_GAPS ? [`    and ${gaps.length - MOST_GAPS} more`] : [];
    return [
      `  ${style.bold(printable(owner.name))} ${(share * 100).toFixed(0)} % ${style.dim(place)}`,
      ...gaps.slice(0, MOST_GAPS).map((gap) => `    ${printable(gap)}`),
      ...more,
    ];
  });
  return [['least proved:', ...lines].join('\n')];
}
