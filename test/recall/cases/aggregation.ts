import type { Topic } from '../case.ts';

const ml = 'templates/missing-label';
const AM = (extra: string) =>
  `route:\n  receiver: team\n  group_by: [alertname]\n${extra}receivers:\n  - name: team\n    webhook_configs: [{ url: 'http://localhost/' }]\n  - name: db\n    webhook_configs: [{ url: 'http://localhost/db' }]\n`;
const rule = (expr: string, labels = 'severity: critical') =>
  `groups:\n  - name: g\n    rules:\n      - alert: TooManyErrors\n        expr: ${expr}\n        for: 5m\n        labels: { ${labels} }\n        annotations: { summary: broken }\n      - alert: InstanceDown\n        expr: up == 0\n        for: 5m\n        labels: { severity: critical }\n        annotations: { summary: down }\n`;
const lost = 'alerts/lost-label';
export const aggregation: Topic = {
  topic: 'dropped labels',
  faults: [
    {
      expr: 'sum(rate(errors_total[5m])) > 5',
      annotations: { summary: 'errors on {{ $labels.instance }}' },
      finds: ml,
    },
    {
      expr: 'sum by (job) (rate(errors_total[5m])) > 5',
      annotations: { summary: 'errors on {{ $labels.instance }}' },
      finds: ml,
    },
    {
      expr: 'avg without (instance) (node_load1) > 5',
      annotations: { summary: 'load of {{ $labels.instance }}' },
      finds: ml,
    },
    {
      expr: 'count by (job) (up == 0) > 3',
      annotations: { description: '{{ .Labels.pod }} is gone' },
      finds: ml,
    },
    {
      expr: 'sum by (namespace) (x) / on (namespace) sum by (namespace) (y) > 5',
      annotations: { summary: '{{ $labels.pod }}' },
      finds: ml,
    },
    { expr: 'sum by (job) (x) > 5', labels: { team: '{{ $labels.team }}' }, finds: ml },
    {
      expr: 'absent(up{job="api"})',
      for: '5m',
      annotations: { summary: '{{ $labels.instance }} absent' },
      finds: ml,
    },
    {
      expr: 'sum by (job) (rate(errors_total[5m])) > 5',
      annotations: { summary: '{{ with $labels.cluster }}{{ . }}{{ end }}: {{ index $labels "instance" }}' },
      finds: ml,
    },
    {
      expr: 'job:errors:rate5m > 5',
      before: ['      - record: job:errors:rate5m\n        expr: sum by (job) (rate(errors_total[5m]))\n'],
      annotations: { summary: '{{ $labels.instance }}' },
      finds: ml,
    },
    {
      expr: 'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m]))) > 1',
      annotations: { summary: '{{ $labels.job }}' },
      finds: ml,
    },
    {
      expr: 'histogram_quantile(0.9, sum by (le, job) (rate(x_bucket[5m]))) > 1',
      annotations: { summary: '{{ $labels.le }}' },
      finds: ml,
    },
    { expr: 'rate(errors_total[5m]) > 1', annotations: { summary: '{{ $labels.__name__ }}' }, finds: ml },
    {
      expr: 'up{job="a"} * on (instance) node_load1 > 1',
      annotations: { summary: '{{ $labels.job }}' },
      finds: ml,
    },
    {
      expr: 'count_values("version", build_info) > 1',
      annotations: { summary: '{{ $labels.job }}' },
      finds: ml,
    },
    {
      expr: 'topk by (job) (1, sum by (job, pod) (x)) > 1',
      annotations: { summary: '{{ $labels.node }}' },
      finds: ml,
    },
    // Routes.
    {
      files: {
        'rules.yml': rule('sum(rate(errors_total[5m])) > 5'),
        'alertmanager.yml': AM(
          '  routes:\n    - matchers: [ severity="critical" ]\n      receiver: db\n      group_by: [alertname, cluster, job]\n',
        ),
      },
      finds: lost,
      at: 'sum',
    },
    {
      files: {
        'rules.yml': rule('sum by (job) (rate(errors_total[5m])) > 5'),
        'alertmanager.yml': AM(
          '  routes:\n    - matchers: [ severity="critical" ]\n      receiver: db\n      group_by: [instance]\n',
        ),
      },
      finds: lost,
    },
    {
      files: {
        'rules.yml': rule('max without (instance) (errors) > 5'),
        'alertmanager.yml': AM(
          '  routes:\n    - matchers: [ severity="critical" ]\n      receiver: db\n      group_by: [alertname, instance]\n',
        ),
      },
      finds: lost,
    },
    {
      files: {
        'rules.yml': rule('sum(rate(db_errors_total{namespace="db"}[5m])) > 5'),
        'alertmanager.yml': AM('  routes:\n    - matchers: [ namespace="db" ]\n      receiver: db\n'),
      },
      finds: lost,
    },
    {
      files: {
        'rules.yml': rule('sum by (job) (rate(db_errors_total{namespace="db"}[5m])) > 5'),
        'alertmanager.yml': AM('  routes:\n    - matchers: [ namespace=~"db|dbs" ]\n      receiver: db\n'),
      },
      finds: lost,
    },
    {
      files: {
        'rules.yml': rule('sum(rate(db_errors_total{team="db"}[5m])) > 5'),
        'alertmanager.yml': AM(
          '  routes:\n    - matchers: [ severity="critical", team="db" ]\n      receiver: db\n',
        ),
      },
      finds: lost,
    },
    {
      files: {
        'rules.yml': rule('sum by (job) (rate(errors_total[5m])) > 5', 'severity: warning'),
        'alertmanager.yml': AM('').replace(
          'receivers:',
          'inhibit_rules:\n  - source_matchers: [ severity="critical" ]\n    target_matchers: [ severity="warning" ]\n    equal: [instance]\nreceivers:',
        ),
      },
      finds: lost,
    },
    {
      files: {
        'rules.yml': rule('sum by (job) (rate(errors_total[5m])) > 5', 'severity: warning'),
        'alertmanager.yml': AM('').replace(
          'receivers:',
          'inhibit_rules:\n  - source_matchers: [ alertname="InstanceDown" ]\n    target_matchers: [ alertname="TooManyErrors" ]\n    equal: [instance, job]\nreceivers:',
        ),
      },
      finds: lost,
    },
    {
      files: {
        'rules.yml': rule('count(up == 0) > 5', 'severity: critical'),
        'alertmanager.yml': AM('').replace(
          'receivers:',
          'inhibit_rules:\n  - source_matchers: [ alertname="TooManyErrors" ]\n    target_matchers: [ alertname="InstanceDown" ]\n    equal: [job]\nreceivers:',
        ),
      },
      finds: lost,
    },
  ],
  sound: [
    { expr: 'sum by (job) (rate(errors_total[5m])) > 5', annotations: { summary: '{{ $labels.job }}' } },
    {
      expr: 'sum by (job) (x) > on (job) group_left (team) max by (job, team) (y)',
      annotations: { summary: '{{ $labels.team }}' },
    },
    {
      files: {
        'rules.yml': rule('sum by (cluster, job) (rate(errors_total[5m])) > 5'),
        'alertmanager.yml': AM(
          '  routes:\n    - matchers: [ severity="critical" ]\n      receiver: db\n      group_by: [alertname, job]\n',
        ),
      },
    },
  ],
};
