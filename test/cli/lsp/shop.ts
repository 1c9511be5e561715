/** A small project in which everything that names something else is there. */
export const SHOP = {
  'rulecheck.yaml': `runbooks:
  - prefix: https://runbooks.example/
    folder: runbooks
checks:
  alerts/no-for: warning
`,
  'metrics.yml': `metrics:
  http_requests_total:
    type: counter
    help: Requests that were answered.
    labels: [job, instance, code]
  queue_length:
    type: gauge
    unit: items
    labels: [job, instance]
`,
  'records.yml': `groups:
  - name: shop
    rules:
      - record: job:http_errors:rate5m
        expr: sum by (job) (rate(http_requests_total{code="500"}[5m]))
`,
  'alerts.yml': `groups:
  - name: shop
    rules:
      - alert: ErrorsHigh
        expr: job:http_errors:rate5m > 5
        for: 10m
        labels:
          severity: critical
          team: web
        annotations:
          summary: errors of {{ $labels.job }}
          runbook_url: https://runbooks.example/errors
      - alert: QueueLong
        expr: |
          max by (job) (
            queue_length
          ) > 100
        labels:
          severity: warning
`,
  'alertmanager.yml': `route:
  receiver: everyone
  routes:
    - matchers: [severity="critical"]
      receiver: pager
      mute_time_intervals: [nights]
    - matchers: [alertname="QueueLong"]
      receiver: everyone
receivers:
  - name: everyone
    webhook_configs: [{ url: http://a.example }]
  - name: pager
    webhook_configs: [{ url: http://b.example }]
time_intervals:
  - name: nights
    time_intervals: [{ times: [{ start_time: '20:00', end_time: '24:00' }] }]
`,
  'fixtures/ErrorsHigh.yml': `alert: ErrorsHigh
scenarios:
  - name: errors page
    series:
      http_requests_total{job="a", code="500"}: 0+600x60
    expect:
      - at: 30m
        alerts: [{ receivers: [pager] }]
`,
  'runbooks/errors.md': '# Errors\n\nAlerts: ErrorsHigh\n',
} as const;
