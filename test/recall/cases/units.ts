import type { Topic } from '../case.ts';

const u = 'promql/unit-mismatch';
const t = 'templates/value-unit';
export const units: Topic = {
  topic: 'units',
  faults: [
    { expr: 'request_duration_seconds + queue_size_bytes > 5', finds: u },
    { expr: 'a_latency_ms > b_timeout_seconds', finds: u },
    { expr: 'a_latency_milliseconds - b_latency_seconds > 5', finds: u },
    { expr: 'node_memory_MemAvailable_bytes < node_boot_time_seconds', finds: u },
    { expr: 'sum by (job) (cache_size_bytes) - sum by (job) (cache_limit_megabytes) > 0', finds: u },
    { expr: 'disk_used_ratio > disk_limit_percent', finds: u },
    { expr: 'disk_used_ratio + disk_reserved_percent > 90', finds: u },
    { expr: 'time() - last_success_timestamp_ms > 3600', finds: u },
    { expr: 'time() - app_last_run_timestamp_milliseconds > 3600', finds: u },
    { expr: 'timestamp(backup_done) - backup_last_time_ms > 3600', finds: u },
    { expr: 'max_over_time(job_duration_seconds[1h]) > on (job) job_size_bytes', finds: u },
    // Thresholds.
    {
      expr: 'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 500',
      finds: 'alerts/threshold-text',
      annotations: { summary: 'p99 latency is over 500 ms' },
    },
    {
      expr: 'request_latency_ms > 0.5',
      finds: 'alerts/threshold-text',
      annotations: { summary: 'latency above 500ms' },
    },
    {
      expr: 'node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.5',
      finds: 'alerts/threshold-text',
      annotations: { summary: 'less than 5% left' },
    },
    {
      expr: 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes * 100 < 0.1',
      finds: 'alerts/threshold-text',
      annotations: { description: 'Node memory is filling up (< 10% left)' },
    },
    {
      expr: 'jvm_gc_pause_seconds > 2000',
      finds: 'alerts/threshold-text',
      annotations: { summary: 'GC pause longer than 2 seconds' },
    },
    // Templates.
    {
      expr: '100 * sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 5',
      finds: t,
      annotations: { summary: 'error rate {{ $value | humanizePercentage }}' },
    },
    {
      expr: 'cpu_usage_percent > 90',
      finds: t,
      annotations: { summary: '{{ $value | humanizePercentage }}' },
    },
    { expr: 'a_used_percentage > 90', finds: t, annotations: { summary: '{{ humanizePercentage $value }}' } },
    {
      expr: '(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) * 100 > 90',
      finds: t,
      annotations: { summary: '{{ $value | humanizePercentage }}' },
    },
    {
      expr: 'request_latency_ms > 500',
      finds: t,
      annotations: { summary: '{{ $value | humanizeDuration }}' },
    },
    {
      expr: 'node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1',
      finds: t,
      annotations: { summary: '{{ $value | humanize }}% left' },
    },
    {
      expr: 'node_filesystem_avail_bytes < 1e9',
      finds: t,
      annotations: { summary: '{{ $value | humanizeDuration }} left' },
    },
    {
      expr: 'node_filesystem_avail_bytes < 1e9',
      finds: t,
      annotations: { summary: '{{ $value | humanizePercentage }} left' },
    },
    {
      expr: 'request_duration_seconds > 5',
      finds: t,
      annotations: { summary: '{{ $value | humanizePercentage }}' },
    },
  ],
  sound: [
    { expr: 'a_latency_seconds > b_timeout_seconds' },
    { expr: 'rate(node_disk_read_bytes_total[5m]) + rate(node_disk_written_bytes_total[5m]) > 1e8' },
    { expr: 'node_filesystem_size_bytes - node_filesystem_avail_bytes > 1e12' },
    { expr: 'a_bytes / b_seconds > 5' },
    {
      expr: 'time() - backup_last_success_timestamp_seconds > 86400',
      annotations: { summary: 'no backup for {{ $value | humanizeDuration }}' },
    },
    { expr: 'time() - last_success_timestamp_ms / 1000 > 3600' },
    { expr: 'time() - process_start_time_seconds < 600' },
    { expr: 'process_start_time_seconds > process_start_time_seconds offset 5m' },
    {
      expr: 'probe_ssl_earliest_cert_expiry - time() < 86400 * 30',
      annotations: { summary: 'certificate expires in less than 30 days ({{ $value | humanizeDuration }})' },
    },
    { expr: 'disk_used_ratio > 0.9', annotations: { summary: '{{ $value | humanizePercentage }} used' } },
    { expr: 'disk_used_percent > 90', annotations: { summary: '{{ $value }}% used' } },
    { expr: 'disk_used_ratio * 100 > 90', annotations: { summary: '{{ printf "%.1f" $value }}% used' } },
    {
      expr: 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05',
      annotations: { summary: 'above 5%: {{ $value | humanizePercentage }}' },
    },
    {
      expr: 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05',
      annotations: { summary: 'above 5% on {{ $value }}, 3% budget' },
    },
    { expr: 'cpu_ratio > 1.5' },
    { expr: 'a_seconds > b_ms / 1000' },
    { expr: 'a_seconds * 1000 > b_ms' },
    {
      expr: 'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5',
      annotations: { summary: 'p99 over 500 ms: {{ $value | humanizeDuration }}' },
    },
    { expr: 'error_percent > 0.5', annotations: { summary: 'more than 0.5% errors' } },
    {
      expr: 'node_memory_MemAvailable_bytes < 1e9',
      annotations: { summary: 'less than 1GB: {{ $value | humanize1024 }}B' },
    },
  ],
};
