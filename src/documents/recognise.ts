import { own } from '../util/own.ts';
import { child, entryOf } from '../yaml/node.ts';
import type { MapNode, YamlNode } from '../yaml/node.ts';
import { CONFIG } from './alertmanager/schema/config.ts';
import { unwrapDashboard } from './dashboard/index.ts';
import { isGrafanaAlerting } from './grafana-alerting/index.ts';
import { looksLikeCatalogue } from './catalogue/decode.ts';
import { carriesFiles } from './deployed/object-files.ts';
import { isLoneRule, isRule, isRuleList, scalarText } from './deployed/shapes.ts';
import { isLokitoolTests } from './lokitool-test.ts';
import { mistypedKind } from './mistyped.ts';
import { GROUP_KEYS, ROOT_KEYS } from './rules/keys.ts';
import type { DocumentKind } from './types.ts';
import { didYouMean } from '../util/did-you-mean.ts';

/** Blocks that Loki's configuration has and those of Mimir and Tempo do not. */
const LOKI_BLOCKS = ['limits_config', 'storage_config', 'chunk_store_config', 'query_range'];
/** Others, which they share. */
const SERVER_BLOCKS = ['common', 'auth_enabled', 'ingester', 'ruler', 'compactor'];

/** Whether a document has one block of Loki's own and another one. */
function looksLikeLoki(has: (key: string) => boolean): boolean {
  return LOKI_BLOCKS.some(has) && [...LOKI_BLOCKS, ...SERVER_BLOCKS].filter(has).length > 1;
}

/** What a YAML or JSON document is, judged by its content alone; undefined: not recognised. */
export function recognise(
  root: YamlNode,
):
  | Exclude<DocumentKind, 'markdown' | 'notification-templates'>
  | 'list'
  | 'files'
  | 'lokitool-test'
  | undefined {
  if (root.kind !== 'map') return undefined;
  const has = (key: string): boolean => entryOf(root, key) !== undefined;
  if (isGrafanaAlerting(root)) return 'grafana-alerting';
  if (has('apiVersion') && has('kind')) return kubernetesKind(root);
  // Rules in the middle of a Prometheus configuration: Prometheus refuses them there.
  const isServer = has('scrape_configs');
  if (has('groups') && !has('apiVersion') && !isServer && isGroups(child(root, 'groups'), root))
    return 'rules';
  if (isLoneRule(root)) return 'rules';
  if (has('scenarios') && (has('alert') || child(root, 'scenarios')?.kind === 'seq')) return 'scenarios';
  if (isLokitoolTests(child(root, 'tests'))) return 'lokitool-test';
  if (has('config') && isPipelineTest(root)) return 'pipeline-test';
  if (has('route_tests') || isAmtoolTests(child(root, 'tests'))) return 'route-tests';
  if (has('tests') && (has('rule_files') || isPromtoolTests(child(root, 'tests')))) return 'promtool-test';
  if (has('route') && (has('receivers') || isRoute(child(root, 'route'), root))) return 'alertmanager';
  if (has('receivers') && has('inhibit_rules')) return 'alertmanager';
  if (has('scrape_configs') && (has('clients') || has('positions') || hasPipelineStages(root)))
    return 'agent';
  if (has('schema_config') || looksLikeLoki(has)) return 'loki-config';
  if (has('scrape_configs') || (has('global') && has('rule_files')) || has('rule_files'))
    return 'prometheus-config';
  if (looksLikeCatalogue(root)) return 'catalogue';
  if (isQueries(child(root, 'queries'))) return 'queries';
  if (unwrapDashboard(root) !== undefined) return 'dashboard';
  return mistypedKind(root);
}

/** A test in the format of Alloy's `internal/pipelinetest`. */
function isPipelineTest(root: MapNode): boolean {
  return ['inputs', 'assert'].some((key) => child(child(root, key), 'loki')?.kind === 'seq');
}

