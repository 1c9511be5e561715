import { writtenRoutes } from '../../analysis/delivery/index.ts';
import { isTemplated } from '../../analysis/delivery/index.ts';
import type { KeyValue } from '../../documents/fields.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { literalsOf } from '../../promql/syntax/regex-words.ts';
import type { Range } from '../../source/range.ts';
import { isOneEdit } from '../../util/one-edit.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const ALERTMANAGER = `route:
  receiver: all
  routes:
    - matchers: [component="security"]
      receiver: security
receivers: [{ name: all }, { name: security }]
`;
const files = (component: string): Record<string, string> => ({
  'alertmanager.yml': ALERTMANAGER,
  'rules.yml': ruleFile(
    alert('up{job="vault"} == 0', { name: 'VaultDown', labels: { component } }),
    alert('up{job="auth"} == 0', { name: 'AuthDown', labels: { component: 'security' } }),
  ),
});

export default defineCheck({
  meta: {
    id: 'routing/near-value',
    summary: 'alert labels that differ in one letter from the value that a route matches',
    why: 'The alert takes the default route, and the team that it is for does not hear of it.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [{ files: files('securty'), at: ["'securty'"] }],
      right: [{ files: files('security') }, { title: 'Another value', files: files('storage') }],
    },
  },
  messages: {
    near: (data: { alert: string; label: string; value: string; asked: string }) => ({
      message: `the label "${data.label}" of the alert "${data.alert}" is "${data.value}"; a route matches "${data.asked}", which differs in one letter`,
      why: 'the route does not match, so the alert goes where its parent route sends it',
      help: `write "${data.asked}", or add a route for "${data.value}"`,
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const asked = context.project.once(askedValues);
      if (asked.size === 0) return;
      for (const own of ownLabels(rule)) {
        const values = asked.get(own.name);
        if (values === undefined || values.has(own.value) || !isWord(own.value)) continue;
        const near = [...values].find(([value]) => isOneEdit(own.value, value));
        if (near === undefined || usersOf(own, context.project) > 1) continue;
        const [value, place] = near;
        const data = { alert: rule.name.value, label: own.name, value: own.value, asked: value };
        const related = [{ ...place, message: `this route matches "${value}"` }];
        context.report('near', { file: rule.file, range: own.node.range }, data, { related });
      }
    },
  }),
});

/** Words that one letter makes another; numbered names (`db1`, `db2`) and short ones differ on purpose. */
const isWord = (value: string): boolean => /^[A-Za-z][A-Za-z_-]{4,}$/.test(value);

function ownLabels({ labels, group }: AlertingRule): readonly KeyValue[] {
  return [...group.labels, ...labels].filter(({ value }) => !isTemplated(value));
}

/** How many alerts have a label with this value: a value of several alerts is not a misspelling. */
function usersOf({ name, value }: KeyValue, project: Project): number {
  return project.alerts.filter((rule) =>
    ownLabels(rule).some((label) => label.name === name && label.value === value),
  ).length;
}

interface AskedAt {
  readonly file: AlertmanagerDocument['file'];
  readonly range: Range;
}

/** The values that routes match, by label. */
function askedValues({ alertmanagers }: Project): ReadonlyMap<string, ReadonlyMap<string, AskedAt>> {
  const asked = new Map<string, Map<string, AskedAt>>();
  for (const document of alertmanagers) {
    for (const { node } of writtenRoutes(document)) {
      for (const { name, op, value, valueRange } of node.matcherSources.flatMap(({ matchers }) => matchers)) {
        const values = op === '=' ? [value] : op === '=~' ? (literalsOf(value) ?? []) : [];
        const ofLabel = asked.get(name) ?? new Map<string, AskedAt>();
        for (const one of values) ofLabel.set(one, { file: document.file, range: valueRange ?? node.range });
        asked.set(name, ofLabel);
      }
    }
  }
  return asked;
}
