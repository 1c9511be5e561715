export { suggestedFix } from './edit.ts';
export { mendMatch } from './mend-match.ts';
export type { MatchRepair } from './mend-match.ts';
export { provedFix } from './proved-fix.ts';
