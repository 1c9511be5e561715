import { didYouMean } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { someNames } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { isTypingError, mayCarry, routedAlerts, sidesOf } from '../../analysis/delivery/index.ts';

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
    why: 'A label that is missing on both sides counts as equal: one critical alert mutes the warnings of all.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'Aggregated away', files: files('instance'), at: ['instance'] },
        { title: 'A typing error', files: files('shpo'), at: ['shpo'] },
        { title: 'One name out of two', files: files("'shop, cluster'"), at: ["'shop, cluster'"] },
      ],
      right: [{ files: files('shop') }],
    },
  },
  messages: {
    missing: (data: { label: string; similar: string; sources: string; targets: string }) => ({
      message: `"equal" names "${data.label}", which no alert on either side has${data.similar}`,
      why: `what is missing on both sides is equal, so that it holds nothing apart: ${data.sources} may mute ${data.targets}`,
      help: 'name labels that both sides have, or take the label out if nothing has to be equal',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      // What no alert here has, one of the others may have.
      if (context.project.hasOtherRules) return;
      const { file, config } = document;
      const routed = routedAlerts(document, context.project);
      for (const rule of config.inhibitRules) {
        const { sources, targets } = sidesOf(rule, routed);
        if (sources.length === 0 || targets.length === 0) continue;
        const alerts = [...sources, ...targets];
        for (const { value: label, range } of rule.equalLabels) {
          const own = alerts.flatMap(({ rule: { labels, group } }) => [...group.labels, ...labels]);
          const similar = didYouMean(label, ['alertname', ...own.map(({ name }) => name)]);
          const seen = alerts.map((alert) => routed.label(alert, label));
          // A name with a comma in it was meant to be several.
          const never = /[,\s]/.test(label) || isTypingError(label, seen, similar);
          if (seen.some(mayCarry) && !never) continue;
          const data = {
            label,
            similar: similar === undefined ? '' : `; did you mean "${similar}"?`,
            sources: someNames(sources.map(({ name }) => name)),
            targets: someNames(targets.map(({ name }) => name)),
          };
          context.report('missing', { file, range }, data);
        }
      }
    },
  }),
});
