import { issueCheck } from '../support/issue-check.ts';

export default issueCheck(
  {
    id: 'syntax/helm-template',
    summary: 'templates (Helm, Jinja, ERB, Go, Terraform) in place of YAML',
    why: 'A template is not YAML until it is rendered: rulecheck did not check the file.',
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
          title: 'Terraform',
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
          title: 'Groups of another format',
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
