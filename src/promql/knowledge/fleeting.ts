/**
 * Series that exist only during the state that they report: a query over a range returns only these samples. By metric: the state
 * that they last for.
 *
 * Sources: kube-state-metrics 2.x (docs/metrics/workload/pod-metrics.md: the reason metrics of containers are exposed
 * for containers in that state), Prometheus (rules/alerting.go writes ALERTS while an alert is pending or firing).
 */
const FLEETING: Readonly<Record<string, string>> = {
  kube_pod_container_status_waiting_reason: 'the container waits',
  kube_pod_init_container_status_waiting_reason: 'the container waits',
  kube_pod_container_status_terminated_reason: 'the container is terminated',
  kube_pod_init_container_status_terminated_reason: 'the container is terminated',
  kube_node_spec_taint: 'the node has the taint',
  ALERTS: 'the alert is pending or firing',
  ALERTS_FOR_STATE: 'the alert is pending or firing',
};

/** What a series lasts for, in words; undefined: it is there as long as its target. */
export function fleetingWhile(metric: string): string | undefined {
  return Object.hasOwn(FLEETING, metric) ? FLEETING[metric] : undefined;
}
