import type { Topic } from '../case.ts';
import { alert, group, record } from '../../../src/checks/support/example-rules.ts';

const rec = 'records/name';
const misnamed = 'records/misnamed';
const style = 'alerts/name-style';
const reserved = 'alerts/reserved-label';

const rule = (name: string, expr: string, labels?: Readonly<Record<string, string>>) => ({
  'rules.yml': `groups:\n${group('shop', [record(name, JSON.stringify(expr), labels)])}`,
});
const named = (name: string) => ({
  'rules.yml': `groups:\n${group(name, [alert('up == 0', { name: 'HostDown' })])}`,
});
const called = (name: string) => ({ 'rules.yml': `groups:\n${group('shop', [alert('up == 0', { name })])}` });
const labelled = (label: string, value = 'x') => ({
  'rules.yml': `groups:\n${group('shop', [alert('up == 0', { name: 'HostDown', labels: { [label]: value } })])}`,
});

export const names: Topic = {
  topic: 'names',
  faults: [
    // level:metric:operations
    {
      files: rule('http_requests_per_second', 'sum by (job) (rate(http_requests_total[5m]))'),
      finds: rec,
      strict: true,
    },
    { files: rule('requests', 'sum(rate(http_requests_total[5m]))'), finds: rec, strict: true },
    {
      files: rule('job:http_requests_total:rate5m', 'sum by (job) (rate(http_requests_total[5m]))'),
      finds: misnamed,
      missed: 'the suffix is a matter of taste, and wrong in no value',
    },
    {
      files: rule('job:http_requests:rate1m', 'sum by (job) (rate(http_requests_total[5m]))'),
      finds: misnamed,
    },
    {
      files: rule('job:http_requests:rate1h', 'sum by (job) (rate(http_requests_total[30m]))'),
      finds: misnamed,
    },
    {
      files: rule('job:http_requests:increase1d', 'sum by (job) (increase(http_requests_total[1h]))'),
      finds: misnamed,
    },
    {
      files: rule('job:http_requests:irate5m', 'sum by (job) (rate(http_requests_total[5m]))'),
      finds: misnamed,
    },
    {
      files: rule('job:http_requests:rate5m', 'sum by (job) (increase(http_requests_total[5m]))'),
      finds: misnamed,
    },
    {
      files: rule('instance:node_load1:avg', 'max by (instance) (node_load1)'),
      finds: misnamed,
    },
    {
      files: rule('job:queue_length:max', 'min by (job) (queue_length)'),
      finds: misnamed,
    },
    {
      files: rule('job:queue_length:sum', 'avg by (job) (queue_length)'),
      finds: misnamed,
    },
    { files: rule('instance:queue_length:sum', 'sum by (job) (queue_length)'), finds: rec, strict: true },
    {
      files: rule('namespace_pod:cpu_usage:rate5m', 'sum by (namespace) (rate(cpu_usage_total[5m]))'),
      finds: misnamed,
      missed: 'levels of several labels are not told apart: names of labels have underscores too',
    },
    {
      files: rule('job:http_requests:rate5m', 'sum by (instance) (rate(http_requests_total[5m]))'),
      finds: rec,
      strict: true,
    },
    {
      files: rule(
        'job:latency_seconds:p99',
        'histogram_quantile(0.95, sum by (job, le) (rate(latency_seconds_bucket[5m])))',
      ),
      finds: misnamed,
    },
    {
      files: rule(
        'job:latency_seconds:99quantile',
        'histogram_quantile(0.5, sum by (job, le) (rate(latency_seconds_bucket[5m])))',
      ),
      finds: misnamed,
    },
    {
      files: rule(
        'cluster:latency_seconds:p95_5m',
        'histogram_quantile(0.99, sum by (cluster, le) (rate(latency_seconds_bucket[5m])))',
      ),
      finds: misnamed,
    },
    {
      files: rule('job:up:count', 'sum by (job) (up)'),
      finds: misnamed,
      missed: 'a sum of 0 and 1 counts',
    },
    {
      files: rule('job:cpu:rate10m', 'avg_over_time(job_cpu_ratio[10m])'),
      finds: misnamed,
      missed: 'a mean of something that another rule may have recorded as a rate is one',
    },
    {
      files: rule('Job:Requests:Rate5m', 'sum by (job) (rate(http_requests_total[5m]))'),
      finds: rec,
      strict: true,
    },
    { files: rule('job::http_requests', 'sum by (job) (http_requests)'), finds: rec, strict: true },
    {
      files: rule(':http_requests:sum', 'sum(http_requests)'),
      finds: misnamed,
      missed: 'nothing before the first colon says that no label is left, as mixins write it',
    },
    {
      files: rule('http-requests:rate5m', 'sum(rate(http_requests_total[5m]))'),
      finds: 'syntax/name',
      missed: 'from version 3 on names may have any characters',
    },
    {
      files: rule('5xx:rate5m', 'sum(rate(http_requests_total{code=~"5.."}[5m]))'),
      finds: 'syntax/name',
      missed: 'from version 3 on names may have any characters',
    },
    {
      files: rule('job:requests', 'sum by (job) (http_requests)', { le: '1' }),
      finds: 'records/reserved-label',
      missed: 'a rule may put a bound on what it records or tells',
    },
    {
      files: rule('job:latency_milliseconds:mean5m', 'avg by (job) (avg_over_time(latency_seconds[5m]))'),
      finds: misnamed,
    },
    {
      files: rule('job:memory_mb:sum', 'sum by (job) (process_resident_memory_bytes)'),
      finds: misnamed,
    },
    {
      files: rule(
        'instance:disk_used:percent',
        '1 - node_filesystem_avail_bytes / node_filesystem_size_bytes',
      ),
      finds: misnamed,
    },
    {
      files: rule(
        'instance:disk_used:ratio',
        '100 * (1 - node_filesystem_avail_bytes / node_filesystem_size_bytes)',
      ),
      finds: misnamed,
    },
    {
      files: rule('job:errors_total', 'sum by (job) (rate(http_errors_total[5m]))'),
      finds: misnamed,
      missed: 'without operations in the name nothing of it is compared',
    },
    // Alerts.
    { files: called('host_down'), finds: style, strict: true },
    { files: called('host-down'), finds: style, strict: true },
    { files: called('hostDown'), finds: style, strict: true },
    { files: called('Host down'), finds: style, strict: true },
    { files: called('HOST_DOWN'), finds: style, strict: true },
    { files: called('Host_Down'), finds: style, strict: true },
    { files: called('Host.Down'), finds: style, strict: true },
    { files: called('"[prod] Host down!"'), finds: style, strict: true },
    // Groups.
    { files: named('"shop rules "'), finds: 'groups/name', strict: true },
    { files: named('"a/b"'), finds: 'groups/name', strict: true },
    { files: named('Shop Alerts'), finds: 'groups/name', strict: true },
    { files: named('""'), finds: 'syntax/missing-key' },
    {
      files: {
        'rules.yml': `groups:\n${group('shop', [alert('up == 0', { name: 'HostDown' })])}${group('shop', [alert('up == 2', { name: 'HostUp' })])}`,
      },
      finds: 'groups/duplicate-name',
    },
    // Labels that mean something else.
    { files: labelled('__name__'), finds: 'syntax/name' },
    { files: labelled('alertname', 'Other'), finds: reserved },
    { files: labelled('alertstate', 'firing'), finds: reserved },
    {
      files: labelled('le', '1'),
      finds: reserved,
      missed: 'a rule may put a bound on what it records or tells',
    },
    {
      files: labelled('quantile', '0.9'),
      finds: reserved,
      missed: 'a rule may put a bound on what it records or tells',
    },
    { files: labelled('__tenant__', 'a'), finds: reserved },
    { files: labelled('team-name', 'a'), finds: 'syntax/name', config: 'prometheus: { version: "2.42" }\n' },
    {
      files: labelled('instance', 'prod'),
      finds: reserved,
      strict: true,
      missed: 'who aggregates targets away may name what is left',
    },
    {
      files: labelled('job', 'prod'),
      finds: reserved,
      strict: true,
      missed: 'who aggregates targets away may name what is left',
    },
    { files: labelled('0team', 'a'), finds: 'syntax/name', config: 'prometheus: { version: "2.42" }\n' },
  ],
  sound: [
    { files: rule('job:http_requests:rate5m', 'sum by (job) (rate(http_requests_total[5m]))') },
    {
      files: rule(
        'job_instance:http_requests:rate5m',
        'sum by (job, instance) (rate(http_requests_total[5m]))',
      ),
    },
    {
      files: rule(
        'instance_job:http_requests:rate5m',
        'sum by (job, instance) (rate(http_requests_total[5m]))',
      ),
    },
    { files: rule('job:http_requests:rate60m', 'sum by (job) (rate(http_requests_total[1h]))') },
    {
      files: rule(
        'job:http_errors:ratio_rate5m',
        'sum by (job) (rate(http_errors_total[5m])) / sum by (job) (rate(http_requests_total[5m]))',
      ),
    },
    {
      files: rule(
        'job:latency_seconds:p99',
        'histogram_quantile(0.99, sum by (job, le) (rate(latency_seconds_bucket[5m])))',
      ),
    },
    {
      files: rule(
        'job:latency_seconds:99quantile',
        'histogram_quantile(0.99, sum by (job, le) (rate(latency_seconds_bucket[5m])))',
      ),
    },
    {
      files: rule(
        'job:latency_seconds:p999',
        'histogram_quantile(0.999, sum by (job, le) (rate(latency_seconds_bucket[5m])))',
      ),
    },
    { files: rule('cluster:up:sum', 'sum(up)') },
    {
      files: rule('instance:disk_used:ratio', '1 - node_filesystem_avail_bytes / node_filesystem_size_bytes'),
    },
    {
      files: rule(
        'instance:disk_used:percent',
        '100 * (1 - node_filesystem_avail_bytes / node_filesystem_size_bytes)',
      ),
    },
    { files: rule('job:up:avg', 'avg by (job) (up)') },
    { files: rule('job:queue_length:max', 'max by (job) (queue_length)') },
    { files: rule('job:queue_length:avg_max', 'avg by (job) (max_over_time(queue_length[5m]))') },
    { files: rule('job:queue_length:max_over_time_1h', 'max by (job) (max_over_time(queue_length[1h]))') },
    { files: rule('job:slo_errors:burnrate1h', 'sum by (job) (rate(http_errors_total[1h])) / 0.001') },
    { files: rule('job:memory_megabytes:sum', 'sum by (job) (process_resident_memory_bytes) / 1024 / 1024') },
    {
      files: rule(
        'job:latency_milliseconds:mean5m',
        '1000 * avg by (job) (avg_over_time(latency_seconds[5m]))',
      ),
    },
    { files: rule('probe:success:ratio', 'avg_over_time(probe_success[5m])') },
    { files: called('HostDown') },
    { files: called('KubeAPIDown') },
    { files: called('Etcd3MembersDown') },
    { files: called('HTTP5xxRateHigh') },
    { files: named('shop.rules') },
    { files: named('shop-alerts') },
    { files: named('kubernetes-apps') },
    { files: labelled('severity', 'critical') },
    { files: labelled('team', 'shop') },
    { files: labelled('route_to', 'shop') },
  ],
};
