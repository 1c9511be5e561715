import type { Topic } from '../case.ts';
import { alert, group, record, type ExampleAlert } from '../../../src/checks/support/example-rules.ts';

const named = 'records/misnamed';
const rule = (name: string, expr: string, ...before: readonly string[]) => ({
  'rules.yml': `groups:\n${group('shop', [...before, record(name, JSON.stringify(expr))])}`,
});
const logs = (expr: string, extra: ExampleAlert = {}, head?: string) => ({
  'loki/rules.yml': `groups:\n${group('logs', [alert(JSON.stringify(expr), { for: '5m', ...extra })], head)}`,
});
const routed = (expr: string, routes: string) => ({
  ...logs(expr, { labels: { severity: 'critical' } }),
  'alertmanager.yml': `route:\n  receiver: team\n  group_by: [alertname]\n${routes}receivers:\n  - name: team\n    webhook_configs: [{ url: 'http://localhost/' }]\n  - name: db\n    webhook_configs: [{ url: 'http://localhost/db' }]\n`,
});
const lokiRecord = (name: string, expr: string) => ({
  'loki/rules.yml': `groups:\n${group('logs', [record(name, JSON.stringify(expr))])}`,
});

const input = 'promql/quantile-input';
const bucketSum = 'promql/bucket-sum';
const mean = 'promql/quantile-mean';
const q = 'promql/histogram-quantile';
const regex = 'promql/regex';
const pattern = 'logql/pattern';
const split = 'logql/split-series';

