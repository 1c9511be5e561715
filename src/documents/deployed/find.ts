import { child, entryOf } from '../../yaml/node.ts';
import type { MapEntry, MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import { mayMatter } from '../may-matter.ts';
import { chartByDefault, chartByShape, chartNamed, withChartDefaults } from './charts.ts';
import type { ChartName } from './charts.ts';
import type { DeployedPart } from './part.ts';
import { isGroupList, isReceiverList, isRouteMap, isRuleList, isWholeConfig, scalarText } from './shapes.ts';
import { syntheticScalar } from './synthetic.ts';

/** Maps and lists below each other that are looked into. */
const MAX_DEPTH = 14;

/** Facts about the place where the search is. */
interface Where {
  readonly depth: number;
  /** The object, or the values, that the place belongs to. */
  readonly home: object;
  /** The chart that somebody named for the values around. */
  readonly chart?: ChartName | undefined;
  /** No other file can add to the values around. */
  readonly isAll: boolean;
}

/**
 * Finds what is Alertmanager's, or rules, in YAML that deploys it: values of Helm charts (also inside a HelmRelease, an
 * Application of Argo CD, a helmfile), configurations of Mimir, compose files. Everything is known by its shape, so that
 * sub-charts may have any name; the defaults of a chart are added where it is known which one it is.
 */
export function deployedParts(root: YamlNode): readonly DeployedPart[] {
  const found: DeployedPart[] = [];
  walk(root, '', { depth: 0, home: root, isAll: false }, found);
  return found;
}

function walk(node: YamlNode, key: string, where: Where, found: DeployedPart[]): void {
  if (where.depth > MAX_DEPTH) return;
  if (node.kind === 'scalar') {
    if (isFile(node, key)) found.push({ kind: 'text', name: key, scalar: node, home: where.home });
    return;
  }
  const below = { ...where, depth: where.depth + 1 };
  if (node.kind === 'seq') {
    for (const item of node.items) walk(item, key, below, found);
    return;
  }
  const inside = enter(node, key, below);
  for (const entry of node.entries) {
    if (!takeEntry(entry, node, inside, found)) walk(entry.value, entry.key.text, inside, found);
  }
}

/** What holds inside a map: whose values they are. */
function enter(node: MapNode, key: string, where: Where): Where {
  const named = chartOf(node);
  const isObject = child(node, 'apiVersion')?.kind === 'scalar';
  const values = /^values(?:Object|Inline)?$/.test(key) || named !== undefined || isObject;
  return {
    ...where,
    ...(values ? { home: node } : {}),
    chart: named ?? where.chart,
    isAll: (where.isAll || isObject) && !OTHER_VALUES.some((other) => entryOf(node, other) !== undefined),
  };
}

/** Keys beside the values of an object that bring further values. */
const OTHER_VALUES = ['valuesFrom', 'valueFiles', 'valuesFiles', 'valuesFile', 'parameters', 'set'];

/** The chart that a HelmRelease, an Application, a HelmChart of k3s or an entry of a helmfile names. */
function chartOf(node: MapNode): ChartName | undefined {
  const chart = child(node, 'chart');
  const nested = child(child(child(node, 'chart'), 'spec'), 'chart') ?? chart;
  // An entry of helmCharts of a kustomization has the chart's name beside its values.
  const inline = entryOf(node, 'valuesInline') === undefined ? undefined : child(node, 'name');
  return chartNamed(scalarText(nested)) ?? chartNamed(scalarText(inline));
}

/** Takes an entry of a map that is one of ours; false: it is not, but may contain some. */
function takeEntry({ key, value }: MapEntry, parent: MapNode, where: Where, found: DeployedPart[]): boolean {
  if (value.kind === 'map') return takeMap(key, value, parent, where, found);
  if (key.text === 'groups' && isGroupList(value)) {
    found.push({ kind: 'rules', root: { kind: 'map', range: parent.range, entries: [{ key, value }] } });
    return true;
  }
  if (key.text === 'rules' && isRuleList(value) && entryOf(parent, 'name') === undefined) {
    found.push({ kind: 'rules', root: groupOf(key, value, parent) });
    return true;
  }
  return false;
}

function takeMap(
  key: ScalarNode,
  value: MapNode,
  parent: MapNode,
  where: Where,
  found: DeployedPart[],
): boolean {
  if (isTemplateFiles(value)) {
    for (const { key: name, value: file } of value.entries)
      if (file.kind === 'scalar')
        found.push({ kind: 'text', name: name.text, scalar: file, home: where.home });
    return true;
  }
  if (key.text === 'alertmanager') {
    const config = entryOf(value, 'config');
    if (config?.value.kind === 'map' && isPartOfConfig(config.value)) {
      const chart = where.chart ?? chartByShape(parent) ?? chartByDefault(config.value);
      if (takeConfig(config.key, config.value, chart, where, found)) {
        // What else is below: template files, and the rules of some charts.
        const rest = { ...value, entries: value.entries.filter((entry) => entry !== config) };
        walk(rest, key.text, where, found);
        return true;
      }
    }
  }
  if (!isWholeConfig(value) && !(where.chart === 'alertmanager' && key.text === 'config')) return false;
  return (
    isPartOfConfig(value) &&
    takeConfig(key, value, key.text === 'config' ? where.chart : undefined, where, found)
  );
}

/** Takes a configuration; one of which nobody knows what is added to it only where it is whole. */
function takeConfig(
  key: ScalarNode,
  config: MapNode,
  chart: ChartName | undefined,
  where: Where,
  found: DeployedPart[],
): boolean {
  if (chart === undefined && !isWholeConfig(config)) return false;
  const { isAll, home } = where;
  found.push({ kind: 'alertmanager', home, ...withChartDefaults(key, config, chart, isAll) });
  return true;
}

function isPartOfConfig(config: MapNode): boolean {
  const inhibition = child(config, 'inhibit_rules');
  return (
    isRouteMap(child(config, 'route')) ||
    isReceiverList(child(config, 'receivers')) ||
    (inhibition?.kind === 'seq' && inhibition.items.some(({ kind }) => kind === 'map'))
  );
}

/** A map of template files by their names. */
function isTemplateFiles(node: MapNode): boolean {
  return (
    node.entries.length > 0 &&
    node.entries.every(({ key, value }) => /\.(?:tmpl|tpl)$/.test(key.text) && value.kind === 'scalar')
  );
}

/** A list of rules without a group, as charts make a PrometheusRule of it: one group of their own. */
function groupOf(key: ScalarNode, rules: YamlNode, { range }: MapNode): MapNode {
  const name = (text: string): ScalarNode => syntheticScalar(text, key.range);
  const group: MapNode = {
    kind: 'map',
    range: rules.range,
    entries: [
      { key: name('name'), value: name('rules') },
      { key, value: rules },
    ],
  };
  const groups: YamlNode = { kind: 'seq', range: rules.range, items: [group] };
  return { kind: 'map', range, entries: [{ key: name('groups'), value: groups }] };
}

/** Keys whose values are files of any name. */
const FILE_KEYS =
  /(?:^|[./_-])(?:values(?:Content)?|values\.ya?ml|content|config(?:uration)?|stringConfig|configRawYaml|alertmanager_config)$|\.(?:ya?ml|json|rules|rule)$/i;

/** A text of several lines that may hold something of ours. */
function isFile({ text, style }: ScalarNode, key: string): boolean {
  const isLong = text.includes('\n') || style === 'literal' || style === 'folded';
  if (/\.tmpl$/.test(key)) return mayMatter(text, key);
  return isLong && FILE_KEYS.test(key) && mayMatter(text);
}
