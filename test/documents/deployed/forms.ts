/** A configuration with a broken key, a broken matcher, and a text whose template fails. */
export const CONFIG = `route:
  receiver: chat
  group_by: [alertname]
  routes:
    - receiver: chat
      colour: blue
      matchers: ['severity=~"a("']
receivers:
  - name: chat
    slack_configs:
      - api_url: https://hooks.example/x
        channel: '#ops'
        title: '{{ template "ops.title" . }}'
templates: ['/etc/alertmanager/config/*.tmpl']
`;

export const TEMPLATES = `{{ define "ops.title" }}{{ .Foo }}{{ end }}\n`;

/** The findings in each form, as the file shows it. */
export const FOUND = ['colour', '"a("', '.Foo'];

/** A text moved to the right. */
export function indent(text: string, columns: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(columns));
}

/** Files that deploy the same configuration and its templates, by the name of the form. */
export const FORMS: Readonly<Record<string, string>> = {
  'values of kube-prometheus-stack': `alertmanager:
  config:
${indent(CONFIG, 4)}  templateFiles:
    ops.tmpl: |-
${indent(TEMPLATES, 6)}prometheusOperator: { enabled: true }
`,
  'values under another name': `parent:
  monitoring:
    alertmanager:
      config:
${indent(CONFIG, 8)}      templateFiles:
        ops.tmpl: |-
${indent(TEMPLATES, 10)}`,
  'stringConfig of kube-prometheus-stack': `alertmanager:
  tplConfig: true
  stringConfig: |
${indent(CONFIG, 4)}  templateFiles:
    ops.tmpl: |-
${indent(TEMPLATES, 6)}`,
  'values of the chart prometheus': `server: {}
alertmanager:
  templates:
    ops.tmpl: |-
${indent(TEMPLATES, 6)}  config:
    enabled: true
${indent(CONFIG, 4)}`,
  'values of the chart alertmanager': `replicaCount: 1
config:
  enabled: true
${indent(CONFIG, 2)}templates:
  ops.tmpl: |-
${indent(TEMPLATES, 4)}`,
  'a HelmRelease': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: stack }
spec:
  chart: { spec: { chart: kube-prometheus-stack } }
  values:
    alertmanager:
      config:
${indent(CONFIG, 8)}      templateFiles:
        ops.tmpl: |-
${indent(TEMPLATES, 10)}`,
  'an Application of Argo CD with an object': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: stack }
spec:
  sources:
    - chart: kube-prometheus-stack
      helm:
        valuesObject:
          alertmanager:
            config:
${indent(CONFIG, 14)}            templateFiles:
              ops.tmpl: |-
${indent(TEMPLATES, 16)}`,
  'an Application of Argo CD with a text': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: stack }
spec:
  source:
    chart: kube-prometheus-stack
    helm:
      values: |
        alertmanager:
          config:
${indent(CONFIG, 12)}          templateFiles:
            ops.tmpl: |-
${indent(TEMPLATES, 14)}`,
  'a HelmChartConfig of k3s': `apiVersion: helm.cattle.io/v1
kind: HelmChartConfig
metadata: { name: stack }
spec:
  valuesContent: |-
    alertmanager:
      config:
${indent(CONFIG, 8)}      templateFiles:
        ops.tmpl: |-
${indent(TEMPLATES, 10)}`,
  'a helmfile': `releases:
  - name: stack
    chart: prometheus-community/kube-prometheus-stack
    values:
      - alertmanager:
          config:
${indent(CONFIG, 12)}          templateFiles:
            ops.tmpl: |-
${indent(TEMPLATES, 14)}`,
  'a Secret in plain text': `apiVersion: v1
kind: Secret
metadata: { name: alertmanager-main }
stringData:
  alertmanager.yaml: |
${indent(CONFIG, 4)}  ops.tmpl: |
${indent(TEMPLATES, 4)}`,
  'a ConfigMap': `apiVersion: v1
kind: ConfigMap
metadata: { name: alertmanager }
data:
  alertmanager.yml: |
${indent(CONFIG, 4)}  ops.tmpl: |
${indent(TEMPLATES, 4)}`,
  'a ConfigMap without a kind': `# made by a program
data:
  alertmanager.yml: |
${indent(CONFIG, 4)}  ops.tmpl: |
${indent(TEMPLATES, 4)}`,
  'a configuration of Mimir': `template_files:
  ops.tmpl: |
${indent(TEMPLATES, 4)}alertmanager_config: |
${indent(CONFIG, 2)}`,
  'values of a chart in a ConfigMap': `apiVersion: v1
kind: ConfigMap
metadata: { name: values }
data:
  values.yaml: |
    alertmanager:
      config:
${indent(CONFIG, 8)}      templateFiles:
        ops.tmpl: |-
${indent(TEMPLATES, 10)}`,
};
