/**
 * Labels that many servers add, that series of several servers have too, and that rules group by for both: where there is
 * one server only they are on nothing, and all is one group. Compare USUAL_EXTERNAL_LABELS, which no series of a single
 * server has.
 */
export const SERVER_LABELS: ReadonlySet<string> = new Set([
  'cluster',
  'prometheus',
  'replica',
  'region',
  'zone',
  'datacenter',
  'dc',
  'env',
  'environment',
  'tenant',
]);
