export type { ConcerningInhibition, CoveringTest, NeededSeries } from './alert-facts.ts';
export { concerningInhibitions, coveringTests, neededSeries, runbookPage } from './alert-facts.ts';
export type { AlertLabels } from './alert-labels.ts';
export { alertLabels } from './alert-labels.ts';
export type { DeliveredAlert } from './report-alerts.ts';
export { reportAlerts } from './report-alerts.ts';
export type { AlertmanagerChoice } from './alertmanagers.ts';
export {
  alertmanagerCandidates,
  chooseAlertmanager,
  isSelected,
  namesOfCandidates,
} from './alertmanagers.ts';
export { effectiveLabels, isTemplated } from './effective-labels.ts';
export { certainFailure } from './failing-sample.ts';
export { groupByIdentity, identityKey, repeated, sharing } from './identity.ts';
export type { Sides } from './inhibition-pairs.ts';
export { alwaysClashing, clash, mutingPair, sidesOf } from './inhibition-pairs.ts';
export { answerOf, mayBe, mayCarry, mayLack, onlyValue } from './label-knowledge.ts';
export type { LostLabel } from './lost-labels.ts';
export { lacksItself } from './lacks-itself.ts';
export { lacksLabel, lostLabel } from './lost-labels.ts';
export { contradiction, disjoint, impliesAll } from './matcher-sets.ts';
export type { SampleAlert, SampleNotification } from './notification-samples.ts';
export { renderSample, sampleRouteLabels } from './notification-samples.ts';
export type { ConfigTemplates, WrittenField } from './notification-templates.ts';
export { configTemplates, writtenFields } from './notification-templates.ts';
export { isDeliberatelySilent, routeLabelSets, routesTo } from './receiver-use.ts';
export type { RoutedAlert, WrittenRoute } from './routed-alerts.ts';
export { allRoutedAlerts, routedAlerts, RoutedAlerts, writtenRoutes } from './routed-alerts.ts';
export type { GroupText } from './group-texts.ts';
export { wrongGroupText } from './group-texts.ts';
export type { PossibleGroup } from './possible-groups.ts';
export { possibleGroups } from './possible-groups.ts';
export { fieldOf, sentTexts } from './sent-texts.ts';
export { CRITICAL, isHeartbeat, severityIs } from './severity.ts';
export { shadowOf } from './shadowed.ts';
export { isTypingError, unknownMatcher } from './unknown-matcher.ts';
export type { DerivedAlert } from './derived.ts';
export { derivedAlerts, exampleFor, satisfying } from './derived.ts';
export { configParts } from './config-parts.ts';
