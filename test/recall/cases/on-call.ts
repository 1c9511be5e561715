import type { Topic } from '../case.ts';
import { alert, group, record } from '../../../src/checks/support/example-rules.ts';

const never = 'alerts/never-fires';
const always = 'alerts/always-fires';
const lost = 'templates/missing-label';
const unwatched = 'alerts/unwatched';
const hold = 'alerts/for-interval';
const short = 'promql/short-range';
const step = 'promql/subquery-step';
const text = 'alerts/threshold-text';
const unit = 'alerts/threshold-unit';
const version = 'promql/version';
const order = 'alerts/severity-order';

const V = (version: string) => `prometheus: { version: '${version}' }\n`;
const every = (interval: string, ...rules: readonly string[]) => ({
  'rules.yml': `groups:\n${group('shop', rules, `interval: ${interval}`)}`,
});
const server = (global: string, ...rules: readonly string[]) => ({
  'prometheus.yml': `global: { ${global} }\nrule_files: [rules.yml]\nscrape_configs:\n  - job_name: web\n    static_configs: [{ targets: ['web:80'] }]\n`,
  'rules.yml': `groups:\n${group('shop', rules)}`,
});
const a = (expr: string, hold?: string, name = 'ShopBroken', severity?: string) =>
  alert(JSON.stringify(expr), {
    name,
    ...(hold === undefined ? {} : { for: hold }),
    ...(severity === undefined ? {} : { labels: { severity } }),
  });
const summary = (text: string) => ({ annotations: { summary: text } });
const pair = (x: string, y: string, severities = ['warning', 'warning'], holds = ['5m', '5m']) => ({
  'rules.yml': `groups:\n${group('shop', [a(x, holds[0], 'First', severities[0]), a(y, holds[1], 'Second', severities[1])])}`,
});

