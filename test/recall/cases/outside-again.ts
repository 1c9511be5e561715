import type { Topic } from '../case.ts';

const join = 'promql/impossible-match';
const label = 'templates/missing-label';
const raw = 'promql/raw-counter';

const text = (summary: string) => ({ annotations: { summary } });

/**
 * A third list of faults of public threads, most of them of 2024 to 2026, written anew before lint was run on them.
 * `missed` says which no preset finds, and why.
 */
export const outsideAgain: Topic = {
  topic: 'public threads, a third list',
  faults: [
    // cloudnative-pg/cloudnative-pg#11511
    {
      expr: 'cnpg_pg_stat_database_deadlocks > 10',
      for: '1m',
      ...text('There are over 10 deadlock conflicts in {{ $labels.pod }}'),
      finds: raw,
    },
    // cloudnative-pg/cloudnative-pg#11511, the second rule
    {
      expr: '(cnpg_pg_stat_archiver_last_failed_time - cnpg_pg_stat_archiver_last_archived_time) > 1',
      for: '1m',
      ...text('Archiving failed for {{ $labels.pod }}'),
      finds: 'promql/one-sided-label',
      missed: 'only whoever knows that replicas archive nothing can tell',
    },
    // kubernetes-sigs/kubernetes-mixin#1062
    {
      expr: '(max by (namespace, statefulset, job) (kube_statefulset_status_current_revision{job="ksm"} unless kube_statefulset_status_update_revision{job="ksm"}) * (kube_statefulset_replicas{job="ksm"} != kube_statefulset_status_replicas_updated{job="ksm"})) and (changes(kube_statefulset_status_replicas_updated{job="ksm"}[5m]) == 0)',
      for: '15m',
      finds: join,
    },
    // slok-operator/slok#24
    {
      before: [
        '      - record: slok:burn_rate:5m\n        expr: sum by (slo_name) (slok:errors:5m) / sum by (slo_name) (slok:total:5m)\n        labels: { slok_window: 5m }\n',
        '      - record: slok:burn_rate:1h\n        expr: sum by (slo_name) (slok:errors:1h) / sum by (slo_name) (slok:total:1h)\n        labels: { slok_window: 1h }\n',
      ],
      expr: 'slok:burn_rate:5m{slo_name="a"} > 0.1 and slok:burn_rate:1h{slo_name="a"} > 0.1',
      finds: join,
    },
    // prometheus/prometheus#19444, the label "type"
    {
      expr: 'rate(prometheus_tsdb_head_samples_appended_total{job="prometheus"}[5m]) <= 0 and (sum without (scrape_job) (prometheus_target_metadata_cache_entries{job="prometheus"}) > 0 or sum without (rule_group) (prometheus_rule_group_rules{job="prometheus"}) > 0)',
      for: '10m',
      finds: 'promql/renamed',
    },
    // prometheus/prometheus#19444, instances with groups
    {
      expr: 'prometheus_tsdb_clean_start{job="prometheus"} == 0 and (count without (instance) (changes(process_start_time_seconds{job="prometheus"}[1h]) > 1) / count without (instance) (up{job="prometheus"}) > 0.5)',
      for: '10m',
      finds: join,
    },
    // starkware-libs/sequencer#14114
    {
      expr: 'sum(increase(l1_scraper_success_total[1h])) < 1 and (is_observer{cluster="c", namespace="n"} == 0)',
      finds: join,
    },
    // starkware-libs/sequencer#14097
    {
      expr: 'increase(eth_to_strk_success_total{cluster="c"}[1h]) < 1',
      for: '1m',
      ...text('{{ $labels.pod }} had no success for an hour'),
      finds: 'promql/young-series',
      strict: true,
    },
    // Tr3kkR/Yuzu#2522: increase() drops the name, so that "or" shows one of the two
    {
      expr: 'increase(yuzu_mcp_prune_failed_total[30m]) > 0 or increase(yuzu_mcp_expire_failed_total[30m]) > 0',
      ...text('The maintenance tick {{ $labels.tick }} fails'),
      finds: 'promql/hidden-side',
      missed: 'the alert fires; that it shows one of two ticks is left to the reader',
    },
    // Tr3kkR/Yuzu#2856
    {
      expr: 'increase(yuzu_audit_retention_passes_total[75m]) == 0 and on (instance) (time() - process_start_time_seconds > 5400)',
      for: '15m',
      finds: 'promql/young-series',
      missed: 'that the server is old is looked at; that Prometheus may be young is not in the rule',
    },
    // rwlove/home-ops#12538
    {
      expr: 'external_dns_source_errors_total > 0',
      for: '5m',
      labels: { severity: 'critical' },
      finds: raw,
    },
    // grafana/ibm-db2-prometheus-exporter#41
    {
      expr: 'sum without (job) (ibm_db2_lock_wait_time) > 2000',
      for: '5m',
      ...text('The average wait for locks is {{ printf "%.2f" $value }}ms'),
      finds: raw,
      missed: 'nothing in the files says that it is a counter',
    },
    // BasedHardware/omi#12201
    {
      expr: 'sum(rate(stackdriver_firestore_document_read_count{type="NOT_FOUND"}[30m])) > 600',
      for: '10m',
      finds: 'promql/counter-function-on-gauge',
      missed: 'the exporter makes gauges of counts, which the name does not say',
    },
    // prometheus-community/helm-charts#6692
    {
      expr: 'count by (namespace, cluster) (kube_node_info{job="kube-state-metrics"}) unless on (namespace, cluster) count by (namespace, cluster) (up{job="kubelet", metrics_path="/metrics"} == 1)',
      for: '15m',
      finds: join,
      missed: 'which namespace each side has is a matter of the service discovery',
    },
    // m-lab/prometheus-support#836
    {
      expr: 'count by (site) (label_replace(probe_success{service="v6"} == 0, "site", "$1", "machine", "mlab[1-4].([a-z]{3}[0-9]{2}).*")) unless on (machine) lame_duck_node == 1',
      finds: 'promql/useless-on',
    },
    // opendatahub-io/opendatahub-operator#2261
    {
      expr: 'sum by (exported_namespace) (haproxy_backend_http_responses_total:burnrate6h{component="dsp"}) > (1.00 * (1 - 0.99950)) and sum by (exported_namespace) (haproxy_backend_http_responses_total:burnrate3d{component="dsp"}) > (1.00 * (1 - 0.99950))',
      for: '3h',
      ...text('High error budget burn for {{ $labels.route }} (current value: {{ $value }})'),
      finds: label,
    },
    // vonrobak/fedora-homelab-containers#67
    {
      before: [
        '      - record: sli:jellyfin:availability:30d\n        expr: avg_over_time(probe_success{job="jellyfin"}[30d])\n',
        '      - record: burn_rate:jellyfin:1h\n        expr: (1 - avg_over_time(sli:jellyfin:availability:30d[1h])) / (1 - 0.995)\n',
      ],
      expr: 'burn_rate:jellyfin:1h > 14.4',
      finds: 'records/misnamed',
    },
    // adorsys/status-list-server#445
    {
      before: [
        '      - record: sli:cache_hit_ratio:5m\n        expr: sum(rate(status_list_cache_hits_total[5m])) / sum(rate(status_list_cache_requests_total[5m]))\n',
      ],
      expr: 'sli:cache_hit_ratio:7d < 0.8',
      finds: 'records/unknown',
    },
    // grafana/mimir#16178: one event is enough although there is a "for"
    {
      expr: 'rate(cortex_ingester_tsdb_wal_writes_failed_total[4m]) > 0',
      for: '3m',
      labels: { severity: 'critical' },
      finds: 'alerts/for-window',
      strict: true,
    },
    // openshift/cluster-storage-operator#533
    {
      expr: 'increase(storage_operation_duration_seconds_count{status != "success"}[5m]) > 0 and ignoring (status) (sum without (status) (increase(storage_operation_duration_seconds_count{status = "success"}[60m])) or increase(storage_operation_duration_seconds_count{status != "success"}[60m]) * 0) == 0',
      for: '5m',
      finds: 'promql/useless-fallback',
      missed: 'a fallback that keeps a label which the other branch lost is added to it; it may be meant',
    },
    // perses/community-mixins#213
    {
      expr: 'kubelet_volume_stats_capacity_bytes - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes > 0.9',
      for: '5m',
      finds: 'promql/unit-mismatch',
    },
    // redhat-appstudio/o11y#152
    {
      before: [
        '      - record: releases_longer_than_5s\n        expr: sum by (job) (rate(release_validation_duration_seconds_bucket{le="5"}[10m]))\n',
      ],
      expr: 'releases_longer_than_5s / sum by (job) (rate(release_validation_duration_seconds_count[10m])) < 0.9',
      finds: 'records/misnamed',
      missed: 'words such as "longer than" are not held against the side of the bucket',
    },
    // iits-consulting/otc-prometheus-exporter#97
    {
      expr: 'rds_rds001_cpu_util > 0.8',
      for: '5m',
      ...text('CPU of {{ $labels.resource_name }} is above 80%'),
      finds: 'alerts/threshold-unit',
      missed: 'that the exporter gives percent is not in the files',
    },
    // kubevirt/kubevirt#19035
    {
      before: [
        '      - record: cluster:virt_controller_ready:sum\n        expr: sum(kubevirt_virt_controller_ready_status) or vector(0)\n',
      ],
      expr: 'cluster:virt_controller_ready:sum == 0',
      for: '10m',
      finds: 'promql/missing-as-zero',
      missed: 'that no data counts as 0 may be meant',
    },
    // prometheus/prometheus#13406
    {
      expr: 'sum by (cn_name, instance) (cn_queue_length) > 100',
      labels: { severity: 'page', cn_name: 'west' },
      finds: 'alerts/overwritten-label',
    },
    // prometheus-community/helm-charts#1773
    {
      expr: 'ALERTS{severity="info"} == 1 unless on (namespace) ALERTS{alertname!="InfoInhibitor", alertstate="firing", severity=~"warning|critical"} == 1',
      labels: { severity: 'none' },
      finds: 'alerts/overwritten-label',
    },
    // rhobs/configuration#508
    { expr: 'vector(0)', ...text('This alert never fires'), finds: 'alerts/always-fires' },
    // openshift/managed-cluster-config#1141
    {
      expr: 'max by (namespace) (cluster_operator_degraded_state)',
      for: '4h',
      finds: 'alerts/no-condition',
    },
    // sighupio/module-ingress#128
    {
      expr: 'nginx_ingress_controller_ssl_expire_time_seconds < 7 * 24 * 3600',
      for: '10m',
      ...text('The certificate of {{ $labels.host }} expires within a week'),
      finds: 'alerts/threshold-unit',
    },
    // linode/apl-core#1866
    {
      expr: 'time() - cnpg_collector_last_failed_backup_timestamp{namespace="gitea"} > 86400',
      for: '10m',
      ...text('The backup of {{ $labels.pod }} fails'),
      finds: 'alerts/failure-age',
    },
    // devopsil.com, a practical guide to alerting rules
    {
      expr: 'node_cpu_seconds_total{mode="idle"} < 0.15',
      for: '5m',
      ...text('High CPU on {{ $labels.instance }}'),
      finds: raw,
    },
    // devopsaitoolkit.com, alert rules that do not page falsely
    {
      expr: 'sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05',
      for: '10m',
      ...text('Error rate above 5% for {{ $labels.service }}'),
      finds: label,
    },
    // buglyst.com, reading alert rules
    {
      expr: 'rate(http_requests_total{status=~"5.."}[5m]) / rate(http_requests_total[5m]) > 0.05',
      for: '5m',
      finds: 'promql/with-itself',
    },
    // VictoriaMetrics/VictoriaMetrics#657
    {
      expr: 'absent(cpu_usage_system{cpu="cpu-total"}) == 1',
      for: '20m',
      ...text('No metrics received from {{ $labels.host }} for more than 20 minutes'),
      finds: label,
    },
    // enix/x509-certificate-exporter#614
    { expr: 'delta(x509_source_errors_total[15m]) > 0', finds: 'promql/gauge-function-on-counter' },
    // samber/awesome-prometheus-alerts#278
    {
      expr: 'min_over_time(sum by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown|Failed"})[15m:1m]) > 0',
      ...text('Pod {{ $labels.pod }} has been unhealthy for more than 15 minutes'),
      finds: 'promql/young-series',
      strict: true,
    },
    // canonical/postgresql-k8s-operator#800
    {
      expr: '{__name__=~"pg_settings_.*"} != on (__name__) {__name__=~"pg_settings_.*"} offset 5m',
      finds: 'promql/unique-side',
      strict: true,
    },
    // rook/rook#16896
    {
      expr: '(kubelet_volume_stats_used_bytes * on (namespace, persistentvolumeclaim) group_left (storageclass) kube_persistentvolumeclaim_info{storageclass="ceph-rbd"}) > 1e9',
      for: '5s',
      finds: 'promql/unique-side',
      strict: true,
    },
    // kubernetes-sigs/kubernetes-mixin#1074
    {
      expr: 'histogram_quantile(0.99, sum by (cluster, instance, le) (rate(kubelet_pod_worker_duration_seconds_bucket{job=~"a|b"}[5m]))) * on (cluster, instance) group_left (node) kubelet_node_name{job=~"a|b"} > 60',
      for: '15m',
      finds: 'promql/unique-side',
      strict: true,
    },
    // samber/awesome-prometheus-alerts#595
    {
      expr: 'windows_service_status{status="ok"} != 1',
      for: '1m',
      ...text('Windows service {{ $labels.name }} is not running'),
      finds: 'promql/renamed',
    },
    // grafana/loki-like review: prometheus/prometheus#4982
    {
      expr: 'count(node_filesystem_avail_bytes{instance="nas", mountpoint=~"/srv/(backups|files)"}) < 2',
      for: '5m',
      finds: 'alerts/unwatched',
      strict: true,
    },
    // ritik4ever/stellar-portfolio-rebalancer#1614
    {
      files: {
        'prometheus.yml': 'rule_files: [rules.yml]\n',
        'rules.yml':
          'groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: sum(rate(a_total[5m])) > 1\n        labels: { severity: critical }\n      - alert: B\n        expr: sum(rate(b_total[5m])) > 1\n        labels: { severity: warning }\n',
        'alertmanager.yml':
          "route: { receiver: r }\nreceivers: [{ name: r, webhook_configs: [{ url: 'http://x/' }] }]\ninhibit_rules:\n  - source_matchers: [severity = critical]\n    target_matchers: ['severity =~ \"warning|info\"']\n    equal: [subsystem, service]\n",
      },
      finds: 'inhibition/missing-equal',
    },
    // m-lab/prometheus-support#796
    {
      files: {
        'rules.yml':
          'groups:\n  - name: a\n    rules:\n      - alert: SwitchDown\n        expr: up == 0\n        labels: { severity: critical }\n      - alert: NodeDown\n        expr: probe_success == 0\n        labels: { severity: warning }\n',
        'alertmanager.yml':
          "route: { receiver: r }\nreceivers: [{ name: r, webhook_configs: [{ url: 'http://x/' }] }]\ninhibit_rules:\n  - source_matchers: [alertname = SwitchDownAtSite]\n    target_matchers: [alertname = NodeDown]\n    equal: [site]\n",
      },
      finds: 'inhibition/never-applies',
    },
  ],
  sound: [
    // canonical/hardware-observer-operator#373: two matchers on one label are right
    { expr: 'ssacli_controller_info{status!="OK", status!="NOT CONFIGURED"} == 1', for: '5m' },
    // openshift/managed-cluster-config#2715: "and on ()" holds every cluster's alert against one condition
    {
      expr: '(vector:log_delivery:pipeline_ratio:by_cluster < 0.99) and on () (sum(rate(vector_component_errors_total{component_id=~"a|b"}[5m])) > 0)',
      for: '15m',
    },
    // thanos-io/thanos#2819, corrected
    {
      expr: '(up{job="receive"} - 1) + on (job, instance) sum by (job, instance) (increase(thanos_shipper_uploads_total{job="receive"}[3h])) == 0',
      for: '3h',
    },
  ],
};
