import type { CoverageReport } from '../../testing/coverage/index.ts';
import { coveredFiles } from './lines.ts';

/** A tracefile of lcov: a line for each line with points, a branch for each point of a line with several. */
export function coverageLcov(report: CoverageReport): string {
  return coveredFiles(report)
    .map(({ file, lines }) => {
      const branches = lines.filter(({ points }) => points.length > 1);
      const records = [
        'TN:',
        `SF:${file.path.replace(/[\r\n]/g, ' ')}`,
        ...branches.flatMap(({ line, points, hits }) =>
          points.map((point, i) => `BRDA:${line},0,${i},${hits === 0 ? '-' : point.hits}`),
        ),
        `BRF:${branches.reduce((sum, { points }) => sum + points.length, 0)}`,
        `BRH:${branches.reduce((sum, { covered }) => sum + covered, 0)}`,
        ...lines.map(({ line, hits }) => `DA:${line},${hits}`),
        `LF:${lines.length}`,
        `LH:${lines.filter(({ hits }) => hits > 0).length}`,
        'end_of_record',
      ];
      return `${records.join('\n')}\n`;
    })
    .join('');
}
