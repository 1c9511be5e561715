import type { Topic } from '../case.ts';

const never = 'alerts/never-fires';
const always = 'alerts/always-fires';
const lost = 'templates/missing-label';
const naming = 'promql/absent-labels';
const match = 'promql/impossible-match';
const nan = 'promql/nan';
const unwatched = 'alerts/unwatched';

export const absence: Topic = {
  topic: 'absence',
  faults: [
    // Counting missing series: an empty count is not zero.
    { expr: 'count(up{job="api"}) == 0', finds: never },
    { expr: 'count by (job) (up{job="api"} == 1) < 1', finds: never },
    { expr: 'count(kube_pod_info{namespace="shop"}) < 1', finds: never },
    { expr: 'count_over_time(up{job="api"}[5m]) == 0', finds: never },
    { expr: 'count_over_time(backup_last_success_timestamp_seconds[1d]) < 1', finds: never },
    { expr: 'count(count by (instance) (node_uname_info{job="node"})) == 0', finds: never },
    { expr: 'sum(count_over_time(up{job="api"}[10m])) == 0', finds: never },
    { expr: 'present_over_time(up{job="batch"}[1h]) == 0', finds: never },
    { expr: 'group(up{job="api"}) == 0', finds: never },
    {
      expr: 'count(up{job="api"}) - count(up{job="api"} offset 5m) == 0 and count(up{job="api"}) == 0',
      finds: never,
    },
    // absent() is 1 or nothing.
    { expr: 'absent(up{job="api"}) == 0', finds: never, for: '5m' },
    { expr: 'absent(up{job="api"}) > 1', finds: never, for: '5m' },
    { expr: 'absent(up{job="api"}) != 1', finds: never, for: '5m' },
    { expr: 'absent_over_time(backup_done{job="backup"}[1d]) == 0', finds: never },
    { expr: 'count(absent(up{job="api"})) == 0', finds: never, for: '5m' },
    {
      expr: 'absent(up{job="api"} or vector(0))',
      finds: never,
      for: '5m',
    },
    { expr: 'absent(vector(1))', finds: never, for: '5m' },
    {
      expr: 'absent(count(up{job="api"}) or vector(0))',
      finds: never,
      for: '5m',
    },
    {
      expr: 'absent(time() - node_time_seconds{job="node"} or on () vector(0))',
      finds: never,
      for: '5m',
    },
    // A selector that selects nothing is always absent.
    {
      expr: 'absent(up{job="api", job="web"})',
      finds: always,
      for: '5m',
    },
    {
      expr: 'absent(up{job="api", job!="api"})',
      finds: always,
      for: '5m',
    },
    {
      expr: 'absent_over_time(up{job!~".*"}[10m])',
      finds: always,
    },
    {
      expr: 'absent(up{job="api"} > 1)',
      finds: always,
      for: '5m',
    },
    {
      expr: 'absent(up{job="api"} offset -10m)',
      finds: 'promql/fixed-time',
      for: '5m',
    },
    // What fires is not what was meant: > binds before or.
    { expr: 'sum(up{job="api"}) or vector(0) == 0', finds: 'alerts/no-condition' },
    { expr: 'sum(rate(orders_total[5m])) or on () vector(0) < 1', finds: 'alerts/no-condition' },
    { expr: 'count(up{job="api"}) or vector(0) < 2', finds: 'alerts/no-condition' },
    // Texts and joins that need what absent() cannot know.
    {
      expr: 'absent(up{job=~"api-.*"})',
      for: '5m',
      annotations: { summary: '{{ $labels.job }} is gone' },
      finds: lost,
    },
    {
      expr: 'absent(up{job!="api"})',
      for: '5m',
      annotations: { summary: '{{ $labels.job }} is gone' },
      finds: lost,
    },
    {
      expr: 'absent(rate(http_requests_total{job="api"}[5m]))',
      for: '5m',
      annotations: { summary: '{{ $labels.job }} has no traffic series' },
      finds: lost,
    },
    {
      expr: 'absent(sum by (job) (up{job="api"}))',
      for: '5m',
      annotations: { description: 'Job {{ $labels.job }} has disappeared' },
      finds: lost,
    },
    {
      expr: 'absent(queue_length{queue="mail"} > 0)',
      for: '5m',
      annotations: { summary: 'nothing in {{ $labels.queue }}' },
      finds: lost,
    },
    {
      expr: 'absent(up{job="api"} == 1)',
      for: '5m',
      annotations: { summary: 'no {{ $labels.job }} is up' },
      finds: lost,
    },
    {
      expr: 'label_replace(absent(up{job=~"api|web"}), "service", "$1", "job", "(.+)")',
      for: '5m',
      annotations: { summary: '{{ $labels.service }} is gone' },
      finds: lost,
    },
    {
      expr: 'absent(kube_pod_info{namespace="shop"})',
      for: '5m',
      labels: { pod: '{{ $labels.pod }}' },
      finds: lost,
    },
    {
      expr: 'absent_over_time(node_load1{instance=~"db.*"}[10m])',
      annotations: { summary: 'no load of {{ $labels.instance }}' },
      finds: lost,
    },
    { expr: 'absent(up{job="api"}) unless up{job="web"}', for: '5m', finds: match },
    { expr: 'absent(up{job="api"}) and up{job="gateway"} == 1', for: '5m', finds: match },
    {
      expr: 'absent(up{job="api"}) unless on (cluster) up{job="gateway"} == 1',
      for: '5m',
      finds: 'promql/useless-on',
      missed: 'where one server watches one cluster no series has the label, and all of them meet',
    },
    {
      expr: 'absent(up{job="db", env="prod"}) and absent(up{job="db", env="staging"})',
      for: '5m',
      finds: match,
    },
    {
      expr: 'absent(up{job="api"}) * on (instance) group_left (team) node_owner',
      for: '5m',
      finds: 'promql/impossible-match',
    },
    // absent() over several names fires only when the last of them is gone.
    { expr: 'absent(up{job=~"api|web|worker"})', for: '5m', finds: naming },
    { expr: 'absent(up{job=~"prometheus|alertmanager"} == 1)', for: '5m', finds: naming },
    { expr: 'absent_over_time(up{instance=~"db1:9100|db2:9100"}[10m])', finds: naming },
    {
      expr: 'absent({__name__=~"app_requests_total|app_errors_total"})',
      for: '5m',
      finds: naming,
      missed: 'two names of one metric, before and after its software was renamed, look the same',
    },
    // One gap of a scrape, and it pages.
    { expr: 'absent(up{job="api"})', finds: 'alerts/absent-without-for' },
    { expr: 'absent(kube_node_info) == 1', finds: 'alerts/absent-without-for' },
    { expr: 'absent(up{job="api"})', for: '0s', finds: 'alerts/absent-without-for' },
    { expr: 'absent(sum(rate(http_requests_total{job="api"}[5m])) > 0)', finds: 'alerts/absent-without-for' },
    {
      expr: 'absent(prometheus_build_info) or absent(alertmanager_build_info)',
      finds: 'alerts/absent-without-for',
    },
    // NaN.
    { expr: 'sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m])) == NaN', finds: never },
    { expr: 'http_error_ratio != NaN', finds: always },
    {
      expr: 'sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m])) != 0',
      finds: nan,
      strict: true,
    },
    {
      expr: 'avg by (job) (rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])) > 0.5',
      finds: nan,
      strict: true,
    },
    {
      expr: 'avg(rate(rpc_latency_seconds_sum[5m]) / rate(rpc_latency_seconds_count[5m])) by (service) > 0.2',
      finds: nan,
      strict: true,
    },
    {
      expr: 'sum(increase(job_seconds_sum[1h]) / increase(job_seconds_count[1h])) > 60',
      finds: nan,
      strict: true,
    },
    {
      expr: 'avg(histogram_quantile(0.99, sum by (le, pod) (rate(http_request_duration_seconds_bucket[5m])))) > 1',
      finds: nan,
      strict: true,
      missed:
        'a quantile of buckets without observations is NaN, but whether a pod ever serves nothing is not in the rules',
    },
    {
      expr: 'avg by (cluster) (1 - rate(cache_misses_total[5m]) / rate(cache_requests_total[5m])) < 0.8',
      finds: nan,
      strict: true,
    },
    {
      expr: 'stddev(rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])) > 1',
      finds: nan,
      strict: true,
    },
    { expr: 'sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m])) > 0 / 0', finds: never },
    // Threshold alerts that go silent with their series.
    { expr: 'node_filesystem_avail_bytes{mountpoint="/"} < 1e9', for: '5m', finds: unwatched, strict: true },
    { expr: 'sum(rate(http_requests_total{job="api"}[5m])) < 1', for: '5m', finds: unwatched, strict: true },
    {
      expr: 'up{job="api"} == 0',
      for: '5m',
      finds: unwatched,
      strict: true,
    },
    {
      expr: 'sum(up{job="api"}) == 0',
      for: '5m',
      finds: unwatched,
      strict: true,
    },
    {
      expr: 'sum(up{job="api"} == bool 1) < 2',
      for: '5m',
      finds: unwatched,
      strict: true,
    },
    {
      expr: 'kube_deployment_status_replicas_available{deployment="api"} < 1',
      for: '5m',
      finds: unwatched,
      strict: true,
    },
    {
      expr: 'avg_over_time(probe_success{job="blackbox"}[10m]) < 0.9',
      for: '5m',
      finds: unwatched,
      strict: true,
    },
    { expr: 'rate(orders_total{job="shop"}[10m]) == 0', for: '10m', finds: unwatched, strict: true },
    {
      expr: 'redis_up{job="redis"} != 1',
      for: '5m',
      finds: unwatched,
      strict: true,
    },
    {
      expr: 'predict_linear(node_filesystem_avail_bytes{job="node"}[6h], 4 * 3600) < 0',
      for: '1h',
      finds: unwatched,
      strict: true,
    },
  ],
  sound: [
    { expr: '(count(up{job="api"}) or vector(0)) == 0', for: '5m' },
    { expr: '(count(up{job="api"} == 1) or on () vector(0)) < 2', for: '5m' },
    { expr: 'count(up{job="api"} == 0) > 0', for: '5m' },
    { expr: 'count(up{job="api"} == 1) < 2', for: '5m' },
    { expr: 'sum(up{job="api"}) == 0 or absent(up{job="api"})', for: '5m' },
    { expr: 'count_over_time(up{job="api"}[5m]) < 4', for: '5m' },
    {
      expr: 'absent(up{job="api"}) == 1',
      for: '5m',
      annotations: { summary: 'no target of {{ $labels.job }}' },
    },
    { expr: 'absent(up{job="api"}) > 0', for: '5m' },
    { expr: 'absent(up{job="api"} == 1)', for: '5m', annotations: { summary: 'no api is up' } },
    {
      expr: 'absent_over_time(up{job="api"}[10m])',
      annotations: { summary: '{{ $labels.job }} was gone for ten minutes' },
    },
    {
      expr: 'absent(up{job="api", env=~"prod.*"})',
      for: '5m',
      annotations: { summary: '{{ $labels.job }} is gone' },
    },
    {
      expr: 'absent(up{job="api"}) or absent(up{job="web"})',
      for: '5m',
      annotations: { summary: '{{ $labels.job }} is gone' },
    },
    { expr: 'absent(up{job="api"}) and on () up{job="gateway"} == 1', for: '5m' },
    { expr: 'absent(up{job="api"}) unless on () up{job="gateway"} == 1', for: '5m' },
    { expr: 'absent(up{job="db", env="prod"}) and on (job) absent(up{job="db", env="staging"})', for: '5m' },
    {
      expr: 'label_replace(absent(up{job="api"}), "service", "$1", "job", "(.*)")',
      for: '5m',
      annotations: { summary: '{{ $labels.service }} is gone' },
    },
    { expr: 'absent(up{job=~"api-.*"})', for: '5m' },
    {
      expr: 'absent(up{job=~"node"})',
      for: '5m',
      annotations: { summary: 'no node exporter' },
      config: 'checks: { promql/regex: off }\n',
    },
    { expr: 'absent(absent(maintenance_mode))', for: '5m' },
    { expr: 'sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m])) > 0.05', for: '5m' },
    {
      expr: 'sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m])) > 0.05 and sum(rate(http_requests_total[5m])) > 1',
      for: '5m',
    },
    {
      expr: 'max by (job) (rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])) > 0.5',
      for: '5m',
    },
    {
      expr: 'avg by (job) (rate(http_request_duration_seconds_sum[5m]) / (rate(http_request_duration_seconds_count[5m]) > 0)) > 0.5',
      for: '5m',
    },
    {
      expr: 'sum by (job) (rate(http_request_duration_seconds_sum[5m])) / sum by (job) (rate(http_request_duration_seconds_count[5m])) > 0.5',
      for: '5m',
    },
    { expr: 'avg(node_filesystem_avail_bytes / node_filesystem_size_bytes) < 0.1', for: '5m' },
    { expr: 'cache_hit_ratio != cache_hit_ratio', for: '5m' },
    {
      expr: 'sum(rate(orders_total[5m])) or vector(0)',
      name: 'Orders',
      files: {
        'rules.yml':
          'groups:\n  - name: shop\n    rules:\n      - record: shop:orders:rate5m\n        expr: sum(rate(orders_total[5m])) or vector(0)\n',
      },
    },
    { expr: 'up{job="api"} == 0', for: '5m' },
    { expr: 'rate(orders_total{job="shop"}[10m]) == 0', for: '10m' },
    { expr: 'up{job="api"} offset 5m unless up{job="api"}', for: '5m' },
    { expr: 'count(up{job="api"} offset 10m) - count(up{job="api"}) > 2', for: '5m' },
  ],
};
