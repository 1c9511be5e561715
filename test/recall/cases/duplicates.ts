import type { Topic } from '../case.ts';
import { alert, group, record } from '../../../src/checks/support/example-rules.ts';

const same = 'alerts/same-condition';
const name = 'alerts/duplicate';
const implied = 'alerts/implied';
const recorded = 'promql/already-recorded';

const one = (...rules: readonly string[]) => ({ 'rules.yml': `groups:\n${group('shop', rules)}` });
const two = (first: readonly string[], second: readonly string[]) => ({
  'a.yml': `groups:\n${group('shop', first)}`,
  'b.yml': `groups:\n${group('store', second)}`,
  'prometheus.yml': 'rule_files: ["*.yml"]\n',
});
const a = (name: string, expr: string, severity = 'warning', hold = '5m') =>
  alert(JSON.stringify(expr), { name, for: hold, labels: { severity } });
const pair = (x: string, y: string) => one(a('First', x), a('Second', y));
const twice = (x: string, y: string) => one(a('TooManyErrors', x), a('TooManyErrors', y));
const errors = record('job:http_errors:rate5m', 'sum by (job) (rate(http_errors_total[5m]))');

/** The default preset with the opinions that these rules must not give rise to. */
const JUDGED = 'checks: { alerts/implied: warning, promql/already-recorded: warning }\n';

