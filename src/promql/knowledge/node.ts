import type { KnownMetrics } from './types.ts';
import { AMOUNT, COUNTER, each, FLAG, GAUGE, INFO } from './types.ts';

/**
 * node_exporter. `node_filesystem_avail_bytes` has no lower end: on BSD it is negative where the space reserved for
 * root is in use.
 */
export const NODE: KnownMetrics = {
  node_cpu_seconds_total: { ...COUNTER, rateAtMost: 2 },
  node_disk_io_time_seconds_total: { ...COUNTER, rateAtMost: 2 },
  node_systemd_unit_state: {
    ...FLAG,
    states: { state: ['active', 'activating', 'deactivating', 'failed', 'inactive'] },
  },
  ...each('node_filesystem_avail_bytes node_timex_offset_seconds node_hwmon_temp_celsius', GAUGE),
  // Of /proc/vmstat: counters since the boot, without the suffix.
  ...each(
    `node_vmstat_oom_kill node_vmstat_pgfault node_vmstat_pgmajfault node_vmstat_pgpgin node_vmstat_pgpgout
    node_vmstat_pswpin node_vmstat_pswpout`,
    COUNTER,
  ),
  ...each(
    `node_filesystem_size_bytes node_filesystem_free_bytes node_filesystem_files node_filesystem_files_free node_load1
    node_load5 node_load15 node_memory_MemTotal_bytes node_memory_MemFree_bytes node_memory_MemAvailable_bytes
    node_memory_Buffers_bytes node_memory_Cached_bytes node_memory_SwapTotal_bytes node_memory_SwapFree_bytes
    node_memory_SwapCached_bytes node_memory_Slab_bytes node_memory_SReclaimable_bytes node_memory_Shmem_bytes
    node_memory_HugePages_Free node_memory_HugePages_Total node_memory_Dirty_bytes node_memory_Writeback_bytes
    node_filefd_allocated node_filefd_maximum node_nf_conntrack_entries node_nf_conntrack_entries_limit
    node_boot_time_seconds node_time_seconds node_sockstat_TCP_tw node_sockstat_TCP_alloc node_sockstat_TCP_inuse
    node_netstat_Tcp_CurrEstab node_procs_running node_procs_blocked node_entropy_available_bits
    node_network_mtu_bytes node_md_disks node_md_disks_required node_disk_io_now node_timex_maxerror_seconds
    node_timex_estimated_error_seconds node_bonding_active node_bonding_slaves node_cpu_scaling_frequency_hertz`,
    AMOUNT,
  ),
  ...each(
    `node_filesystem_readonly node_filesystem_device_error node_network_up node_timex_sync_status
    node_scrape_collector_success node_textfile_scrape_error node_systemd_system_running node_network_carrier`,
    FLAG,
  ),
  ...each('node_uname_info node_os_info node_exporter_build_info node_cpu_info node_dmi_info', INFO),
};
