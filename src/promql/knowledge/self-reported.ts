/**
 * Metrics that report whether something runs and that the same process, pod or machine exposes: when it is gone, so are
 * they, and they are 0 only where the exporter outlives what it watches.
 *
 * Sources: CloudNativePG documentation, "Monitoring" (the exporter is part of the instance manager in each instance's
 * pod); cAdvisor (series of a container end with it), samber/awesome-prometheus-alerts, "Container killed".
 */
const WITHIN: Readonly<Record<string, string>> = {
  cnpg_collector_up: 'the instance manager in the pod of each PostgreSQL instance',
  container_last_seen: 'cAdvisor, which forgets a container that is gone within minutes',
};

/** The process that exposes a metric and that ends with what the metric is about; undefined: none that is known. */
export function exposedBy(metric: string): string | undefined {
  return Object.hasOwn(WITHIN, metric) ? WITHIN[metric] : undefined;
}

/** Exporters by their metrics, and how workloads and units that run them are called. */
const EXPORTERS: readonly (readonly [metrics: RegExp, name: RegExp, exporter: string])[] = [
  [/^kube_(?!node_|apiserver)/, /^kube-state-metrics/, 'kube-state-metrics'],
  [/^node_systemd_unit_/, /^(?:prometheus-)?node[-_]exporter/, 'node_exporter'],
  [/^windows_service_/, /^windows_exporter/, 'windows_exporter'],
];

/** The exporter of a metric, where a label's value says that the series is about that very exporter. */
export function aboutItself(metric: string, value: string): string | undefined {
  return EXPORTERS.find(([metrics, name]) => metrics.test(metric) && name.test(value))?.[2];
}