/** Keys by which a route of Alertmanager is known. */
const ROUTE_MARKS = ['receiver', 'routes', 'group_by', 'group_wait', 'group_interval', 'repeat_interval'];

/** Kubernetes kinds whose `spec.groups` are rule groups, with the language of their expressions. */
const RULE_OBJECTS: Readonly<Record<string, 'promql' | 'logql' | undefined>> = {
  PrometheusRule: 'promql',
  Rules: 'promql',
  ClusterRules: 'promql',
  GlobalRules: 'promql',
  LokiRule: 'logql',
  // vmalert's, in MetricsQL, which knows all of PromQL.
  VMRule: 'promql',
};

/** Kinds whose names are too common to go by alone: those of Loki's operator, and OpenShift's own rules. */
const RULE_OBJECTS_OF: Readonly<Record<string, 'promql' | 'logql' | undefined>> = {
  'loki.grafana.com AlertingRule': 'logql',
  'loki.grafana.com RecordingRule': 'logql',
  'monitoring.openshift.io AlertingRule': 'promql',
};

/** The language of the rules in a Kubernetes object, or undefined if it is not an object with rules. */
export function ruleObjectLanguage(root: MapNode): 'promql' | 'logql' | undefined {
  const kind = scalarText(child(root, 'kind'));
  const api = scalarText(child(root, 'apiVersion'));
  return own(RULE_OBJECTS_OF, `${api.replace(/\/.*/, '')} ${kind}`) ?? own(RULE_OBJECTS, kind);
}

/**
 * Is this the text of Kubernetes objects none of which can hold anything of ours? SecurityContextConstraints have
 * `groups` too. To be asked of texts that cannot be read as YAML.
 */
