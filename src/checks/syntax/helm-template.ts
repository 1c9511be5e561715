import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/helm-template',
    summary: 'templates (Helm, Jinja, ERB, Go, Terraform) where YAML was expected',
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
        {
          title: 'Of Terraform',
          files: {
            'alertmanager.yml.tmpl': `route:
  receiver: team
receivers:
  - name: team
%{ if webhook != "" ~}
    webhook_configs: [{ url: "\${webhook}" }]
%{ endif ~}
`,
          },
          at: ['%{ if webhook != "" ~}'],
        },
      ],
      right: [
        {
          title: 'Groups of something else',
          files: {
            'scc.yaml': `{{- if .Values.openshift }}
apiVersion: security.openshift.io/v1
kind: SecurityContextConstraints
groups: []
{{- end }}
`,
          },
        },
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
