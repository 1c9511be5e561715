import type { Topic } from '../case.ts';

const text = (summary: string) => ({ annotations: { summary } });

/**
 * A fourth list of faults of public threads, code reviews and notes of maintainers, most of them of 2024 to 2026, written
 * anew before lint was run on them. `missed` says which no preset finds, and why.
 */
export const outsideOnceMore: Topic = {
  topic: 'public threads, a fourth list',
  faults: [
    // samber/awesome-prometheus-alerts CLAUDE.md (istio_build)
    {
      expr: 'avg_over_time(istio_build{component="pilot"}[1m]) < 1',
      for: '2m',
      finds: 'alerts/never-fires',
    },
    // samber/awesome-prometheus-alerts CLAUDE.md (vault)
    {
      expr: 'rate(vault_audit_log_request_failure[5m]) or rate(vault_audit_log_response_failure[5m]) > 0',
      for: '5m',
      finds: 'alerts/no-condition',
    },
    // samber/awesome-prometheus-alerts #595 vault
    {
      expr: '(rate(vault_audit_log_request_failure[5m]) or rate(vault_audit_log_response_failure[5m])) > 0',
      for: '5m',
      finds: 'promql/or-hides-metric',
      strict: true,
    },
    // samber/awesome-prometheus-alerts CLAUDE.md
    {
      expr: 'sum(rate({__name__=~"vault_audit_log_request_failure|vault_audit_log_response_failure"}[5m])) by (instance) > 0',
      for: '5m',
      finds: 'promql/lost-name',
    },
    // samber/awesome-prometheus-alerts CLAUDE.md
    {
      expr: 'deriv(node_vmstat_pgmajfault[5m]) > 1000',
      for: '2m',
      finds: 'promql/gauge-function-on-counter',
    },
    // samber/awesome-prometheus-alerts CLAUDE.md
    {
      expr: 'delta(mysql_global_status_slow_queries[5m]) > 10',
      for: '2m',
      finds: 'promql/gauge-function-on-counter',
    },
    // samber/awesome-prometheus-alerts CLAUDE.md
    {
      expr: 'histogram_quantile(0.95, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
      for: '5m',
      ...text('average latency of {{ $labels.job }} is above 1s'),
      finds: 'alerts/quantile-text',
    },
    // samber/awesome-prometheus-alerts CLAUDE.md
    {
      expr: 'proxmox_snapshot_count < 10',
      for: '5m',
      ...text('{{ $labels.vm }} has a high number of snapshots ({{ $value }})'),
      finds: 'alerts/limit-direction',
      missed: '"high" without a number is not held against the operator',
    },
    // samber/awesome-prometheus-alerts CLAUDE.md
    {
      expr: 'opensearch_circuitbreaker_tripped_count > 0',
      for: '0m',
      finds: 'promql/raw-counter',
    },
    // samber/awesome-prometheus-alerts CLAUDE.md
    {
      expr: 'kube_hpa_status_current_replicas == kube_hpa_spec_max_replicas',
      for: '10m',
      finds: 'promql/renamed',
    },
    // samber/awesome-prometheus-alerts CLAUDE.md
    {
      expr: 'go_memstats_gc_cpu_fraction > 0.1',
      for: '10m',
      finds: 'promql/renamed',
      missed: 'what a client library took away is not in the table of renamed metrics',
    },
    // samber/awesome-prometheus-alerts #595
    {
      expr: 'windows_service_status{status="ok"} != 1',
      for: '1m',
      finds: 'promql/renamed',
    },
    // samber/awesome-prometheus-alerts #595
    {
      expr: 'minio_heal_objects_errors_total == 1',
      for: '0m',
      finds: 'promql/raw-counter',
    },
    // samber/awesome-prometheus-alerts #227
    {
      expr: 'sum by (node) ((kube_pod_status_phase{phase="Running"} == 1) + on(pod, namespace) group_left(node) (0 * kube_pod_info)) / sum(kube_node_status_allocatable_pods) by (node) * 100 > 90',
      for: '2m',
      ...text('Kubernetes out of capacity (instance {{ $labels.instance }})'),
      finds: 'promql/renamed',
    },
    // samber/awesome-prometheus-alerts #366
    {
      expr: 'histogram_quantile(0.99, sum(rate(istio_request_duration_milliseconds_bucket[1m])) by (destination_service, le)) > 1',
      for: '1m',
      ...text('the 1% slowest requests are longer than 1s'),
      finds: 'alerts/threshold-text',
    },
    // samber/awesome-prometheus-alerts #146
    {
      expr: 'rate(node_disk_write_time_seconds_total[1m]) / rate(node_disk_writes_completed_total[1m]) > 100',
      for: '5m',
      ...text('disk latency is growing (write operations > 100ms)'),
      finds: 'alerts/threshold-text',
    },
    // grafana/mimir#11282
    {
      expr: 'sum by (cluster, namespace, protocol) (rate(cortex_server_invalid_cluster_validation_label_requests_total[5m])) + sum by (namespace, protocol) (rate(cortex_client_invalid_cluster_validation_label_requests_total[5m])) > 0',
      for: '5m',
      finds: 'promql/impossible-match',
    },
    // grafana/jsonnet-libs#1228
    {
      expr: 'sum(rate(cilium_policy_import_errors_total[5m])) by (pod)',
      for: '5m',
      finds: 'alerts/no-condition',
    },
    // grafana/tempo#7715
    {
      expr: 'sum by (cluster, namespace) (rate(tempo_distributor_produce_failures_total[5m])) / sum by (cluster, namespace) (rate(tempo_distributor_produce_records_total[5m])) > 0.001',
      for: '5m',
      ...text('failing {{ $value | humanizePercentage }}'),
      finds: 'promql/nan',
      missed: 'a failure that the other counter does not count may be impossible',
    },
    // jaanhio.me blog
    {
      expr: '(sum(rate(service_foo_http_request_total{status_code!~"2.."}[1h])) / sum(rate(service_foo_http_request_total[1h]))) OR vector(0) >= 0.05',
      for: '5m',
      finds: 'alerts/no-condition',
    },
    // bitnami/charts#23368
    {
      expr: 'sum(watch_errors{namespace="x"})',
      for: '5m',
      finds: 'alerts/no-condition',
    },
    // giantswarm/prometheus-rules#1264
    {
      expr: 'sum by (cluster_id) (rate(prometheus_remote_storage_http_errors_total{code=~"5.."}[10m])) >= 0',
      for: '10m',
      finds: 'alerts/always-fires',
    },
    // deckhouse/deckhouse#15372
    {
      expr: '(count by (node, namespace, pod) (kube_pod_status_ready{condition="true"} == 0) * on (namespace, pod) group_left (node) (max by (namespace, node, pod) (kube_pod_info))) and (count by (namespace, pod) (kube_pod_container_status_ready == 1))',
      for: '5m',
      finds: 'promql/impossible-match',
    },
    // kubernetes-sigs/kubernetes-mixin#1074
    {
      expr: 'histogram_quantile(0.99, sum by (cluster, instance, le) (rate(kubelet_pod_worker_duration_seconds_bucket{job="kubelet"}[5m]))) * on(cluster, instance) group_left(node) kubelet_node_name{job="kubelet"} > 60',
      for: '15m',
      finds: 'promql/unique-side',
      missed: 'whether two jobs export the series is not in the files',
    },
    // kubernetes-sigs/kubernetes-mixin#1015
    {
      expr: 'count by (cluster, node) ((kube_pod_status_phase{job="ksm", phase="Running"} == 1) * on (cluster, namespace, pod) group_left (node) group by (cluster, namespace, pod, node) (kube_pod_info{job="ksm"})) / max by (cluster, node) (kube_node_status_capacity{job="ksm", resource="pods"}) > 0.95',
      for: '15m',
      finds: 'promql/unique-side',
      strict: true,
    },
    // govuk-paas/paas-cf#1747
    {
      expr: 'min_over_time(router_total_routes[30m]) / on (bosh_job_ip) group_left() (avg_over_time(router_total_routes[30m])) < 0.7',
      for: '5m',
      finds: 'promql/unique-side',
      strict: true,
    },
    // prometheus/prometheus#4836
    {
      expr: 'sum by (errCode) (sum_over_time(biz_errs[5m])) > 60',
      for: '1m',
      labels: { current_value: '{{ $value }}' },
      finds: 'cardinality/unbounded-label',
    },
    // divviup/prio-server#1513
    {
      expr: 'min_over_time(kube_pod_container_status_waiting_reason[15m]) > 0',
      for: '5m',
      finds: 'promql/fleeting-series',
    },
    // JiRaska/open-bank-oss#4396
    {
      expr: 'increase(openbank_notification_push_fanouts_total{template="SCA_APPROVAL",outcome="FAILED"}[15m]) > 0',
      for: '0m',
      finds: 'promql/first-appearance',
      strict: true,
    },
    // JiRaska/open-bank-oss#4396 (fix)
    {
      expr: '(sum(openbank_push_fanouts_total) or vector(0)) - (sum(openbank_push_fanouts_total offset 15m) or vector(0)) > 0',
      finds: 'alerts/fragile-difference',
    },
    // rudderlabs/rudder-transformer#5373
    {
      expr: 'sum by (cluster, namespace, functionName) (increase(transformer_ivm_platform_error_total[1m])) > 0',
      for: '0m',
      finds: 'promql/first-appearance',
      missed: 'the labels of the counter are seen in the grouping only',
    },
    // ChameleonCloud/chi-in-a-box#68
    {
      expr: 'rate(precis_events_total{service!="glance",type="parsed"}[3d]) == 0',
      for: '1h',
      finds: 'promql/young-series',
      strict: true,
    },
    // scality/cloudserver#4116
    {
      expr: 'sum (http_requests_total{namespace="n", service="s", code=~"5.."}) / sum (http_requests_total{namespace="n", service="s"}) >= 0.05',
      for: '5m',
      ...text('High ratio of system errors on {{ $labels.pod }}'),
      finds: 'promql/raw-counter',
    },
    // scality/cloudserver#4116
    {
      expr: 'rate(http_request_duration_seconds_sum{service="s",action="deleteObject|deleteBucket|multiObjectDelete"}[1m]) / rate(http_request_duration_seconds_count{service="s",action="deleteObject|deleteBucket|multiObjectDelete"}[1m]) >= 1',
      for: '5m',
      finds: 'promql/regex-mistake',
    },
    // opendatahub-io/opendatahub-operator#2261
    {
      expr: 'sum(haproxy_backend_http_responses_total:burnrate6h{component="dsp"}) by (exported_namespace) > (1.00 * (1-0.99950)) and sum(haproxy_backend_http_responses_total:burnrate3d{component="dsp"}) by (exported_namespace) > (1.00 * (1-0.99950))',
      for: '3h',
      ...text('High error budget burn for {{ $labels.route }} (current value: {{ $value }})'),
      finds: 'templates/missing-label',
    },
    // grafana/synthetic-monitoring-app#230
    {
      before: [
        '      - record: instance_job_severity:probe_success:mean5m\n        expr: (sum by (instance, job) (rate(probe_all_success_sum[5m])) / sum by (instance, job) (rate(probe_all_success_count[5m]))) * 100\n',
      ],
      expr: 'instance_job_severity:probe_success:mean5m < .95',
      finds: 'alerts/threshold-unit',
      missed: 'the quotient of a sum and a count is not taken for a share',
    },
    // kcp-dev/kcp-glbc#287
    {
      expr: '1 - (rate(glbc_time_to_admission_bucket{le="120"}[5m]) / rate(glbc_time_to_admission_count[5m])) > 14.4 * (1 - 0.5)',
      for: '2m',
      finds: 'alerts/never-fires',
    },
    // openshift/managed-cluster-config#479
    {
      expr: 'rate(metricsclient_request_send{status_code="5xx"}[5m]) / rate(metricsclient_request_send[5m]) > 14.4',
      for: '5m',
      finds: 'promql/with-itself',
    },
    // blockscout/helm-charts#95
    {
      expr: 'increase(batches_total[1h]) == 0',
      name: '"{{ $labels.job }} has no new batches"',
      for: '5m',
      finds: 'templates/static-name',
    },
    // AlertmanagerRocketChat#7
    {
      expr: 'node_load1 > 8',
      for: '5m',
      ...text('High load on {{ .instance }}'),
      finds: 'templates/unknown-field',
    },
  ],
  sound: [],
};
