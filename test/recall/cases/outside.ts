import type { Topic } from '../case.ts';

const join = 'promql/impossible-match';
const label = 'templates/missing-label';
const unique = 'promql/unique-side';
const gauge = 'promql/counter-function-on-gauge';

const summary = (text: string) => ({ annotations: { summary: text } });

/**
 * Further faults of public threads, each written anew from the thread before lint was run on it. `missed` says which of
 * them no preset finds, and why.
 */
export const outside: Topic = {
  topic: 'public threads, a second list',
  faults: [
    // ritik4ever/stellar-portfolio-rebalancer#710
    {
      expr: '(queue_jobs{state="waiting"} + queue_jobs{state="delayed"} + queue_jobs{state="failed"}) > 100',
      finds: join,
    },
    { expr: 'queue_jobs{state="active"} == 0 and queue_jobs{state="waiting"} > 0', finds: join },
    // opendefender/OpenRisk#621
    {
      expr: 'increase(activation_events_total{event_key="signup"}[6h]) > 0 and increase(aha_reached_total[6h]) == 0',
      finds: 'promql/one-sided-label',
      strict: true,
    },
    // VictoriaMetrics/VictoriaMetrics#6439
    {
      expr: 'sum(vmalert_recording_rules_last_evaluation_samples) without (recording, id) < 1',
      ...summary('Recording rule {{ $labels.recording }} produces no data'),
      finds: label,
    },
    // prometheus/prometheus#4836
    {
      expr: 'sum by (errCode) (sum_over_time(biz_errs[5m])) > 60',
      for: '5m',
      labels: { current_value: '{{ $value }}' },
      finds: 'cardinality/unbounded-label',
    },
    // kubernetes-sigs/kubernetes-mixin#1112
    {
      expr: 'absent(up{job="kubelet"} == 1)',
      for: '15m',
      ...summary('{{ $labels.job }} of {{ $labels.cluster }} has disappeared'),
      finds: label,
    },
    // prometheus/alertmanager#2241
    {
      expr: 'max(sum by (instance) ((node_memory_MemTotal_bytes - node_memory_MemFree_bytes) / node_memory_MemTotal_bytes * 100)) >= 90',
      ...summary('Node {{ $labels.instance }} is at {{ humanize $value }}%'),
      finds: label,
    },
    // samber/awesome-prometheus-alerts#226
    {
      expr: 'rate(istio_request_duration_milliseconds_sum[1m]) / rate(istio_request_duration_milliseconds_count[1m]) > 0.1',
      ...summary('Average request is longer than 100ms'),
      finds: 'alerts/threshold-text',
    },
    // samber/awesome-prometheus-alerts#146
    {
      expr: 'rate(node_disk_write_time_seconds_total[1m]) / rate(node_disk_writes_completed_total[1m]) > 100',
      ...summary('Write latency of the disk is above 100ms'),
      finds: 'alerts/threshold-text',
    },
    // samber/awesome-prometheus-alerts#270
    { expr: 'avg by (instance) (rate(mysql_global_status_threads_connected[5m])) > 80', finds: gauge },
    // etcd-io/etcd#12550
    {
      expr: 'increase(((etcd_mvcc_db_total_size_in_bytes / etcd_server_quota_backend_bytes) * 100)[240m:1m]) > 50',
      finds: gauge,
    },
    // samber/awesome-prometheus-alerts#406
    {
      expr: 'sum by (proxy) (rate(haproxy_frontend_denied_connections_total[2m])) > 10',
      ...summary('Security blocked requests (instance {{ $labels.instance }})'),
      finds: label,
    },
    // cloudalchemy/ansible-prometheus#157
    {
      expr: '(1 - ((node_memory_MemFree + node_memory_Buffers + node_memory_Cached) / node_memory_MemTotal)) * 100 > 98',
      finds: 'promql/renamed',
    },
    // metalmatze/slo-libsonnet#43
    {
      before: [
        `      - record: latencytarget:http_request_duration_seconds:rate1h\n        expr: 1 - (sum(rate(http_request_duration_seconds_bucket{job="p",le="0.1",code!~"5.."}[1h])) / sum(rate(http_request_duration_seconds_count{job="p"}[1h])))\n`,
      ],
      expr: 'latencytarget:http_request_duration_seconds:rate1h > (14.4 * 1.000000)',
      finds: 'alerts/never-fires',
    },
    // ministryofjustice/cloud-platform-terraform-monitoring#88
    {
      expr: '100 - (avg by (instance) (irate(node_cpu_seconds_total{mode="idle"}[5m])) * 100) > 95',
      for: '5m',
      finds: 'promql/irate-in-alert',
    },
    // grafana/mimir#15054
    {
      expr: 'thanos_objstore_bucket_operation_failures_total > 0',
      ...summary('experiencing {{ $value | humanizePercentage }} errors while doing {{ $labels.operation }}'),
      finds: 'templates/value-unit',
      missed: 'found as a raw counter: of a number of failures humanizePercentage may be meant',
    },
    // vexxhost/atmosphere#3984
    {
      expr: 'rate(node_network_receive_errs_total[2m]) / rate(node_network_receive_packets_total[2m]) > 0.01',
      for: '1h',
      ...summary('{{ $labels.device }} has encountered {{ printf "%.0f" $value }} receive errors'),
      finds: 'templates/value-unit',
      missed: 'a share may be called a number of errors by whoever reads the text',
    },
    // grafana/grafana#63382
    {
      expr: '100 * sum by (namespace, job, handler, status_code) (rate(grafana_http_requests_total{status_code=~"5.."}[5m])) / ignoring (status_code) sum by (namespace, job, handler) (rate(grafana_http_requests_total[5m])) > 50',
      finds: 'promql/many-to-many',
    },
    // prometheus-operator/prometheus-operator#1319
    {
      expr: 'histogram_quantile(0.99, sum by (instance, le) (rate(kubelet_pod_worker_duration_seconds_bucket{job="kubelet"}[5m]))) * on (instance) group_left (node) kubelet_node_name{job="kubelet"} > 60',
      finds: unique,
      missed: 'jobs and instances are compared or pinned: only the scraping service differs',
      strict: true,
    },
    // rook/rook#14338
    {
      expr: '(predict_linear(ceph_pool_percent_used[2d], 3600 * 24 * 5) * on (pool_id, instance) group_right () ceph_pool_metadata) >= 95',
      finds: unique,
      strict: true,
    },
    // mesosphere/charts#661, deckhouse/deckhouse#15372
    {
      expr: 'sum by (namespace, pod) (max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown"}) * on (namespace, pod) group_left (owner_kind) max by (namespace, pod, owner_kind) (kube_pod_owner{owner_kind!="Job"})) > 0',
      finds: unique,
      strict: true,
    },
    // prometheus/prometheus#9407
    {
      expr: 'absent_over_time(dell_hw_storage_pdisk_status[5m]) > 0',
      ...summary('no disk status of {{ $labels.node }}'),
      finds: label,
    },
    // grafana/loki#446
    {
      expr: 'sum(count by (path, instance, job) (promtail_file_bytes_total) unless count by (path, instance, job) (promtail_read_bytes_total)) > 0',
      ...summary('{{ $labels.path }} is missing on {{ $labels.instance }}'),
      finds: label,
    },
    // prometheus/prometheus#2082: "<" binds less than "*", so that the product of hours is compared
    {
      before: [
        `      - record: workhours\n        expr: day_of_week() < bool 6 * hour() >= bool 13 * hour() < bool 22\n`,
      ],
      expr: 'rate(server_datafeed_total[10m]) == 0 and on () workhours == 1',
      finds: 'alerts/redundant-condition',
      missed: 'that a recorded 0 or 1 is always 1 is not looked for on the right side of "and"',
    },
    // densify-dev, kube-state-metrics 2.0
    {
      expr: 'sum by (namespace) (kube_pod_container_resource_limits_cpu_cores) > 100',
      finds: 'promql/renamed',
    },
    // prometheus/prometheus#8987
    {
      expr: 'rate(prometheus_remote_storage_failed_samples_total[5m]) / rate(prometheus_remote_storage_succeeded_samples_total[5m]) > 0.01',
      finds: 'promql/renamed',
    },
    // alphagov/prometheus-aws-configuration-beta#394
    { expr: 'absent(prometheus_sd_file_timestamp)', for: '5m', finds: 'promql/renamed' },
    // prometheus-operator/prometheus-operator#1765
    {
      expr: 'sum by (container) (container_memory_usage_bytes{container="my-app"}) > 10',
      finds: 'alerts/threshold-unit',
      missed: 'nothing in the files says that 10 is not meant in bytes',
    },
    // JiRaska/open-bank-oss#5733
    {
      expr: 'increase(openbank_transaction_sagas_stuck_total[5m]) > 0',
      finds: 'promql/unknown-metric',
      missed: 'needs the list of metrics that the code emits',
    },
    // samber/awesome-prometheus-alerts#179
    {
      expr: 'increase(etcd_server_leader_changes_seen_total[10]) > 2',
      ...summary('Etcd leader changed more than 2 times during 10 minutes'),
      finds: 'promql/short-range',
    },
    // prometheus/prometheus#10990
    {
      expr: 'deriv(label_replace({__name__=~"responseTime_.*"}, "metricname", "$1", "__name__", "(.*)")[30s:1s]) > 0.1',
      for: '1m',
      finds: 'promql/subquery-step',
      missed: 'the scrape interval is not known: a step of 1s may be right',
    },
  ],
  sound: [],
};