export const duplicates: Topic = {
  topic: 'duplicates',
  faults: [
    // One expression under two names, written in two ways.
    { files: pair('up{job="api"} == 0', 'up{job="api"} == 0'), finds: same },
    { files: pair('up{job="api", env="prod"} == 0', 'up{env="prod", job="api"} == 0'), finds: same },
    { files: pair('sum by (job, pod) (x_errors) > 5', 'sum(x_errors) by (pod, job) > 5'), finds: same },
    { files: pair('a_requests + b_requests > 5', 'b_requests + a_requests > 5'), finds: same },
    { files: pair('100 * disk_used_ratio > 90', 'disk_used_ratio * 100 > 90'), finds: same },
    { files: pair('node_load1 > 1000', 'node_load1 > 1e3'), finds: same },
    { files: pair('rate(errors_total[60m]) > 5', 'rate(errors_total[1h]) > 5'), finds: same },
    { files: pair('node_load1 > 8', '(node_load1) > 8'), finds: same },
    { files: pair('a / on (job, instance) b > 2', 'a / on (instance, job) b > 2'), finds: same },
    { files: pair('{__name__="node_load1"} > 8', 'node_load1 > 8'), finds: same },
    { files: pair('5 < queue_length', 'queue_length > 5'), finds: same },
    { files: pair('sum without (pod, node) (x) > 5', 'sum without (node, pod) (x) > 5'), finds: same },
    { files: pair('node_load1{job="node"} > 8', 'node_load1{job=~"node"} > 8'), finds: same },
    { files: pair('queue_length > 60 * 60', 'queue_length > 3600'), finds: same },
    { files: pair('(a_up and b_up) and c_up', 'a_up and (b_up and c_up)'), finds: same },
    {
      files: pair(
        'rate(errors_total{code=~"500|502"}[5m]) > 1',
        'rate(errors_total{code=~"502|500"}[5m]) > 1',
      ),
      finds: same,
    },
    { files: two([a('DiskFull', 'disk_free < 5')], [a('DiskFull', 'disk_free < 5')]), finds: name },
    { files: two([a('HostDown', 'up == 0')], [a('InstanceDown', 'up == 0')]), finds: same },
    {
      files: one(record('job:up:sum', 'sum by (job) (up)'), record('up_by_job:sum', 'sum(up) by (job)')),
      finds: recorded,
      strict: true,
    },
    {
      files: two([record('job:up:sum', 'sum by (job) (up)')], [record('job:up:sum', 'sum by (job) (up)')]),
      finds: 'records/duplicate',
    },
    {
      files: one(record('job:up:sum', 'sum by (job) (up)'), record('job:up:sum', 'sum by (job) (up == 1)')),
      finds: 'groups/duplicate-rule',
      strict: true,
    },
    // One name and severity, and both can fire for one series.
    { files: twice('errors{job="api"} > 5', 'errors{job=~"api|web"} > 5'), finds: name },
    { files: twice('errors > 5', 'errors{job="api"} > 50'), finds: name },
    {
      files: twice('rate(errors_total{job=~"a.*"}[5m]) > 5', 'rate(errors_total{job=~".*i"}[5m]) > 5'),
      finds: name,
      missed: 'two patterns that both match a value: who writes them mostly means different series',
    },
    { files: twice('sum by (job) (errors) > 5', 'sum by (job) (errors{env="prod"}) > 5'), finds: name },
    { files: twice('disk_free < 10', 'disk_free < 5'), finds: name },
    { files: twice('x_errors{env!="dev"} > 5', 'x_errors{env="prod"} > 5'), finds: name },
    { files: two([a('HostDown', 'up{job="node"} == 0')], [a('HostDown', 'up == 0')]), finds: name },
    // One alert is there whenever the other is.
    { files: pair('disk_used_percent > 80', 'disk_used_percent > 90'), finds: implied, strict: true },
    { files: pair('disk_free_bytes < 1e9', 'disk_free_bytes < 1e8'), finds: implied, strict: true },
    { files: pair('up == 0', 'up{job="api"} == 0'), finds: implied, strict: true },
    { files: pair('errors > 5', 'errors > 5 and on (job) up == 1'), finds: implied, strict: true },
    {
      files: pair('errors > 5', 'errors > 5 unless on (job) maintenance == 1'),
      finds: implied,
      strict: true,
    },
    { files: pair('queue_length > 5', 'queue_length >= 10'), finds: implied, strict: true },
    {
      files: one(a('Soon', 'node_load1 > 8', 'warning', '5m'), a('Late', 'node_load1 > 8', 'warning', '30m')),
      finds: implied,
      strict: true,
    },
    { files: pair('rate(errors_total[5m]) > 0', 'rate(errors_total[5m]) > 1'), finds: implied, strict: true },
    { files: pair('errors{job=~"api|web"} > 5', 'errors{job="api"} > 5'), finds: implied, strict: true },
    { files: pair('replicas < 2', 'replicas == 0'), finds: implied, strict: true },
    { files: pair('replicas != 3', 'replicas == 0'), finds: implied, strict: true },
    {
      files: pair(
        'sum by (job) (rate(errors_total[5m])) / sum by (job) (rate(requests_total[5m])) > 0.01',
        'sum by (job) (rate(errors_total[5m])) / sum by (job) (rate(requests_total[5m])) > 0.05',
      ),
      finds: implied,
      strict: true,
    },
    { files: pair('errors{env!="dev"} > 5', 'errors{env="prod"} > 5'), finds: implied, strict: true },
    {
      files: pair('temperature_celsius > 60 or fan_speed_rpm < 100', 'temperature_celsius > 60'),
      finds: implied,
      strict: true,
    },
    {
      files: pair(
        'temperature_celsius > 60 or fan_speed_rpm < 100',
        'fan_speed_rpm < 100 and temperature_celsius > 60',
      ),
      finds: implied,
      strict: true,
    },
    {
      files: pair(
        'time() - backup_last_success_timestamp_seconds > 3600',
        'time() - backup_last_success_timestamp_seconds > 86400',
      ),
      finds: implied,
      strict: true,
    },
    { files: pair('5 < queue_length', 'queue_length > 10'), finds: implied, strict: true },
    { files: pair('a_up and b_up == 0', 'b_up == 0 and a_up'), finds: implied, strict: true },
    // A rule computes it already.
    {
      files: one(errors, a('TooManyErrors', 'sum by (job) (rate(http_errors_total[5m])) > 5')),
      finds: recorded,
      strict: true,
    },
    {
      files: one(
        errors,
        a(
          'TooManyErrors',
          'sum(rate(http_errors_total[5m])) by (job) / sum by (job) (rate(http_requests_total[5m])) > 0.05',
        ),
      ),
      finds: recorded,
      strict: true,
    },
    {
      files: one(
        errors,
        record(
          'job:http_errors:ratio_rate5m',
          'sum by (job) (rate(http_errors_total[5m])) / sum by (job) (rate(http_requests_total[5m]))',
        ),
      ),
      finds: recorded,
      strict: true,
    },
    {
      files: one(
        record('instance:mem_used:ratio', '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes'),
        a('MemoryFull', '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 0.9'),
      ),
      finds: recorded,
      strict: true,
    },
    {
      files: one(
        record('job:x:sum', 'sum by (job, env) (x_queue{a="1", b="2"})'),
        a('XHigh', 'sum by (env, job) (x_queue{b="2", a="1"}) > 0.9'),
      ),
      finds: recorded,
      strict: true,
    },
    {
      files: one(
        record(
          'job:latency:p99',
          'histogram_quantile(0.99, sum by (job, le) (rate(latency_seconds_bucket[5m])))',
        ),
        a('Slow', 'histogram_quantile(0.99, sum by (le, job) (rate(latency_seconds_bucket[5m]))) > 1'),
      ),
      finds: recorded,
      strict: true,
    },
    {
      files: one(record('x_total:plus', 'x_reads + x_writes'), a('Busy', 'x_writes + x_reads > 1')),
      finds: recorded,
      strict: true,
    },
  ],
  sound: [
    {
      files: one(
        a('DiskFilling', 'disk_used_percent > 80'),
        a('DiskFull', 'disk_used_percent > 90', 'critical'),
      ),
      config: JUDGED,
    },
    {
      files: one(
        a('DiskFull', 'disk_used_percent > 80'),
        a('DiskFull', 'disk_used_percent > 90', 'critical'),
      ),
      config: JUDGED,
    },
    { files: pair('up{job="api"} == 0', 'up{job="web"} == 0'), config: JUDGED },
    { files: pair('a_requests - b_requests > 5', 'b_requests - a_requests > 5'), config: JUDGED },
    { files: pair('a_requests / b_requests > 5', 'b_requests / a_requests > 5'), config: JUDGED },
    { files: pair('rate(errors_total[5m]) > 5', 'rate(errors_total[1h]) > 5'), config: JUDGED },
    { files: pair('sum by (job) (x) > 5', 'sum by (pod) (x) > 5'), config: JUDGED },
    { files: pair('sum by (job) (x) > 5', 'sum without (job) (x) > 5'), config: JUDGED },
    { files: twice('errors{job="api"} > 5', 'errors{job="web"} > 9'), config: JUDGED },
    { files: twice('errors{job="api"} > 5', 'errors{job!="api"} > 9'), config: JUDGED },
    { files: twice('errors{job=~"api|web"} > 5', 'errors{job=~"db|cache"} > 9'), config: JUDGED },
    {
      files: twice('sum by (job) (errors{env="prod"}) > 5', 'sum by (pod) (errors{env="dev"}) > 5'),
      config: JUDGED,
    },
    { files: pair('replicas == 0', 'replicas == 1'), config: JUDGED },
    { files: pair('temperature_celsius > 60', 'temperature_celsius < 5'), config: JUDGED },
    { files: pair('errors{job="api"} > 5', 'errors > 50'), config: JUDGED },
    { files: pair('queue_length{queue="mail"} > 100', 'queue_length{queue!="mail"} > 10'), config: JUDGED },
    {
      files: one(
        a('BurnFast', 'burn:1h > 14.4', 'critical', '2m'),
        a('BurnSlow', 'burn:6h > 6', 'critical', '15m'),
      ),
      config: JUDGED,
    },
    {
      files: one(a('Now', 'node_load1 > 20', 'warning', '5m'), a('Long', 'node_load1 > 8', 'warning', '1h')),
      config: JUDGED,
    },
    { files: pair('errors > 5 and on (job) up == 1', 'errors > 5 and on (job) up == 0'), config: JUDGED },
    { files: pair('min by (job) (x_ready) < 5', 'max by (job) (x_ready) < 5'), config: JUDGED },
    {
      files: pair('disk_free_bytes{mountpoint="/"} < 1e9', 'disk_free_bytes{mountpoint="/var"} < 1e9'),
      config: JUDGED,
    },
    {
      files: one(record('job:up:sum', 'sum by (job) (up)'), record('job:up:count', 'count by (job) (up)')),
      config: JUDGED,
    },
    {
      files: one(
        record('slo:errors', 'errors_a', { slo: 'a' }),
        record('slo:errors', 'errors_b', { slo: 'b' }),
      ),
      config: JUDGED,
    },
    { files: one(errors, a('TooManyErrors', 'job:http_errors:rate5m > 5')), config: JUDGED },
    {
      files: one(errors, a('TooManyErrors', 'sum by (job) (rate(http_errors_total[10m])) > 5')),
      config: JUDGED,
    },
    {
      files: one(errors, a('TooManyErrors', 'sum by (job) (rate(http_errors_total{env="prod"}[5m])) > 5')),
      config: JUDGED,
    },
    {
      files: two([a('DiskFull', 'disk_free{team="a"} < 5')], [a('DiskFull', 'disk_free{team="b"} < 5')]),
      config: JUDGED,
    },
    {
      files: pair(
        'rate(errors_total{code=~"500|502"}[5m]) > 1',
        'rate(errors_total{code=~"503|504"}[5m]) > 1',
      ),
      config: JUDGED,
    },
    { files: pair('max(topk(3, x_usage)) > 5', 'max(topk(3, x_usage{env="prod"})) > 5'), config: JUDGED },
  ],
};
