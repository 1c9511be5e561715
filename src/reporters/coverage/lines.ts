import type { SourceFile } from '../../source/source-file.ts';
import type { CoveragePoint, CoverageReport } from '../../testing/coverage/index.ts';

/** The points of one line of a file. */
export interface CoveredLine {
  readonly line: number;
  readonly points: readonly CoveragePoint[];
  /** Of the point that happened most often. */
  readonly hits: number;
  readonly covered: number;
}

export interface CoveredFile {
  readonly file: SourceFile;
  readonly lines: readonly CoveredLine[];
  readonly covered: number;
  readonly total: number;
}

/** Points by file and line, both in their order. */
export function coveredFiles({ owners }: CoverageReport): CoveredFile[] {
  const files = new Map<SourceFile, Map<number, CoveragePoint[]>>();
  for (const point of owners.flatMap(({ points }) => points)) {
    const lines = files.get(point.file) ?? new Map<number, CoveragePoint[]>();
    const { line } = point.file.position(point.range.start);
    lines.set(line, [...(lines.get(line) ?? []), point]);
    files.set(point.file, lines);
  }
  return [...files]
    .map(([file, lines]): CoveredFile => {
      const shown = [...lines].sort(([a], [b]) => a - b).map(([line, points]) => coveredLine(line, points));
      const sum = (of: (line: CoveredLine) => number): number =>
        shown.reduce((all, each) => all + of(each), 0);
      return {
        file,
        lines: shown,
        covered: sum((each) => each.covered),
        total: sum((each) => each.points.length),
      };
    })
    .sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
}

function coveredLine(line: number, points: readonly CoveragePoint[]): CoveredLine {
  const covered = points.filter(({ hits }) => hits > 0).length;
  return { line, points, covered, hits: Math.max(0, ...points.map(({ hits }) => hits)) };
}
