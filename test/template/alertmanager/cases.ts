import type { NotificationData } from '../../../src/template/alertmanager/data.ts';

export const DATA: NotificationData = {
  receiver: 'team-x',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'HighLatency', severity: 'page', instance: 'web-1:80', zone: 'eu' },
      annotations: { summary: 'Latency is <b>high</b> & "rising"', runbook: 'https://example.com/a?b=c' },
      startsAt: '2026-03-29T00:30:15.123456789Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://p/graph?g0.expr=up',
      fingerprint: 'abc123',
    },
    {
      status: 'resolved',
      labels: { alertname: 'HighLatency', severity: 'page', instance: 'web-2:80' },
      annotations: { summary: 'x' },
      startsAt: '2026-07-01T12:00:00+02:00',
      endsAt: '2026-07-01T12:05:00+02:00',
      generatorURL: '',
      fingerprint: 'def456',
    },
  ],
  groupLabels: { alertname: 'HighLatency' },
  commonLabels: { alertname: 'HighLatency', severity: 'page', Zebra: 'z' },
  commonAnnotations: {},
  externalURL: 'http://am.example/',
};

export const FILES = [
  {
    name: 'a.tmpl',
    text: '{{ define "a.title" }}[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .GroupLabels.SortedPairs.Values | join " " }}{{ end }}{{ define "empty" }}x{{ end }}text outside',
  },
  {
    name: 'b.tmpl',
    text: '{{ define "b.list" }}{{ range . }}{{ .Labels.instance }}={{ .Annotations.summary }}\n{{ end }}{{ end }}{{ define "empty" }}  {{ end }}\n{{ define "b.bad" }}\n  {{ .Nope }}{{ end }}',
  },
];

/** A text to be rendered, and the first version of Alertmanager that has what it uses. */
export interface RenderCase {
  readonly text: string;
  readonly since?: string;
}

function from(since: string, ...texts: readonly string[]): RenderCase[] {
  return texts.map((text) => ({ text, since }));
}

