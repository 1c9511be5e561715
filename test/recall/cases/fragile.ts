import type { Topic } from '../case.ts';

const selection = 'alerts/fragile-selection';
const ratio = 'alerts/fragile-ratio';
const version = 'promql/version';

const V = (version: string) => `prometheus: { version: '${version}' }\n`;
const withKey = (key: string) => ({
  'rules.yml': `groups:\n  - name: shop\n    rules:\n      - alert: HostDown\n        expr: up == 0\n        for: 5m\n        ${key}\n`,
});
const inGroup = (key: string) => ({
  'rules.yml': `groups:\n  - name: shop\n    ${key}\n    rules:\n      - alert: HostDown\n        expr: up == 0\n        for: 5m\n`,
});
const byJob = (metric: string) => `sum by (job) (rate(${metric}[5m]))`;

export const fragile: Topic = {
  topic: 'fragile',
  faults: [
    // The members of the first few change from one evaluation to the next.
    { expr: 'topk(3, container_memory_working_set_bytes) > 1e9', for: '10m', finds: selection },
    {
      expr: 'topk by (cluster) (1, sum by (cluster, pod) (rate(http_requests_total[5m]))) > 100',
      for: '5m',
      finds: selection,
    },
    { expr: 'bottomk(2, node_filesystem_avail_bytes) < 1e9', for: '15m', finds: selection },
    { expr: 'limitk(5, rate(http_errors_total[5m])) > 1', for: '5m', finds: 'syntax/promql' },
    { expr: 'limit_ratio(0.1, rate(http_errors_total[5m])) > 1', for: '5m', finds: 'syntax/promql' },
    {
      expr: '100 * topk(1, sum by (pod) (rate(container_cpu_usage_seconds_total[5m]))) > 90',
      for: '5m',
      finds: selection,
    },
    { expr: 'topk(1, node_load1) > 8 and on (instance) node_load5 > 8', for: '5m', finds: selection },
    {
      expr: 'label_replace(topk(3, queue_length), "q", "$1", "queue", "(.*)") > 100',
      for: '5m',
      finds: selection,
    },
    { expr: 'topk(5, increase(app_errors_total[1h])) > 0', finds: selection },
    {
      expr: 'count_values("version", app_build_version) > 1',
      for: '5m',
      finds: selection,
      missed:
        'which version is run by how many is asked in this way too, and its series change only when somebody deploys',
    },
    {
      expr: 'count_values without (instance) ("size", raft_members) > 0 unless on (size) raft_expected',
      for: '5m',
      finds: selection,
      missed:
        'which version is run by how many is asked in this way too, and its series change only when somebody deploys',
    },
    {
      expr: 'bottomk by (job) (1, cert_expiry_timestamp_seconds) - time() < 86400',
      for: '5m',
      finds: selection,
    },
    {
      expr: 'topk_queue:top3 > 100',
      before: ['      - record: topk_queue:top3\n        expr: topk(3, queue_length)\n'],
      for: '5m',
      finds: selection,
    },
    // A quotient of sums, judged at one instant.
    {
      expr: `${byJob('http_errors_total')} / ${byJob('http_requests_total')} > 0.05`,
      finds: ratio,
      strict: true,
    },
    {
      expr: `1 - ${byJob('http_ok_total')} / ${byJob('http_requests_total')} > 0.05`,
      finds: ratio,
      strict: true,
    },
    {
      expr: `100 * ${byJob('cache_misses_total')} / (${byJob('cache_hits_total')} + ${byJob('cache_misses_total')}) > 20`,
      finds: ratio,
      strict: true,
    },
    {
      expr: 'sum(kube_pod_status_ready{condition="true"}) / sum(kube_pod_status_ready) < 0.9',
      finds: ratio,
      strict: true,
    },
    {
      expr: 'count(up == 0) / count(up) > 0.5',
      finds: ratio,
      strict: true,
      missed: 'both sides count the same series, which are there from the same moment on',
    },
    {
      expr: 'sum by (ns) (a_used) / on (ns) group_left () sum by (ns) (a_limit) > 0.9',
      finds: ratio,
      strict: true,
    },
    // Newer than the server.
    { expr: 'histogram_stddev(rate(http_seconds[5m])) > 1', config: V('2.42'), finds: version },
    { expr: 'sort_by_label(up, "instance") == 0', config: V('2.47'), finds: 'syntax/promql' },
    { expr: 'mad_over_time(node_load1[1h]) > 2', config: V('2.50'), finds: 'syntax/promql' },
    { expr: 'limitk(3, up) == 0', config: V('2.54'), finds: 'syntax/promql' },
    {
      expr: 'double_exponential_smoothing(node_load1[1h], 0.5, 0.5) > 8',
      config: V('2.55'),
      finds: 'syntax/promql',
    },
    { expr: 'holt_winters(node_load1[1h], 0.5, 0.5) > 8', config: V('3.2'), finds: 'syntax/promql' },
    { expr: 'present_over_time(up[5m]) unless up', config: V('2.26'), finds: version },
    { expr: 'up @ end() == 0', config: V('2.24'), finds: version },
    { expr: 'last_over_time(up[5m]) == 0', config: V('2.25'), finds: version },
    { expr: 'histogram_avg(rate(http_seconds[5m])) > 1', config: V('2.49'), finds: version },
    { expr: 'info(up) == 0', config: V('2.55'), finds: 'syntax/promql' },
    { expr: 'ts_of_max_over_time(node_load1[1h]) < time() - 3600', config: V('3.4'), finds: 'syntax/promql' },
    { expr: 'first_over_time(up[5m]) == 0', config: V('3.5'), finds: version },
    { expr: 'group(up) by (job) == 0', config: V('2.19'), finds: version },
    { expr: 'clamp(node_load1, 0, 5) > 4', config: V('2.25'), finds: version },
    { expr: 'atan2(a, b) > 1 or a atan2 b > 1', config: V('3.0'), finds: 'syntax/promql' },
    {
      expr: 'a atan2 b > 1',
      config: V('2.30'),
      finds: version,
    },
    {
      expr: '{"http.requests"} > 5',
      config: V('2.54'),
      finds: version,
    },
    {
      expr: 'day_of_year() > 360',
      config: V('2.35'),
      finds: version,
    },
    { files: withKey('keep_firing_for: 10m'), config: V('2.41'), finds: version },
    { files: inGroup('query_offset: 1m'), config: V('2.52'), finds: version },
    { files: inGroup('limit: 10'), config: V('2.30'), finds: version },
    { files: inGroup('labels: { team: a }'), config: V('2.55'), finds: version },
    // Only with --enable-feature.
    { expr: 'mad_over_time(node_load1[1h]) > 2', config: V('3.5'), finds: 'syntax/promql' },
    { expr: 'sort_by_label_desc(up, "instance") == 0', config: V('3.0'), finds: 'syntax/promql' },
    { expr: 'limit_ratio(0.1, up) == 0', config: V('3.0'), finds: 'syntax/promql' },
    {
      expr: 'double_exponential_smoothing(node_load1[1h], 0.5, 0.5) > 8',
      config: V('3.0'),
      finds: 'syntax/promql',
    },
    { expr: 'info(up) == 0', config: V('3.0'), finds: 'syntax/promql' },
  ],
  sound: [
    { expr: 'max(topk(3, container_memory_working_set_bytes)) > 1e9', for: '10m' },
    { expr: 'sum(topk(3, queue_length)) > 100', for: '10m' },
    { expr: 'count(count_values("version", app_build_version)) > 1', for: '10m' },
    { expr: 'count(topk(3, queue_length) > 100) > 1', for: '10m' },
    { expr: 'max by (cluster) (node_load1) > 8', for: '10m' },
    { expr: `${byJob('http_errors_total')} / ${byJob('http_requests_total')} > 0.05`, for: '5m' },
    { expr: 'disk_used_bytes / disk_size_bytes > 0.9' },
    { expr: 'quantile(0.9, node_load1) > 8', for: '10m' },
    { expr: 'scalar(topk(1, node_load1)) * vector(1) > 8', for: '10m' },
    { expr: 'sum(bottomk(3, replicas_ready)) < 3', for: '10m' },
    { expr: 'present_over_time(up[5m]) unless up', config: V('2.42') },
    { expr: 'last_over_time(up[5m]) == 0', config: V('2.26') },
    { expr: 'histogram_avg(rate(http_seconds[5m])) > 1', config: V('3.0') },
    { expr: 'holt_winters(node_load1[1h], 0.5, 0.5) > 8', config: V('2.42') },
    { expr: 'clamp(node_load1, 0, 5) > 4', config: V('2.42') },
    { expr: 'a atan2 b > 1', config: V('2.42') },
    { expr: '{"http.requests"} > 5', config: V('3.0') },
    { expr: 'day_of_year() > 360', config: V('2.42') },
    { files: withKey('keep_firing_for: 10m'), config: V('2.42') },
    { files: inGroup('query_offset: 1m'), config: V('2.53') },
    { files: inGroup('limit: 10'), config: V('2.42') },
    { files: inGroup('labels: { team: a }'), config: V('3.0') },
    { expr: 'rate(http_errors_total[5m]) / rate(http_requests_total[5m]) > 0.05', for: '5m' },
  ],
};
