import type { DefaultTemplate } from './default-texts.ts';

/** The list of a group's labels: `alertname=Down`. */
const GROUP = '{{ range .GroupLabels.SortedPairs }} {{ .Name }}={{ .Value }} {{ end }}';

const HEADLINE = `{{ len .Alerts }} alert{{ if gt (len .Alerts) 1 }}s{{ end }} for${GROUP}`;

const PAIRS = '{{ range .SortedPairs }}{{ .Name }} = {{ .Value }}<br>{{ end }}';

const ALERT = `<tr><td><strong>Labels</strong><br>
{{ with .Labels }}${PAIRS}{{ end }}
{{ with .Annotations }}<strong>Annotations</strong><br>${PAIRS}{{ end }}
<a href="{{ .GeneratorURL }}">Source</a><br></td></tr>
`;

function section(status: 'Firing' | 'Resolved'): string {
  const rows = `<tr><td><strong>[{{ len . }}] ${status}</strong></td></tr>\n{{ range . }}${ALERT}{{ end }}`;
  return `{{ with .Alerts.${status} }}${rows}{{ end }}`;
}

/**
 * The body of e-mails: the text and the links of Alertmanager's own, without its styles. What a reader sees is the
 * same; the markup around it is not.
 */
const BODY = `<!DOCTYPE html>
<html>
<head><title>{{ template "__subject" . }}</title></head>
<body>
<table>
<tr><td bgcolor="{{ if .Alerts.Firing }}#E6522C{{ else }}#68B90F{{ end }}">${HEADLINE}</td></tr>
<tr><td><a href="{{ template "__alertmanagerURL" . }}">View in {{ template "__alertmanager" . }}</a></td></tr>
${section('Firing')}
${section('Resolved')}
<tr><td><a href="{{ .ExternalURL }}">Sent by {{ template "__alertmanager" . }}</a></td></tr>
</table>
</body>
</html>
`;

export const DEFAULT_EMAIL: readonly DefaultTemplate[] = [{ name: 'email.default.html', text: BODY }];
