import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import type { AlertLabels } from '../../analysis/delivery/index.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alertPlaces } from '../support/alert-places.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import {
  CRITICAL,
  isHeartbeat,
  routedAlerts,
  severityIs,
  writtenRoutes,
} from '../../analysis/delivery/index.ts';

const CONFIG = `route:
  receiver: everybody
  routes:
    - matchers: ['severity=~"critical|warning"']
      receiver: shop
receivers:
  - name: everybody
  - name: shop
`;
const rules = (...severities: (string | undefined)[]): string =>
  ruleFile(
    ...severities.map((severity, i) =>
      alert(`sum(shop_queue_length) > ${100 * (i + 1)}`, {
        name: `ShopQueue${i + 1}`,
        ...(severity === undefined ? {} : { labels: { severity } }),
      }),
    ),
  );

export default defineCheck({
  meta: {
    id: 'routing/default-only',
    summary: 'alerts that match no route and go only to the default receiver',
    why: 'The default receiver gets all alerts that the routes forgot, and often nobody reads it.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['amlint (routes test)'],
    examples: {
      wrong: [
        {
          title: 'A severity without a route',
          files: { 'alertmanager.yml': CONFIG, 'rules.yml': rules('critical', 'page') },
          at: ['everybody'],
        },
        {
          title: 'No severity',
          files: { 'alertmanager.yml': CONFIG, 'rules.yml': rules('critical', undefined) },
          at: ['everybody'],
        },
      ],
      right: [
        {
          title: 'Every alert has a route',
          files: { 'alertmanager.yml': CONFIG, 'rules.yml': rules('critical', 'warning') },
        },
        {
          title: 'No route matches any alert: only the default receiver is in use',
          files: { 'alertmanager.yml': CONFIG, 'rules.yml': rules('page', 'info') },
        },
      ],
    },
  },
  messages: {
    only: (data: {
      receiver: string;
      names: readonly string[];
      what: string;
      one: string;
      silent: string;
    }) => ({
      message: `${theAlerts(data.names)} ${one(data.names) ? 'goes' : 'go'} only to the default receiver "${data.receiver}"${data.silent}`,
      why: `${data.what}, while routes match other alerts, for example "${data.one}"`,
      help: 'add a route, or the label that the routes match on; if the default receiver is intended, add an explicit route to it',
    }),
    critical: (data: { receiver: string; names: readonly string[]; one: string; silent: string }) => ({
      message: `${theAlerts(data.names, 5)} ${one(data.names) ? 'is' : 'are'} critical but ${one(data.names) ? 'goes' : 'go'} only to the default receiver "${data.receiver}"${data.silent}`,
      why: `no route matches ${one(data.names) ? 'it' : 'them'}, while routes match other alerts (for example "${data.one}"): nobody may be paged`,
      help: 'add a route from critical alerts to the on-call receiver, or the label that the routes match on',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, tree, config } = document;
      const place = config.route?.located.receiver?.range;
      if (document.origin === 'object' || tree === undefined || place === undefined) return;
      const lost = defaultOnly(document, context.project);
      const example = routedAlerts(document, context.project).routed.find(({ ends }) =>
        ends.every(({ route, certain }) => certain && route.parent !== undefined),
      );
      if (example === undefined || lost.length === 0) return;
      const elsewhere = new Set(lost);
      for (const other of context.project.alertmanagers) {
        // In a repository with several Alertmanagers an alert is routed by one of them.
        if (other === document || other.tree === undefined) continue;
        const also = new Set(defaultOnly(other, context.project));
        for (const alert of elsewhere) if (!also.has(alert)) elsewhere.delete(alert);
      }
      const receiver = tree.root.settings.receiver;
      const one = example.alert.name;
      const told = config.receivers.find(({ name }) => name.value === receiver)?.integrations.length;
      const silent = told === 0 ? ', which notifies nobody' : '';
      for (const alerts of byKind([...elsewhere])) {
        const names = alerts.map(({ name }) => name);
        const related = alertPlaces(alerts, (name) => `"${name}" is here`);
        if (severityIs(alerts[0]!, CRITICAL)) {
          context.report('critical', { file, range: place }, { receiver, names, one, silent }, { related });
        } else {
          const what = whatTheyLack(alerts, document);
          // A default receiver that notifies somebody may be meant for them: only one without integrations is a fault.
          const severity = told === 0 ? 'warning' : 'info';
          const data = { receiver, names, what, one, silent };
          context.report('only', { file, range: place }, data, { related, severity });
        }
      }
    },
  }),
});

function defaultOnly(document: AlertmanagerDocument, project: Project): AlertLabels[] {
  const { tree } = document;
  if (tree === undefined || tree.root.routes.length === 0) return [];
  return routedAlerts(document, project)
    .routed.filter(({ alert }) => !isHeartbeat(alert))
    .filter(({ ends }) => ends.every(({ route, certain }) => certain && route.parent === undefined))
    .map(({ alert }) => alert);
}

/** The critical ones and the others. */
function byKind(alerts: readonly AlertLabels[]): AlertLabels[][] {
  const critical = alerts.filter((alert) => severityIs(alert, CRITICAL));
  const others = alerts.filter((alert) => !critical.includes(alert));
  return [critical, others].filter((list) => list.length > 0);
}

/** In words: which labels the routes ask for and the alerts lack. */
function whatTheyLack(alerts: readonly AlertLabels[], document: AlertmanagerDocument): string {
  const top = writtenRoutes(document).filter(({ route }) => route.path.length === 1);
  const labels = new Set(top.flatMap(({ route }) => route.matchers.map(({ name }) => name)));
  for (const label of labels) {
    const values = new Set(
      alerts.flatMap((alert) => {
        const known = alert.of(label);
        return known.kind === 'values' ? [...known.values] : [];
      }),
    );
    if (label !== 'alertname' && values.size === 1 && values.has(''))
      return `${one(alerts) ? 'it has' : 'they have'} no label "${label}", which routes match on`;
  }
  return `no route matches ${one(alerts) ? 'it' : 'them'}`;
}

function one(list: readonly unknown[]): boolean {
  return new Set(list).size === 1;
}
