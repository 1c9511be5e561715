import type { Bounds, Policy } from '../../config/policy-types.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { applies } from '../../analysis/policy/index.ts';
import type { PolicyPart } from '../../analysis/policy/index.ts';
import { POLICY_MESSAGES, detailsOf, notSet } from '../support/policy-report.ts';

const config = `policies:
  - name: pages wait, but not for ever
    match: { kind: alert }
    limits:
      for: { min: 1m, max: 1h, required: true }
      keep_firing_for: { max: 30m }
`;

export default defineCheck({
  meta: {
    id: 'policies/timing',
    summary: '"for" and "keep_firing_for" outside the limits of a policy',
    why: 'A "for" that is too short pages for a moment, and one that is too long pages late.',
    severity: 'warning',
    preset: 'recommended',
    peers: [
      'pint rule/for',
      'pint alerts/for',
      'promruval forIsNotLongerThan',
      'promruval keepFiringForIsNotLongerThan',
    ],
    examples: {
      wrong: [
        { title: 'Too short', config, files: ruleFile(alert('up == 0', { for: '30s' })), at: ['30s'] },
        { title: 'Too long', config, files: ruleFile(alert('up == 0', { for: '2h' })), at: ['2h'] },
        { title: 'Not set', config, files: ruleFile(alert('up == 0')), at: ['ShopBroken'] },
        {
          title: 'Several are not set: one finding',
          config: config.replace('{ max: 30m }', '{ min: 1m, max: 30m }'),
          files: ruleFile(alert('up == 0')),
          at: ['ShopBroken'],
        },
      ],
      right: [{ config, files: ruleFile(alert('up == 0', { for: '5m' })) }],
    },
  },
  messages: POLICY_MESSAGES,
  create(context) {
    const { policies } = context.project.settings;
    return {
      AlertingRule(rule) {
        for (const policy of policies) {
          if (!applies(policy, rule, context.project)) continue;
          for (const { range, what, help, names } of judge(policy, rule))
            context.report(
              'found',
              { file: rule.file, range },
              { policy, what, help },
              detailsOf(policy, names),
            );
        }
      },
    };
  },
});

function judge({ limits }: Policy, rule: AlertingRule): PolicyPart[] {
  const keys = [
    { key: 'for', bounds: limits.for, value: rule.for },
    { key: 'keep_firing_for', bounds: limits.keepFiringFor, value: rule.keepFiringFor },
  ].flatMap(({ bounds, ...rest }) =>
    bounds === undefined ? [] : [{ bounds, text: formatDurationMs, ...rest }],
  );
  const alert = `the alert "${rule.name.value}"`;
  const absent = keys.filter(({ bounds, value }) => value === undefined && isRequired(bounds));
  return [
    ...notSet(rule.name.range, alert, absent),
    ...keys.flatMap(({ key, bounds, value }): PolicyPart[] => {
      const wrong = value === undefined ? undefined : outside(value.value, bounds);
      if (value === undefined || wrong === undefined) return [];
      return [{ range: value.range, what: `"${key}" of ${alert} ${wrong}`, help: `change "${key}"` }];
    }),
  ];
}

const isRequired = ({ required, min }: Bounds): boolean => required === true || (min ?? 0) > 0;

function outside(ms: number, { min, max }: Bounds): string | undefined {
  const text = formatDurationMs(ms);
  if (min !== undefined && ms < min) return `is ${text}, but must be at least ${formatDurationMs(min)}`;
  return max !== undefined && ms > max
    ? `is ${text}, but must be at most ${formatDurationMs(max)}`
    : undefined;
}
