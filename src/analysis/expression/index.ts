export { bucketsIn, groupsByLe, keepsLe, leMatchers } from './bucket-selector.ts';
export type { ClockCondition, WeekWindow } from './calendar.ts';
export { clockCondition, longestWindow, weekText } from './calendar.ts';
export { cataloguedSeries, rangedSelector } from './catalogued-selector.ts';
export { conditionOf, usesSeries } from './condition.ts';
export { covers } from './covers.ts';
export { accepts, contradict, disjoint, selectorsOf } from './disjoint.ts';
export type { DoneWith } from './done-with.ts';
export { doneWith, doneWithLogs } from './done-with.ts';
export { exprKey } from './expr-key.ts';
export { estimateRule, factsOf } from './facts.ts';
export { fallbackOf, hasLabels, surelyHasLabels, vectorCall } from './fallback.ts';
export { branchesOf, firingParts } from './firing-parts.ts';
export type { ImpossibleJoin } from './impossible-join.ts';
export {
  hasImpossibleJoin,
  impossibleJoin,
  impossiblePair,
  joinsOf,
  lostByImpossibleJoin,
} from './impossible-join.ts';
export { isCounter, isSurelyCounter } from './is-counter.ts';
export { logqlValue } from './logql-value.ts';
export { mayBeNaN, openDivision } from './open-division.ts';
export { isProvedRatio } from './proved-ratio.ts';
export { ruleAst } from './rule-ast.ts';
export {
  ageCondition,
  isBeyond,
  mostCounted,
  neededComparisons,
  oldestAge,
  sampleCount,
} from './sample-bounds.ts';
export { samplesNeeded } from './samples-needed.ts';
export { SERVER_LABELS } from './server-labels.ts';
export { oldestSampleMs, staticMs } from './static-duration.ts';
export type { Threshold } from './threshold.ts';
export { constant, isWithinThreshold, thresholdOf } from './threshold.ts';
export { usedAsCounter } from './used-as-counter.ts';
export { hasPartWithItself, resultWithItself } from './with-itself.ts';
