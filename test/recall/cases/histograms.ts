import type { Topic } from '../case.ts';
import { record } from '../../../src/checks/support/example-rules.ts';

const q = 'promql/histogram-quantile';
const input = 'promql/quantile-input';
const sum = 'promql/bucket-sum';
const match = 'promql/bucket-match';
const mean = 'promql/quantile-mean';
const value = 'promql/bucket-value';
const catalogue =
  'metrics:\n  rpc_duration_seconds: { type: histogram, buckets: [0.1, 0.5, 1, 5], labels: [method] }\n  rpc_size_bytes: { type: summary, quantiles: [0.5, 0.9, 0.99] }\n  rpc_inflight: { type: gauge }\n  rpc_requests_total: { type: counter }\n';
const known = (expr: string) => ({
  'catalogue.yml': catalogue,
  'rules.yml': `groups:\n  - name: shop\n    rules:\n      - alert: Slow\n        expr: ${JSON.stringify(expr)}\n        for: 5m\n`,
});
const le = 'promql/unknown-label';

export const histograms: Topic = {
  topic: 'histograms',
  faults: [
    // Quantiles are shares of 1.
    {
      expr: 'histogram_quantile(99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
      finds: q,
    },
    { expr: 'histogram_quantile(95, rate(http_request_duration_seconds_bucket[5m])) > 1', finds: q },
    {
      expr: 'histogram_quantile(1.5, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
      finds: q,
    },
    {
      expr: 'histogram_quantile(-0.1, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
      finds: q,
    },
    {
      expr: 'histogram_quantile(9.5 / 10 * 100, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
      finds: q,
    },
    { expr: 'quantile(95, node_load1) > 5', finds: q },
    { expr: 'quantile by (job) (99, rate(http_requests_total[5m])) > 5', finds: q },
    { expr: 'quantile_over_time(90, queue_length[1h]) > 5', finds: q },
    { expr: 'quantile_over_time(-1, queue_length[1h]) > 5', finds: q },
    {
      expr: 'histogram_fraction(1, 0, rate(http_request_duration_seconds[5m])) > 0.9',
      finds: input,
    },
    // le is lost.
    { expr: 'histogram_quantile(0.99, sum(rate(http_request_duration_seconds_bucket[5m]))) > 1', finds: q },
    {
      expr: 'histogram_quantile(0.99, sum by (job) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
      finds: q,
    },
    {
      expr: 'histogram_quantile(0.9, sum without (le) (rate(etcd_disk_wal_fsync_duration_seconds_bucket[5m]))) > 1',
      finds: q,
    },
    { expr: 'histogram_quantile(0.9, avg by (instance) (rate(x_latency_seconds_bucket[5m]))) > 1', finds: q },
    {
      expr: 'histogram_quantile(0.9, job:latency_bucket:rate5m) > 1',
      before: [record('job:latency_bucket:rate5m', 'sum by (job) (rate(latency_seconds_bucket[5m]))')],
      finds: q,
    },
    {
      expr: 'histogram_quantile(0.9, rate(x_latency_seconds_bucket{le="0.5"}[5m])) > 1',
      finds: 'alerts/never-fires',
    },
    {
      expr: 'histogram_quantile(0.9, sum by (le) (rate(x_latency_seconds_bucket{le="+Inf"}[5m]))) > 1',
      finds: 'alerts/never-fires',
    },
    {
      expr: 'histogram_quantile(0.9, rate(x_latency_seconds_bucket{le!="+Inf"}[5m])) > 1',
      finds: input,
    },
    { expr: 'histogram_quantile(0.9, max by (pod) (rate(x_latency_seconds_bucket[5m]))) > 1', finds: q },
    // Not a histogram.
    { expr: 'histogram_quantile(0.9, rate(http_request_duration_seconds_sum[5m])) > 1', finds: q },
    {
      expr: 'histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_count[5m]))) > 1',
      finds: q,
    },
    {
      expr: 'histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds[5m]))) > 1',
      finds: q,
      missed: 'a native histogram has this name, and by (le) does it no harm',
    },
    {
      expr: 'histogram_quantile(0.9, sum by (le) (rate(http_requests_total[5m]))) > 1',
      finds: q,
    },
    {
      expr: 'histogram_quantile(0.9, sum by (le) (node_memory_MemAvailable_bytes)) > 1',
      finds: q,
    },
    {
      expr: 'histogram_quantile(0.9, up) > 1',
      finds: q,
    },
    { expr: 'histogram_quantile(0.99, histogram_quantile(0.9, rate(x_seconds_bucket[5m]))) > 1', finds: q },
    { expr: 'histogram_avg(rate(http_request_duration_seconds_bucket[5m])) > 1', finds: q },
    { expr: 'histogram_sum(rate(http_request_duration_seconds_sum[5m])) > 1', finds: q },
    { expr: 'histogram_count(rate(http_request_duration_seconds_count[5m])) > 1', finds: q },
    {
      files: known('histogram_quantile(0.9, rate(rpc_inflight[5m])) > 1'),
      finds: 'promql/counter-function-on-gauge',
    },
    {
      files: known('histogram_quantile(0.9, rate(rpc_size_bytes[5m])) > 1'),
      finds: 'promql/counter-function-on-gauge',
    },
    {
      files: known('histogram_quantile(0.9, sum by (le) (rate(rpc_requests_total[5m]))) > 1'),
      finds: q,
    },
    {
      files: known('histogram_quantile(0.9, sum by (le) (rate(rpc_duration_seconds[5m]))) > 1'),
      finds: q,
      missed: 'one that is known by its buckets may be scraped as a native histogram too',
    },
    {
      files: known('histogram_quantile(0.9, rate(rpc_size_bytes_bucket[5m])) > 1'),
      finds: 'promql/unknown-metric',
    },
    // Not the change over time.
    {
      expr: 'histogram_quantile(0.99, http_request_duration_seconds_bucket) > 1',
      finds: input,
    },
    {
      expr: 'histogram_quantile(0.99, sum by (le) (http_request_duration_seconds_bucket)) > 1',
      finds: input,
    },
    {
      expr: 'histogram_quantile(0.99, sum by (le) (avg_over_time(x_seconds_bucket[5m]))) > 1',
      finds: 'promql/gauge-function-on-counter',
    },
    {
      expr: 'histogram_quantile(0.99, sum by (le) (delta(x_seconds_bucket[5m]))) > 1',
      finds: 'promql/gauge-function-on-counter',
    },
    {
      expr: 'rate(histogram_quantile(0.99, x_seconds_bucket)[5m:1m]) > 1',
      finds: 'promql/counter-function-on-gauge',
    },
    // Buckets that do not exist.
    { files: known('rate(rpc_duration_seconds_bucket{le="0.25"}[5m]) < 1'), finds: le },
    {
      files: known(
        'sum(rate(rpc_duration_seconds_bucket{le="2"}[5m])) / sum(rate(rpc_duration_seconds_count[5m])) < 0.9',
      ),
      finds: le,
    },
    { files: known('rate(rpc_duration_seconds_bucket{le="Inf"}[5m]) < 1'), finds: le },
    { files: known('rate(rpc_duration_seconds_bucket{le="100ms"}[5m]) < 1'), finds: le },
    {
      expr: 'rate(http_request_duration_seconds_bucket{le="500ms"}[5m]) < 1',
      finds: value,
    },
    {
      expr: 'rate(http_request_duration_seconds_bucket{le="Inf"}[5m]) < 1',
      finds: value,
    },
    { files: known('rpc_size_bytes{quantile="0.95"} > 1000'), finds: le },
    { files: known('rpc_size_bytes{quantile="99"} > 1000'), finds: le },
    // The quotient of two histograms, means of means.
    {
      expr: 'rate(http_request_duration_seconds_sum[5m]) / rate(http_request_size_bytes_count[5m]) > 1',
      finds: 'promql/mean-parts',
    },
    {
      expr: 'sum(rate(a_latency_seconds_sum[5m])) / sum(rate(b_latency_seconds_count[5m])) > 1',
      finds: 'promql/mean-parts',
    },
    {
      expr: 'rate(x_latency_seconds_sum[5m]) / rate(x_latency_seconds_bucket[5m]) > 1',
      finds: match,
    },
    {
      expr: 'rate(x_latency_seconds_count[5m]) / rate(x_latency_seconds_sum[5m]) > 1',
      finds: 'promql/mean-parts',
    },
    {
      expr: 'rate(x_latency_seconds_sum[5m]) / rate(x_latency_seconds_count[1h]) > 1',
      finds: 'promql/mean-parts',
    },
    { expr: 'rate(x_latency_seconds_sum[5m]) / x_latency_seconds_count > 1', finds: 'promql/raw-counter' },
    { expr: 'sum(rate(x_latency_seconds_bucket[5m])) > 100', finds: sum },
    {
      expr: 'sum by (job) (increase(x_latency_seconds_bucket[5m])) / sum by (job) (increase(x_latency_seconds_count[5m])) > 1',
      finds: sum,
    },
    {
      expr: 'rate(x_latency_seconds_bucket{le="1"}[5m]) / rate(x_latency_seconds_count[5m]) < 0.9',
      finds: match,
    },
    {
      expr: 'rate(x_latency_seconds_bucket{le="1"}[5m]) / rate(x_latency_seconds_bucket{le="+Inf"}[5m]) < 0.9',
      finds: 'promql/impossible-match',
    },
    {
      expr: 'avg by (job) (histogram_quantile(0.99, sum by (le, pod, job) (rate(x_seconds_bucket[5m])))) > 1',
      finds: mean,
      strict: true,
    },
    { expr: 'avg(rpc_latency_seconds{quantile="0.99"}) > 1', finds: mean, strict: true },
    {
      expr: 'avg by (job) (go_gc_duration_seconds{quantile="0.75"}) > 1',
      finds: mean,
      strict: true,
    },
    {
      expr: 'sum(http_request_duration_seconds{quantile="0.9"}) > 1',
      finds: mean,
      strict: true,
    },
    {
      expr: 'sum(rate(x_latency_seconds_bucket{le="1"}[5m])) / sum(rate(x_latency_seconds_count[5m])) > 1',
      finds: 'alerts/never-fires',
    },
  ],
  sound: [
    { expr: 'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1' },
    { expr: 'histogram_quantile(1, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m]))) > 1' },
    { expr: 'histogram_quantile(0, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m]))) > 1' },
    {
      expr: 'histogram_quantile(99 / 100, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
    },
    { expr: 'histogram_quantile(0.99, sum(rate(http_request_duration_seconds[5m]))) > 1' },
    { expr: 'histogram_quantile(0.99, rate(http_request_duration_seconds[5m])) > 1' },
    {
      expr: 'histogram_quantile(0.99, sum without (instance) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
    },
    {
      expr: 'histogram_quantile(0.9, job_le:latency_bucket:rate5m) > 1',
      before: [record('job_le:latency_bucket:rate5m', 'sum by (job, le) (rate(latency_seconds_bucket[5m]))')],
    },
    { expr: 'histogram_avg(rate(http_request_duration_seconds[5m])) > 1' },
    { expr: 'histogram_fraction(0, 0.2, rate(http_request_duration_seconds[5m])) < 0.9' },
    { files: known('histogram_quantile(0.9, sum by (le) (rate(rpc_duration_seconds_bucket[5m]))) > 1') },
    {
      files: known(
        'sum(rate(rpc_duration_seconds_bucket{le="0.5"}[5m])) / sum(rate(rpc_duration_seconds_count[5m])) < 0.9',
      ),
    },
    { files: known('sum(rate(rpc_duration_seconds_bucket{le="+Inf"}[5m])) < 0.9') },
    { files: known('rpc_size_bytes{quantile="0.99"} > 1000') },
    {
      expr: 'rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m]) > 1',
    },
    {
      expr: 'sum by (job) (rate(x_latency_seconds_sum[5m])) / sum by (job) (rate(x_latency_seconds_count[5m])) > 1',
    },
    {
      expr: 'rate(x_latency_seconds_bucket{le="1"}[5m]) / ignoring (le) rate(x_latency_seconds_count[5m]) < 0.9',
    },
    {
      expr: 'sum by (job) (rate(x_latency_seconds_bucket{le="1"}[5m])) / sum by (job) (rate(x_latency_seconds_count[5m])) < 0.9',
    },
    { expr: 'sum(rate(x_latency_seconds_bucket{le="+Inf"}[5m])) > 100' },
    { expr: 'sum by (le) (rate(x_latency_seconds_bucket[5m])) > 100' },
    {
      expr: 'max by (job) (histogram_quantile(0.99, sum by (le, pod, job) (rate(x_seconds_bucket[5m])))) > 1',
    },
    { expr: 'max(rpc_latency_seconds{quantile="0.99"}) > 1' },
    { expr: 'quantile(0.95, node_load1) > 5' },
    { expr: 'quantile_over_time(0.9, queue_length[1h]) > 5' },
    { expr: 'quantile by (job) (0.5, rate(http_requests_total[5m])) > 5' },
    { expr: 'rate(disk_read_time_seconds_sum[5m]) / rate(disk_reads_completed_count[5m]) > 1' },
    {
      expr: 'histogram_quantile(0.99, sum by (le) (rate(x_seconds_bucket[5m]))) > 1 and sum(rate(x_seconds_count[5m])) > 10',
    },
    { expr: 'rate(http_request_duration_seconds_bucket{le="0.5"}[5m]) < 1' },
    {
      expr: 'sum(rate(x_latency_seconds_bucket{le="0.5"}[5m])) / sum(rate(x_latency_seconds_bucket{le="+Inf"}[5m])) < 0.9',
    },
    { expr: 'sum(rate(a_latency_seconds_sum[5m])) + sum(rate(b_latency_seconds_sum[5m])) > 1' },
  ],
};
