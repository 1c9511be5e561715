import type { Topic } from '../case.ts';
import { record } from '../../../src/checks/support/example-rules.ts';

const raw = 'promql/raw-counter';
const gauge = 'promql/gauge-function-on-counter';
const rateOf = 'promql/rate-of-aggregation';
const counterFn = 'promql/counter-function-on-gauge';
const match = 'promql/impossible-match';
const many = 'promql/many-to-many';
const include = 'promql/include-label';

export const sums: Topic = {
  topic: 'counters since their start, and joins by hand',
  faults: [
    // A share of everything since the process started.
    { expr: 'http_errors_total / http_requests_total > 0.05', finds: raw },
    { expr: 'sum(http_errors_total) / sum(http_requests_total) > 0.05', finds: raw },
    {
      expr: 'sum by (job) (http_requests_total{code=~"5.."}) / sum by (job) (http_requests_total) > 0.01',
      finds: raw,
    },
    {
      expr: '100 * sum(grpc_server_handled_total{grpc_code!="OK"}) / sum(grpc_server_started_total) > 5',
      finds: raw,
    },
    { expr: '1 - cache_hits_total / cache_requests_total > 0.2', finds: raw },
    { expr: 'cache_hits_total / (cache_hits_total + cache_misses_total) < 0.8', finds: raw },
    { expr: 'rpc_duration_seconds_sum / rpc_duration_seconds_count > 0.5', finds: raw },
    {
      expr: 'sum by (job) (rpc_duration_seconds_sum) / sum by (job) (rpc_duration_seconds_count) > 0.5',
      finds: raw,
    },
    {
      expr: 'sum(rpc_duration_seconds_bucket{le="0.5"}) / sum(rpc_duration_seconds_count) < 0.99',
      finds: raw,
    },
    { expr: 'rate(http_errors_total[5m]) / http_requests_total > 0.05', finds: raw },
    { expr: 'http_requests_total > 2 * http_requests_total offset 1w', finds: raw },
    { expr: 'sum(http_requests_total) < 0.5 * sum(http_requests_total offset 1d)', finds: raw },
    {
      expr: '(http_requests_total - http_requests_total offset 1h) / http_requests_total > 0.5',
      finds: 'promql/counter-offset',
    },
    {
      expr: 'container_cpu_usage_seconds_total / container_spec_cpu_quota > 0.9',
      finds: raw,
      missed: 'a gauge below it: what the quotient is for is not known',
    },
    { expr: 'topk(5, http_errors_total) > 100', finds: raw },
    { expr: 'avg by (job) (http_errors_total) > 10', finds: raw },
    { expr: 'quantile(0.9, http_requests_total) > 1000', finds: raw },
    {
      expr: 'http_errors_total unless http_errors_total < 10',
      finds: raw,
      missed: 'a condition by leaving out',
    },
    { expr: 'clamp_max(http_errors_total, 100) >= 100', finds: raw },
    { expr: 'http_errors_total and http_errors_total > 5', finds: 'alerts/redundant-condition' },
    // Functions of gauges.
    {
      expr: 'max_over_time(http_errors_total[1h]) - min_over_time(http_errors_total[1h]) > 10',
      finds: gauge,
    },
    {
      expr: 'sum(max_over_time(http_errors_total[1h])) - sum(min_over_time(http_errors_total[1h])) > 10',
      finds: gauge,
    },
    { expr: 'delta(http_errors_total[1h]) > 10', finds: gauge },
    { expr: 'idelta(http_errors_total[5m]) > 10', finds: gauge },
    { expr: 'deriv(http_errors_total[1h]) > 1', finds: gauge },
    { expr: 'predict_linear(http_errors_total[1h], 3600) > 1000', finds: gauge },
    { expr: 'avg_over_time(http_requests_total[10m]) > 1000', finds: gauge },
    { expr: 'sum_over_time(http_errors_total[10m]) > 100', finds: gauge },
    { expr: 'max_over_time(http_errors_total[10m]) > 100', finds: gauge },
    { expr: 'quantile_over_time(0.9, http_requests_total[1h]) > 100', finds: gauge },
    { expr: 'stddev_over_time(http_requests_total[1h]) > 100', finds: gauge },
    { expr: 'last_over_time(http_errors_total[10m]) > 100', finds: raw },
    {
      expr: 'http_errors_total - min_over_time(http_errors_total[1h]) > 10',
      finds: gauge,
      missed: 'min_over_time stands in for a counter that was not there yet',
    },
    { expr: 'delta(sum(http_requests_total)[1h:]) > 100', finds: gauge },
    // Rates of metrics that are not counters.
    { expr: 'rate((http_errors_total + grpc_errors_total)[5m:]) > 1', finds: rateOf },
    { expr: 'increase((a_requests_total - b_requests_total)[1h:1m]) > 1', finds: rateOf },
    { expr: 'rate((sum by (job) (http_requests_total) or vector(0))[5m:1m]) > 1', finds: rateOf },
    { expr: 'increase(increase(http_errors_total[5m])[1h:5m]) > 5', finds: counterFn },
    { expr: 'rate(delta(queue_length[5m])[1h:5m]) > 5', finds: counterFn },
    { expr: 'increase(avg_over_time(node_load1[5m])[1h:5m]) > 5', finds: counterFn },
    { expr: 'rate(count(up == 0)[5m:1m]) > 0', finds: counterFn },
    {
      expr: 'rate(job:errors:rate5m[1h]) > 0',
      before: [record('job:errors:rate5m', 'sum by (job) (rate(errors_total[5m]))')],
      finds: rateOf,
    },
    // Joins.
    { expr: 'sum by (job) (a_x) / on (pod) sum by (job) (b_x) > 1', finds: 'promql/useless-on' },
    {
      expr: 'sum by (namespace) (a_x) / on (namespace, pod) sum by (namespace, pod) (b_x) > 1',
      finds: match,
    },
    { expr: 'sum(a_x) * on (node) group_left () max by (node) (b_x) > 1', finds: match },
    { expr: 'sum by (job) (a_x) and on (cluster) sum by (job) (b_x)', finds: 'promql/useless-on' },
    { expr: 'max by (node) (a_x) > on (instance) max by (instance) (b_x)', finds: match },
    { expr: 'count by (node) (a_x) / on (cluster) count by (node) (b_x) > 1', finds: 'promql/useless-on' },
    { expr: 'sum by (pod) (a_x) * on (pod) sum by (pod, node) (b_x) > 1', finds: many },
    { expr: 'sum by (pod, c) (a_x) / on (pod) group_left () sum by (pod, node) (b_x) > 1', finds: many },
    {
      expr: 'sum by (pod) (a_x) * on (pod) group_left (node) max by (pod) (kube_pod_info) > 1',
      finds: include,
    },
    {
      expr: 'sum by (pod) (a_x) * on (pod) group_left (node, host_ip) max by (pod, node) (kube_pod_info) > 1',
      finds: include,
    },
    {
      expr: 'sum by (pod) (a_x) * on (pod) group_left (nodename) max by (pod, node) (b_info) > 1',
      finds: include,
    },
    {
      expr: 'sum by (job, team) (a_x) * on (job) group_left (team) max by (job) (owners) > 1',
      finds: include,
    },
    { expr: 'sum by (job) (a_x) > ignoring (pod) sum by (job, node) (b_x)', finds: match },
    { expr: 'a_x{job="a"} / ignoring (instance) b_x{job="b"} > 1', finds: match },
    {
      expr: 'sum by (code) (rate(a_total{code="500"}[5m])) / sum by (code) (rate(a_total{code="200"}[5m])) > 1',
      finds: match,
    },
    {
      expr: 'rate(a_total{code="500"}[5m]) / rate(a_total[5m]) > 2',
      finds: 'promql/with-itself',
    },
    { expr: 'count without (cpu) (count by (instance, cpu) (a_x)) > on (cpu) b_x{cpu="0"}', finds: match },
  ],
  sound: [
    { expr: 'rate((http_requests_total * 2)[5m:1m]) > 1' },
    { expr: 'http_requests_total == http_requests_total offset 10m' },
    { expr: 'rate(http_errors_total[5m]) / rate(http_requests_total[5m]) > 0.05' },
    { expr: 'increase(http_errors_total[1h]) / increase(http_requests_total[1h]) > 0.05' },
    {
      expr: 'sum by (job) (rate(rpc_duration_seconds_sum[5m])) / sum by (job) (rate(rpc_duration_seconds_count[5m])) > 0.5',
    },
    { expr: 'http_requests_total unless http_requests_total offset 5m' },
    { expr: 'http_errors_total > 0 unless http_errors_total offset 10m' },
    { expr: 'absent(http_requests_total{job="api"})', for: '5m' },
    { expr: 'count(http_requests_total) > 10000' },
    { expr: 'max_over_time(queue_length[1h]) - min_over_time(queue_length[1h]) > 10' },
    { expr: 'changes(http_requests_total[10m]) == 0' },
    { expr: 'resets(http_requests_total[1h]) > 3' },
    { expr: 'count_over_time(http_requests_total[10m]) < 5' },
    { expr: 'deriv(queue_length[1h]) > 1' },
    { expr: 'predict_linear(node_filesystem_avail_bytes[6h], 86400) < 0' },
    { expr: 'max_over_time(rate(http_errors_total[5m])[1h:1m]) > 5' },
    { expr: 'sum(rate(http_requests_total[5m])) < 0.5 * sum(rate(http_requests_total[5m] offset 1d))' },
    { expr: 'deriv(rate(http_requests_total[5m])[1h:1m]) > 1' },
    { expr: 'sum(rate(http_errors_total[5m])) + sum(rate(grpc_errors_total[5m])) > 1' },
    {
      expr: 'kube_pod_container_status_restarts_total - kube_pod_container_status_restarts_total offset 10m >= 1',
      config: 'checks: { promql/counter-offset: off }\n',
    },
    { expr: 'vehicles_parked_total / parking_spaces_total > 0.9' },
    { expr: 'node_memory_total > 1e9' },
    { expr: 'sum by (job) (a_x) / on (job) sum by (job) (b_x) > 1' },
    { expr: 'sum by (pod, job) (a_x) / on (job) group_left () sum by (job) (b_x) > 1' },
    { expr: 'sum by (pod) (a_x) * on (pod) group_left (node) max by (pod, node) (kube_pod_info) > 1' },
    { expr: 'a_x{job="a"} / ignoring (job) b_x{job="b"} > 1' },
    { expr: 'sum by (job) (a_x) > ignoring (node) group_right () sum by (job, node) (b_x)' },
    { expr: 'sum(rate(a_total{code="500"}[5m])) / sum(rate(a_total{code="200"}[5m])) > 1' },
    {
      expr: 'rate(a_total{code="500"}[5m]) / ignoring (code) group_left () sum without (code) (rate(a_total[5m])) > 0.1',
    },
    { expr: 'max by (node) (a_x) > on (node) max by (node) (b_x)' },
    {
      expr: 'sum by (pod) (a_x) * on (pod) group_left (node) topk by (pod) (1, max by (pod, node) (kube_pod_info)) > 1',
    },
    { expr: 'sum by (pod) (a_x) > 5 and on (pod) sum by (pod, node) (b_x)' },
  ],
};
