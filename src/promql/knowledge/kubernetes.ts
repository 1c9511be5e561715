import type { KnownMetric, KnownMetrics } from './types.ts';
import { AMOUNT, COUNTER, each, FLAG, GAUGE, INFO } from './types.ts';

const CONDITION = ['true', 'false', 'unknown'];

function states(label: string, values: readonly string[]): KnownMetric {
  return { ...FLAG, states: { [label]: values } };
}

/** kube-state-metrics, kubelet and cAdvisor. */
export const KUBERNETES: KnownMetrics = {
  kube_pod_status_phase: states('phase', ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']),
  kube_namespace_status_phase: states('phase', ['Active', 'Terminating']),
  kube_persistentvolume_status_phase: states('phase', [
    ...['Pending', 'Available', 'Bound', 'Released', 'Failed'],
  ]),
  kube_persistentvolumeclaim_status_phase: states('phase', ['Pending', 'Bound', 'Lost']),
  kube_node_status_condition: states('status', CONDITION),
  kube_deployment_status_condition: states('status', CONDITION),
  kube_horizontalpodautoscaler_status_condition: states('status', CONDITION),
  kube_pod_status_ready: states('condition', CONDITION),
  kube_pod_status_scheduled: states('condition', CONDITION),
  kube_job_failed: states('condition', CONDITION),
  kube_job_complete: states('condition', CONDITION),
  ...each(
    `kube_pod_status_reason kube_pod_status_unschedulable kube_node_spec_unschedulable kube_cronjob_spec_suspend
    kube_deployment_spec_paused kube_pod_container_status_ready kube_pod_container_status_running
    kube_pod_container_status_terminated kube_pod_container_status_waiting kube_pod_container_status_waiting_reason
    kube_pod_container_status_terminated_reason kube_pod_container_status_last_terminated_reason
    kube_pod_init_container_status_ready kube_pod_init_container_status_waiting
    kube_pod_init_container_status_waiting_reason kube_job_spec_suspended`,
    FLAG,
  ),
  ...each(
    `kube_pod_info kube_node_info kube_node_role kube_pod_owner kube_replicaset_owner kube_job_owner kube_job_info
    kube_service_info kube_namespace_labels kube_pod_labels kube_node_labels kube_deployment_labels
    kube_persistentvolumeclaim_info kube_persistentvolumeclaim_labels kube_persistentvolume_info
    kube_pod_container_info kube_configmap_info kube_secret_info kube_storageclass_info kube_ingress_info
    kube_node_spec_taint kube_persistentvolumeclaim_access_mode`,
    INFO,
  ),
  ...each(
    `kube_deployment_spec_replicas kube_deployment_status_replicas kube_deployment_status_replicas_available
    kube_deployment_status_replicas_unavailable kube_deployment_status_replicas_updated
    kube_deployment_status_replicas_ready kube_deployment_metadata_generation kube_deployment_status_observed_generation
    kube_statefulset_replicas kube_statefulset_status_replicas kube_statefulset_status_replicas_ready
    kube_statefulset_status_replicas_current kube_statefulset_status_replicas_updated
    kube_statefulset_status_replicas_available kube_statefulset_metadata_generation
    kube_statefulset_status_observed_generation
    kube_daemonset_status_current_number_scheduled kube_daemonset_status_desired_number_scheduled
    kube_daemonset_status_number_available kube_daemonset_status_number_unavailable
    kube_daemonset_status_number_misscheduled kube_daemonset_status_number_ready
    kube_daemonset_status_updated_number_scheduled kube_daemonset_updated_number_scheduled
    kube_replicaset_spec_replicas kube_replicaset_status_replicas kube_replicaset_status_ready_replicas
    kube_job_status_active kube_job_status_failed kube_job_status_succeeded kube_job_spec_completions
    kube_job_status_start_time kube_job_status_completion_time kube_job_created kube_pod_created kube_pod_start_time
    kube_cronjob_status_active kube_cronjob_status_last_schedule_time kube_cronjob_next_schedule_time
    kube_horizontalpodautoscaler_spec_max_replicas kube_horizontalpodautoscaler_spec_min_replicas
    kube_horizontalpodautoscaler_status_current_replicas kube_horizontalpodautoscaler_status_desired_replicas
    kube_poddisruptionbudget_status_current_healthy kube_poddisruptionbudget_status_desired_healthy
    kube_poddisruptionbudget_status_expected_pods kube_poddisruptionbudget_status_pod_disruptions_allowed
    kube_resourcequota kube_node_status_allocatable kube_node_status_capacity
    kube_pod_container_resource_limits kube_pod_container_resource_requests
    kube_persistentvolumeclaim_resource_requests_storage_bytes kube_persistentvolume_capacity_bytes
    kubelet_volume_stats_available_bytes kubelet_volume_stats_capacity_bytes kubelet_volume_stats_used_bytes
    kubelet_volume_stats_inodes kubelet_volume_stats_inodes_free kubelet_volume_stats_inodes_used
    kubelet_running_pods kubelet_running_containers
    container_memory_usage_bytes container_memory_working_set_bytes container_memory_rss container_memory_cache
    container_memory_swap container_memory_max_usage_bytes container_spec_memory_limit_bytes container_fs_usage_bytes
    container_fs_limit_bytes container_fs_inodes_total container_fs_inodes_free container_last_seen container_processes
    container_threads container_sockets container_file_descriptors container_start_time_seconds
    machine_cpu_cores machine_memory_bytes`,
    AMOUNT,
  ),
  ...each(
    'kubelet_certificate_manager_client_ttl_seconds kubelet_certificate_manager_server_ttl_seconds',
    GAUGE,
  ),
  ...each('kube_pod_container_status_restarts_total kube_pod_init_container_status_restarts_total', COUNTER),
};
