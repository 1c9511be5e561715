import type { Bounds } from '../../config/policy-types.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { applies } from '../../analysis/policy/index.ts';
import { POLICY_MESSAGES, severityOf } from '../support/policy-report.ts';

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
        { title: 'None', config, files: ruleFile(alert('up == 0')), at: ['ShopBroken'] },
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
          const { limits } = policy;
          for (const [key, bounds, value] of [
            ['for', limits.for, rule.for],
            ['keep_firing_for', limits.keepFiringFor, rule.keepFiringFor],
          ] as const) {
            if (bounds === undefined) continue;
            const wrong = outside(value?.value, bounds);
            if (wrong === undefined) continue;
            context.report(
              'found',
              { file: rule.file, range: value?.range ?? rule.name.range },
              {
                policy,
                what: `"${key}" of the alert "${rule.name.value}" ${wrong}`,
                help: `change "${key}"`,
              },
              severityOf(policy),
            );
          }
        }
      },
    };
  },
});

function outside(ms: number | undefined, { min, max, required }: Bounds): string | undefined {
  if (ms === undefined) {
    if (required === true) return 'is not set';
    return min !== undefined && min > 0
      ? `is not set, but must be at least ${formatDurationMs(min)}`
      : undefined;
  }
  const text = formatDurationMs(ms);
  if (min !== undefined && ms < min) return `is ${text}, but must be at least ${formatDurationMs(min)}`;
  return max !== undefined && ms > max
    ? `is ${text}, but must be at most ${formatDurationMs(max)}`
    : undefined;
}
