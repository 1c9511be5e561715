/** Pairs of metrics of one thing, labelled alike, of which the first is never more than the second. */
const PAIRS: readonly (readonly [part: string, whole: string])[] = [
  ['node_filesystem_avail_bytes', 'node_filesystem_size_bytes'],
  ['node_filesystem_avail_bytes', 'node_filesystem_free_bytes'],
  ['node_filesystem_free_bytes', 'node_filesystem_size_bytes'],
  ['node_filesystem_files_free', 'node_filesystem_files'],
  ['node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes'],
  ['node_memory_MemFree_bytes', 'node_memory_MemTotal_bytes'],
  ['node_memory_Cached_bytes', 'node_memory_MemTotal_bytes'],
  ['node_memory_Buffers_bytes', 'node_memory_MemTotal_bytes'],
  ['node_memory_SwapFree_bytes', 'node_memory_SwapTotal_bytes'],
  ['node_memory_HugePages_Free', 'node_memory_HugePages_Total'],
  ['kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes'],
  ['kubelet_volume_stats_used_bytes', 'kubelet_volume_stats_capacity_bytes'],
  ['kubelet_volume_stats_inodes_free', 'kubelet_volume_stats_inodes'],
  ['kubelet_volume_stats_inodes_used', 'kubelet_volume_stats_inodes'],
  ['container_fs_inodes_free', 'container_fs_inodes_total'],
  ['container_memory_working_set_bytes', 'container_memory_usage_bytes'],
  ['container_cpu_cfs_throttled_periods_total', 'container_cpu_cfs_periods_total'],
  ['alertmanager_notifications_failed_total', 'alertmanager_notifications_total'],
  ['prometheus_notifications_queue_length', 'prometheus_notifications_queue_capacity'],
  ['etcd_mvcc_db_total_size_in_use_in_bytes', 'etcd_mvcc_db_total_size_in_bytes'],
  ['go_memstats_heap_inuse_bytes', 'go_memstats_sys_bytes'],
  ['go_memstats_heap_alloc_bytes', 'go_memstats_sys_bytes'],
];

const WHOLES = new Map<string, ReadonlySet<string>>();
for (const [part, whole] of PAIRS) WHOLES.set(part, new Set([...(WHOLES.get(part) ?? []), whole]));

/**
 * Whether a metric is part of another, by what the software that exposes both means by them: the available part of the total.
 * Both carry the same labels.
 */
export function isPartOf(part: string, whole: string): boolean {
  return WHOLES.get(part)?.has(whole) ?? false;
}
