import type { Rule } from '../../documents/rules/types.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';

/** What a point of coverage is about; docs/coverage.md defines each. */
export type PointKind =
  | 'data'
  | 'fires'
  | 'quiet'
  | 'resolves'
  | 'for'
  | 'keep-firing-for'
  | 'comparison'
  | 'set'
  | 'matcher'
  | 'stage'
  | 'template'
  | 'route'
  | 'receiver'
  | 'inhibition'
  | 'interval';

/** One thing that tests can make happen at a place. */
export interface CoveragePoint {
  readonly kind: PointKind;
  readonly file: SourceFile;
  readonly range: Range;
  /** What happens, as a clause: `> 0.05 is true`. */
  readonly what: string;
  /** What did not happen, for the report of what is missing: `never true: "> 0.05"`. */
  readonly missing: string;
  /** How often it happened. */
  readonly hits: number;
}

/** How near the values of a comparison came to its limit. */
export interface Nearness {
  /** The comparison, as it is written after its left side: `> 0.05`. */
  readonly text: string;
  readonly range: Range;
  readonly limit: number;
  /** The value closest to the limit for which it was true, and for which it was false. */
  readonly nearestTrue: number | undefined;
  readonly nearestFalse: number | undefined;
}

/** The coverage of a rule, or of an Alertmanager configuration. */
export interface CoverageOwner {
  readonly file: SourceFile;
  /** An alert, a recorded series, or the file of the configuration. */
  readonly name: string;
  readonly range: Range;
  readonly rule: Rule | undefined;
  readonly points: readonly CoveragePoint[];
  readonly nearness: readonly Nearness[];
}

export interface CoverageReport {
  readonly owners: readonly CoverageOwner[];
}

/** Covered and all points of some owners. */
export interface CoverageCount {
  readonly covered: number;
  readonly total: number;
}

export function countPoints(owners: readonly CoverageOwner[]): CoverageCount {
  const points = owners.flatMap((owner) => owner.points);
  return { covered: points.filter(({ hits }) => hits > 0).length, total: points.length };
}

/** In percent; 100 where there is nothing to cover. */
export function percentOf({ covered, total }: CoverageCount): number {
  return total === 0 ? 100 : (covered / total) * 100;
}
