import { countPoints, leastProved, percentOf } from '../../testing/coverage/index.ts';
import type { CoverageReport } from '../../testing/coverage/index.ts';

/** Every point with its place, by rule and configuration; ready for JSON. */
export function coverageJson(report: CoverageReport) {
  const gaps = new Map(leastProved(report.owners).map((each) => [each.owner, each.gaps]));
  const owners = report.owners.map((owner) => ({
    name: owner.name,
    kind: owner.rule?.kind ?? 'alertmanager',
    file: owner.file.path,
    line: owner.file.position(owner.range.start).line,
    ...countPoints([owner]),
    points: owner.points.map(({ kind, file, range, what, hits }) => ({
      kind,
      ...file.position(range.start),
      what,
      hits,
    })),
    comparisons: owner.nearness.map(({ text, range, limit, nearestTrue, nearestFalse }) => ({
      ...owner.file.position(range.start),
      text,
      limit,
      nearestTrue: nearestTrue ?? null,
      nearestFalse: nearestFalse ?? null,
    })),
    missing: gaps.get(owner) ?? owner.points.filter(({ hits }) => hits === 0).map(({ missing }) => missing),
  }));
  const count = countPoints(report.owners);
  return { summary: { ...count, percent: Number(percentOf(count).toFixed(2)) }, owners };
}