/** Faults as issues, reviews and posts show them, of the same clauses as the lists before. */
export const secondLook: Topic = {
  topic: 'histograms, names, patterns and logs: a second look',
  faults: [
    // Histograms: operations on the buckets before, or on the quantiles after.
    { expr: 'histogram_quantile(0.99, sum by (le) (rate(x_seconds_bucket[5m])) > 0) > 1', finds: input },
    { expr: 'histogram_quantile(0.99, topk(5, rate(x_seconds_bucket[5m]))) > 1', finds: input },
    { expr: 'histogram_quantile(0.9, count by (le) (x_seconds_bucket)) > 1', finds: input },
    {
      expr: 'histogram_quantile(0.9, sum by (le) (rate(a_seconds_bucket[5m])) / sum by (le) (rate(b_seconds_bucket[5m]))) > 1',
      finds: input,
    },
    {
      expr: 'sum(histogram_quantile(0.95, sum by (le, job) (rate(x_seconds_bucket[5m])))) > 1',
      finds: mean,
      strict: true,
    },
    {
      expr: 'avg_over_time(histogram_quantile(0.95, sum by (le) (rate(x_seconds_bucket[5m])))[1h:5m]) > 1',
      finds: mean,
      missed: 'a mean over time of a quantile is a usual smoothing',
    },
    {
      expr: 'sum(rate(x_seconds_bucket{le="0.5"}[5m])) / sum(rate(x_seconds_bucket[5m])) < 0.95',
      finds: bucketSum,
    },
    { expr: 'sum by (job) (rate(x_seconds_bucket{le!="+Inf"}[5m])) > 100', finds: bucketSum },
    {
      expr: 'rate(x_seconds_bucket{le="0.5"}[5m]) - rate(x_seconds_bucket{le="0.1"}[5m]) > 10',
      finds: 'promql/impossible-match',
    },
    { expr: 'x_seconds{quantile="0.5"} > x_seconds{quantile="0.9"}', finds: 'promql/impossible-match' },
    { expr: 'sum by (quantile) (go_gc_duration_seconds) > 1', finds: mean, strict: true },
    {
      expr: 'rate(go_gc_duration_seconds{quantile="0.75"}[5m]) > 1',
      finds: 'promql/counter-function-on-gauge',
      missed: 'the type of a summary is not known by the label "quantile" yet',
    },
    { expr: 'histogram_quantile(0.99, sum by (Le) (rate(x_seconds_bucket[5m]))) > 1', finds: q },
    {
      expr: 'histogram_quantile(0.9, predict_linear(x_seconds_bucket[1h], 60)) > 1',
      finds: 'promql/gauge-function-on-counter',
    },
    {
      expr: 'sum(rate(x_seconds_bucket{le="0.5"}[5m])) / sum(rate(x_seconds_count[5m])) > 1.2',
      finds: 'alerts/never-fires',
    },
    // Names.
    { files: rule('job:cpu:avg5m', 'avg by (job) (avg_over_time(cpu_ratio[15m]))'), finds: named },
    {
      files: rule(
        'job:http_errors:ratio_rate30m',
        'sum by (job) (rate(http_errors_total[5m])) / sum by (job) (rate(http_requests_total[5m]))',
      ),
      finds: named,
    },
    {
      files: rule(
        'job:http_errors:ratio_rate5m',
        'sum by (job) (rate(http_errors_total[5m])) / sum by (job) (rate(http_requests_total[1m]))',
      ),
      finds: named,
    },
    {
      files: rule(
        'slo:errors:burnrate1h',
        'sum(rate(errors_total[1d])) / sum(rate(requests_total[1d])) / 0.01',
      ),
      finds: named,
    },
    {
      files: rule('job:http_requests:increase1h', 'sum by (job) (rate(http_requests_total[1h]))'),
      finds: named,
    },
    {
      files: rule(
        'namespace:cpu_usage_seconds_total:sum_irate',
        'sum by (namespace) (rate(cpu_usage_seconds_total[5m]))',
      ),
      finds: named,
    },
    {
      files: rule(
        'job:latency_seconds:p50',
        'histogram_quantile(0.95, sum by (job, le) (rate(latency_seconds_bucket[5m])))',
      ),
      finds: named,
    },
    { files: rule('job:latency_seconds:p99', 'quantile_over_time(0.9, latency_seconds[5m])'), finds: named },
    { files: rule('job:queue_length:min5m', 'max by (job) (max_over_time(queue_length[5m]))'), finds: named },
    {
      files: rule(
        'instance:node_cpu_utilisation:rate5m',
        '1 - avg without (cpu) (rate(node_cpu_seconds_total{mode="idle"}[1m]))',
      ),
      finds: named,
    },
    {
      files: rule(
        'job:http_requests:rate5m',
        'sum by (job) (instance:http_requests:rate1m)',
        record('instance:http_requests:rate1m', 'sum by (instance, job) (rate(http_requests_total[1m]))'),
      ),
      finds: named,
    },
    {
      files: lokiRecord('app:errors:rate1m', 'sum by (app) (rate({app="shop"} |= "error" [5m]))'),
      finds: named,
    },
    {
      files: lokiRecord('app:errors:count5m', 'sum by (app) (rate({app="shop"} |= "error" [5m]))'),
      finds: named,
      missed: 'a count is also the number of what is counted',
    },
    // Patterns.
    { expr: 'kube_pod_info{namespace=~"foo-"} == 1', finds: regex },
    { expr: 'node_filesystem_avail_bytes{mountpoint!~"/boot/efi|/run.*|/run/user"} < 1e9', finds: regex },
    { expr: 'kube_pod_info{namespace=~"(kube-.*|openshift-.*|kube-system)"} == 1', finds: regex },
    {
      expr: 'rate(http_requests_total{code=~"5..|500"}[5m]) > 1',
      finds: regex,
      missed: 'single dots are not compared with other alternatives',
    },
    {
      expr: 'up{namespace=~".*prod.*|.*production.*"} == 0',
      finds: regex,
      missed: 'of two patterns with several wildcards none is told to hold the other',
    },
    {
      expr: 'kube_pod_info{namespace!~"kube-.*", namespace!="kube-system"} == 1',
      finds: 'promql/redundant-matcher',
      missed: 'it changes nothing, and is found by no check',
    },
    {
      expr: 'rate({__name__=~"http_.*_total", __name__!~"http_.*"}[5m]) > 1',
      finds: 'alerts/never-fires',
      missed: 'which values a pattern leaves is known of literals only',
    },
    { expr: 'up{env=~"prod", env=~"staging"} == 0', finds: 'alerts/never-fires' },
    { expr: 'up{instance=~"*.example.com"} == 0', finds: 'syntax/promql' },
    { expr: 'up{job=~"^(?!api).*"} == 0', finds: 'syntax/promql' },
    {
      expr: 'label_replace(up, "host", "$host", "instance", "(?P<name>.*):.*") == 0',
      finds: 'promql/label-replace',
    },
    { expr: 'rate(http_requests_total{code=~"4xx"}[5m]) > 1', finds: regex },
    // Logs: labels.
    {
      files: logs('sum by (methd) (count_over_time({app="shop"} | pattern `<ip> <method> <_>` [5m])) > 5'),
      finds: 'logql/labels',
      missed: 'a stream label or structured metadata may have that name',
    },
    {
      files: logs(
        'sum(count_over_time({app="shop"} | regexp "code=(?P<status>[0-9]+)" | stauts="500" [5m])) > 5',
      ),
      finds: 'logql/labels',
      missed: 'a stream label or structured metadata may have that name',
    },
    {
      files: logs('sum(count_over_time({app="shop"} | json level="lvl" | levle="error" [5m])) > 5'),
      finds: 'logql/labels',
      missed: 'a stream label or structured metadata may have that name',
    },
    {
      files: logs('count_over_time({app="shop"} | json | level="error" [5m]) > 10'),
      finds: split,
      missed: 'how many series the fields of a line make is not known',
    },
    {
      files: logs('rate({app="shop"} | logfmt | status >= 500 [5m]) > 1'),
      finds: split,
      missed: 'how many series the fields of a line make is not known',
    },
    {
      files: logs('max by (app) (count_over_time({app="shop"} | json [5m])) > 10'),
      finds: split,
      missed: 'how many series the fields of a line make is not known',
    },
    {
      files: routed(
        'sum(count_over_time({namespace="db"} |= "error" [5m])) > 5',
        '  routes:\n    - matchers: [ namespace="db" ]\n      receiver: db\n',
      ),
      finds: 'alerts/lost-label',
      missed: 'labels of log queries are not compared with routes yet',
    },
    {
      files: routed(
        'sum by (app) (count_over_time({namespace="db"} |= "error" [5m])) > 5',
        '  routes:\n    - matchers: [ severity="critical", namespace=~"db|dbs" ]\n      receiver: db\n',
      ),
      finds: 'alerts/lost-label',
      missed: 'labels of log queries are not compared with routes yet',
    },
    // Logs: patterns.
    { files: logs('sum(count_over_time({namespace=~"prod-*"} |= "error" [5m])) > 5'), finds: pattern },
    { files: logs('sum(count_over_time({app="shop"} |~ "timeout*" [5m])) > 5'), finds: pattern },
    {
      files: logs('sum(count_over_time({app="shop"} |~ "error, fatal" [5m])) > 5'),
      finds: pattern,
      missed: 'a line may hold that text',
    },
    { files: logs('sum(count_over_time({app="shop"} |~ "[error|fatal]" [5m])) > 5'), finds: pattern },
    {
      files: logs('sum(count_over_time({filename="/var/log/nginx/*.log"} |= "error" [5m])) > 5'),
      finds: pattern,
    },
    { files: logs('sum(count_over_time({app="shop"} | json | status="5.." [5m])) > 5'), finds: pattern },
    {
      files: logs('sum(count_over_time({app="shop"} |~ "error | fatal" [5m])) > 5'),
      finds: pattern,
      missed: 'blanks are part of lines',
    },
    {
      files: logs('sum(count_over_time({app=~"^shop$"} |= "error" [5m])) > 5'),
      finds: 'logql/plain-regex',
      missed: 'not written yet: anchors in the matchers of log queries',
    },
    // Logs: conditions, windows, units.
    {
      files: logs('sum(count_over_time({app="shop"} |= "error" [5m])) or vector(0) > 5'),
      finds: 'logql/condition',
    },
    {
      files: logs('sum(count_over_time({app="shop"} |= "error" [1m])) > 5', { for: '0m' }, 'interval: 10m'),
      finds: 'alerts/window-gap',
      missed: 'not written yet: ranges of log queries against the interval of the group',
    },
    {
      files: logs('sum(count_over_time({app="shop"} | json | duration_seconds > 500ms [5m])) > 5'),
      finds: 'logql/value-unit',
    },
    {
      files: logs('max_over_time({app="shop"} | json | unwrap duration(latency_ms) [5m]) by (app) > 5'),
      finds: 'logql/value-unit',
    },
    {
      files: logs('sum(rate({app="shop"} | json | __error__="" | unwrap size [5m])) > 5'),
      finds: 'logql/pipeline-errors',
      strict: true,
      missed: 'not written yet: whether a query leaves out lines with errors',
    },
    {
      files: logs('topk(5, sum by (path) (rate({app="shop"} | json [5m]))) > 10'),
      finds: 'alerts/fragile-selection',
    },
    {
      files: logs(
        'sum(count_over_time({app="shop"} |= "error" [5m])) > 5 and sum(count_over_time({app="shop"} |= "error" [5m])) < 3',
      ),
      finds: 'logql/condition',
      missed: 'not written yet: conditions of log queries are not compared with one another',
    },
    {
      files: logs(
        'sum by (app) (rate({app="shop"} |= "error" [5m])) / sum by (app) (rate({app="web"}[5m])) > 0.1',
      ),
      finds: 'logql/labels',
      missed: 'values of labels are not compared',
    },
  ],
  sound: [
    { expr: 'histogram_quantile(0.99, sum by (le) (rate(x_seconds_bucket[5m]))) * 1000 > 250' },
    { expr: 'histogram_quantile(0.99, sum by (le, job) (rate(x_seconds_bucket[5m])) / 2) > 1' },
    {
      expr: 'histogram_quantile(0.99, sum by (le) (rate(x_seconds_bucket[5m])) and on () (sum(rate(x_seconds_count[5m])) > 1)) > 1',
    },
    {
      expr: 'histogram_quantile(0.99, sum by (le) (rate(a_seconds_bucket[5m])) + sum by (le) (rate(b_seconds_bucket[5m]))) > 1',
    },
    { expr: 'count(histogram_quantile(0.95, sum by (le, job) (rate(x_seconds_bucket[5m]))) > 1) > 3' },
    { expr: 'count by (job) (x_seconds_bucket) > 5000' },
    { expr: 'max by (quantile) (go_gc_duration_seconds) > 1' },
    { expr: 'sum(rate(x_seconds_bucket{le=~"0.5|0.50"}[5m])) / sum(rate(x_seconds_count[5m])) < 0.95' },
    {
      expr: '(sum(rate(x_seconds_bucket{le="0.5"}[5m])) + sum(rate(x_seconds_bucket{le="2"}[5m]))) / 2 / sum(rate(x_seconds_count[5m])) < 0.9',
    },
    { expr: 'sum(rate(x_seconds_bucket{le=~"1(.0)?"}[5m])) > 5' },
    { files: rule('job:http_requests:rate5m', 'sum without (instance) (rate(http_requests_total[5m]))') },
    { files: rule('job:slo_errors:burnrate1h', 'sum by (job) (rate(http_errors_total[1h])) / 0.001') },
    { files: rule('namespace:pods:count', 'sum by (namespace) (kube_pod_info)') },
    {
      files: rule(
        'job:latency_seconds:p99_max1h',
        'max_over_time(job:latency_seconds:p99[1h])',
        record(
          'job:latency_seconds:p99',
          'histogram_quantile(0.99, sum by (job, le) (rate(latency_seconds_bucket[5m])))',
        ),
      ),
    },
    {
      files: rule(
        'job:http_requests:rate1d',
        'avg_over_time(job:http_requests:rate5m[1d])',
        record('job:http_requests:rate5m', 'sum by (job) (rate(http_requests_total[5m]))'),
      ),
    },
    {
      files: rule(
        'job:http_requests:rate5m_offset1w',
        'sum by (job) (rate(http_requests_total[5m] offset 1w))',
      ),
    },
    { files: rule('cluster:usage:max_sum', 'max(sum by (cluster) (usage))') },
    {
      files: rule(
        'node:cpu_utilisation:avg1m',
        '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[1m]))',
      ),
    },
    { files: rule('instance:cpu_cores:sum', 'count by (instance) (node_cpu_seconds_total{mode="idle"})') },
    {
      files: rule(
        'job:latency_seconds:mean5m',
        'sum by (job) (rate(latency_seconds_sum[5m])) / sum by (job) (rate(latency_seconds_count[5m]))',
      ),
    },
    { files: rule('job:http_requests:ratio_rate5m', 'job:errors:rate5m / job:requests:rate5m') },
    { files: lokiRecord('app:errors:rate5m', 'sum by (app) (rate({app="shop"} |= "error" [5m]))') },
    {
      files: lokiRecord(
        'app:errors:rate5m',
        'sum by (app) (count_over_time({app="shop"} |= "error" [5m])) / 300',
      ),
    },
    { expr: 'rate(http_requests_total{code=~"5..|429"}[5m]) > 1' },
    { expr: 'node_filesystem_avail_bytes{mountpoint!~"/boot/efi|/run/.+|/run"} < 1e9' },
    { expr: 'kube_pod_info{namespace=~"(kube-.*|openshift-.*|default)"} == 1', for: '5m' },
    { expr: 'label_replace(up, "host", "$host", "instance", "(?P<host>.*):.*") == 0' },
    { files: logs('sum by (method) (count_over_time({app="shop"} | pattern `<ip> <method> <_>` [5m])) > 5') },
    {
      files: logs('sum(count_over_time({app="shop"} | pattern `<ip> <method> <_>` | status="500" [5m])) > 5'),
    },
    {
      files: logs(
        'sum(count_over_time({app="shop"} | json level="lvl" | levels="error" | level="error" [5m])) > 5',
      ),
    },
    { files: logs('sum by (app) (count_over_time({app="shop"} | json | level="error" [5m])) > 10') },
    { files: logs('count_over_time({app="shop"} | json | level="error" | keep level [5m]) > 10') },
    { files: logs('count_over_time({app="shop"} | json | level="error" [5m]) > 0') },
    {
      files: logs('sum(count_over_time({app="shop"} | json status="http.status" | status="500" [5m])) > 10'),
    },
    { files: logs('sum(count_over_time({app="shop"} |= "error" [5m])) > 10') },
    {
      files: logs(
        'avg_over_time({app="shop"} | json | unwrap duration_ms | __error__="" [5m]) by (app) > 500',
      ),
    },
    { files: logs('sum(count_over_time({app="shop"} |~ "time.*out" [5m])) > 5') },
    { files: logs('sum(count_over_time({app="shop"} |~ "user=[a-z]* " [5m])) > 5') },
    { files: logs('sum(count_over_time({namespace=~"prod-.*"} |~ "[Ee]rror" [5m])) > 5') },
    { files: logs('sum(count_over_time({app="shop"} |~ "colou?r|x* y" [5m])) > 5') },
    { files: logs('(sum(count_over_time({app="shop"} |= "error" [5m])) or vector(0)) > 5') },
    {
      files: logs('sum(count_over_time({app="shop"} |= "error" [10m])) > 5', { for: '0m' }, 'interval: 10m'),
    },
    { files: logs('sum(count_over_time({app="shop"} | json | duration > 500ms | __error__="" [5m])) > 5') },
    {
      files: logs(
        'sum(count_over_time({app="shop"} | json | duration_seconds > 0.5 | __error__="" [5m])) > 5',
      ),
    },
    {
      files: logs(
        'max_over_time({app="shop"} | json | unwrap duration(latency) | __error__="" [5m]) by (app) > 5',
      ),
    },
    {
      files: logs(
        'sum by (app) (rate({app="shop"} |= "error" [5m])) / on () group_left () sum by (app) (rate({app="web"}[5m])) > 0.1',
      ),
    },
    {
      files: logs(
        'sum by (app) (rate({app="shop"} |= "error" [5m])) / sum by (app) (rate({app=~"shop|web"}[5m])) > 0.1',
      ),
    },
    {
      files: logs(
        'sum(count_over_time({app="shop"} |= "error" [5m])) > 5 and sum(count_over_time({app="shop"}[5m])) < 3000',
      ),
    },
    {
      files: routed(
        'sum by (namespace) (count_over_time({namespace="db"} |= "error" [5m])) > 5',
        '  routes:\n    - matchers: [ namespace="db" ]\n      receiver: db\n',
      ),
    },
  ],
};