/** Faults as they are found after an incident, of the clauses on absence, time, units, duplicates and fragile rules. */
export const onCall: Topic = {
  topic: 'on call',
  faults: [
    // Absence: the page that did not come, and the one that always does.
    { expr: 'absent(up{job="api"} == 0)', for: '5m', finds: always },
    { expr: 'absent(probe_success{job="blackbox"} == 0)', for: '5m', finds: always },
    { expr: '(up{job="api"} or vector(0)) == 0', for: '5m', finds: always },
    { expr: '(rate(orders_total{job="shop"}[5m]) or vector(0)) < 1', for: '5m', finds: always },
    { expr: '(sum by (job) (up) or vector(0)) == 0', for: '5m', finds: always },
    { expr: 'absent(vector(scalar(up{job="api"})))', for: '5m', finds: never },
    { expr: 'absent(sum(up{job="api"}) or on () vector(0)) == 1', for: '5m', finds: never },
    { expr: 'absent(queue_length > bool 5)', for: '5m', finds: 'promql/absent-labels' },
    {
      expr: 'absent(up{job=""})',
      for: '5m',
      finds: always,
      missed: 'relabelling can take the label job away from targets, and somebody may look for those',
    },
    {
      expr: 'absent(count(up{job="api"} == 1) > 5) and count(up{job="api"} == 1) > 5',
      for: '5m',
      finds: never,
      missed:
        'that absent() of a condition and the condition exclude each other is not inferred: nobody writes it so plainly',
    },
    {
      expr: 'absent(kube_pod_status_phase{namespace="shop", phase="Running"} == 1)',
      for: '5m',
      ...summary('nothing runs in {{ $labels.namespace }}'),
      finds: lost,
    },
    {
      expr: 'absent(mysql_up{instance="db1"} == 1) * on (instance) group_left (team) instance_team',
      for: '5m',
      finds: 'promql/impossible-match',
    },
    { expr: 'sum(up{job="api"}) < 1', for: '5m', finds: unwatched, strict: true },
    { expr: 'count(up{job="api"} == 1) < 2', for: '5m', finds: unwatched, strict: true },
    { expr: 'probe_success{job="blackbox"} != 1', for: '5m', finds: unwatched, strict: true },
    {
      expr: 'time() - max(backup_last_success_timestamp_seconds{job="backup"}) > 86400',
      for: '1h',
      finds: unwatched,
      strict: true,
    },
    {
      expr: 'sum(rate(http_requests_total{code!~"5.."}[5m])) / sum(rate(http_requests_total[5m])) < 0.95',
      for: '5m',
      finds: unwatched,
      strict: true,
    },
    {
      expr: 'count by (cluster) (etcd_server_has_leader{job="etcd"} == 1) < (count by (cluster) (etcd_server_has_leader{job="etcd"}) / 2)',
      for: '5m',
      finds: unwatched,
      strict: true,
      missed: 'the limit is counted from the same series: half of nothing is no level that is known',
    },
    { expr: 'max by (job) (up{job="api"}) < 0', for: '5m', finds: never },
    // Time: the possible age of a sample, and the time between two evaluations.
    { expr: 'time() - timestamp(up{job="api"}) > 600', finds: never },
    { expr: 'time() - timestamp(node_time_seconds) > 15 * 60', for: '5m', finds: never },
    { expr: 'time() - timestamp(last_over_time(backup_done[1d])) > 3600', finds: never },
    { expr: 'timestamp(sum by (job) (heartbeat)) < time() - 300', finds: never },
    { files: every('10m', a('increase(app_crashes_total[5m]) > 0')), finds: 'alerts/window-gap' },
    { files: every('1h', a('changes(leader_id[15m]) > 2')), finds: 'alerts/window-gap' },
    {
      files: server(
        'scrape_interval: 15s, evaluation_interval: 5m',
        a('max_over_time(queue_length[1m]) > 100'),
      ),
      finds: 'alerts/window-gap',
    },
    {
      files: server('scrape_interval: 1m, evaluation_interval: 15s', a('queue_length > 100', '30s')),
      finds: hold,
    },
    {
      files: {
        'rules.yml': `groups:\n${group('records', [record('job:lag:max', 'max by (job) (kafka_lag)')], 'interval: 5m')}${group('alerts', [a('job:lag:max > 1000', '2m')], 'interval: 30s')}`,
      },
      finds: hold,
    },
    { files: server('scrape_interval: 1m', a('changes(up{job="web"}[5m]) > 10')), finds: never },
    { files: server('scrape_interval: 2m', a('resets(http_requests_total[6m]) > 4')), finds: never },
    { files: server('scrape_interval: 30s', a('count_over_time(heartbeat[5m]) > 20')), finds: never },
    { files: server('scrape_interval: 30s', a('changes(config_hash[30s]) > 0')), finds: short },
    { expr: 'rate(sum by (job) (jobs_done)[10m:10m]) > 1', finds: step },
    { expr: 'changes(max(leader_id)[5m:5m]) > 0', finds: step },
    { expr: 'delta(avg(queue_length)[15m:10m]) > 100', for: '5m', finds: step },
    { expr: 'sum_over_time(increase(http_errors_total[5m])[1h:1m]) > 100', finds: step },
    {
      expr: 'max_over_time(increase(http_errors_total[1m])[6h:15m]) > 50',
      finds: 'promql/subquery-gaps',
      strict: true,
    },
    {
      expr: 'up{job="api"} == 0 and on () (day_of_week() > 0 and day_of_week() < 6 and hour() > 20 and hour() < 8)',
      for: '5m',
      finds: never,
    },
    { expr: 'up == 0 and on () (hour() < 6 or hour() < 24)', for: '5m', finds: 'alerts/redundant-condition' },
    { expr: 'delta(config_generation[5m]) > 0', for: '10m', finds: 'alerts/for-window', strict: true },
    {
      files: {
        'prometheus.yml':
          'storage: { tsdb: { retention: { time: 7d } } }\nrule_files: [rules.yml]\nscrape_configs: [{ job_name: web }]\n',
        'rules.yml': `groups:\n${group('shop', [a('http_requests:rate5m < 0.5 * http_requests:rate5m offset 2w')])}`,
      },
      finds: 'promql/past-retention',
    },
    {
      expr: 'up{job="api"} == 0',
      for: '15m',
      ...summary('{{ $labels.instance }} has been down for more than 5 minutes'),
      finds: 'alerts/for-text',
      strict: true,
    },
    // Units: read off the pages.
    {
      expr: 'rate(node_network_receive_bytes_total[5m]) > 1e9',
      for: '5m',
      ...summary('more than 1 Gbit/s in'),
      finds: text,
    },
    {
      expr: 'rate(node_network_transmit_bytes_total[5m]) > 800e6',
      for: '5m',
      ...summary('link above 800 Mbps'),
      finds: text,
    },
    {
      expr: 'rate(process_cpu_seconds_total{job="api"}[5m]) > 90',
      for: '5m',
      ...summary('CPU usage above 90%'),
      finds: text,
    },
    {
      expr: 'sum by (pod) (rate(container_cpu_usage_seconds_total[5m])) > 80',
      for: '5m',
      ...summary('pod uses more than 80% CPU'),
      finds: text,
    },
    {
      expr: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) > 80',
      for: '5m',
      finds: never,
    },
    {
      expr: '100 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100 > 0.8',
      for: '5m',
      ...summary('CPU above 80%'),
      finds: text,
    },
    {
      expr: 'kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 10',
      finds: always,
    },
    {
      expr: 'container_memory_working_set_bytes / container_spec_memory_limit_bytes * 100 > 0.9',
      for: '5m',
      ...summary('memory above 90 %'),
      finds: text,
    },
    { expr: '(probe_ssl_earliest_cert_expiry - time()) / 86400 < 604800', finds: unit },
    {
      expr: 'predict_linear(node_filesystem_avail_bytes[6h], 24) < 0',
      for: '1h',
      finds: 'promql/predict-linear',
    },
    {
      expr: 'predict_linear(node_filesystem_avail_bytes[1h], 4) < 0',
      for: '1h',
      finds: 'promql/predict-linear',
    },
    {
      expr: 'node_memory_MemAvailable_bytes / 1024 / 1024 < 512e6',
      for: '5m',
      ...summary('less than 512MB left'),
      finds: text,
    },
    {
      expr: 'rate(node_network_receive_bytes_total[5m]) > 1e8',
      for: '5m',
      ...summary('{{ $value | humanize }}bit/s in'),
      finds: 'templates/value-unit',
    },
    // Duplicates: two pages for one thing, or the wrong one first.
    {
      files: pair('disk_used_percent > 90', 'disk_used_percent > 80', ['warning', 'critical']),
      finds: order,
    },
    { files: pair('disk_free_bytes < 1e9', 'disk_free_bytes < 5e9', ['warning', 'critical']), finds: order },
    { files: pair('up{job="api"} == 0', 'up{job="api"} != 1'), finds: 'alerts/implied', strict: true },
    { files: pair('probe_success == 0', 'probe_success < 1'), finds: 'alerts/implied', strict: true },
    {
      files: pair('a_used / a_limit > 0.9', '100 * a_used / a_limit > 90'),
      finds: 'alerts/implied',
      strict: true,
    },
    {
      files: pair('rate(http_errors_total[5m]) > 1', 'increase(http_errors_total[5m]) > 300'),
      finds: 'alerts/implied',
      strict: true,
    },
    // Fragile: what changes its labels, what the server does not know.
    {
      expr: 'queue_length > 100',
      for: '5m',
      labels: { current: '{{ $value | humanize }}' },
      finds: 'cardinality/unbounded-label',
    },
    {
      expr: 'job:queue:top > 100',
      before: ['      - record: job:queue:top\n        expr: topk(1, sum by (job) (queue_length))\n'],
      for: '5m',
      finds: 'alerts/fragile-selection',
    },
    {
      expr: 'count_values("build", app_build) > 1',
      for: '5m',
      finds: 'alerts/fragile-selection',
      missed:
        'which build is run by how many is asked in this way too, and its series change only when somebody deploys',
    },
    {
      expr: 'time() - backup_last_success_timestamp_seconds > 1d',
      for: '5m',
      config: V('2.53'),
      finds: 'syntax/promql',
    },
    { expr: 'queue_length > 1_000_000', for: '5m', config: V('2.53'), finds: 'syntax/promql' },
    { expr: 'rate(http_errors_total[1h30m]) > 1', for: '5m', config: V('2.20'), finds: version },
    { expr: 'max_over_time(rate(http_errors_total[5m])[1h:1m]) > 1', config: V('2.6'), finds: version },
    { expr: 'rate(http_errors_total[2 * 5m]) > 1', config: V('3.2'), finds: version },
    { expr: 'queue_length @ start() > 5', config: V('2.30'), finds: version },
    { expr: 'queue_length{"shop.name"="x"} > 5', for: '5m', config: V('2.53'), finds: version },
    {
      files: { 'rules.yml': ruleWithUrl() },
      config: V('2.27'),
      finds: version,
    },
  ],
  sound: [
    { expr: 'absent(up{job="api"} == 1)', for: '5m' },
    { expr: 'absent(probe_success{job="blackbox"} > 0)', for: '5m' },
    { expr: '(sum(up{job="api"}) or vector(0)) == 0', for: '5m' },
    { expr: '(sum(rate(orders_total{job="shop"}[5m])) or vector(0)) < 1', for: '5m' },
    { expr: 'absent(up{job="api"}) or up{job="api"} == 0', for: '5m' },
    { expr: 'absent(sum(up{job="api"}))', for: '5m' },
    { expr: 'absent(maintenance_mode == 0)', for: '5m' },
    { expr: 'up{job="api"} == 0 unless on () sum(maintenance) > 0', for: '5m' },
    { expr: 'time() - timestamp(up{job="api"}) > 120' },
    { expr: 'time() - timestamp(up{job="api"}) > 600', config: 'prometheus: { lookback_delta: 15m }\n' },
    { expr: 'time() - max_over_time(timestamp(backup_done)[1d:5m]) > 3600' },
    { expr: 'time() - backup_last_success_timestamp_seconds > 86400', for: '1h' },
    { files: every('5m', a('increase(app_crashes_total[10m]) > 0')) },
    { files: every('5m', a('increase(app_crashes_total[5m]) > 0')) },
    { files: every('10m', a('rate(http_requests_total[5m]) > 1000')) },
    { files: every('10m', a('avg_over_time(queue_length[5m]) > 1000', '20m')) },
    { files: server('scrape_interval: 1m, evaluation_interval: 15s', a('queue_length > 100', '2m')) },
    { files: server('scrape_interval: 1m', a('changes(up{job="web"}[15m]) > 10')) },
    { files: server('scrape_interval: 15s', a('count_over_time(heartbeat[5m]) > 18')) },
    { files: server('scrape_interval: 30s', a('changes(config_hash[5m]) > 0')) },
    { expr: 'delta(sum by (job) (jobs_waiting)[10m:1m]) > 1' },
    { expr: 'max_over_time(sum(queue_length)[10m:10m]) > 1' },
    { expr: 'sum_over_time(increase(http_errors_total[5m])[1h:5m]) > 100' },
    { expr: 'sum_over_time(rate(http_errors_total[5m])[1h:1m]) * 60 > 100' },
    {
      expr: 'up{job="api"} == 0',
      for: '5m',
      ...summary('{{ $labels.instance }} has been down for more than 5 minutes'),
    },
    {
      expr: 'min_over_time(queue_length[1h]) > 100',
      for: '5m',
      ...summary('the queue has been long for more than 1 hour'),
    },
    {
      expr: 'rate(node_network_receive_bytes_total[5m]) > 125e6',
      for: '5m',
      ...summary('more than 1 Gbit/s in'),
    },
    {
      expr: 'rate(node_network_receive_bytes_total[5m]) * 8 > 1e9',
      for: '5m',
      ...summary('more than 1Gbps in: {{ $value | humanize }}bit/s'),
    },
    {
      expr: 'rate(process_cpu_seconds_total{job="api"}[5m]) > 0.9',
      for: '5m',
      ...summary('CPU usage above 90%'),
    },
    {
      expr: 'rate(process_cpu_seconds_total{job="api"}[5m]) * 100 > 90',
      for: '5m',
      ...summary('CPU usage above 90%'),
    },
    {
      expr: 'sum by (pod) (rate(container_cpu_usage_seconds_total[5m])) > 8',
      for: '5m',
      ...summary('pod uses more than 80% of 10 cores'),
    },
    { expr: '(probe_ssl_earliest_cert_expiry - time()) / 86400 < 30', for: '1h' },
    { expr: 'predict_linear(node_filesystem_avail_bytes[6h], 24 * 3600) < 0', for: '1h' },
    { expr: 'predict_linear(queue_length[10m], 300) > 1000', for: '5m' },
    { files: pair('disk_used_percent > 80', 'disk_used_percent > 90', ['warning', 'critical']) },
    {
      files: pair('disk_used_percent > 90', 'disk_used_percent > 80', ['warning', 'critical'], ['5m', '24h']),
    },
    { files: pair('disk_free_bytes < 5e9', 'disk_free_bytes < 1e9', ['warning', 'critical']) },
    { files: pair('replicas < 3', 'replicas < 1', ['warning', 'critical']) },
    { expr: 'queue_length > 100', for: '5m', labels: { shop: '{{ $labels.shop }}' } },
    { expr: 'count(count by (build) (app_build)) > 1', for: '5m' },
    { expr: 'time() - backup_last_success_timestamp_seconds > 1d', for: '5m', config: V('2.54') },
    { expr: 'queue_length > 1_000_000', for: '5m', config: V('3.0') },
    { expr: 'max_over_time(rate(http_errors_total[5m])[1h:1m]) > 1', config: V('2.7') },
    { expr: 'queue_length{"shop.name"="x"} > 5', for: '5m', config: V('3.0') },
  ],
};

function ruleWithUrl(): string {
  return `groups:\n${group('shop', [alert('up == 0', { for: '5m', annotations: { summary: 'see {{ $externalURL }}/graph' } })])}`;
}
