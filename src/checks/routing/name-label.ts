import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { routedAlerts } from '../../analysis/delivery/index.ts';
import type { AlertLabels } from '../../analysis/delivery/index.ts';

const files = (matcher: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: team
  routes:
    - matchers: ['${matcher}']
      receiver: team
receivers:
  - name: team
`,
  'rules.yml': ruleFile(alert('sum(up{job="shop"}) == 0', { name: 'ShopDown' })),
});

/** Labels that people take for the name of an alert. */
const MISTAKEN = /^(?:alert|alert_?name|name|rule(?:_?name)?)$/i;

export default defineCheck({
  meta: {
    id: 'routing/name-label',
    summary: 'matchers that search for an alert name in another label than "alertname"',
    why: 'Only the label "alertname" contains the name of an alert: the matcher matches no alert.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: files('alert="ShopDown"'), at: ['alert'] },
        { files: files('alert_name=~"Shop.*"'), at: ['alert_name'] },
      ],
      right: [{ files: files('alertname="ShopDown"') }, { files: files('name="web-1"') }],
    },
  },
  messages: {
    name: (data: { label: string; alert: string }) => ({
      message: `the alert "${data.alert}" has its name in the label "alertname", not in "${data.label}"`,
      why: 'no rule sets that label: the matcher does not match alerts by their names',
      help: 'use alertname',
    }),
  },
  create: (context) => {
    const look = (matchers: readonly Matcher[], document: AlertmanagerDocument): void => {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      for (const matcher of matchers) {
        const { name: label, op, value, nameRange: range } = matcher;
        if (label === 'alertname' || !MISTAKEN.test(label) || range === undefined) continue;
        if ((op !== '=' && op !== '=~') || value === '' || matcher.accepts('')) continue;
        const meant = routed.alerts.find(({ name }) => matcher.accepts(name));
        if (meant === undefined || (op === '=~' && matcher.accepts('no alert has this name'))) continue;
        const sets = ({ rule: { labels, group } }: AlertLabels): boolean =>
          [...group.labels, ...labels].some(({ name }) => name === label);
        if (routed.alerts.some(sets)) continue;
        context.report('name', { file, range }, { label, alert: meant.name });
      }
    };
    return {
      Route: ({ route }, document) => look(route.matchers, document),
      InhibitRule: ({ sourceMatchers, targetMatchers }, document) =>
        look([...sourceMatchers, ...targetMatchers], document),
    };
  },
});
