export { suggestedFix } from './edit.ts';
export { mendMatch } from './mend-match.ts';
export type { MatchRepair } from './mend-match.ts';
export { isProved, provedFix } from './proved-fix.ts';
export { sampleValue } from './sample-value.ts';
