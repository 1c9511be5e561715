import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { parse } from 'yaml';
import { ALERTMANAGER_SECRETS, IMAGES, PORTS, RETENTION } from './settings.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const NAMESPACE = 'oneiric-monitoring';
/** The Secret with the files that Alertmanager reads; whoever installs makes it. */
const SECRETS = 'oneiric-alertmanager';
const LABELS = { 'app.kubernetes.io/part-of': 'oneiric-monitoring' };
/** Prometheus takes the rules with this label. */
const RULE_LABELS = { ...LABELS, prometheus: 'oneiric' };

/** An object of Kubernetes. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/**
 * The objects of the Prometheus Operator for the pack, made from the shipped files: no rule, route or panel is written
 * a second time.
 */
export function kubernetesObjects(): (KubernetesObject & Record<string, unknown>)[] {
  return [
    object('v1', 'Namespace', NAMESPACE, {}),
    ...prometheusRules(),
    serviceMonitor(),
    oneiricService(),
    prometheus(),
    alertmanagerConfig(),
    alertmanager(),
    lokiRules(),
    ...dashboards(),
  ];
}

/** The file by which Kustomize finds the others. */
export function kustomization(files: readonly string[]): object {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: NAMESPACE,
    resources: files,
  };
}

const read = (path: string): string => readFileSync(ROOT + path, 'utf8');
const object = (
  apiVersion: string,
  kind: string,
  name: string,
  rest: Record<string, unknown>,
  labels: Readonly<Record<string, string>> = LABELS,
) => ({
  apiVersion,
  kind,
  metadata: { name, labels },
  ...rest,
});
const operator = 'monitoring.coreos.com/v1';

function prometheusRules() {
  return globSync('rules/*/*.yml', { cwd: ROOT })
    .sort()
    .map((path) => {
      const { groups } = parse(read(path)) as { groups: unknown };
      const name = `oneiric-${path.split('/')[1]!}-${basename(path, '.yml')}`;
      return object(operator, 'PrometheusRule', name, { spec: { groups } }, RULE_LABELS);
    });
}

interface ScrapeConfig {
  readonly job_name: string;
  readonly scrape_interval?: string;
  readonly scrape_timeout?: string;
  readonly static_configs: readonly { readonly labels?: Readonly<Record<string, string>> }[];
}

function prometheusConfig() {
  return parse(read('prometheus/prometheus.yml')) as {
    global: { scrape_interval: string; evaluation_interval: string; external_labels: Record<string, string> };
    scrape_configs: readonly ScrapeConfig[];
  };
}

const oneiricJob = (): ScrapeConfig =>
  prometheusConfig().scrape_configs.find(({ job_name }) => job_name === 'oneiric')!;

/** The name of the Service is the job and the label `service`; `app` and `tier` are labels of the Service. */
function serviceMonitor() {
  const { scrape_interval, scrape_timeout } = oneiricJob();
  return object(operator, 'ServiceMonitor', 'oneiric', {
    spec: {
      selector: { matchLabels: { app: 'oneiric', tier: 'application' } },
      targetLabels: ['app', 'tier'],
      endpoints: [
        { port: 'metrics', path: '/metrics', interval: scrape_interval, scrapeTimeout: scrape_timeout },
      ],
    },
  });
}

function oneiricService() {
  const { app, tier } = oneiricJob().static_configs[0]!.labels!;
  return object(
    'v1',
    'Service',
    'oneiric',
    {
      spec: {
        selector: { app },
        ports: [{ name: 'metrics', port: PORTS.oneiric, targetPort: PORTS.oneiric }],
      },
    },
    { ...LABELS, app: app!, tier: tier! },
  );
}

function prometheus() {
  const { global } = prometheusConfig();
  return object(operator, 'Prometheus', 'oneiric', {
    spec: {
      image: IMAGES.prometheus,
      version: version(IMAGES.prometheus),
      replicas: 2,
      retention: RETENTION.time,
      retentionSize: RETENTION.size,
      scrapeInterval: global.scrape_interval,
      evaluationInterval: global.evaluation_interval,
      externalLabels: global.external_labels,
      ruleSelector: { matchLabels: { prometheus: 'oneiric' } },
      serviceMonitorSelector: { matchLabels: LABELS },
      alerting: { alertmanagers: [{ namespace: NAMESPACE, name: 'alertmanager-operated', port: 'web' }] },
      resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '4Gi' } },
      storage: {
        volumeClaimTemplate: {
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '60Gi' } } },
        },
      },
    },
  });
}

const version = (image: string): string => image.slice(image.indexOf(':') + 1);

function alertmanager() {
  return object(operator, 'Alertmanager', 'oneiric', {
    spec: {
      image: IMAGES.alertmanager,
      version: version(IMAGES.alertmanager),
      replicas: 3,
      configSecret: 'oneiric-alertmanager-config',
      secrets: [SECRETS],
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    },
  });
}

/** The operator mounts the Secret's templates beside the configuration, and the secrets below their Secret's name. */
function alertmanagerConfig() {
  const text = read('alertmanager/alertmanager.yml')
    .replace('  - templates/*.tmpl', '  - /etc/alertmanager/config/*.tmpl')
    .replace(/^( .*)\/etc\/alertmanager\/secrets\//gm, `$1/etc/alertmanager/secrets/${SECRETS}/`);
  for (const name of ALERTMANAGER_SECRETS)
    if (!text.includes(`/${SECRETS}/${name}`))
      throw new Error(`alertmanager.yml does not read the secret ${name}`);
  return object('v1', 'Secret', 'oneiric-alertmanager-config', {
    stringData: { 'alertmanager.yaml': text, 'oneiric.tmpl': read('alertmanager/templates/oneiric.tmpl') },
  });
}

/** The sidecar of Loki's Helm chart loads what has this label. */
function lokiRules() {
  return object(
    'v1',
    'ConfigMap',
    'oneiric-loki-rules',
    { data: { 'oneiric.yml': read('loki/rules/oneiric.yml') } },
    { ...LABELS, loki_rule: 'true' },
  );
}

/** The sidecar of Grafana's Helm chart loads what has this label. */
function dashboards() {
  return globSync('grafana/dashboards/*.json', { cwd: ROOT })
    .sort()
    .map((path) => {
      const name = basename(path);
      return object(
        'v1',
        'ConfigMap',
        `dashboard-${basename(path, '.json')}`,
        { data: { [name]: read(path) } },
        { ...LABELS, grafana_dashboard: '1' },
      );
    });
}
