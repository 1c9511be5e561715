import type { Topic } from '../case.ts';

const join = 'promql/impossible-match';
const never = 'alerts/never-fires';

/**
 * Faults of public threads, written anew in a few lines before it was looked at what lint says of them: issues and pull
 * requests of Prometheus, mixins, exporters, operators and of those who run them. Each names its thread.
 */
export const threads: Topic = {
  topic: 'public threads',
  faults: [
    // kubernetes-mixin#947: the record drops the label that the alert selects by.
    {
      before: [
        `      - record: namespace_memory:container_requests:sum\n        expr: sum by (namespace) (kube_pod_container_resource_requests{resource="memory"})\n`,
      ],
      expr: 'sum(namespace_memory:container_requests:sum{job="kube-state-metrics"}) > 1e12',
      finds: never,
    },
    // VictoriaMetrics#2513: several names, and an alert has none.
    {
      expr: '{__name__=~"health_(disk|fan|psu)", job="rack"} > 0',
      finds: 'promql/lost-name',
    },
    // prio-server#1513: the series is there only while the pod waits.
    {
      expr: 'min_over_time(kube_pod_container_status_waiting_reason{reason="ContainerCreating"}[15m]) > 0',
      finds: 'promql/fleeting-series',
    },
    // prometheus#5490: the hours exclude each other.
    { expr: 'queue_length > 100 and on () (hour() >= 22 and hour() < 6)', finds: never },
    // operator#2616: a vector without labels on the right.
    {
      expr: 'emails_sent_hourly < 10 and day_of_week() != 0 and day_of_week() != 6',
      finds: join,
    },
    // test-infra#13581: one of the two always holds.
    {
      expr: 'emails_sent_hourly < 10 and on () (day_of_week() != 0 or day_of_week() != 6)',
      finds: 'alerts/redundant-condition',
    },
    { expr: 'emails_sent_hourly < 10 and on () (hour() >= 9 < 10)', for: '2h', finds: never, at: '2h' },
    // alertmanager#3599: one of the two counters has a label more since 0.26.
    {
      expr: 'rate(alertmanager_notifications_failed_total{job="am"}[5m]) / rate(alertmanager_notifications_total{job="am"}[5m]) > 0.01',
      finds: 'promql/renamed',
    },
    // sloth#231, sloth#531: a recorded 0/0 in a mean over 30 days.
    {
      before: [
        `      - record: slo:errors:ratio_rate5m\n        expr: sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m]))\n`,
      ],
      expr: 'avg_over_time(slo:errors:ratio_rate5m[30d]) > 0.001',
      finds: 'promql/nan-over-time',
    },
    // cloudnative-pg: points in time whose name says no unit.
    {
      expr: 'increase(cnpg_collector_last_failed_backup_timestamp[1h]) > 0',
      finds: 'promql/counter-function-on-gauge',
    },
    // A side that is aggregated, joined with a raw series on all labels.
    { expr: 'sum by (job) (rate(app_errors_total[5m])) > 1 and app_ready == 1', finds: join },
    {
      expr: 'sum by (job) (rate(app_errors_total[5m])) / rate(app_requests_total[5m]) > 0.1',
      finds: join,
    },
    {
      expr: 'max by (namespace, statefulset, job) (kube_statefulset_replicas) != kube_statefulset_status_replicas_updated',
      finds: join,
    },
    {
      expr: 'sum by (instance) (rate(app_errors_total[5m])) / rate(app_requests_total[5m]) > 0.1',
      finds: join,
    },
    // The fix that was suggested once: up has an instance too.
    { expr: 'up{job="shop"} == 0 and ignoring (job) hour() >= 0', finds: join },
    // A label that distinguishes the series is overwritten.
    {
      expr: 'sum by (severity, service) (rate(log_messages_total[5m])) > 10',
      labels: { severity: 'warning' },
      finds: 'alerts/overwritten-label',
    },
  ],
  sound: [
    // rhacs: "max" is part of the name of the metric.
    {
      files: {
        'rules.yml': `groups:\n  - name: mem\n    rules:\n      - record: pod:container:max_memory_usage_bytes\n        expr: sum by (pod, container) (container_memory_max_usage_bytes{container!=""})\n`,
      },
    },
    { expr: 'queue_length > 100 and on () (hour() >= 22 or hour() < 6)', for: '7h' },
    { expr: 'sum by (job) (rate(app_errors_total[5m])) > 1 and on (job) app_ready == 1' },
    // cadvisor's raw series beside a table of facts about its labels.
    {
      expr: 'container_memory_rss > 1e9 and on (namespace, pod) kube_pod_info{node!=""}',
    },
    { expr: 'up == 0 unless on (instance) max by (instance) (maintenance) > 0' },
  ],
};
