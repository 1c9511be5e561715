import type { Topic } from '../case.ts';
import { alert, group, record } from '../../../src/checks/support/example-rules.ts';

const hold = 'alerts/for-interval';
const window = 'alerts/for-window';
const short = 'promql/short-range';
const tight = 'promql/tight-range';
const step = 'promql/subquery-step';
const retention = 'promql/past-retention';
const never = 'alerts/never-fires';

/** Rules in a group with an interval of its own. */
const every = (interval: string, ...rules: readonly string[]) => ({
  'rules.yml': `groups:\n${group('shop', rules, `interval: ${interval}`)}`,
});
/** A rule file loaded by a server that scrapes and evaluates so. */
const server = (global: string, rules: string, jobs = '') => ({
  'prometheus.yml': `global: { ${global} }\nrule_files: [rules.yml]\nscrape_configs:\n  - job_name: web\n    static_configs: [{ targets: ['web:80'] }]\n${jobs}`,
  'rules.yml': `groups:\n${group('shop', [rules])}`,
});
const slow =
  '  - job_name: snmp\n    scrape_interval: 2m\n    static_configs: [{ targets: ["snmp:9116"] }]\n';
const a = (expr: string, hold?: string) =>
  alert(JSON.stringify(expr), hold === undefined ? {} : { for: hold });
const RETENTION = 'prometheus: { retention: 15d }\n';

