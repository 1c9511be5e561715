import type { LabelSet } from '../../routing/labels.ts';

/** The stream label that Loki 3 adds. */
export const SERVICE_NAME = 'service_name';

/** The labels that Loki's `discover_service_name` looks at by default, in this order. */
export const SERVICE_LABELS: readonly string[] = [
  'service',
  'app',
  'application',
  'app_name',
  'name',
  'app_kubernetes_io_name',
  'container',
  'container_name',
  'k8s_container_name',
  'component',
  'workload',
  'job',
  'k8s_job_name',
];

/**
 * Stream labels with `service_name`, as Loki's push handler adds it (pkg/loghttp/push, since 3.0): the first of the
 * given labels that the stream has, else `unknown_service`. Without any labels to look at, nothing is added.
 */
export function withServiceName(labels: LabelSet, candidates: readonly string[]): LabelSet {
  if (candidates.length === 0 || labels.has(SERVICE_NAME)) return labels;
  const value = candidates.map((name) => labels.get(name) ?? '').find((found) => found !== '');
  return new Map([...labels, [SERVICE_NAME, value ?? 'unknown_service']]);
}
