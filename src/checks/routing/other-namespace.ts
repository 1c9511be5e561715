import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { RouteNode } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { lacksItself, mayBe, routedAlerts } from '../../analysis/delivery/index.ts';
import type { AlertLabels, RoutedAlerts } from '../../analysis/delivery/index.ts';
import { defineCheck } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alertPlaces } from '../support/alert-places.ts';

const config = (more = ''): string => `apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: team, namespace: shop }
spec:
  route:
    receiver: chat
${more}  receivers:
    - name: chat
      webhookConfigs: [{ url: 'https://example.com/' }]
`;
const rules = (expr: string, labels: string, home = 'shop'): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: ${home} }
spec:
  groups:
    - name: shop
      rules:
        - { alert: ShopDown, expr: '${expr}', labels: { ${labels} } }
`;

export default defineCheck({
  meta: {
    id: 'routing/other-namespace',
    summary: 'alerts that the namespace matcher of the operator keeps from their AlertmanagerConfig',
    why: 'The operator adds the matcher namespace="<that of the object>" to the route: an alert without that label, or with another one, passes by.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'An aggregation loses the label',
          files: { 'config.yaml': config(), 'rules.yaml': rules('sum(shop_up) == 0', 'severity: critical') },
          at: ['AlertmanagerConfig'],
        },
        {
          title: 'The rule gives the alert another namespace',
          files: {
            'config.yaml': config(),
            'rules.yaml': rules('sum(shop_up) == 0', 'namespace: shop-prod'),
          },
          at: ['AlertmanagerConfig'],
        },
        {
          title: 'A rule of another namespace that a route of the object names',
          files: {
            'config.yaml': config('    routes: [{ matchers: [{ name: team, value: shop }] }]\n'),
            'rules.yaml': rules('sum(shop_up) == 0', 'team: shop', 'monitoring'),
          },
          at: ['AlertmanagerConfig'],
        },
      ],
      right: [
        {
          files: {
            'config.yaml': config(),
            'rules.yaml': rules('sum by (namespace) (shop_up) == 0', 'severity: critical'),
          },
        },
        {
          title: 'The rule says the namespace',
          files: { 'config.yaml': config(), 'rules.yaml': rules('sum(shop_up) == 0', 'namespace: shop') },
        },
        {
          title: 'Its own matchers leave the alert out anyway',
          files: {
            'config.yaml': config('    matchers: [{ name: severity, value: page }]\n'),
            'rules.yaml': rules('sum(shop_up) == 0', 'severity: critical'),
          },
        },
        {
          title: 'A rule of another namespace that nobody routes to this object',
          files: {
            'config.yaml': config('    matchers: [{ name: severity, value: critical }]\n'),
            'rules.yaml': rules('sum(shop_up) == 0', 'severity: critical', 'monitoring'),
          },
        },
        {
          title: 'Prometheus gives every alert the namespace of its rule',
          files: {
            'config.yaml': config(),
            'rules.yaml': rules('sum(shop_up) == 0', 'severity: critical'),
            'prometheus.yaml':
              'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: { name: main }\nspec:\n  enforcedNamespaceLabel: namespace\n  alertmanagers: []\n  # PrometheusRule\n',
          },
        },
      ],
    },
  },
  messages: {
    without: (data: { names: readonly string[]; object: string; namespace: string }) => ({
      message: `${theAlerts(data.names)} never ${reach(data.names)} the receivers of "${data.object}": ${lacks(data.names)} no label "namespace"`,
      why: `under the strategy OnNamespace the operator adds the matcher namespace="${data.namespace}" to the route; an external label "namespace" or enforcedNamespaceLabel of Prometheus would change this`,
      help: `keep the label in the expression (by (namespace)), add namespace: ${data.namespace} to the labels of the rule, or set alertmanagerConfigMatcherStrategy: { type: None } of the Alertmanager`,
    }),
    other: (data: { names: readonly string[]; object: string; namespace: string; value: string }) => ({
      message: `${theAlerts(data.names)} never ${reach(data.names)} the receivers of "${data.object}": the label "namespace" is "${data.value}"`,
      why: `under the strategy OnNamespace the operator adds the matcher namespace="${data.namespace}" to the route`,
      help: `write namespace: ${data.namespace} in the rule, move the object to the namespace "${data.value}", or set alertmanagerConfigMatcherStrategy: { type: None } of the Alertmanager`,
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { kindRange: range, objectKey: object, file } = document;
      const namespace = enforced(document);
      if (range === undefined || object === undefined || namespace === undefined) return;
      if (context.project.settings.alertmanager.enforcesNamespace === true) return;
      const lost = missed(document, namespace, context.project);
      for (const [value, alerts] of lost) {
        const names = alerts.map(({ name }) => name);
        const related = alertPlaces(alerts, (name) => `"${name}" is here`);
        const data = { names, object, namespace };
        if (value === '') context.report('without', { file, range }, data, { related });
        else context.report('other', { file, range }, { ...data, value }, { related });
      }
    },
  }),
});

const isOne = (names: readonly string[]): boolean => new Set(names).size === 1;
const reach = (names: readonly string[]): string => (isOne(names) ? 'reaches' : 'reach');
const lacks = (names: readonly string[]): string => (isOne(names) ? 'it has' : 'they have');

/** The namespace that the operator asks for in the route of an object; undefined: it asks for none. */
function enforced({ origin, config }: AlertmanagerDocument): string | undefined {
  if (origin !== 'object' || config.isBase === true) return undefined;
  const top = config.route?.routes[0];
  return top?.matchers.find(isAdded)?.value;
}

/** A matcher that nobody wrote. */
function isAdded({ name, op, range }: Matcher): boolean {
  return name === 'namespace' && op === '=' && range === undefined;
}

/**
 * Alerts that are meant for the object, by the namespace that they have instead ("": none): those of its own namespace that
 * its matchers accept, and others where a route of it names a label that their rule gives them (team, service).
 */
function missed(
  document: AlertmanagerDocument,
  namespace: string,
  project: Project,
): ReadonlyMap<string, readonly AlertLabels[]> {
  const routed = routedAlerts(document, project);
  const lost = new Map<string, AlertLabels[]>();
  for (const alert of routed.alerts) {
    const { document: rules } = alert.rule.group;
    const isMeant =
      rules.objectNamespace === namespace
        ? isTaken(alert, document, routed)
        : isNamed(alert, document, routed);
    if (!isMeant) continue;
    const value = instead(alert, namespace);
    if (value !== undefined) lost.set(value, [...(lost.get(value) ?? []), alert]);
  }
  return lost;
}

/** Labels that alerts of every team have: a matcher for them does not say whose alerts are meant. */
const COMMON = new Set(['severity', 'priority', 'level', 'namespace', 'cluster', 'env', 'environment']);

/** Whether a route of the object asks for a value that the rule itself gives the alert. */
function isNamed(alert: AlertLabels, { config }: AlertmanagerDocument, routed: RoutedAlerts): boolean {
  const visit = (route: RouteNode, above: readonly Matcher[]): boolean => {
    const line = [...above, ...route.matchers.filter((matcher) => !isAdded(matcher))];
    if (routed.accepts(line, alert) !== 'yes') return false;
    const names = line.some(
      ({ name, values }) => values !== undefined && !COMMON.has(name) && isOwn(alert, name),
    );
    return names || route.routes.some((child) => visit(child, line));
  };
  return config.route?.routes.some((top) => visit(top, [])) ?? false;
}

function isOwn({ rule }: AlertLabels, name: string): boolean {
  return name === 'alertname' || rule.labels.some((label) => label.name === name);
}

/** Whether the matchers that somebody wrote accept the alert. */
function isTaken(alert: AlertLabels, { config }: AlertmanagerDocument, routed: RoutedAlerts): boolean {
  const written = config.route?.routes[0]?.matchers.filter((matcher) => !isAdded(matcher)) ?? [];
  return routed.accepts(written, alert) === 'yes';
}

/** The namespace that an alert has in place of the one that is asked for; undefined: it may have that one. */
function instead(alert: AlertLabels, namespace: string): string | undefined {
  if (lacksItself(alert, 'namespace')) return '';
  const known = alert.of('namespace');
  if (known.kind !== 'values' || mayBe(known, namespace)) return undefined;
  return [...known.values][0];
}