export function holdsOtherObjects(text: string): boolean {
  if (!/^apiVersion\s*:/m.test(text)) return false;
  const kinds = [...text.matchAll(/^kind\s*:\s*["']?([^\s"']+)/gm)].map(([, kind]) => kind!);
  const ours = (kind: string): boolean =>
    !/^[A-Z]\w+$/.test(kind) ||
    kind in RULE_OBJECTS ||
    carriesFiles(kind) ||
    Object.keys(RULE_OBJECTS_OF).some((object) => object.endsWith(` ${kind}`)) ||
    /^(?:VM)?Alertmanager(?:Config)?$|^Template$|List$/.test(kind);
  return kinds.length > 0 && !kinds.some(ours);
}

function kubernetesKind(
  root: MapNode,
): 'rules' | 'alertmanager' | 'dashboard' | 'list' | 'files' | undefined {
  const kind = scalarText(child(root, 'kind'));
  if (carriesFiles(kind)) return 'files';
  if (ruleObjectLanguage(root) !== undefined) return 'rules';
  if (/^(?:VM)?AlertmanagerConfig$/.test(kind)) return 'alertmanager';
  if (unwrapDashboard(root) !== undefined) return 'dashboard';
  return kind.endsWith('List') || isOpenShiftTemplate(root) ? 'list' : undefined;
}

/** A Template of OpenShift: objects, with parameters in their texts. */
function isOpenShiftTemplate(root: MapNode): boolean {
  return scalarText(child(root, 'kind')) === 'Template' && child(root, 'objects')?.kind === 'seq';
}

/**
 * The objects in a List or a Template of OpenShift. An object of a Template that names a parameter (`${RANGE}`) is
 * left out: its content is only known when the template is processed.
 */
export function listedObjects(root: YamlNode, text: string): readonly YamlNode[] {
  if (root.kind !== 'map') return [];
  const isTemplate = isOpenShiftTemplate(root);
  const objects = child(root, isTemplate ? 'objects' : 'items');
  if (objects?.kind !== 'seq') return [];
  if (!isTemplate) return objects.items;
  return objects.items.filter(({ range }) => !/\$\{/.test(text.slice(range.start, range.end)));
}

/**
 * Groups of rules, not of something else: a group has rules, or only keys of a rule group. No groups at all
 * (`groups: []`) are those of a rule file if it has no other content: exports of Keycloak have them too.
 */
function isGroups(groups: YamlNode | undefined, root: MapNode): boolean {
  const rootKeys: readonly string[] = ROOT_KEYS;
  if (groups?.kind === 'scalar' || (groups?.kind === 'seq' && groups.items.length === 0))
    return (
      (groups.kind === 'seq' || groups.value === null) &&
      root.entries.every(({ key }) => rootKeys.includes(key.text))
    );
  if (groups?.kind !== 'seq') return false;
  const known: readonly string[] = GROUP_KEYS;
  return (
    // One that slid out of its group by its indentation makes the whole file a broken rule file.
    groups.items.some((group) => isRule(group) || holdsRule(group) || holdsMistypedRules(group)) ||
    groups.items.every(
      (group) =>
        group.kind === 'map' &&
        (entryOf(group, 'rules') !== undefined || group.entries.every(({ key }) => known.includes(key.text))),
    )
  );
}

/** A group whose rules are under an unknown key. */
function holdsMistypedRules(group: YamlNode): boolean {
  return (
    group.kind === 'map' &&
    entryOf(group, 'name') !== undefined &&
    group.entries.some(({ key, value }) => didYouMean(key.text, ['rules']) !== undefined && isRuleList(value))
  );
}

function holdsRule(group: YamlNode): boolean {
  const rules = child(group, 'rules');
  return rules?.kind === 'seq' && rules.items.some(isRule);
}

/**
 * Somebody named this file and it has no known shape, but rules stand in it: a mistyped `groups` or `rules` must not
 * pass for a file that is not ours.
 */
export function holdsRules(text: string): boolean {
  return (
    /^[ \t]*(?:-[ \t]*)?(?:alert|record)[ \t]*:/m.test(text) && /^[ \t]*(?:-[ \t]*)?expr[ \t]*:/m.test(text)
  );
}

/**
 * The root route of a configuration without receivers. The values of many Helm charts have a `route` too, that of the
 * Gateway API: theirs is alone or among keys that no configuration has, and has no key of a route.
 */
function isRoute(route: YamlNode | undefined, root: MapNode): boolean {
  if (route?.kind !== 'map') return false;
  return (
    ROUTE_MARKS.some((key) => entryOf(route, key) !== undefined) ||
    (root.entries.length > 1 && root.entries.every(({ key }) => key.text in CONFIG.fields))
  );
}

function isPromtoolTests(tests: YamlNode | undefined): boolean {
  const keys = ['input_series', 'alert_rule_test', 'promql_expr_test'];
  return (
    tests?.kind === 'seq' && tests.items.some((test) => keys.some((key) => child(test, key) !== undefined))
  );
}

/** The file format that was proposed for `amtool config routes test --test-file`: alerts, and where they go. */
function isAmtoolTests(tests: YamlNode | undefined): boolean {
  const keys = ['expected_receivers', 'expected_inhibited'];
  const expects = (alert: YamlNode): boolean => keys.some((key) => child(alert, key) !== undefined);
  return (
    tests?.kind === 'seq' &&
    tests.items.some((test) => {
      const alerts = child(test, 'alerts');
      return alerts?.kind === 'seq' && alerts.items.some(expects);
    })
  );
}

function hasPipelineStages(root: YamlNode): boolean {
  const jobs = child(root, 'scrape_configs');
  return jobs?.kind === 'seq' && jobs.items.some((job) => child(job, 'pipeline_stages') !== undefined);
}

/** Named queries for people, who want to know what each is about; load generators have lists of queries too. */
function isQueries(queries: YamlNode | undefined): boolean {
  const has = (query: YamlNode, key: string): boolean => child(query, key) !== undefined;
  return (
    queries?.kind === 'seq' &&
    queries.items.some((query) => has(query, 'query') && has(query, 'name')) &&
    queries.items.some((query) => has(query, 'category') || has(query, 'description'))
  );
}
