import type { KnownMetrics } from './types.ts';
import { AMOUNT, COUNTER, each, FLAG, GAUGE, INFO } from './types.ts';

/** What Prometheus and Alertmanager say of themselves, and what Prometheus writes for every scrape and alert. */
export const PROMETHEUS: KnownMetrics = {
  up: FLAG,
  ALERTS: { type: 'gauge', values: [1, 1], states: { alertstate: ['pending', 'firing'] } },
  ...each(
    `scrape_duration_seconds scrape_samples_scraped scrape_samples_post_metric_relabeling scrape_series_added
    ALERTS_FOR_STATE prometheus_tsdb_head_series prometheus_tsdb_head_chunks prometheus_notifications_queue_length
    prometheus_notifications_queue_capacity prometheus_notifications_alertmanagers_discovered
    prometheus_sd_discovered_targets prometheus_rule_group_last_duration_seconds prometheus_rule_group_interval_seconds
    prometheus_rule_group_last_evaluation_timestamp_seconds prometheus_rule_group_rules prometheus_engine_queries
    prometheus_engine_queries_concurrent_max prometheus_tsdb_storage_blocks_bytes
    prometheus_remote_storage_shards_desired prometheus_remote_storage_shards_max
    prometheus_remote_storage_queue_highest_sent_timestamp_seconds alertmanager_cluster_members alertmanager_alerts
    alertmanager_config_hash`,
    AMOUNT,
  ),
  ...each(
    `prometheus_config_last_reload_successful alertmanager_config_last_reload_successful prometheus_ready`,
    FLAG,
  ),
  ...each('prometheus_build_info alertmanager_build_info', INFO),
};

/** The client libraries. */
export const PROCESS: KnownMetrics = {
  ...each(
    `process_open_fds process_resident_memory_bytes process_virtual_memory_bytes
    process_start_time_seconds go_goroutines go_threads go_memstats_heap_alloc_bytes go_memstats_heap_inuse_bytes
    go_memstats_heap_objects go_memstats_alloc_bytes go_memstats_sys_bytes go_memstats_next_gc_bytes
    go_memstats_last_gc_time_seconds jvm_threads_current jvm_memory_used_bytes jvm_threads_live_threads
    jvm_threads_deadlocked`,
    AMOUNT,
  ),
  // Unlimited was -1 once.
  ...each('process_max_fds', GAUGE),
  ...each('process_cpu_seconds_total', COUNTER),
  go_info: INFO,
};

/** Columns of PostgreSQL's pg_stat_database that only ever grow (PostgreSQL documentation, "The Cumulative Statistics System"). */
const PG_STATISTICS = [
  ...['deadlocks', 'conflicts', 'xact_commit', 'xact_rollback', 'blks_read', 'blks_hit', 'tup_returned'],
  ...['tup_fetched', 'tup_inserted', 'tup_updated', 'tup_deleted', 'temp_files', 'temp_bytes'],
];

/** Exporters that say whether they reached what they watch. */
export const EXPORTERS: KnownMetrics = {
  ...each(
    `probe_success probe_http_ssl probe_failed_due_to_regex mysql_up pg_up redis_up mongodb_up memcached_up nginx_up
    apache_up haproxy_up rabbitmq_up elasticsearch_cluster_health_up zk_up php_fpm_up phpfpm_up squid_up consul_up
    bind_up postfix_up unbound_up ipmi_up oracledb_up mssql_up varnish_up proxysql_up
    consul_raft_leader
    mysql_slave_status_slave_io_running mysql_slave_status_slave_sql_running etcd_server_has_leader
    etcd_server_is_leader consul_health_service_status`,
    FLAG,
  ),
  ...each(
    `probe_duration_seconds probe_http_status_code probe_dns_lookup_time_seconds probe_http_duration_seconds
    redis_connected_clients redis_memory_used_bytes redis_memory_max_bytes mysql_global_status_threads_connected
    mysql_global_status_threads_running mysql_global_variables_max_connections pg_stat_activity_count
    pg_settings_max_connections rabbitmq_queue_messages rabbitmq_queue_messages_ready
    elasticsearch_cluster_health_number_of_nodes elasticsearch_cluster_health_relocating_shards
    elasticsearch_cluster_health_unassigned_shards elasticsearch_jvm_memory_used_bytes
    etcd_mvcc_db_total_size_in_bytes etcd_mvcc_db_total_size_in_use_in_bytes
    etcd_server_quota_backend_bytes etcd_server_proposals_pending kafka_consumergroup_members`,
    AMOUNT,
  ),
  // Cumulative statistics of the servers, passed on under their own names: they fall when the server restarts only.
  ...each(
    ['pg_stat_database', 'cnpg_pg_stat_database']
      .flatMap((prefix) => PG_STATISTICS.map((name) => `${prefix}_${name}`))
      .join(' '),
    COUNTER,
  ),
  ...each(
    `mysql_global_status_questions mysql_global_status_queries mysql_global_status_slow_queries
    mysql_global_status_aborted_clients mysql_global_status_aborted_connects mysql_global_status_innodb_log_waits
    mysql_global_status_table_locks_waited mysql_global_status_created_tmp_disk_tables
    mysql_global_status_select_full_join mysql_global_status_innodb_row_lock_waits
    redis_rejected_connections_total redis_evicted_keys_total redis_keyspace_hits_total redis_keyspace_misses_total
    opensearch_circuitbreaker_tripped_count elasticsearch_breakers_tripped
    redis_commands_processed_total redis_connections_received_total`,
    COUNTER,
  ),
};
