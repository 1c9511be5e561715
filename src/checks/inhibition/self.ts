import { showMatchers } from '../support/show-matchers.ts';
import { defineCheck } from '../contract.ts';
import { acceptedBy, concerns } from '../support/alerts-concerned.ts';
import { impliesAll, routedAlerts } from '../../analysis/delivery/index.ts';

const files = (target: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: ['${target}']
    equal: [cluster]
`,
});

export default defineCheck({
  meta: {
    id: 'inhibition/self',
    summary: 'inhibition rules whose sources are also targets',
    why: 'The target side suggests that the sources mute each other, but Alertmanager excludes alerts that match both sides.',
    severity: 'info',
    preset: 'strict',
    peers: ['amlint inhibit-same-match'],
    examples: {
      wrong: [{ files: files('severity=~"critical|warning"'), at: ['target_matchers'] }],
      right: [{ files: files('severity="warning"') }],
    },
  },
  messages: {
    self: (data: { source: string; target: string; alerts: string }) => ({
      message: `every source of this inhibition rule is also a target: ${data.source} implies ${data.target}`,
      why: `an alert that matches both sides is not muted by another one that does${data.alerts}`,
      help: 'exclude the sources from the target side, so that the rule states what it does',
    }),
  },
  create: (context) => ({
    InhibitRule(rule, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      const { sourceMatchers, targetMatchers, section } = rule;
      // Where each side implies the other, inhibition/never-applies speaks.
      if (!impliesAll(sourceMatchers, targetMatchers) || impliesAll(targetMatchers, sourceMatchers)) return;
      const range = ['target_matchers', 'target_match', 'target_match_re', 'targetMatch']
        .flatMap((key) => section.entry(key)?.key.range ?? [])
        .at(0);
      const data = {
        source: showMatchers(sourceMatchers),
        target: showMatchers(targetMatchers),
        alerts: concerns(acceptedBy([sourceMatchers], routed)),
      };
      context.report('self', { file, range: range ?? section.anchor }, data);
    },
  }),
});
