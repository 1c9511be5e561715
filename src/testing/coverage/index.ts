export { CoverageCollector } from './collector.ts';
export { leastProved } from './gaps.ts';
export type { AlertGaps } from './gaps.ts';
export type { RoutingTally } from './routing-tally.ts';
export { countPoints, percentOf } from './types.ts';
export type { CoverageOwner, CoveragePoint, CoverageReport, Nearness } from './types.ts';