export const RENDER_CASES: readonly RenderCase[] = [
  ...[
    '{{ template "a.title" . }}',
    '{{ template "b.list" .Alerts }}|{{ template "b.list" .Alerts.Firing }}|{{ template "b.list" .Alerts.Resolved }}',
    '{{ template "empty" }}|{{ template "b.tmpl" }}|{{ template "a.tmpl" . }}',
    '{{ template "b.bad" . }}',
    '{{ template "nope" . }}',
    '{{ .Receiver }} {{ .Status }} {{ .ExternalURL }} {{ len .Alerts }}',
    '{{ range .CommonLabels.SortedPairs }}{{ .Name }}: {{ .Value }}, {{ end }}',
    '{{ .CommonLabels.Names | join "," }} {{ .CommonLabels.Values | join "," }}',
    '{{ range (.CommonLabels.Remove .GroupLabels.Names).SortedPairs }}{{ .Name }}={{ .Value }} {{ end }}',
    '{{ with .CommonLabels.Remove (stringSlice "severity" "x") }}{{ .Names }}{{ end }}',
    '{{ .CommonLabels.severity }}|{{ .CommonLabels.nope }}|{{ .CommonAnnotations.summary }}',
    '{{ (index .Alerts 0).Labels.alertname }} {{ (index .Alerts 0).Fingerprint }} {{ (index .Alerts 0).GeneratorURL }}',
    '{{ (index .Alerts 1).StartsAt }} {{ (index .Alerts 0).StartsAt }} {{ (index .Alerts 0).EndsAt }}',
    '{{ (index .Alerts 0).StartsAt.Format "Mon, 02 Jan 2006 15:04:05.000 MST" }} {{ (index .Alerts 1).StartsAt.UTC.Format "Jan _2 3:04pm 06 Z07:00 002" }}',
    '{{ (index .Alerts 0).StartsAt.Unix }} {{ (index .Alerts 0).StartsAt.Weekday }} {{ (index .Alerts 0).EndsAt.IsZero }} {{ ((index .Alerts 1).EndsAt.Sub (index .Alerts 1).StartsAt).Minutes }} {{ (index .Alerts 1).EndsAt.Sub (index .Alerts 1).StartsAt }}',
    '{{ ((index .Alerts 0).StartsAt.Add 3600000000000).Format "15:04" }} {{ ((index .Alerts 0).StartsAt.AddDate 0 1 5).Format "2006-01-02" }}',
    '{{ ((index .Alerts 0).StartsAt.Truncate 3600000000000).Format "15:04:05" }} {{ (index .Alerts 0).StartsAt.YearDay }} {{ (index .Alerts 0).StartsAt.UnixMilli }} {{ (index .Alerts 0).StartsAt.Nanosecond }}',
    '{{ title "hello WORLD don\'t foo-bar a.b x_y" }} {{ title "éCOLE ßa 1ST" }}',
    '{{ toLower "ABC" }} {{ "x" | toUpper }} {{ match "^web" "web-1" }} {{ reReplaceAll "(.*):(.*)" "$2-$1" "web:80" }}',
    '{{ "<b>" | safeHtml }} {{ html "<b>" }} {{ urlquery "a b&c" }}',
    '{{ join "," (stringSlice "a" "b") }} {{ stringSlice "a" "b" }} {{ stringSlice }}',
    '{{ range $i, $a := .Alerts }}{{ $i }}:{{ $a.Labels.instance }} {{ if gt (len $.Alerts) 1 }}many {{ end }}{{ end }}',
    '{{ range .Alerts }}{{ if eq .Status "firing" }}F{{ else }}R{{ end }}{{ end }}',
    '{{ define "x" }}inline {{ .Status }}{{ end }}{{ template "x" . }}',
    '{{ define "empty" }}replaced{{ end }}{{ template "empty" }}',
    '{{ .Foo }}',
    '{{ .Alerts.Foo }}',
    '{{ .CommonLabels.SortedPairs.Foo }}',
    '{{ (index .Alerts 0).Foo }}',
    '{{ (index .Alerts 7).Labels }}',
    '{{ .CommonLabels.Remove "a" }}',
    '{{ join "," "a" }}',
    '{{ foo }}',
    '{{ if }}',
    '{{ .Status ',
    '{{ toUpper .Alerts }}',
    '{{ reReplaceAll "[" "" "x" }}',
    '{{ humanize 1 }}',
    '{{ printf "%v %s" (index .Alerts 1).Labels (index .Alerts 1).StartsAt }}',
    '{{ .Alerts.Firing }}',
    '{{ .CommonLabels }} {{ .GroupLabels.SortedPairs }}',
    '{{ $x := .CommonLabels }}{{ range $k, $v := $x }}{{ $k }}{{ $v }} {{ end }}',
    'plain text',
    '',
    '{{ .GroupLabels.alertname | printf "%-15s|" }} {{ eq .Status `firing` }}',
    '{{ $first := index .Alerts 0 }}{{ $first.Labels.Names }} {{ $first.Annotations.SortedPairs }}',
  ].map((text) => ({ text })),
  ...from('0.33', '{{ (index .Alerts 0).StartsAt.Date }}'),
  ...from('0.26', '[{{ trimSpace "  a b \\n" }}]'),
  ...from(
    '0.28',
    '{{ date "2006-01-02 15:04 MST -0700" (tz "Europe/Paris" (index .Alerts 0).StartsAt) }}',
    '{{ date "15:04 MST" (tz "America/New_York" (index .Alerts 0).StartsAt) }} {{ (index .Alerts 1).StartsAt | tz "Asia/Kolkata" | date "15:04 MST" }}',
    '{{ tz "Asia/Tokyo" (index .Alerts 0).StartsAt }} {{ tz "America/Sao_Paulo" (index .Alerts 0).StartsAt }} {{ tz "UTC" (index .Alerts 1).StartsAt }}',
    '{{ tz "Nowhere/City" (index .Alerts 0).StartsAt }}',
    '{{ humanizeDuration 3661 }} {{ humanizeDuration 0.0012 }} {{ humanizeDuration "90061.5" }} {{ ((index .Alerts 1).EndsAt.Sub (index .Alerts 1).StartsAt).Seconds | humanizeDuration }}',
    '{{ (index .Alerts 1).EndsAt.Sub (index .Alerts 1).StartsAt | humanizeDuration }}',
    '{{ date "2006" "x" }}',
  ),
  ...from(
    '0.30',
    '{{ toJson .CommonLabels }} {{ toJson .Alerts }} {{ toJson (index .Alerts 0).Labels.SortedPairs }} {{ toJson nil }} {{ toJson 1.5 }} {{ toJson "<a>&\\n" }} {{ toJson 1e21 }} {{ toJson true }}',
    '{{ safeUrl "http://x?a=b" }} {{ urlUnescape "a%20b+c%C3%A9" }}',
    '{{ urlUnescape "%zz" }}',
  ),
  ...from(
    '0.32',
    '{{ list 1 "a" 2.5 }} {{ append (list 1) 2 "x" }} {{ dict "a" 1 "b" (list 1 2) }} {{ (dict "a" 1).a }} {{ toJson (dict "b" (list 1 "x") "a" .Status) }} {{ toJson (list) }}',
    '{{ dict "a" }}',
    '{{ dict 1 2 }}',
    '{{ index (list 1 2) 1 }} {{ len (dict "a" 1) }} {{ range list 1 2 }}{{ . }},{{ end }} {{ index (dict "k" (list 1 2)) "k" }}',
    '{{ append .Alerts 1 }}',
    '[{{ .NotificationReason }}]',
    '{{ with dict "labels" .CommonLabels "n" 3 }}{{ .labels.severity }}{{ .n }}{{ .missing }}{{ end }}',
    '{{ range 2 }}{{ . }}{{ end }}',
  ),
];
