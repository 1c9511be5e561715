export { grown, rates } from './counter-growth.ts';
export { applied, suggestedFix } from './edit.ts';
export { repairMatch } from './repair-match.ts';
export { isProved, provedFix, returnsWithout } from './proved-fix.ts';
export { sampleValue } from './sample-value.ts';
export { offer, ranged } from './offer.ts';
export type { Repair } from './offer.ts';
