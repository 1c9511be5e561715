import { child, entryOf } from '../../yaml/node.ts';
import type { MapNode, ScalarNode } from '../../yaml/node.ts';
import type { ChartDefaults } from './part.ts';
import { scalarText } from './shapes.ts';
import { overDefaults } from './synthetic.ts';
import type { Plain } from './synthetic.ts';

type Defaults = { readonly [key: string]: Plain };

/** The values `alertmanager.config` of kube-prometheus-stack (chart 45 and later; before 45, `match` for `matchers`). */
const STACK: Defaults = {
  global: { resolve_timeout: '5m' },
  inhibit_rules: [
    {
      source_matchers: ['severity = critical'],
      target_matchers: ['severity =~ warning|info'],
      equal: ['namespace', 'alertname'],
    },
    {
      source_matchers: ['severity = warning'],
      target_matchers: ['severity = info'],
      equal: ['namespace', 'alertname'],
    },
    {
      source_matchers: ['alertname = InfoInhibitor'],
      target_matchers: ['severity = info'],
      equal: ['namespace'],
    },
    { target_matchers: ['alertname = InfoInhibitor'] },
  ],
  route: {
    group_by: ['namespace'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
    receiver: 'null',
    routes: [{ receiver: 'null', matchers: ['alertname = "Watchdog"'] }],
  },
  receivers: [{ name: 'null' }],
  templates: ['/etc/alertmanager/config/*.tmpl'],
};

/** The value `config` of the chart alertmanager, which the chart prometheus has below `alertmanager`. */
const SINGLE: Defaults = {
  global: {},
  templates: ['/etc/alertmanager/*.tmpl'],
  receivers: [{ name: 'default-receiver' }],
  route: {
    group_wait: '10s',
    group_interval: '5m',
    receiver: 'default-receiver',
    repeat_interval: '3h',
  },
};

const STACK_KEYS = [
  'prometheusOperator',
  'defaultRules',
  'additionalPrometheusRulesMap',
  'additionalPrometheusRules',
  'kubeApiServer',
  'kubelet',
  'kubeControllerManager',
  'kubeScheduler',
  'kubeEtcd',
  'kubeProxy',
  'coreDns',
  'nodeExporter',
  'kubeStateMetrics',
];
const STACK_ALERTMANAGER_KEYS = ['alertmanagerSpec', 'templateFiles', 'tplConfig', 'stringConfig'];
const SINGLE_KEYS = ['server', 'serverFiles', 'prometheus-pushgateway', 'extraScrapeConfigs', 'pushgateway'];

/** A chart that has an Alertmanager, by the last part of its name. */
export type ChartName = 'kube-prometheus-stack' | 'prometheus' | 'alertmanager';

/** The chart that a name means (`prometheus-community/kube-prometheus-stack`); undefined: another one. */
export function chartNamed(name: string): ChartName | undefined {
  const last =
    name
      .replace(/(?<!\/)\/+$/, '')
      .split('/')
      .pop() ?? '';
  if (last === 'kube-prometheus-stack' || last === 'prometheus-operator') return 'kube-prometheus-stack';
  return last === 'prometheus' || last === 'alertmanager' ? last : undefined;
}

/**
 * The chart whose values these are, by their keys: sub-charts have other names where somebody wants it so.
 *
 * @param values the map that has the key `alertmanager`
 */
export function chartByShape(values: MapNode): ChartName | undefined {
  const alertmanager = child(values, 'alertmanager');
  const has = (map: MapNode, keys: readonly string[]): boolean =>
    keys.some((key) => entryOf(map, key) !== undefined);
  if (has(values, STACK_KEYS)) return 'kube-prometheus-stack';
  if (child(child(values, 'prometheus'), 'prometheusSpec') !== undefined) return 'kube-prometheus-stack';
  if (alertmanager?.kind === 'map' && has(alertmanager, STACK_ALERTMANAGER_KEYS))
    return 'kube-prometheus-stack';
  return has(values, SINGLE_KEYS) ? 'prometheus' : undefined;
}

/**
 * The chart of which values leave something to its defaults: Alertmanager itself does not accept a root route without a
 * receiver,
 * and both charts have one. undefined: the configuration needs no defaults.
 */
export function chartByDefault(config: MapNode): ChartName | undefined {
  const route = child(config, 'route');
  if (route?.kind !== 'map' || child(route, 'receiver') !== undefined) return undefined;
  const receivers = child(config, 'receivers');
  const names =
    receivers?.kind === 'seq' ? receivers.items.map((item) => scalarText(child(item, 'name'))) : [];
  return names.includes('default-receiver') ? 'prometheus' : 'kube-prometheus-stack';
}

/** A configuration as the chart hands it on: its own defaults below it, without the switch that is the chart's. */
export function withChartDefaults(
  key: ScalarNode,
  config: MapNode,
  chart: ChartName | undefined,
  isAll: boolean,
): { readonly root: MapNode; readonly chart?: ChartDefaults } {
  const own: MapNode = { ...config, entries: config.entries.filter((entry) => entry.key.text !== 'enabled') };
  if (chart === undefined) return { root: own };
  const anchor = { start: key.range.start, end: key.range.start };
  const receivers = entryOf(config, 'receivers')?.key.range ?? key.range;
  const root = overDefaults(own, chart === 'kube-prometheus-stack' ? STACK : SINGLE, anchor);
  return { root, chart: { name: chart, anchor, receivers, isAll } };
}
