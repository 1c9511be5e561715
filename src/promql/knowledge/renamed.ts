/** What a release of widely used software did to a metric or label that rules still ask for. */
export interface Renaming {
  /** The software and the release that no longer has it. */
  readonly release: string;
  /** What to ask for instead. */
  readonly instead: string;
}

const KSM2 = 'kube-state-metrics 2.0';
const NODE16 = 'node_exporter 0.16';
const K8S_114 = 'Kubernetes 1.14';
const WINDOWS31 = 'windows_exporter 0.31';

function resource(kind: 'requests' | 'limits', name: string): Renaming {
  const unit = name === 'cpu' ? 'core' : 'byte';
  const instead = `kube_pod_container_resource_${kind}{resource="${name}", unit="${unit}"}`;
  return { release: KSM2, instead };
}

function node(what: 'capacity' | 'allocatable', name: string): Renaming {
  return { release: KSM2, instead: `kube_node_status_${what}{resource="${name}"}` };
}

/**
 * Metrics that a release renamed or took away, by their old names. Only names that no later release has again.
 *
 * Sources: kube-state-metrics CHANGELOG (v2.0.0, 2021-04-13: resource metrics, `kube_hpa_*`), node_exporter CHANGELOG
 * (0.16.0, 2018-05-15: units in names), windows_exporter#1584 and #1596 (the collectors "cs" and "os"), Prometheus CHANGELOG (2.23.0) and alphagov/prometheus-aws-configuration-beta#394, Kubernetes CHANGELOG-1.14 to 1.17 (metrics overhaul, KEP-1206).
 */
const METRICS: Readonly<Record<string, Renaming>> = {
  kube_pod_container_resource_requests_cpu_cores: resource('requests', 'cpu'),
  kube_pod_container_resource_requests_memory_bytes: resource('requests', 'memory'),
  kube_pod_container_resource_limits_cpu_cores: resource('limits', 'cpu'),
  kube_pod_container_resource_limits_memory_bytes: resource('limits', 'memory'),
  kube_node_status_capacity_cpu_cores: node('capacity', 'cpu'),
  kube_node_status_capacity_memory_bytes: node('capacity', 'memory'),
  kube_node_status_capacity_pods: node('capacity', 'pods'),
  kube_node_status_allocatable_cpu_cores: node('allocatable', 'cpu'),
  kube_node_status_allocatable_memory_bytes: node('allocatable', 'memory'),
  kube_node_status_allocatable_pods: node('allocatable', 'pods'),
  ...Object.fromEntries(
    ['metadata_generation', 'spec_max_replicas', 'spec_min_replicas', 'status_condition'].map((part) => [
      `kube_hpa_${part}`,
      { release: KSM2, instead: `kube_horizontalpodautoscaler_${part}` },
    ]),
  ),
  kube_hpa_status_current_replicas: {
    release: KSM2,
    instead: 'kube_horizontalpodautoscaler_status_current_replicas',
  },
  kube_hpa_status_desired_replicas: {
    release: KSM2,
    instead: 'kube_horizontalpodautoscaler_status_desired_replicas',
  },
  node_cpu: { release: NODE16, instead: 'node_cpu_seconds_total' },
  node_memory_MemAvailable: { release: NODE16, instead: 'node_memory_MemAvailable_bytes' },
  node_memory_MemTotal: { release: NODE16, instead: 'node_memory_MemTotal_bytes' },
  node_memory_MemFree: { release: NODE16, instead: 'node_memory_MemFree_bytes' },
  node_memory_Buffers: { release: NODE16, instead: 'node_memory_Buffers_bytes' },
  node_memory_Cached: { release: NODE16, instead: 'node_memory_Cached_bytes' },
  node_filesystem_free: { release: NODE16, instead: 'node_filesystem_free_bytes' },
  node_filesystem_avail: { release: NODE16, instead: 'node_filesystem_avail_bytes' },
  node_filesystem_size: { release: NODE16, instead: 'node_filesystem_size_bytes' },
  node_boot_time: { release: NODE16, instead: 'node_boot_time_seconds' },
  node_time: { release: NODE16, instead: 'node_time_seconds' },
  node_network_receive_bytes: { release: NODE16, instead: 'node_network_receive_bytes_total' },
  node_network_transmit_bytes: { release: NODE16, instead: 'node_network_transmit_bytes_total' },
  node_disk_io_time_ms: { release: NODE16, instead: 'node_disk_io_time_seconds_total' },
  prometheus_remote_storage_succeeded_samples_total: {
    release: 'Prometheus 2.23',
    instead: 'prometheus_remote_storage_samples_total',
  },
  prometheus_remote_storage_failed_samples_total: {
    release: 'Prometheus 2.23',
    instead: 'prometheus_remote_storage_samples_failed_total',
  },
  prometheus_sd_file_timestamp: { release: 'Prometheus 2.15', instead: 'prometheus_sd_file_mtime_seconds' },
  apiserver_request_count: { release: K8S_114, instead: 'apiserver_request_total' },
  apiserver_request_latencies_bucket: {
    release: K8S_114,
    instead: 'apiserver_request_duration_seconds_bucket',
  },
  windows_service_status: { release: 'windows_exporter 0.29', instead: 'windows_service_state' },
  windows_cs_hostname: { release: WINDOWS31, instead: 'windows_os_hostname' },
  windows_cs_physical_memory_bytes: { release: WINDOWS31, instead: 'windows_memory_physical_total_bytes' },
  windows_cs_logical_processors: { release: WINDOWS31, instead: 'windows_cpu_logical_processor' },
  windows_os_time: { release: WINDOWS31, instead: 'windows_time_current_timestamp_seconds' },
  windows_os_physical_memory_free_bytes: {
    release: WINDOWS31,
    instead: 'windows_memory_physical_free_bytes',
  },
  windows_os_visible_memory_bytes: { release: WINDOWS31, instead: 'windows_memory_physical_total_bytes' },
  windows_os_virtual_memory_bytes: { release: WINDOWS31, instead: 'windows_memory_commit_limit' },
  windows_os_processes: { release: WINDOWS31, instead: 'windows_system_processes' },
  windows_os_processes_limit: { release: WINDOWS31, instead: 'windows_system_process_limit' },
  kubelet_running_pod_count: { release: 'Kubernetes 1.19', instead: 'kubelet_running_pods' },
  kubelet_running_container_count: { release: 'Kubernetes 1.19', instead: 'kubelet_running_containers' },
};

