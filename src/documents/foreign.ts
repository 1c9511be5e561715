/** A tool whose files hold alerting that rulecheck does not read as it is. */
interface ForeignFormat {
  /** What to call its files, in words. */
  readonly name: string;
  /** Extensions of its files. */
  readonly extensions: RegExp;
  /** Each of them occurs in its files. All are linear: a fixed beginning, then one class. */
  readonly marks: readonly RegExp[];
}

const YAML = /\.(?:ya?ml|json)$/i;

const FORMATS: readonly ForeignFormat[] = [
  {
    name: 'a route of the Grafana operator',
    extensions: YAML,
    marks: [/^kind: *["']?GrafanaNotificationPolicyRoute\b/m],
  },
  { name: 'Sloth', extensions: YAML, marks: [/^version: *["']?prometheus\/v\d/m, /^slos:/m] },
  {
    name: 'Sloth',
    extensions: YAML,
    marks: [/^apiVersion: *["']?sloth\.slok\.dev\//m, /^kind: *["']?PrometheusServiceLevel\b/m],
  },
  {
    name: 'Pyrra',
    extensions: YAML,
    marks: [/^apiVersion: *["']?pyrra\.dev\//m, /^kind: *["']?ServiceLevelObjective\b/m],
  },
  { name: 'OpenSLO', extensions: YAML, marks: [/^apiVersion: *["']?openslo(?:\.com)?\/v\d/m] },
  {
    name: 'Nobl9',
    extensions: YAML,
    marks: [/^apiVersion: *["']?n9\/v\d/m, /^kind: *["']?(?:SLO|AlertPolicy)\b/m],
  },
  {
    name: 'lists of rule groups without "groups"',
    extensions: YAML,
    marks: [/^- name: \S/m, /^ {2,8}rules:/m, /^ +- ?(?:alert|record): \S/m],
  },
  {
    name: 'lists of rules without a group',
    extensions: YAML,
    marks: [/^- (?:alert|record): \S/m, /^ {2,8}expr:/m],
  },
  {
    name: 'CloudFormation',
    extensions: YAML,
    marks: [/AWS::APS::RuleGroupsNamespace\b/],
  },
  {
    name: 'Azure templates',
    extensions: /\.(?:bicep|json)$/i,
    marks: [/Microsoft\.AlertsManagement\/prometheusRuleGroups\b/i],
  },
  {
    name: 'jsonnet',
    extensions: /\.(?:jsonnet|libsonnet)$/i,
    marks: [/\b(?:alert|record)["']?: */, /\bexpr["']?: */],
  },
  { name: 'CUE', extensions: /\.cue$/i, marks: [/\b(?:alert|record)["']?: */, /\bexpr["']?: */] },
  {
    name: 'Terraform',
    extensions: /\.tf$/i,
    marks: [
      /\b(?:grafana_rule_group|mimir_rule_group_(?:alerting|recording)|aws_prometheus_rule_group_namespace|azurerm_monitor_alert_prometheus_rule_group|google_monitoring_alert_policy|PrometheusRule)\b/,
    ],
  },
];

/** Files of other kinds than rulecheck's own that may hold alerting, as a glob's list. */
export const FOREIGN_EXTENSIONS = 'jsonnet,libsonnet,cue,tf,bicep';

/** How much of a text is looked at (characters): the marks of a format stand at its beginning. */
const LOOKED_AT = 64 * 1024;

/**
 * The tool whose alerting a text holds in a form that rulecheck does not read; undefined: of none that is known. To be
 * asked where rulecheck has found nothing of its own.
 */
export function foreignFormat(path: string, text: string): string | undefined {
  const formats = FORMATS.filter(({ extensions }) => extensions.test(path));
  if (formats.length === 0) return undefined;
  const beginning = text.slice(0, LOOKED_AT);
  return formats.find(({ marks }) => marks.every((mark) => mark.test(beginning)))?.name;
}

/** Is this a file that rulecheck never reads, and only names? */
export function isForeignKind(path: string): boolean {
  return /\.(?:jsonnet|libsonnet|cue|tf|bicep)$/i.test(path);
}
