import fc from 'fast-check';
import { expressionArbitrary } from './expression-arbitrary.ts';
import type { GeneratedSeries } from './series-arbitrary.ts';
import { seriesArbitrary } from './series-arbitrary.ts';

/** One expression to be answered at one time. */
export interface Check {
  readonly expr: string;
  readonly timeMs: number;
}

/** A unit test: series at an interval of one minute, and expressions over them. */
export interface DifferentialCase {
  readonly series: readonly GeneratedSeries[];
  readonly checks: readonly Check[];
}

export const INTERVAL_MS = 60_000;

/** `count` cases of `checks` expressions each; the same seed gives the same cases. */
export function generateCases(
  version: 2 | 3,
  count: number,
  checks: number,
  seed: number,
): DifferentialCase[] {
  const check = fc.record({ expr: expressionArbitrary(version), timeMs: fc.nat(120).map((n) => n * 15_000) });
  const many = fc.array(check, { minLength: checks, maxLength: checks, size: 'max' });
  return fc
    .sample(fc.record({ series: seriesArbitrary(version), checks: many }), { numRuns: count, seed })
    .map(unique);
}

/** promtool names a failed check by its expression and time. */
function unique({ series, checks }: DifferentialCase): DifferentialCase {
  return { series, checks: [...new Map(checks.map((check) => [checkKey(check), check])).values()] };
}

export function checkKey({ expr, timeMs }: Check): string {
  return `${timeMs} ${expr}`;
}
