import { alert, ruleFile } from '../../../../src/checks/support/example-rules.ts';

/** The alerts of a small team: labels on each, some kept from the expression. */
const RULES = ruleFile(
  alert('up{job="node"} == 0', {
    name: 'NodeDown',
    for: '5m',
    labels: { severity: 'critical', team: 'infra' },
  }),
  alert('node_filesystem_avail_bytes{job="node"} / node_filesystem_size_bytes{job="node"} < 0.05', {
    name: 'DiskFull',
    for: '10m',
    labels: { severity: 'critical', team: 'infra' },
    annotations: { summary: 'Less than 5% of the disk is free' },
  }),
  alert('node_filesystem_avail_bytes{job="node"} / node_filesystem_size_bytes{job="node"} < 0.15', {
    name: 'DiskFilling',
    for: '30m',
    labels: { severity: 'warning', team: 'infra' },
    annotations: { summary: 'Less than 15% of the disk is free' },
  }),
  alert('sum by (service) (rate(http_request_errors_total{job="shop"}[5m])) > 5', {
    name: 'CheckoutErrors',
    for: '5m',
    labels: { severity: 'critical', team: 'shop' },
    annotations: { summary: 'Checkout fails' },
  }),
  alert('max by (service) (job_queue_length{job="shop"}) > 1000', {
    name: 'QueueLong',
    for: '15m',
    labels: { severity: 'warning', team: 'shop' },
    annotations: { summary: 'Orders wait' },
  }),
);

const PROMETHEUS = 'global: { external_labels: { cluster: eu1 } }\nrule_files: [rules.yml]\n';

/** A configuration around a route and what else is said; every receiver that is named gets a webhook. */
export function routing(route: string, more = '', receivers = ''): Readonly<Record<string, string>> {
  const named = [...route.matchAll(/receiver: ([\w-]+)/g)].map(([, name]) => name!);
  const own = [...receivers.matchAll(/name: ([\w-]+)/g)].map(([, name]) => name!);
  const rest = [...new Set(named)].filter((name) => !own.includes(name));
  const webhooks = rest.map(
    (name) => `  - name: ${name}\n    webhook_configs: [{ url: 'http://127.0.0.1/${name}' }]\n`,
  );
  return {
    'alertmanager.yml': `${route}${more}receivers:\n${receivers}${webhooks.join('')}`,
    'prometheus.yml': PROMETHEUS,
    'rules.yml': RULES,
  };
}

/** A tree with these lines below `routes:`. */
export function tree(...routes: readonly string[]): string {
  return `route:\n  receiver: everybody\n  group_by: [alertname]\n  routes:\n${routes.map((line) => `    ${line}\n`).join('')}`;
}

/** The same, as files. */
export function routes(...lines: readonly string[]): Readonly<Record<string, string>> {
  return routing(tree(...lines));
}

/** The pages of critical alerts and one route more: what most trees look like. */
export const CRITICAL = '- { matchers: [severity="critical"], receiver: pager }';
export const WARNING = '- { matchers: [severity="warning"], receiver: chat }';
