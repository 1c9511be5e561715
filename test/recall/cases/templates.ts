import type { Topic } from '../case.ts';

const lost = 'templates/missing-label';
const syntax = 'templates/syntax';
const fails = 'templates/fails';
const field = 'templates/unknown-field';
const unit = 'templates/value-unit';
const text = 'alerts/threshold-text';

const s = (summary: string) => ({ summary });
const disk = '1 - node_filesystem_avail_bytes / node_filesystem_size_bytes > 0.9';
const latency =
  'histogram_quantile(0.99, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5';

export const templates: Topic = {
  topic: 'templates',
  faults: [
    // The text does not parse.
    { expr: 'up == 0', annotations: s('{{ $labels.instance } is down'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ $labels.instance is down'), finds: syntax },
    {
      expr: 'up == 0',
      annotations: s('{{ if eq $labels.env "prod" }}page {{ $labels.instance }}'),
      finds: syntax,
    },
    { expr: 'up == 0', annotations: s('{{ range query "up" }}{{ .Labels.instance }}'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ end }}'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ $label.instance }} is down'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ $Labels.instance }} is down'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ $values }}'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ humanizePercent $value }}'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ $value | humanise }}'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ labels.instance }} is down'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ $labels.instance | toUpperCase }}'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ $labels[instance] }}'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ $labels.app-name }} is down'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ else }}x{{ end }}'), finds: syntax },
    { expr: 'up == 0', annotations: s("{{ printf '%.2f' $value }}"), finds: syntax },
    {
      expr: 'up == 0',
      labels: { severity: '{{ if gt $value 5.0 }}critical{{ else }}warning' },
      finds: syntax,
    },
    // It parses and fails when the alert fires.
    { expr: 'up == 0', annotations: s('{{ query "up{job=" | first | value }}'), finds: fails },
    {
      expr: 'up == 0',
      annotations: s('{{ with query "sum(rate(x[5m])" }}{{ . | first | value }}{{ end }}'),
      finds: fails,
    },
    { expr: 'up == 0', annotations: s('{{ query "rate(up)" | first | value }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ query "up[5m]" | first | value }}'), finds: fails },
    {
      expr: 'up == 0',
      annotations: s('{{ printf "up{instance=%s}" $labels.instance | query | first | value }}'),
      finds: fails,
    },
    {
      expr: 'up == 0',
      annotations: s('{{ printf "up{instance=\'%s\'" $labels.instance | query | first | value }}'),
      finds: fails,
    },
    {
      expr: 'up == 0',
      annotations: s('{{ query "absent(up) and on () vector(2) < 1" | first | value }}'),
      finds: fails,
      missed: 'that a query returns nothing is not looked at',
    },
    { expr: 'up == 0', annotations: s('{{ query "up" | value }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ query "up" | first | humanize }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ $labels | first }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ if gt $value 5 }}high{{ end }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ if eq $value 0 }}down{{ end }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ if $value > 5 }}high{{ end }}'), finds: syntax },
    { expr: 'up == 0', annotations: s('{{ reReplaceAll "(.*" "$1" $labels.instance }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ match "[a-" $labels.instance }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ template "footer" . }}'), finds: fails },
    {
      expr: 'up == 0',
      annotations: s('{{ $labels.instance | humanize }}'),
      finds: fails,
      missed: 'a label may hold a number',
    },
    // Printed as %!d(float64=5).
    { expr: 'up == 0', annotations: s('{{ printf "%d" $value }} targets'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ $value | printf "%d" }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ $value | printf "%s" }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ printf "%.2f" $labels.instance }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ printf "%d" $labels.port }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ printf "%.2f %s" $value }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ printf "%.2f" $value $labels.job }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ printf "%.1f%" $value }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ $value | humanize | printf "%.2f" }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ $value | humanizePercentage | printf "%.1f" }}'), finds: fails },
    // Alertmanager's words in a rule.
    { expr: 'up == 0', annotations: s('{{ .CommonLabels.instance }} is down'), finds: field },
    { expr: 'up == 0', annotations: s('{{ .Annotations.summary }}'), finds: field },
    { expr: 'up == 0', annotations: s('{{ .labels.instance }} is down'), finds: field },
    { expr: 'up == 0', annotations: s('{{ .Value.Float }}'), finds: fails },
    { expr: 'up == 0', annotations: s('{{ range .Alerts }}{{ .Labels.instance }}{{ end }}'), finds: field },
    { expr: 'up == 0', annotations: s('{{ .GroupLabels.alertname }}'), finds: field },
    { expr: 'up == 0', annotations: s('{{ .Status | toUpper }}: {{ $labels.instance }}'), finds: field },
    { expr: 'up == 0', annotations: s('{{ .instance }} is down'), finds: field },
    {
      expr: 'up == 0',
      annotations: s('{{ range query "up" }}{{ .labels.instance }}{{ end }}'),
      finds: field,
    },
    {
      expr: 'up == 0',
      annotations: s('{{ $labels.severity }}: {{ $labels.instance }}'),
      labels: { severity: 'page' },
      finds: lost,
      missed: 'a series may have a label severity of its own',
    },
    { expr: 'up == 0', annotations: s('{{ $labels.alertname }} on {{ $labels.instance }}'), finds: lost },
    {
      expr: 'count by (job) (up == 0) > 1',
      annotations: s('{{ index $labels "instance" }} is down'),
      finds: lost,
    },
    {
      expr: 'sum(rate(errors_total[5m])) > 5',
      annotations: s('errors in {{ $labels.namespace }}/{{ $labels.pod }}'),
      finds: lost,
    },
    {
      expr: 'max by (job) (x_lag) > 5',
      annotations: s('{{ if $labels.pod }}{{ $labels.pod }}{{ end }} lags'),
      finds: lost,
    },
    { expr: 'max by (job) (x_lag) > 5', annotations: s('{{ $l := $labels }}{{ $l.pod }} lags'), finds: lost },
    {
      expr: 'max by (job) (x_lag) > 5',
      annotations: s('{{ printf "up{pod=\'%s\'}" $labels.pod | query | first | value }}'),
      finds: lost,
    },
    { expr: 'topk(1, max by (job) (x_lag)) > 5', annotations: s('{{ .Labels.pod | toUpper }}'), finds: lost },
    // Values in the wrong unit.
    {
      expr: `100 * (${disk.replace(' > 0.9', '')}) > 90`,
      annotations: s('disk is {{ $value | humanizePercentage }} full'),
      finds: unit,
    },
    { expr: disk, annotations: s('disk is {{ $value }}% full'), finds: unit },
    { expr: disk, annotations: s('disk is {{ printf "%.1f" $value }}% full'), finds: unit },
    { expr: disk, annotations: s('disk is {{ $value | humanize }} % full'), finds: unit },
    { expr: 'http_request_latency_ms > 500', annotations: s('{{ $value | humanizeDuration }}'), finds: unit },
    { expr: latency, annotations: s('p99 is {{ $value }}ms'), finds: unit },
    { expr: latency, annotations: s('p99 is {{ $value | printf "%.0f" }} milliseconds'), finds: unit },
    { expr: latency, annotations: s('p99 is {{ $value | humanizePercentage }}'), finds: unit },
    { expr: latency, annotations: s('p99 is {{ $value | humanize1024 }}B'), finds: unit },
    {
      expr: 'node_memory_MemAvailable_bytes < 1e9',
      annotations: s('{{ $value | humanizeDuration }} left'),
      finds: unit,
    },
    {
      expr: 'node_memory_MemAvailable_bytes < 1e9',
      annotations: s('{{ $value | humanizePercentage }} left'),
      finds: unit,
    },
    { expr: 'node_memory_MemAvailable_bytes < 1e9', annotations: s('{{ $value }}MB left'), finds: unit },
    {
      expr: 'node_filesystem_avail_bytes / 1024 / 1024 < 500',
      annotations: s('{{ $value | humanize1024 }}B left'),
      finds: unit,
    },
    {
      expr: 'time() - backup_last_success_timestamp_seconds > 86400',
      annotations: s('no backup for {{ $value }} hours'),
      finds: unit,
    },
    {
      expr: 'time() - backup_last_success_timestamp_seconds > 86400',
      annotations: s('no backup since {{ $value | humanizeTimestamp }}'),
      finds: unit,
    },
    {
      expr: 'backup_last_success_timestamp_seconds < time() - 86400',
      annotations: s('no backup for {{ $value | humanizeDuration }}'),
      finds: unit,
    },
    {
      expr: 'cert_expiry_timestamp_seconds - time() < 7 * 86400',
      annotations: s('expires in {{ $value }} days'),
      finds: unit,
    },
    {
      expr: '(cert_expiry_timestamp_seconds - time()) / 86400 < 7',
      annotations: s('expires in {{ $value | humanizeDuration }}'),
      finds: unit,
    },
    {
      expr: 'count(up == 0) > 3',
      annotations: s('{{ $value | humanizePercentage }} of the targets are down'),
      finds: unit,
    },
    { expr: 'count(up == 0) > 3', annotations: s('{{ $value | humanizeDuration }}'), finds: unit },
    {
      expr: 'up == 0',
      annotations: s('down for {{ $value }}s'),
      finds: unit,
      missed: 'nothing tells what up measures',
    },
    // The text says another number than the condition.
    { expr: disk, annotations: s('disk is more than 9% full'), finds: text },
    {
      expr: 'time() - backup_last_success_timestamp_seconds > 3600',
      annotations: s('no backup for more than 24 hours'),
      finds: text,
    },
    {
      expr: 'time() - backup_last_success_timestamp_seconds > 86400',
      annotations: s('no backup for more than 7 days'),
      finds: text,
    },
    {
      expr: 'cert_expiry_timestamp_seconds - time() < 7 * 3600',
      annotations: s('certificate expires in less than 7 days'),
      finds: text,
    },
    {
      expr: 'node_filesystem_avail_bytes < 10 * 1024 * 1024',
      annotations: s('less than 10 GB left'),
      finds: text,
    },
    {
      expr: 'node_memory_MemAvailable_bytes < 500',
      annotations: s('less than 500MiB available'),
      finds: text,
    },
    { expr: latency, annotations: s('p99 latency above 50ms'), finds: text },
    { expr: 'request_latency_ms > 5', annotations: s('latency above 5 seconds'), finds: text },
    {
      expr: 'rate(http_errors_total[5m]) > 5',
      annotations: s('more than 500 errors per second'),
      finds: text,
      missed: 'numbers without a unit may be of anything',
    },
    {
      expr: 'queue_length > 100',
      annotations: s('more than 10000 messages are waiting'),
      finds: text,
      missed: 'numbers without a unit may be of anything',
    },
    {
      expr: '100 * sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 1',
      annotations: s('error rate above 10%'),
      finds: text,
    },
  ],
  sound: [
    { expr: 'up == 0', annotations: s('{{ $labels.instance }} of {{ .Labels.job }} is down') },
    { expr: 'up == 0', annotations: s('{{ with $labels.env }}{{ . }}: {{ end }}{{ $labels.instance }}') },
    { expr: 'up == 0', annotations: s('{{ if eq $labels.env "prod" }}page{{ else }}mail{{ end }}') },
    { expr: 'queue_length > 5', annotations: s('{{ if gt $value 50.0 }}very {{ end }}long') },
    {
      expr: 'queue_length > 5',
      annotations: s('{{ printf "%.0f" $value }} waiting, {{ $value | humanize }}'),
    },
    {
      expr: 'queue_length > 5',
      annotations: s('{{ $value | printf "%.2f" }} {{ printf "%s" $labels.queue }} {{ printf "%v" $value }}'),
    },
    { expr: 'queue_length > 5', annotations: s('{{ printf "%g of %q (100%%)" $value $labels.queue }}') },
    { expr: 'queue_length > 5', annotations: s('{{ $value | humanize | printf "%s" }}') },
    {
      expr: 'queue_length > 5',
      annotations: s('{{ with query "sum(queue_length)" }}{{ . | first | value | humanize }}{{ end }}'),
    },
    {
      expr: 'queue_length > 5',
      annotations: s('{{ range query "topk(3, queue_length)" }}{{ .Labels.queue }}: {{ .Value }} {{ end }}'),
    },
    {
      expr: 'queue_length > 5',
      annotations: s(
        '{{ range printf "up{instance=\'%s\'}" $labels.instance | query }}{{ . | label "job" }}{{ end }}',
      ),
    },
    {
      expr: 'queue_length > 5',
      annotations: s('{{ range $i, $s := query "up == 0" }}{{ $s.Labels.instance }}{{ end }}'),
    },
    { expr: 'queue_length > 5', annotations: s('{{ reReplaceAll "(.*):.*" "$1" $labels.instance }}') },
    {
      expr: 'queue_length > 5',
      annotations: s('{{ $labels.app }} on {{ $externalLabels.cluster }}: {{ $externalURL }}/graph'),
    },
    {
      expr: 'queue_length > 5',
      annotations: s('{{ $host := reReplaceAll ":.*" "" $labels.instance }}{{ $host | title }}'),
    },
    {
      expr: 'queue_length > 5',
      annotations: s('{{ define "x" }}{{ .Labels.queue }}{{ end }}{{ template "x" . }}'),
    },
    { expr: disk, annotations: s('disk is {{ $value | humanizePercentage }} full') },
    {
      expr: `100 * (${disk.replace(' > 0.9', '')}) > 90`,
      annotations: s('disk is {{ $value | printf "%.1f" }}% full'),
    },
    { expr: latency, annotations: s('p99 is {{ $value | humanizeDuration }}') },
    { expr: latency, annotations: s('p99 is {{ printf "%.2f" $value }}s, above 500 ms') },
    {
      expr: 'node_memory_MemAvailable_bytes < 1e9',
      annotations: s('{{ $value | humanize1024 }}B left, less than 1 GB'),
    },
    {
      expr: 'node_filesystem_avail_bytes / 1024 / 1024 < 500',
      annotations: s('{{ printf "%.0f" $value }} MiB left, under 500 MiB'),
    },
    {
      expr: 'time() - backup_last_success_timestamp_seconds > 86400',
      annotations: s('no backup for {{ $value | humanizeDuration }} (over 24 hours)'),
    },
    {
      expr: 'time() - backup_last_success_timestamp_seconds > 86400',
      annotations: s('no backup for a day, checked every 5 minutes'),
    },
    {
      expr: 'backup_last_success_timestamp_seconds < time() - 86400',
      annotations: s('the last backup was at {{ $value | humanizeTimestamp }}'),
    },
    {
      expr: '(cert_expiry_timestamp_seconds - time()) / 86400 < 7',
      annotations: s('expires in {{ $value | humanize }} days, under 7 days'),
    },
    { expr: 'count(up == 0) > 3', annotations: s('{{ $value }} targets are down, more than 3') },
    { expr: 'request_latency_ms > 5000', annotations: s('latency above 5 seconds: {{ $value }}ms') },
    {
      expr: '100 * sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 1',
      annotations: s('error rate above 1% for 10 minutes'),
    },
    { expr: 'up == 0', annotations: s('{{ "{{" }} not a template }}') },
  ],
};
