import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/helm-template',
    summary: 'templates (Helm, Jinja, ERB, Go) where YAML was expected',
    why: 'A template is not YAML before it is rendered: nothing of it was checked.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: `groups:
{{- if .Values.alerts }}
  - name: web
{{- end }}
`,
          at: ['{{- if .Values.alerts }}'],
        },
      ],
      right: [
        {
          files: `groups:
  - name: web
    interval: 30s
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
`,
        },
      ],
    },
  },
  ['helm-template'],
);
