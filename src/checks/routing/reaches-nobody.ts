import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import type { AlertLabels, WrittenRoute } from '../../analysis/delivery/index.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alertPlaces } from '../support/alert-places.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { showRoute } from '../support/show-matchers.ts';
import { isDeliberatelySilent, isHeartbeat, routedAlerts } from '../../analysis/delivery/index.ts';

const CONFIG = `route:
  receiver: chat
  routes:
    - matchers: [severity="critical"]
      receiver: oncall
receivers:
  - name: chat
    webhook_configs: [{ url: 'http://127.0.0.1:9099/' }]
  - name: oncall
`;
const RULES = ruleFile(
  alert('up == 0', { name: 'ShopDown', labels: { severity: 'critical' } }),
  alert('shop_queue_length > 9', { name: 'ShopQueue', labels: { severity: 'warning' } }),
);

export default defineCheck({
  meta: {
    id: 'routing/reaches-nobody',
    summary: 'alerts that go only to receivers without an integration',
    why: 'Alertmanager accepts a receiver that has only a name. The alert fires, is routed and grouped, but nobody is notified.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['amlint empty-receiver'],
    examples: {
      wrong: [
        { files: { 'alertmanager.yml': CONFIG, 'rules.yml': RULES }, at: ['oncall'] },
        {
          title: 'The alerts are unknown, the route is not',
          files: { 'alertmanager.yml': CONFIG },
          at: ['oncall'],
        },
      ],
      right: [
        {
          title: 'The receiver has an integration',
          files: {
            'alertmanager.yml': `${CONFIG}    pagerduty_configs: [{ routing_key_file: /etc/alertmanager/pagerduty }]\n`,
            'rules.yml': RULES,
          },
        },
        {
          title: 'Another receiver has an integration',
          files: {
            'alertmanager.yml': CONFIG.replace(
              'oncall\n',
              'oncall\n      continue: true\n    - receiver: chat\n',
            ),
            'rules.yml': RULES,
          },
        },
        {
          title: 'The name states that it notifies nobody',
          files: { 'alertmanager.yml': CONFIG.replaceAll('oncall', "'null'"), 'rules.yml': RULES },
        },
        {
          title: 'Only a default receiver, without an integration',
          files: {
            'alertmanager.yml': CONFIG.replace(/ {2}routes:\n(.*\n){2}/, '').replace('chat', 'oncall'),
          },
        },
        {
          title: 'A heartbeat that needs no notification',
          files: {
            'alertmanager.yml': CONFIG,
            'rules.yml': ruleFile(alert('vector(1)', { name: 'Watchdog', labels: { severity: 'critical' } })),
          },
        },
      ],
    },
  },
  messages: {
    nobody: (data: { names: readonly string[]; receiver: string }) => ({
      message: `${theAlerts(data.names, 5)} ${new Set(data.names).size === 1 ? 'goes' : 'go'} only to the receiver "${data.receiver}", which notifies nobody`,
      why: 'the receiver has no integration, so nobody is paged',
      help: 'add pagerduty_configs, slack_configs, email_configs or similar; if it should notify nobody, rename the receiver to "null"',
    }),
    route: (data: { route: string; receiver: string }) => ({
      message: `${data.route} sends its alerts to "${data.receiver}", which notifies nobody`,
      why: 'the receiver has no integration: Alertmanager accepts a receiver that has only a name, and drops its alerts',
      help: 'add pagerduty_configs, slack_configs, email_configs or similar; if it should notify nobody, rename the receiver to "null"',
    }),
  },
  create: (context) => ({
    Route(written, document) {
      const silent = context.project.once(silentReceivers, document);
      if (!isSilent(written, silent)) return;
      const { route, node } = written;
      const { receiver } = route.settings;
      const range = node.located.receiver?.range ?? node.range;
      context.report('route', { file: document.file, range }, { route: showRoute(route), receiver });
    },
    // An alert that is lost in one configuration may reach somebody by another: an alert is compared in all of them.
    Alertmanager(document) {
      const { file, config } = document;
      const lost = unheard(document, context.project);
      for (const other of context.project.alertmanagers) {
        // In a repository with several Alertmanagers an alert is routed by one of them.
        if (other === document || other.tree === undefined || lost.size === 0) continue;
        const also = unheard(other, context.project);
        for (const alert of lost.keys()) if (!also.has(alert)) lost.delete(alert);
      }
      // A configuration without any integration is a skeleton that something fills in.
      const severity = config.receivers.every(isEmpty) ? 'info' : 'warning';
      for (const receiver of new Set(lost.values())) {
        const alerts = [...lost].flatMap(([alert, at]) => (at === receiver ? [alert] : []));
        const names = alerts.map(({ name }) => name);
        const related = alertPlaces(alerts, (name) => `"${name}" is here`);
        const place = { file, range: receiver.name.range };
        context.report('nobody', place, { names, receiver: receiver.name.value }, { related, severity });
      }
    },
  }),
});

/**
 * Receivers that notify nobody, where the rules are not known: then nothing can be said of single alerts. The default
 * receiver may be meant to drop the rest, and a skeleton has no integration at all.
 */
function silentReceivers(project: Project, document: AlertmanagerDocument): ReadonlySet<string> {
  const { receivers } = document.config;
  if (!project.whole || routedAlerts(document, project).alerts.length > 0 || receivers.every(isEmpty))
    return new Set();
  const silent = receivers.filter((one) => isEmpty(one) && !isDeliberatelySilent(one.name.value));
  return new Set(silent.map(({ name }) => name.value));
}

/** The route sends alerts to one of the receivers, and no later route gets them. */
function isSilent({ route, node }: WrittenRoute, silent: ReadonlySet<string>): boolean {
  return (
    route.parent !== undefined &&
    silent.has(node.receiver ?? '') &&
    !route.continue &&
    node.matchers.every(({ value }) => !isDeliberatelySilent(value))
  );
}

function isEmpty({ integrations }: Receiver): boolean {
  return integrations.length === 0;
}

/** Alerts of which nobody hears, with the first receiver that they reach. */
function unheard(document: AlertmanagerDocument, project: Project): Map<AlertLabels, Receiver> {
  const receivers = new Map(document.config.receivers.map((receiver) => [receiver.name.value, receiver]));
  const { routed } = routedAlerts(document, project);
  // Beside alerts that routes take, those that reach only the default receiver are reported by routing/default-only.
  const someAreRouted = routed.some(({ ends }) =>
    ends.every(({ route, certain }) => certain && route.parent !== undefined),
  );
  const lost = new Map<AlertLabels, Receiver>();
  for (const { alert, ends } of routed) {
    if (isHeartbeat(alert) || ends.length === 0) continue;
    if (someAreRouted && ends.every(({ route }) => route.parent === undefined)) continue;
    const reached = ends.map(({ route }) => receivers.get(route.settings.receiver));
    const [first] = reached;
    const silent = (receiver: Receiver | undefined): boolean =>
      receiver !== undefined && isEmpty(receiver) && !isDeliberatelySilent(receiver.name.value);
    if (first !== undefined && reached.every(silent)) lost.set(alert, first);
  }
  return lost;
}