/** What became of a metric that a release renamed or took away. */
export function renamedMetric(name: string): Renaming | undefined {
  // The wmi_exporter took another name in 2020, and its metrics with it (windows_exporter#519).
  if (name.startsWith('wmi_'))
    return { release: 'windows_exporter 0.13', instead: name.replace('wmi_', 'windows_') };
  return Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
}

/** cAdvisor's labels, until Kubernetes 1.16 took the old ones away (CHANGELOG-1.16, "Removed cadvisor metric labels"). */
const CADVISOR_LABELS: Readonly<Record<string, string>> = { pod_name: 'pod', container_name: 'container' };
const CADVISOR = /^container_(?:cpu|memory|fs|network|spec|last_seen|start_time|tasks|threads|processes)/;

/** What a label of cAdvisor's metrics is called since Kubernetes 1.16. */
export function renamedLabel(metric: string, label: string): Renaming | undefined {
  if (!CADVISOR.test(metric) || !Object.hasOwn(CADVISOR_LABELS, label)) return undefined;
  return { release: 'Kubernetes 1.16', instead: CADVISOR_LABELS[label]! };
}

/**
 * Labels that one of two metrics of a pair has and the other lacks, which made joins on all labels dead: the metric, the
 * label, and the release that added it.
 *
 * Sources: Alertmanager CHANGELOG 0.26.0 (2023-08-23), and prometheus/alertmanager#3599; prometheus/prometheus#19444.
 */
const GAINED: Readonly<Record<string, { readonly label: string; readonly release: string }>> = {
  alertmanager_notifications_failed_total: { label: 'reason', release: 'Alertmanager 0.26' },
  prometheus_tsdb_head_samples_appended_total: { label: 'type', release: 'Prometheus 3' },
};

/** The label that a release added to a metric, where a metric beside it has none. */
export function gainedLabel(
  metric: string,
): { readonly label: string; readonly release: string } | undefined {
  return Object.hasOwn(GAINED, metric) ? GAINED[metric] : undefined;
}