export const time: Topic = {
  topic: 'time',
  faults: [
    { files: every('1m', a('up{job="api"} == 0', '30s')), finds: hold },
    { files: every('5m', a('node_load1 > 8', '1m')), finds: hold },
    { files: every('1m', a('queue_length > 100', '90s')), finds: hold },
    { files: every('2m', a('queue_length > 100', '5m')), finds: hold },
    { files: every('30s', a('queue_length > 100', '45s')), finds: hold },
    {
      files: server('scrape_interval: 15s, evaluation_interval: 5m', a('node_load1 > 8', '1m')),
      finds: hold,
    },
    {
      files: server('scrape_interval: 15s, evaluation_interval: 1m', a('node_load1 > 8', '100s')),
      finds: hold,
    },
    {
      files: every('1m', a('up{job="api"} == 0').replace(/$/, '        keep_firing_for: 30s\n')),
      finds: hold,
    },
    {
      files: every('1m', a('up{job="api"} == 0').replace(/$/, '        keep_firing_for: 90s\n')),
      finds: hold,
    },
    { files: every('10m', record('job:up:sum', 'sum by (job) (up)')), finds: 'groups/interval' },
    {
      files: every('6m', a('up{job="api"} == 0')),
      finds: 'groups/interval',
      missed: 'an alert that is evaluated seldom reads fresh samples: only recorded series go stale',
    },
    {
      files: every(
        '1h',
        record('instance:disk:used', 'node_filesystem_size_bytes - node_filesystem_avail_bytes'),
      ),
      finds: 'groups/interval',
    },
    {
      files: server('scrape_interval: 15s, evaluation_interval: 10m', a('node_load1 > 8')),
      finds: 'groups/interval',
      missed: 'an alert that is evaluated seldom reads fresh samples: only recorded series go stale',
    },
    { files: server('scrape_interval: 10m', a('node_load1 > 8', '10m')), finds: 'config/scrape-interval' },
    {
      files: server(
        'scrape_interval: 15s',
        a('node_load1 > 8', '10m'),
        '  - job_name: slow\n    scrape_interval: 15m\n',
      ),
      finds: 'config/scrape-interval',
    },
    // Ranges that hold too few samples.
    { files: server('scrape_interval: 1m', a('rate(http_errors_total[1m]) > 1')), finds: short },
    { files: server('scrape_interval: 30s', a('increase(http_errors_total[30s]) > 1')), finds: short },
    { files: server('scrape_interval: 1m', a('deriv(queue_length[1m]) > 1', '5m')), finds: short },
    {
      files: server(
        'scrape_interval: 1m',
        a('predict_linear(node_filesystem_avail_bytes[1m], 3600) < 0', '5m'),
      ),
      finds: short,
    },
    { files: server('scrape_interval: 1m', a('delta(queue_length[45s]) > 10', '5m')), finds: short },
    {
      files: server('scrape_interval: 1m', a('sum by (job) (irate(http_requests_total[1m])) > 100', '5m')),
      finds: short,
    },
    {
      files: server('scrape_interval: 15s', a('rate(ifHCInOctets{job="snmp"}[2m]) * 8 > 1e9', '5m'), slow),
      finds: short,
    },
    {
      files: server('scrape_interval: 1m', a('changes(process_start_time_seconds[1m]) > 0')),
      finds: short,
    },
    {
      files: server('scrape_interval: 1m', a('resets(http_requests_total[1m]) > 0')),
      finds: short,
    },
    { files: server('scrape_interval: 1m', a('avg_over_time(node_load1[30s]) > 8')), finds: short },
    {
      files: server('scrape_interval: 30s', a('rate(http_errors_total[1m]) > 1')),
      finds: tight,
      strict: true,
    },
    {
      files: server('scrape_interval: 1m', a('rate(http_errors_total[2m]) > 1')),
      finds: tight,
      strict: true,
    },
    {
      files: server('scrape_interval: 1m', a('increase(http_errors_total[3m]) > 1')),
      finds: tight,
      strict: true,
    },
    {
      files: server('scrape_interval: 15s', a('rate(ifHCInOctets{job="snmp"}[5m]) * 8 > 1e9', '5m'), slow),
      finds: tight,
      strict: true,
    },
    { files: server('', a('rate(http_errors_total[1m]) > 1')), finds: short },
    {
      files: every(
        '5m',
        record('job:jobs:sum', 'sum by (job) (queue_jobs)'),
        a('avg_over_time(job:jobs:sum[2m]) > 5'),
      ),
      finds: short,
    },
    {
      files: every('2m', record('job:lag:max', 'max by (job) (kafka_lag)'), a('deriv(job:lag:max[2m]) > 5')),
      finds: short,
    },
    // Subqueries.
    {
      expr: 'rate(http_requests_total[5m:5m]) > 1',
      finds: step,
    },
    { expr: 'avg_over_time(rate(http_errors_total[5m])[30s:1m]) > 1', finds: step },
    {
      expr: 'deriv(sum(queue_length)[2m:2m]) > 1',
      finds: step,
    },
    {
      expr: 'max_over_time(rate(http_errors_total[1m])[1h:10m]) > 5',
      finds: 'promql/subquery-gaps',
      strict: true,
    },
    {
      expr: 'changes(sum(kube_pod_status_ready)[10m:10m]) > 0',
      finds: step,
    },
    {
      expr: 'sum_over_time(increase(http_errors_total[10m])[1h:1m]) > 100',
      finds: step,
    },
    // Further back than there are samples.
    {
      expr: 'sum(rate(http_requests_total[5m])) < 0.5 * sum(rate(http_requests_total[5m] offset 30d))',
      config: RETENTION,
      finds: retention,
    },
    { expr: 'avg_over_time(node_load1[30d]) > 5', config: RETENTION, finds: retention },
    {
      expr: 'max_over_time(sum(rate(http_requests_total[5m]))[20d:1h]) > 5',
      config: RETENTION,
      finds: retention,
    },
    {
      expr: 'predict_linear(node_filesystem_avail_bytes[4w], 86400) < 0',
      config: RETENTION,
      finds: retention,
    },
    {
      expr: 'http_requests:rate5m < 0.1 * http_requests:rate5m offset 1y',
      config: RETENTION,
      finds: retention,
    },
    { expr: 'avg_over_time(node_load1[10d] offset 7d) > 5', config: RETENTION, finds: retention },
    // for: longer than what it waits for can last.
    { expr: 'increase(app_crashes_total[5m]) > 0', for: '10m', finds: window, strict: true },
    { expr: 'changes(process_start_time_seconds[5m]) > 0', for: '5m', finds: window, strict: true },
    {
      expr: 'increase(kube_pod_container_status_restarts_total[10m]) > 2',
      for: '15m',
      finds: window,
      strict: true,
      missed: 'more than two restarts in ten minutes may go on for longer: a crash loop does',
    },
    { expr: 'resets(http_requests_total[10m]) > 0', for: '15m', finds: window, strict: true },
    {
      expr: 'delta(config_version[5m]) != 0',
      for: '10m',
      finds: window,
      strict: true,
    },
    // The past of another rule.
    {
      files: every(
        '1m',
        a('job:errors:rate5m > 5'),
        record('job:errors:rate5m', 'sum by (job) (rate(errors_total[5m]))'),
      ),
      finds: 'records/order',
    },
    {
      files: every(
        '1m',
        record('job:errors:ratio', 'job:errors:rate5m / job:requests:rate5m'),
        record('job:errors:rate5m', 'sum by (job) (rate(errors_total[5m]))'),
        record('job:requests:rate5m', 'sum by (job) (rate(requests_total[5m]))'),
      ),
      finds: 'records/order',
    },
    {
      files: {
        'rules.yml': `groups:\n${group('alerts', [a('job:errors:rate5m > 5')])}${group('records', [record('job:errors:rate5m', 'sum by (job) (rate(errors_total[5m]))')])}`,
      },
      finds: 'records/other-group',
      strict: true,
    },
    {
      files: {
        'rules.yml': `groups:\n${group('alerts', [a('job:errors:rate5m > 5')], 'interval: 30s')}${group('records', [record('job:errors:rate5m', 'sum by (job) (rate(errors_total[5m]))')], 'interval: 5m')}`,
      },
      finds: 'records/other-group',
      strict: true,
    },
    // The clock.
    { expr: 'hour() > 23', finds: never },
    { expr: 'day_of_week() == 7', finds: never },
    { expr: 'up == 0 and on () day_of_week() > 6', finds: never },
    { expr: 'up == 0 and on () (hour() >= 22 and hour() < 6)', finds: never },
    { expr: 'month() == 0', finds: never },
    { expr: 'minute() >= 60', finds: never },
    { expr: 'day_of_month() == 0', finds: never },
    { expr: 'days_in_month() > 31', finds: never },
    { expr: 'day_of_week() == 0 and day_of_week() == 6', finds: never },
    {
      expr: 'up == 0 and on () (hour() > 18 or hour() <= 18)',
      finds: 'alerts/redundant-condition',
    },
    { expr: 'day_of_year() > 366', finds: never },
    { expr: 'node_load1 offset -1h > 5', finds: 'promql/fixed-time' },
    { expr: 'rate(http_requests_total[5m] offset -30m) == 0', finds: 'promql/fixed-time' },
    { expr: 'rate(http_requests_total[5m] @ 1609746000) > 5', finds: 'promql/fixed-time' },
    { expr: 'queue_length @ 1700000000 > 5', finds: 'promql/fixed-time' },
  ],
  sound: [
    { files: every('1m', a('up{job="api"} == 0', '1m')) },
    { files: every('30s', a('queue_length > 100', '90s')) },
    { files: every('1m', a('queue_length > 100', '1h')) },
    { files: every('5m', a('node_load1 > 8', '10m')) },
    { files: every('1m', a('up{job="api"} == 0').replace(/$/, '        keep_firing_for: 5m\n')) },
    { files: every('4m', record('job:up:sum', 'sum by (job) (up)')) },
    { files: server('scrape_interval: 15s', a('rate(http_errors_total[1m]) > 1')) },
    { files: server('scrape_interval: 1m', a('rate(http_errors_total[5m]) > 1')) },
    { files: server('scrape_interval: 30s', a('rate(http_errors_total[2m]) > 1')) },
    { files: server('scrape_interval: 1m', a('rate(http_errors_total{job="web"}[4m]) > 1'), slow) },
    { files: server('scrape_interval: 15s', a('rate(ifHCInOctets{job="snmp"}[10m]) * 8 > 1e9', '5m'), slow) },
    { files: server('scrape_interval: 1m', a('max_over_time(node_load1[1m]) > 8')) },
    { files: server('scrape_interval: 1m', a('count_over_time(up[5m]) < 3')) },
    { files: server('scrape_interval: 1m', a('max_over_time(rate(http_errors_total[5m])[1h:1m]) > 5')) },
    {
      files: every('1m', record('job:lag:max', 'max by (job) (kafka_lag)'), a('deriv(job:lag:max[10m]) > 5')),
    },
    { expr: 'rate(http_requests_total[10m:1m]) > 1' },
    { expr: 'max_over_time(rate(http_errors_total[5m])[1h:5m]) > 5' },
    { expr: 'avg_over_time(rate(http_errors_total[5m])[30m:]) > 5' },
    { expr: 'sum_over_time(increase(http_errors_total[10m])[1h:10m]) > 100' },
    {
      expr: 'sum(rate(http_requests_total[5m])) < 0.5 * sum(rate(http_requests_total[5m] offset 7d))',
      config: RETENTION,
    },
    { expr: 'avg_over_time(node_load1[7d] offset 7d) > 5', config: RETENTION },
    { expr: 'increase(app_crashes_total[15m]) > 0', for: '5m' },
    { expr: 'rate(http_errors_total[5m]) > 10', for: '15m' },
    { expr: 'changes(leader_id[1h]) > 5', for: '10m' },
    { expr: 'avg_over_time(node_load1[5m]) > 8', for: '15m' },
    {
      files: every(
        '1m',
        record('job:errors:rate5m', 'sum by (job) (rate(errors_total[5m]))'),
        a('job:errors:rate5m > 5'),
      ),
    },
    {
      files: {
        'rules.yml': `groups:\n${group('records', [record('job:errors:rate5m', 'sum by (job) (rate(errors_total[5m]))')])}${group('alerts', [a('job:errors:rate5m > 5')])}`,
      },
    },
    { expr: 'hour() == 23 and on () vector(1)' },
    { expr: 'up == 0 and on () day_of_week() > 5' },
    { expr: 'up == 0 and on () (hour() >= 22 or hour() < 6)' },
    { expr: 'up == 0 and on () hour() >= 8 < 18' },
    { expr: 'day_of_month() == 31 and on () up == 0' },
    { expr: 'queue_length > 5 and on () month() == 12' },
    { expr: 'queue_length - queue_length offset 1h > 100' },
    { expr: 'time() - backup_last_success_timestamp_seconds > 86400', for: '1h' },
  ],
};
