import type { Topic } from '../case.ts';
import { alert, group, record, type ExampleAlert } from '../../../src/checks/support/example-rules.ts';

const logs = (expr: string, extra: ExampleAlert = {}, head?: string) => ({
  'loki/rules.yml': `groups:\n${group('logs', [alert(JSON.stringify(expr), { for: '5m', ...extra })], head)}`,
});
const s = (summary: string): ExampleAlert => ({ annotations: { summary } });
const known = (expr: string, extra: ExampleAlert = {}) => ({
  'catalogue.yml':
    'streams:\n  - selector: \'{app="shop"}\'\n    labels: { app: { values: [shop] }, level: { values: [info, warning, error] }, pod: {} }\n    fields: [event, duration_ms, status]\nmetrics: {}\n',
  ...logs(expr, extra),
});

const syntax = 'syntax/logql';
const never = 'logql/condition';
const always = 'logql/condition';
const lost = 'templates/missing-label';
const kind = 'logql/rule-type';
const filters = 'logql/filters';
const labels = 'logql/labels';
const unwrap = 'logql/unwrap';
const match = 'logql/labels';

export const logql: Topic = {
  topic: 'LogQL',
  faults: [
    { files: logs('{app="shop"} |= "error"'), finds: kind },
    { files: logs('{app="shop"} | json | level="error"'), finds: kind },
    { files: logs('sum(rate({app="shop"} |= "error" [5m]))'), finds: 'logql/condition' },
    { files: logs('sum by (app) (count_over_time({app="shop"} |= "panic" [5m]))'), finds: 'logql/condition' },
    { files: logs('count_over_time({app="shop"} |= "error") > 5'), finds: syntax },
    { files: logs('rate({app="shop"} |= "error"[5m]) by (app) > 5'), finds: syntax },
    { files: logs('sum(rate({app=~".*"} |= "error" [5m])) > 5'), finds: syntax },
    { files: logs('sum(rate({} |= "error" [5m])) > 5'), finds: syntax },
    { files: logs('sum(rate({app="shop"} | = "error" [5m])) > 5'), finds: 'syntax/promql' },
    { files: logs('sum(rate({app="shop"} |= error [5m])) > 5'), finds: syntax },
    { files: logs('sum(rate({app="shop"} |~ "(error" [5m])) > 5'), finds: syntax },
    { files: logs('sum(rate({app="shop"} | regexp "status=(\\\\d+)" [5m])) > 5'), finds: 'syntax/promql' },
    { files: logs('sum(rate({app="shop"} | pattern "static text" [5m])) > 5'), finds: 'syntax/promql' },
    { files: logs('avg_over_time({app="shop"} | json [5m]) > 5'), finds: syntax },
    {
      files: logs('quantile_over_time(99, {app="shop"} | json | unwrap duration_ms [5m]) > 5'),
      finds: 'promql/histogram-quantile',
    },
    { files: logs('rate({app="shop"} | json | line_format "{{.level" [5m]) > 5'), finds: syntax },
    // Never, or always.
    { files: logs('count_over_time({app="shop"} |= "error" [5m]) < 0'), finds: never },
    { files: logs('sum(count_over_time({app="shop"}[5m])) < 1'), finds: never },
    { files: logs('sum(count_over_time({app="shop"} |= "heartbeat" [10m])) == 0'), finds: never },
    { files: logs('count_over_time({app="shop"} |= "error" [5m]) >= 0'), finds: always },
    { files: logs('sum(rate({app="shop"} |= "error" [5m])) > -1'), finds: always },
    { files: logs('sum(rate({app="shop"}[5m])) < 0'), finds: never },
    { files: logs('absent_over_time({app="shop"}[10m]) == 0'), finds: never },
    { files: logs('absent_over_time({app="shop"}[10m]) > 1'), finds: never },
    { files: logs('bytes_over_time({app="shop"}[5m]) < 0'), finds: never },
    {
      files: logs(
        'sum(count_over_time({app="shop"} |= "error" [5m])) > 5 and sum(count_over_time({app="shop"} |= "error" [5m])) < 2',
      ),
      finds: never,
      missed: 'not written yet',
    },
    {
      files: logs('sum(rate({app="shop"} |= "error" [5m])) / sum(rate({app="shop"}[5m])) > 5'),
      finds: never,
    },
    {
      files: logs('sum(rate({app="shop", level="error"}[5m])) / sum(rate({app="shop"}[5m])) > 1'),
      finds: never,
    },
    { files: logs('sum(rate({app="shop"} |= "error" [5m])) > bool 5'), finds: always },
    // Filters that no line passes.
    { files: logs('sum(count_over_time({app="shop"} |= "error" != "error" [5m])) > 5'), finds: filters },
    {
      files: logs('sum(count_over_time({app="shop"} |= "fatal error" != "error" [5m])) > 5'),
      finds: filters,
    },
    { files: logs('sum(count_over_time({app="shop"} |= "timeout" !~ "time.*" [5m])) > 5'), finds: filters },
    { files: logs('sum(count_over_time({app="shop"} !~ ".*" [5m])) > 5'), finds: filters },
    {
      files: logs('sum(count_over_time({app="shop"} | json | level="error" | level="warning" [5m])) > 5'),
      finds: filters,
    },
    {
      files: logs('sum(count_over_time({app="shop"} | json | level="error", level!="error" [5m])) > 5'),
      finds: filters,
    },
    {
      files: logs('sum(count_over_time({app="shop"} | json | status >= 500 | status < 400 [5m])) > 5'),
      finds: filters,
    },
    {
      files: logs('sum(count_over_time({app="shop"} | json | status > 599 and status < 500 [5m])) > 5'),
      finds: filters,
    },
    {
      files: logs('sum(count_over_time({app="shop"} | logfmt | duration > 10s and duration < 5s [5m])) > 5'),
      finds: filters,
    },
    { files: logs('sum(count_over_time({app="shop"} != "" [5m])) > 5'), finds: filters },
    { files: logs('sum(count_over_time({app="shop", app="web"} |= "error" [5m])) > 5'), finds: filters },
    { files: logs('sum(count_over_time({app="shop", app!~"s.*"} |= "error" [5m])) > 5'), finds: filters },
    { files: logs('sum(count_over_time({app="shop"} | app="web" [5m])) > 5'), finds: filters },
    // Another operator was meant.
    { files: logs('sum(count_over_time({app="shop"} |= "error|fatal" [5m])) > 5'), finds: 'logql/pattern' },
    {
      files: logs('sum(count_over_time({app="shop"} |= "level=(error|fatal)" [5m])) > 5'),
      finds: 'logql/pattern',
    },
    { files: logs('sum(count_over_time({app="shop"} |= ".*timeout.*" [5m])) > 5'), finds: 'logql/pattern' },
    { files: logs('sum(count_over_time({app="shop"} |= "status=5.." [5m])) > 5'), finds: 'logql/pattern' },
    { files: logs('sum(count_over_time({app="shop"} |= "(?i)error" [5m])) > 5'), finds: 'logql/pattern' },
    { files: logs('sum(count_over_time({app="shop"} |~ "error" [5m])) > 5'), finds: 'logql/plain-regex' },
    { files: logs('sum(count_over_time({app="shop"} |~ ".*error.*" [5m])) > 5'), finds: 'logql/plain-regex' },
    { files: logs('sum(count_over_time({app=~"shop"} |= "error" [5m])) > 5'), finds: 'logql/plain-regex' },
    { files: logs('sum(count_over_time({app="shop|web"} |= "error" [5m])) > 5'), finds: 'logql/pattern' },
    {
      files: logs('sum(count_over_time({app="shop"} | json | level="error|fatal" [5m])) > 5'),
      finds: 'logql/pattern',
    },
    {
      files: logs('sum(count_over_time({app="shop"} | json | level=~"error" [5m])) > 5'),
      finds: 'logql/plain-regex',
    },
    {
      files: logs('sum(count_over_time({app="shop"} | json |= "error" [5m])) > 5'),
      finds: 'logql/filters-first',
      strict: true,
    },
    // Labels that nothing extracts, or that aggregation drops.
    {
      files: known('sum by (event) (count_over_time({app="shop"} |= "error" [5m])) > 5'),
      finds: labels,
      missed: 'streams of the catalogue are not compared with the labels of queries',
    },
    {
      files: known('sum(count_over_time({app="shop"} | status >= 500 [5m])) > 5'),
      finds: labels,
      missed: 'streams of the catalogue are not compared with the labels of queries',
    },
    {
      files: known('sum(count_over_time({app="shop"} | event="crash" [5m])) > 5'),
      finds: labels,
      missed: 'streams of the catalogue are not compared with the labels of queries',
    },
    {
      files: known('sum by (evnt) (count_over_time({app="shop"} | json [5m])) > 5'),
      finds: labels,
      missed: 'streams of the catalogue are not compared with the labels of queries',
    },
    {
      files: known('avg_over_time({app="shop"} | unwrap duration_ms [5m]) > 5'),
      finds: unwrap,
      missed: 'streams of the catalogue are not compared with the labels of queries',
    },
    {
      files: known('sum(count_over_time({app="shop", level="eror"}[5m])) > 5'),
      finds: 'promql/unknown-label',
      missed: 'streams of the catalogue are not compared with the labels of queries',
    },
    {
      files: logs(
        'sum by (user) (count_over_time({app="shop"} | json user="request.user" | keep app [5m])) > 5',
      ),
      finds: labels,
    },
    {
      files: logs('sum by (level) (count_over_time({app="shop"} | json | drop level [5m])) > 5'),
      finds: labels,
    },
    {
      files: logs('avg_over_time({app="shop"} | json | unwrap duration_ms | line_format "x" [5m]) > 5'),
      finds: syntax,
    },
    {
      files: logs('sum(count_over_time({app="shop"} |= "error" [5m])) > 5', s('errors of {{ $labels.app }}')),
      finds: lost,
    },
    {
      files: logs(
        'sum by (app) (count_over_time({app="shop"} |= "error" [5m])) > 5',
        s('errors on {{ $labels.pod }}'),
      ),
      finds: lost,
    },
    {
      files: logs('sum without (pod) (rate({app="shop"}[5m])) > 5', s('errors on {{ $labels.pod }}')),
      finds: lost,
    },
    {
      files: logs(
        'avg_over_time({app="shop"} | json | unwrap duration_ms [5m]) by (route) > 500',
        s('slow on {{ $labels.pod }}'),
      ),
      finds: lost,
    },
    {
      files: logs('absent_over_time({app=~"shop|web"}[10m]) == 1', s('no logs of {{ $labels.app }}')),
      finds: lost,
    },
    {
      files: logs(
        'avg_over_time({app="shop"} | json | unwrap duration_ms [5m]) > 500',
        s('slow: {{ $labels.duration_ms }}'),
      ),
      finds: lost,
    },
    {
      files: logs(
        'sum by (app) (rate({app="shop"} |= "error" [5m])) / sum by (app, pod) (rate({app="shop"}[5m])) > 0.1',
      ),
      finds: match,
      missed: 'values of labels are not compared',
    },
    {
      files: logs('sum(rate({app="shop"} |= "error" [5m])) / sum by (app) (rate({app="shop"}[5m])) > 0.1'),
      finds: match,
    },
    {
      files: logs(
        'sum by (app) (rate({app="shop"}[5m])) > 5 unless sum by (app) (rate({app="web"}[5m])) > 5',
      ),
      finds: match,
      missed: 'values of labels are not compared',
    },
    // Units and times.
    {
      files: logs('sum(count_over_time({app="shop"} | json | duration_ms > 5s [5m])) > 5'),
      finds: 'logql/value-unit',
    },
    {
      files: logs(
        'avg_over_time({app="shop"} | json | unwrap duration_seconds [5m]) > 500',
        s('mean above 500 ms'),
      ),
      finds: 'alerts/threshold-text',
      missed: 'units of log queries are not inferred',
    },
    {
      files: logs(
        'avg_over_time({app="shop"} | logfmt | unwrap duration(took) [5m]) > 500',
        s('mean above 500 ms'),
      ),
      finds: 'alerts/threshold-text',
      missed: 'units of log queries are not inferred',
    },
    {
      files: logs(
        'quantile_over_time(0.99, {app="shop"} | json | unwrap duration_ms [5m]) > 500',
        s('p99 is {{ $value | humanizeDuration }}'),
      ),
      finds: 'templates/value-unit',
      missed: 'units of log queries are not inferred',
    },
    {
      files: logs(
        'quantile_over_time(0.99, {app="shop"} | json | unwrap duration_ms [5m]) > 500',
        s('p99 is {{ $value }}s'),
      ),
      finds: 'templates/value-unit',
      missed: 'units of log queries are not inferred',
    },
    {
      files: logs(
        'sum(rate({app="shop"} |= "error" [5m])) / sum(rate({app="shop"}[5m])) > 0.1',
        s('{{ $value }}% of the lines are errors'),
      ),
      finds: 'templates/value-unit',
      missed: 'units of log queries are not inferred',
    },
    {
      files: logs(
        '100 * sum(rate({app="shop"} |= "error" [5m])) / sum(rate({app="shop"}[5m])) > 10',
        s('{{ $value | humanizePercentage }} are errors'),
      ),
      finds: 'templates/value-unit',
      missed: 'units of log queries are not inferred',
    },
    {
      files: logs('sum(bytes_over_time({app="shop"}[1h])) > 1e9', s('{{ $value | humanizeDuration }}')),
      finds: 'templates/value-unit',
      missed: 'units of log queries are not inferred',
    },
    {
      files: logs('sum(count_over_time({app="shop"} |= "panic" [1m])) > 0', { for: '5m' }),
      finds: 'alerts/for-window',
      missed: 'not written yet',
    },
    {
      files: logs('sum(count_over_time({app="shop"} |= "panic" [5m])) > 0', { for: '30s' }, 'interval: 1m'),
      finds: 'alerts/for-interval',
    },
    {
      files: logs('sum(count_over_time({app="shop"} |= "panic" [1m])) > 0', { for: '0m' }, 'interval: 5m'),
      finds: 'alerts/window-gap',
    },
    {
      files: logs('topk(3, sum by (pod) (rate({app="shop"} |= "error" [5m]))) > 1'),
      finds: 'alerts/fragile-selection',
    },
    {
      files: logs('sum(count_over_time({app="shop"} |= "error" [5m])) > 5', s('{{ $labels.app')),
      finds: 'templates/syntax',
    },
    {
      files: {
        'loki/rules.yml': `groups:\n${group('logs', [record('shop:errors:rate1m', JSON.stringify('sum(rate({app="shop"} |= "error" [5m]))'))])}`,
      },
      finds: 'records/misnamed',
    },
  ],
  sound: [
    { files: logs('sum(rate({app="shop"} |= "error" [5m])) > 5') },
    {
      files: logs(
        'sum by (app) (count_over_time({app="shop"} |= "error" [5m])) > 5',
        s('errors of {{ $labels.app }}'),
      ),
    },
    {
      files: logs(
        'sum by (level) (count_over_time({app="shop"} | json | level=~"error|fatal" [5m])) > 5',
        s('{{ $labels.level }}'),
      ),
    },
    {
      files: logs(
        'sum by (route) (rate({app="shop"} | logfmt | status >= 500 | __error__="" [5m])) > 1',
        s('{{ $labels.route }}'),
      ),
    },
    {
      files: logs(
        'sum(rate({app="shop"} |= "error" [5m])) / sum(rate({app="shop"}[5m])) > 0.1',
        s('{{ $value | humanizePercentage }} of the lines are errors'),
      ),
    },
    { files: logs('absent_over_time({app="shop"}[10m]) == 1', s('no logs of {{ $labels.app }}')) },
    { files: logs('absent_over_time({app="shop"}[10m])', s('no logs of {{ $labels.app }}')) },
    { files: logs('sum(count_over_time({app="shop"} |= "error" != "harmless error" [5m])) > 5') },
    { files: logs('sum(count_over_time({app="shop"} |= "error" |= "timeout" [5m])) > 5') },
    { files: logs('sum(count_over_time({app="shop"} |~ "error|fatal" [5m])) > 5') },
    { files: logs('sum(count_over_time({app="shop"} |~ "(?i)error" [5m])) > 5') },
    { files: logs('sum(count_over_time({app="shop"} |= "a.b" [5m])) > 5') },
    { files: logs('sum(count_over_time({app="shop"} |= "user | id" [5m])) > 5') },
    { files: logs('sum(count_over_time({app="shop"} |= `"status":500` [5m])) > 5') },
    { files: logs('sum(count_over_time({app="shop"} |= "GET /api?x=(1)" [5m])) > 5') },
    {
      files: logs(
        'sum(count_over_time({app="shop"} | json | status >= 500 | status < 600 | __error__="" [5m])) > 5',
      ),
    },
    {
      files: logs(
        'sum(count_over_time({app="shop"} | json | status >= 500 or status < 400 | __error__="" [5m])) > 5',
      ),
    },
    { files: logs('sum(count_over_time({app="shop"} | json | level="error" or level="warning" [5m])) > 5') },
    {
      files: logs(
        'sum(count_over_time({app="shop"} | json | line_format "{{.level}}" |= "error" | __error__="" [5m])) > 5',
      ),
    },
    {
      files: logs(
        'quantile_over_time(0.99, {app="shop"} | json | unwrap duration_ms | __error__="" [5m]) by (route) > 500',
        s('p99 of {{ $labels.route }} is {{ $value }}ms, above 500 ms'),
      ),
    },
    {
      files: logs(
        'avg_over_time({app="shop"} | logfmt | unwrap duration(took) | __error__="" [5m]) > 0.5',
        s('mean is {{ $value | humanizeDuration }}, above 500 ms'),
      ),
    },
    { files: logs('sum(bytes_over_time({app="shop"}[1h])) > 1e9', s('{{ $value | humanize1024 }}B')) },
    {
      files: logs(
        'sum by (app) (rate({app="shop"} |= "error" [5m])) / sum by (app) (rate({app="shop"}[5m])) > 0.1',
      ),
    },
    { files: logs('sum(count_over_time({app="shop"}[5m])) < 100') },
    { files: logs('(sum(count_over_time({app="shop"} |= "heartbeat" [10m])) or vector(0)) == 0') },
    {
      files: logs(
        'sum(count_over_time({app="shop"} | logfmt | duration > 5s and duration < 10s | __error__="" [5m])) > 5',
      ),
    },
    { files: logs('sum(count_over_time({app="shop"} | json | size > 20MB | __error__="" [5m])) > 5') },
    { files: known('sum by (event) (count_over_time({app="shop"} | json | event="crash" [5m])) > 5') },
    { files: known('sum by (pod) (count_over_time({app="shop", level="error"}[5m])) > 5') },
    { files: known('sum(count_over_time({app="shop"} | json | status >= 500 | __error__="" [5m])) > 5') },
    { files: known('avg_over_time({app="shop"} | json | unwrap duration_ms | __error__="" [5m]) > 500') },
    {
      files: logs(
        'sum by (status) (count_over_time({app="shop"} | pattern `<_> <status> <_>` | status=~"5.." [5m])) > 5',
      ),
    },
    {
      files: logs(
        'sum by (code) (count_over_time({app="shop"} | regexp "status=(?P<code>[0-9]+)" [5m])) > 5',
      ),
    },
    {
      files: logs(
        'sum by (svc) (count_over_time({app="shop"} | label_format svc=app [5m])) > 5',
        s('{{ $labels.svc }}'),
      ),
    },
  ],
};
