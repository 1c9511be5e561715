export { crossGroupRead, groupOrderLine } from './cross-group.ts';
export { groupOrder, orderGroups } from './group-order.ts';
export { alertSight, inputEnds, LOOKBACK_MS, sightOf } from './input-end.ts';
export type { InputEnds, Sight } from './input-end.ts';
export { joined, RuleView } from './rule-view.ts';
