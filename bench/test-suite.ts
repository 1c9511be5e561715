/** A generated file: where it goes and what it holds. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

const RULES_PER_FILE = 10;

/**
 * `count` unit tests as promtool reads them, each with a rule file, an hour of input and an alert and an expression to
 * look at; ten tests share a rule file.
 */
export function testSuite(count: number): GeneratedFile[] {
  const files: GeneratedFile[] = [];
  for (let i = 0; i < count; i++) {
    const rules = Math.floor(i / RULES_PER_FILE);
    if (i % RULES_PER_FILE === 0) files.push({ path: `rules-${rules}.yml`, text: rulesOf(rules) });
    files.push({ path: `case-${i}.test.yml`, text: caseOf(i, rules) });
  }
  return files;
}

function rulesOf(file: number): string {
  const lines = ['groups:', `  - name: service_${file}`, '    rules:'];
  for (let i = 0; i < RULES_PER_FILE; i++) {
    lines.push(
      `      - record: job:errors_${file}_${i}:rate5m`,
      `        expr: sum by (job) (rate(errors_total{service="s${file}", part="p${i}"}[5m]))`,
      `      - alert: Errors${file}x${i}`,
      `        expr: job:errors_${file}_${i}:rate5m > 0.5`,
      '        for: 10m',
      '        labels: { severity: page }',
      '        annotations:',
      `          summary: '{{ $labels.job }} has {{ $value | humanize }} errors a second'`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function caseOf(i: number, file: number): string {
  const part = i % RULES_PER_FILE;
  return `rule_files: [rules-${file}.yml]
evaluation_interval: 1m
tests:
  - name: case ${i}
    interval: 1m
    input_series:
      - series: 'errors_total{service="s${file}", part="p${part}", job="a", instance="1"}'
        values: 0+60x60
      - series: 'errors_total{service="s${file}", part="p${part}", job="a", instance="2"}'
        values: 0+30x60
      - series: 'errors_total{service="s${file}", part="p${part}", job="b", instance="1"}'
        values: 0+3x60
    alert_rule_test:
      - eval_time: 30m
        alertname: Errors${file}x${part}
        exp_alerts:
          - exp_labels: { severity: page, job: a }
            exp_annotations:
              summary: a has 1.5 errors a second
    promql_expr_test:
      - expr: job:errors_${file}_${part}:rate5m
        eval_time: 40m
        exp_samples:
          - labels: 'job:errors_${file}_${part}:rate5m{job="a"}'
            value: 1.5
          - labels: 'job:errors_${file}_${part}:rate5m{job="b"}'
            value: 0.05
`;
}

const HOUR_OF_SAMPLES = 240;
const BUCKETS = ['0.1', '0.2', '0.5', '1', '2', '5', '10', '20', '50', '+Inf'];

/**
 * One hour at 15 s over `count` series: `rate`, `sum by` and `histogram_quantile` as recording rules, evaluated every
 * 15 s, in a unit test that looks at the number of series they made.
 */
export function engineCase(count: number): GeneratedFile[] {
  const series: string[] = [];
  for (let i = 0; i < count; i++) {
    series.push(
      `      - { series: 'requests_total{instance="${i}", job="j${i % 20}"}', values: 0+${i + 1}x${HOUR_OF_SAMPLES} }`,
      `      - { series: 'latency_bucket{instance="${Math.floor(i / 10)}", le="${BUCKETS[i % 10]}"}', values: 0+${(i % 10) + 1}x${HOUR_OF_SAMPLES} }`,
    );
  }
  const rules = `groups:
  - name: engine
    rules:
      - record: instance:requests:rate5m
        expr: rate(requests_total[5m])
      - record: job:requests:rate5m
        expr: sum by (job) (rate(requests_total[5m]))
      - record: instance:latency:p99
        expr: histogram_quantile(0.99, sum by (instance, le) (rate(latency_bucket[5m])))
`;
  const test = `rule_files: [rules.yml]
evaluation_interval: 15s
tests:
  - interval: 15s
    input_series:
${series.join('\n')}
    promql_expr_test:
      - expr: count(instance:requests:rate5m) + count(instance:latency:p99) + count(job:requests:rate5m)
        eval_time: 1h
        exp_samples: [{ value: ${count + count / 10 + 20} }]
`;
  return [
    { path: 'rules.yml', text: rules },
    { path: 'engine.test.yml', text: test },
  ];
}
