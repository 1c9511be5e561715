import { didYouMean } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { someNames } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import {
  isTypingError,
  lacksItself,
  mayCarry,
  routedAlerts,
  sidesOf,
} from '../../analysis/delivery/index.ts';
import type { AlertLabels, Sides } from '../../analysis/delivery/index.ts';

const RULES = ruleFile(
  alert('sum by (shop) (shop_errors) > 9', { name: 'ShopBroken', labels: { severity: 'critical' } }),
  alert('sum by (shop) (shop_errors) > 3', { name: 'ShopShaky', labels: { severity: 'warning' } }),
);
const files = (equal: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [${equal}]
`,
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': RULES,
});

export default defineCheck({
  meta: {
    id: 'inhibition/missing-equal',
    summary: 'labels of "equal" that no alert on either side has',
    why: 'A label that is missing on both sides counts as equal: one critical alert mutes all warnings.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'Aggregated away', files: files('instance'), at: ['instance'] },
        { title: 'A typo', files: files('shpo'), at: ['shpo'] },
        {
          title: 'The source has lost the label, the target has it',
          files: {
            ...files('shop'),
            'rules.yml': ruleFile(
              alert('sum(shop_errors) > 9', { name: 'ShopBroken', labels: { severity: 'critical' } }),
              alert('sum by (shop) (shop_errors) > 3', {
                name: 'ShopShaky',
                labels: { severity: 'warning' },
              }),
            ),
          },
          at: ['shop'],
        },
        { title: 'One name out of two', files: files("'shop, cluster'"), at: ["'shop, cluster'"] },
      ],
      right: [{ files: files('shop') }],
    },
  },
  messages: {
    oneSided: (data: { label: string; sources: string; having: string; lacking: string }) => ({
      message: `"equal" contains "${data.label}", which ${data.sources} ${data.sources.includes(' and ') ? 'do' : 'does'} not have: ${data.having} with a "${data.label}" ${data.having.includes(' and ') ? 'are' : 'is'} never muted`,
      why: `a missing label equals only an empty one${data.lacking === '' ? '' : `: ${data.lacking}, without the label, ${data.lacking.includes(' and ') ? 'are' : 'is'} muted everywhere`}; an external label of Prometheus would change this`,
      help: `remove "${data.label}" from "equal", or keep it in the expression of the source`,
    }),
    missing: (data: { label: string; similar: string; sources: string; targets: string }) => ({
      message: `"equal" contains "${data.label}", which no alert on either side has${data.similar}`,
      why: `a label that is missing on both sides counts as equal: ${data.sources} can mute ${data.targets} anywhere`,
      help: 'use labels that both sides have, or remove the label from "equal"',
    }),
  },
  create: (context) => ({
    InhibitRule(rule, document) {
      // What no alert here has, one of the others may have.
      if (context.project.hasOtherRules) return;
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      const { sources, targets } = sidesOf(rule, routed);
      if (sources.length === 0 || targets.length === 0) return;
      const alerts = [...sources, ...targets];
      for (const { value: label, range } of rule.equalLabels) {
        const own = alerts.flatMap(({ rule: { labels, group } }) => [...group.labels, ...labels]);
        const similar = didYouMean(label, ['alertname', ...own.map(({ name }) => name)]);
        const seen = alerts.map((alert) => routed.label(alert, label));
        // A name with a comma in it was meant to be several.
        const never = /[,\s]/.test(label) || isTypingError(label, seen, similar);
        if (seen.some(mayCarry) && !never) {
          const lacking = sourceLacks(label, { sources, targets });
          if (lacking !== undefined) context.report('oneSided', { file, range }, { label, ...lacking });
          continue;
        }
        const data = {
          label,
          similar: similar === undefined ? '' : `; did you mean "${similar}"?`,
          sources: someNames(sources.map(({ name }) => name)),
          targets: someNames(targets.map(({ name }) => name)),
        };
        context.report('missing', { file, range }, data);
      }
    },
  }),
});

/**
 * The sources, where none has a label while the expression of a target brings it: an external label, which may be on every
 * alert, is not known before the server is.
 */
function sourceLacks(
  label: string,
  { sources, targets }: Sides,
): { sources: string; having: string; lacking: string } | undefined {
  if (!sources.every((alert) => lacksItself(alert, label))) return undefined;
  const having = targets.filter((alert) => {
    const known = alert.of(label);
    return known.kind === 'open' && known.named && !lacksItself(alert, label);
  });
  if (having.length === 0) return undefined;
  const names = (alerts: readonly AlertLabels[]): string => someNames(alerts.map(({ name }) => name));
  const lacking = targets.filter((alert) => lacksItself(alert, label));
  return { sources: names(sources), having: names(having), lacking: names(lacking) };
}
