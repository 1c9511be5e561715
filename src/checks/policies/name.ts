import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { applies, filledIn, matches } from '../../analysis/policy/index.ts';
import { POLICY_MESSAGES, detailsOf } from '../support/policy-report.ts';

const config = `policies:
  - name: alerts of the shop
    match: { kind: alert }
    require: { name: 'Shop.*' }
    forbid: { name: '.*Alert' }
  - name: nothing is recorded here
    match: { kind: record, paths: ['rules.yml'] }
    forbid: { rule: true }
`;

export default defineCheck({
  meta: {
    id: 'policies/name',
    summary: 'rules with a name that a policy of this project rejects, or that it forbids altogether',
    why: 'Silences, routes and reports refer to rules by name.',
    severity: 'warning',
    preset: 'recommended',
    peers: [
      'pint rule/name',
      'pint rule/report',
      'promruval alertNameMatchesRegexp',
      'promruval recordedMetricNameMatchesRegexp',
      'promruval recordedMetricNameDoesNotMatchRegexp',
    ],
    examples: {
      wrong: [
        { title: 'Required', config, files: ruleFile(alert('up == 0', { name: 'Broken' })), at: ['Broken'] },
        {
          title: 'Forbidden',
          config,
          files: ruleFile(alert('up == 0', { name: 'ShopAlert' })),
          at: ['ShopAlert'],
        },
        { title: 'No such rule', config, files: ruleFile(record('a:b', 'sum(up)')), at: ['a:b'] },
      ],
      right: [
        { config, files: ruleFile(alert('up == 0', { name: 'ShopBroken' })) },
        { title: 'In another file', config, files: { 'records.yml': ruleFile(record('a:b', 'sum(up)')) } },
      ],
    },
  },
  messages: POLICY_MESSAGES,
  create(context) {
    const { policies } = context.project.settings;
    return {
      Rule(rule) {
        for (const policy of policies) {
          if (!applies(policy, rule, context.project)) continue;
          const place = { file: rule.file, range: rule.name.range };
          const report = (what: string, help: string): void =>
            context.report('found', place, { policy, what, help }, detailsOf(policy));
          const { value } = rule.name;
          const { require, forbid } = policy;
          if (require.name !== undefined && !matches(filledIn(require.name, rule), value))
            report(`the name "${value}" does not match "${require.name}"`, 'rename the rule');
          if (forbid.name !== undefined && matches(filledIn(forbid.name, rule), value))
            report(`the name "${value}" matches "${forbid.name}", which is forbidden`, 'rename the rule');
          if (forbid.rule === true)
            report(`the rule "${value}" is forbidden here`, 'remove it, or move it to another file');
        }
      },
    };
  },
});
