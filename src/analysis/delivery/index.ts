export type { ConcerningInhibition, CoveringTest, NeededSeries } from './alert-facts.ts';
export { concerningInhibitions, coveringTests, neededSeries, runbookPage } from './alert-facts.ts';
export type { RoutedAlert } from './open-labels.ts';
export { routedAlerts } from './open-labels.ts';
