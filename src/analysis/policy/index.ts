export { judgeLabels } from './policy-labels-used.ts';
export { applies, appliesToGroup, filledIn, matches } from './policy-match.ts';
export type { PolicyPart } from './policy-part.ts';
export type { PolicyScope } from './policy-scope.ts';
export { nameOf, policyScope } from './policy-scope.ts';
export { annotationPolicy, judgeTexts, labelPolicy } from './policy-texts.ts';
export { judgeTimes } from './policy-times.ts';
export { isWebUrl, parseUrl, urlAnnotations } from './urls.ts';
