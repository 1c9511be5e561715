/**
 * A rule file of `count` rules that looks like a real one: recording rules and alerts over a few dozen metrics,
 * block scalars, labels, annotations with templates, ten rules a group.
 */
export function ruleFile(count: number): string {
  const lines = ['groups:'];
  for (let i = 0; i < count; i++) {
    if (i % 10 === 0) lines.push(`  - name: group_${i / 10}`, '    interval: 30s', '    rules:');
    if (i % 3 === 0) lines.push(...recordingRule(i));
    else lines.push(...alertingRule(i));
  }
  return `${lines.join('\n')}\n`;
}

function recordingRule(i: number): string[] {
  return [
    `      - record: job_instance:service_${i}_requests:rate5m`,
    '        expr: |',
    `          sum by (job, instance) (rate(service_${i}_requests_total{code!~"2..", env="prod"}[5m]))`,
    '            /',
    `          sum by (job, instance) (rate(service_${i}_requests_total{env="prod"}[5m]))`,
  ];
}

function alertingRule(i: number): string[] {
  return [
    `      - alert: Service${i}LatencyHigh`,
    '        expr: |',
    '          histogram_quantile(0.99,',
    `            sum by (job, le) (rate(service_${i}_duration_seconds_bucket{env="prod"}[5m]))`,
    `          ) > ${(i % 20) / 10 + 0.1}`,
    '        for: 5m',
    '        labels:',
    '          severity: warning',
    `          team: team-${i % 7}`,
    '        annotations:',
    `          summary: 'Service ${i} of {{ $labels.job }} is slow'`,
    "          description: 'p99 is {{ $value | humanizeDuration }}.'",
    `          runbook_url: https://runbooks.example.com/service-${i}`,
  ];
}
