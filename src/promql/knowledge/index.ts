import { KUBERNETES } from './kubernetes.ts';
import { NODE } from './node.ts';
import { EXPORTERS, PROCESS, PROMETHEUS } from './servers.ts';
import { INFO } from './types.ts';
import type { KnownMetric } from './types.ts';

export { fleetingWhile } from './fleeting.ts';
export { gainedLabel, renamedLabel, renamedMetric } from './renamed.ts';
export { isPartOf } from './parts.ts';
export { aboutItself, exposedBy } from './self-reported.ts';
export type { KnownMetric } from './types.ts';

const KNOWN = new Map<string, KnownMetric>(
  [PROMETHEUS, PROCESS, NODE, KUBERNETES, EXPORTERS].flatMap((metrics) => Object.entries(metrics)),
);

/** The fixed facts of a metric of well-known software; undefined for other metrics. */
export function knownMetric(name: string): KnownMetric | undefined {
  // Client libraries write one such series of each program, whose value is 1 (`version.NewCollector` and its like).
  return KNOWN.get(name) ?? (name.endsWith('_build_info') || name === 'istio_build' ? INFO : undefined);
}

/** Software whose counters, and nothing else, end in `_total`. */
const STRICT_NAMES =
  /^(?:node_(?:cpu|disk|network|netstat|context|forks|intr|edac|softnet|schedstat|pressure|nfs|nfsd)|process|go|container|kubelet|apiserver|etcd_server|etcd_network|etcd_grpc|prometheus|alertmanager|coredns|rest_client|workqueue|grpc_server|grpc_client|promhttp_metric_handler|loki|cortex|thanos)_\w+_total$/;

/** Whether a metric is a counter by what is known of the software that exposes it. */
export function isKnownCounter(name: string): boolean {
  const known = knownMetric(name);
  return known === undefined ? STRICT_NAMES.test(name) : known.type === 'counter';
}
