import { defineCheck } from '../contract.ts';
import { someNames } from '../support/alert-names.ts';
import { isDeliberatelySilent, routedAlerts, routesTo } from '../../analysis/delivery/index.ts';

const files = (name: string, integration: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: ${name}
receivers:
  - name: ${name}
${integration}`,
});

export default defineCheck({
  meta: {
    id: 'receivers/empty',
    summary: 'receivers in use without an integration, which notify nobody',
    why: 'Alertmanager accepts a receiver that has only a name, and silently drops everything routed to it.',
    severity: 'info',
    preset: 'strict',
    peers: ['amlint empty-receiver'],
    examples: {
      wrong: [{ files: files('team-shop', ''), at: ['team-shop'] }],
      right: [
        { files: files('team-shop', '    webhook_configs:\n      - url: http://127.0.0.1:9099/\n') },
        { title: 'A name that states it', files: files("'null'", '') },
      ],
    },
  },
  messages: {
    empty: (data: { name: string; names: string }) => ({
      message: `the receiver "${data.name}" has no integration: it notifies nobody`,
      why: data.names === '' ? 'routes use it' : `routes send it ${data.names}`,
      help: 'add slack_configs, email_configs, pagerduty_configs or similar; if it should notify nobody, rename it to "null"',
    }),
  },
  create: (context) => ({
    Receiver(receiver, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      const { name, integrations } = receiver;
      if (integrations.length > 0 || isDeliberatelySilent(name.value)) return;
      const routes = routesTo(document, receiver, context.project);
      if (routes.length === 0) return;
      const alerts = routed.routed.filter(({ ends }) => ends.some(({ route }) => routes.includes(route)));
      const names = alerts.length === 0 ? '' : someNames(alerts.map(({ alert }) => alert.name));
      context.report('empty', { file, range: name.range }, { name: name.value, names });
    },
  }),
});
