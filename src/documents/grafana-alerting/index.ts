import type { ParseOptions } from '../../promql/syntax/options.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { child, entryOf } from '../../yaml/node.ts';
import type { MapNode, YamlNode } from '../../yaml/node.ts';
import { entriesOf, itemsOf, textAt } from '../dashboard/index.ts';
import type { Located } from '../fields.ts';
import type { DocumentIssue, IssueSink } from '../issue.ts';
import { asProvisioned, isGrafanaObject } from './objects.ts';
import { checkMuteTimes, readPolicy } from './policies.ts';
import { readGroups } from './rules.ts';
import { settingsIssues } from './settings.ts';
import type { GrafanaAlertingDocument } from './types.ts';

export type { GrafanaAlertingDocument, GrafanaQuery, GrafanaRule } from './types.ts';

/** A file of Grafana's `provisioning/alerting`, an export of one (`apiVersion: 1`), or an object of its operator. */
export function isGrafanaAlerting(root: MapNode): boolean {
  if (isGrafanaObject(root)) return true;
  if (textAt(root, 'apiVersion')?.value !== '1' || entryOf(root, 'kind') !== undefined) return false;
  const rules = itemsOf(root, 'groups').flatMap((group) => itemsOf(group, 'rules'));
  return (
    rules.some((rule) => child(rule, 'data') !== undefined || child(rule, 'title') !== undefined) ||
    ['contactPoints', 'policies', 'muteTimes'].some((key) => child(root, key)?.kind === 'seq')
  );
}

/** Decodes a provisioning file; what Grafana refuses in it alone is among its issues. */
export function decodeGrafanaAlerting(
  source: MapNode,
  file: SourceFile,
  promql: ParseOptions | undefined,
): GrafanaAlertingDocument {
  const issues: DocumentIssue[] = [];
  const isObject = isGrafanaObject(source);
  const root = isObject ? asProvisioned(source) : source;
  const sink: IssueSink = (issue) => issues.push(isObject ? ofOperator(issue) : issue);
  const policies = itemsOf(root, 'policies').flatMap((policy) =>
    policy.kind === 'map' ? [readPolicy(policy, root, file, sink)] : [],
  );
  if (policies.length === 0) checkMuteTimes(root, file, sink);
  const contactPoints = itemsOf(root, 'contactPoints').flatMap((point) => contactPoint(point, sink));
  return {
    kind: 'grafana-alerting',
    file,
    range: root.range,
    rules: readGroups(root, { file, promql, issues: sink }),
    contactPoints,
    muteTimes: itemsOf(root, 'muteTimes').flatMap((item) => textAt(item, 'name') ?? []),
    policies,
    issues,
  };
}

/** The operator asks Grafana's API, which refuses the one object. */
function ofOperator(issue: DocumentIssue): DocumentIssue {
  const why =
    issue.why?.startsWith('Grafana refuses') === true
      ? 'Grafana refuses it: the operator creates nothing'
      : issue.why;
  return { ...issue, ...(why === undefined ? {} : { why }) };
}

/** The integrations of Grafana's contact points, up to version 13. */
const TYPES: readonly string[] = [
  'prometheus-alertmanager',
  'dingding',
  'discord',
  'email',
  'googlechat',
  'jira',
  'kafka',
  'line',
  'mqtt',
  'oncall',
  'opsgenie',
  'pagerduty',
  'pushover',
  'sensugo',
  'slack',
  'sns',
  'teams',
  'telegram',
  'threema',
  'victorops',
  'webex',
  'webhook',
  'wecom',
];

function contactPoint(node: YamlNode, issues: IssueSink): Located<string>[] {
  const name = textAt(node, 'name');
  const what = name === undefined ? 'this contact point' : `the contact point "${name.value}"`;
  if (name === undefined) issues(lacks(node, what, 'name'));
  for (const receiver of itemsOf(node, 'receivers')) {
    const lost = ['uid', 'type'].filter((key) => textAt(receiver, key) === undefined);
    const settings = child(receiver, 'settings');
    const elsewhere = itemsOf(receiver, 'valuesFrom').flatMap(
      (from) => textAt(from, 'targetPath')?.value ?? [],
    );
    const isEmpty = settings?.kind !== 'map' || settings.entries.length === 0;
    if (isEmpty && elsewhere.length === 0) lost.push('settings');
    if (lost.length > 0) issues(lacks(receiver, `a receiver of ${what}`, lost.join('", "')));
    const type = textAt(receiver, 'type');
    if (type !== undefined && settings?.kind === 'map' && !lost.includes('settings')) {
      const kind = type.value.toLowerCase();
      settingsIssues(kind, settings, `the ${kind} receiver of ${what}`, elsewhere).forEach(issues);
    }
    if (type !== undefined && !type.value.includes('$') && !TYPES.includes(type.value.toLowerCase()))
      issues({
        code: 'bad-value',
        message: `Grafana has no integration of the type "${type.value}"${didYouMeanText(type.value, TYPES)}`,
        why: 'Grafana refuses the contact point: it does not start with the file',
        help: `write one of ${TYPES.join(', ')}`,
        range: type.range,
      });
  }
  return name === undefined ? [] : [name];
}

function lacks(node: YamlNode, what: string, key: string): DocumentIssue {
  return {
    code: 'missing-key',
    message: `${what} has no "${key}"`,
    why: 'Grafana refuses the file: it does not start with it',
    help: `add "${key}"`,
    range: entriesOf(node)[0]?.key.range ?? node.range,
  };
}
