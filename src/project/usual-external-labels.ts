/**
 * Names that external labels usually have. A recorded series that another server reads (federation, remote write, Thanos)
 * carries those of the server that recorded it, whatever its expression keeps: that it lacks one cannot be said.
 */
export const USUAL_EXTERNAL_LABELS: readonly string[] = [
  'cluster',
  'cluster_id',
  'cluster_name',
  'datacenter',
  'dc',
  'env',
  'environment',
  'monitor',
  'prometheus',
  'prometheus_replica',
  'receive',
  'receive_replica',
  'region',
  'replica',
  'rule_replica',
  'ruler_replica',
  'seed',
  'stage',
  'tenant_id',
];
