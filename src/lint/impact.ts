import { dirname, join } from 'node:path/posix';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Rule } from '../documents/rules/types.ts';
import type { TestDocument } from '../documents/types.ts';
import { mentions } from '../project/mentions.ts';
import type { Project, PromqlQuery } from '../project/project.ts';
import { selectedName } from '../project/series-graph.ts';
import { walkExpr } from '../promql/syntax/walk.ts';
import { alertLabels, RoutedAlerts } from '../analysis/delivery/index.ts';
import type { AlertLabels } from '../analysis/delivery/index.ts';
import type { AlertmanagerDocument } from '../documents/alertmanager-document.ts';
import { conditionText, deliver } from '../routing/tree/possibilities.ts';
import type { Route, RouteTree } from '../routing/tree/route.ts';
import type { SourceFile } from '../source/source-file.ts';
import { matchPath } from '../util/glob-match.ts';
import { isRecord } from '../util/is-record.ts';
import { child } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { toValue } from '../yaml/to-value.ts';
import { CHECK_FAILED } from './visitors.ts';

/** What a branch changed, and what depends on it. */
export interface Impact {
  /** Something changed that every finding may depend on: a catalogue, a server's configuration. */
  readonly everything: boolean;
  /** Paths of changed files. */
  readonly files: ReadonlySet<string>;
  /** Rules that changed, use a changed or removed recording rule, or go another way through the routes. */
  readonly rules: ReadonlySet<Rule>;
  /** Names of changed, removed and dependent rules. */
  readonly names: ReadonlySet<string>;
  /** Paths of pages and dashboards that changed or are gone, and uids of dashboards: what links lead to. */
  readonly targets: readonly string[];
}

export interface ImpactInput {
  /** Read from the texts that the changed files had, by their present names where they were renamed. */
  readonly before: Project;
  readonly after: Project;
  /** Present paths of changed files; removed ones by their old path. */
  readonly changed: ReadonlySet<string>;
  /** Old paths of files that were removed or renamed. */
  readonly removed: ReadonlySet<string>;
  /** The configuration of rulecheck itself changed. */
  readonly configuration: boolean;
}

/** Kinds of documents that say something of metrics or servers, and so of every rule. */
const EVERYWHERE = new Set(['catalogue', 'prometheus-config', 'loki-config', 'agent']);

/** Kinds of tests that name their rules; all others run whenever something changed. */
const RULE_TESTS = new Set<string>(['scenarios', 'promtool-test']);

/** Finds out what depends on the changes of a branch. */
export function impactOf({ before, after, changed, removed, configuration }: ImpactInput): Impact {
  const everything = configuration || [before, after].some((project) => touchesAll(project, changed));
  const old = new Set(before.rules.map(identity));
  // Of a large project only what changed is looked at.
  const present = after.rules.filter((rule) => changed.has(rule.file.path));
  const now = new Set(present.map(identity));
  const rules = new Set(present.filter((rule) => !old.has(identity(rule))));
  const names = new Set([...rules].map(({ name }) => name.value));
  const recorded = new Set([...rules].filter(({ kind }) => kind === 'record').map(({ name }) => name.value));
  for (const rule of before.rules) {
    if (now.has(identity(rule))) continue;
    names.add(rule.name.value);
    if (rule.kind === 'record') recorded.add(rule.name.value);
  }
  addUsers(after, recorded, rules);
  const notified = withTemplateUsers(before, after, changed);
  for (const rule of reroutedAlerts(before, after, notified)) rules.add(rule);
  for (const { name } of rules) names.add(name.value);
  const targets = linkTargets([before, after], changed, removed);
  return { everything, files: notified, rules, names, targets };
}

/** Changed files, and with a changed file of notification templates the Alertmanager configurations that may load it. */
function withTemplateUsers(
  before: Project,
  after: Project,
  changed: ReadonlySet<string>,
): ReadonlySet<string> {
  const isTemplate = [before, after].some(({ templates }) =>
    templates.some(({ file }) => changed.has(file.path)),
  );
  return isTemplate ? new Set([...changed, ...after.alertmanagers.map(({ file }) => file.path)]) : changed;
}

/** What the links of alerts may lead to and have found otherwise before. */
function linkTargets(
  projects: readonly Project[],
  changed: ReadonlySet<string>,
  removed: ReadonlySet<string>,
): string[] {
  const dashboards = projects.flatMap((project) =>
    project.dashboards.filter(({ file }) => changed.has(file.path)),
  );
  const uids = dashboards.flatMap(({ uid }) => (uid === undefined ? [] : [`"${uid}"`]));
  const pages = [...changed, ...removed].filter((path) => /\.(?:md|markdown)$/i.test(path));
  return [...pages, ...uids, ...dashboards.map(({ file }) => file.path)];
}

function touchesAll(project: Project, changed: ReadonlySet<string>): boolean {
  return project.files.some(
    ({ file, documents }) => changed.has(file.path) && documents.some(({ kind }) => EVERYWHERE.has(kind)),
  );
}

/** A rule is the same at any position in its file; the settings of its group belong to it. */
function identity({ file, group, node }: Rule): string {
  const settings = toValue(group.node);
  const own =
    typeof settings === 'object' && settings !== null ? { ...settings, rules: undefined } : settings;
  return JSON.stringify([file.path, own, toValue(node)]);
}

/** Rules that use a changed series, and those that use what these record. */
function addUsers(project: Project, recorded: ReadonlySet<string>, rules: Set<Rule>): void {
  if (recorded.size === 0) return;
  const candidates = mentions(project, recorded);
  const seen = new Set(recorded);
  // Elements that are added during the walk are walked too.
  for (const name of seen)
    for (const query of candidates.get(name) ?? []) {
      if (query.owner.kind !== 'rule' || !selects(query, name)) continue;
      const { rule } = query.owner;
      rules.add(rule);
      if (rule.kind === 'record') seen.add(rule.name.value);
    }
}

/** Does a query ask for a series of this name? */
function selects({ ast }: PromqlQuery, name: string): boolean {
  let found = false;
  if (ast !== undefined)
    walkExpr(ast, (node) => {
      if (node.kind === 'VectorSelector' && selectedName(node) === name) found = true;
    });
  return found;
}

/** Alerts that a changed Alertmanager configuration treats in another way than before. */
function reroutedAlerts(before: Project, after: Project, changed: ReadonlySet<string>): Rule[] {
  const routings = (project: Project): Routing[] =>
    project.alertmanagers.flatMap((document) => {
      const { file, tree } = document;
      return tree === undefined || !changed.has(file.path) ? [] : [routing(document, tree)];
    });
  const [old, now] = [routings(before), routings(after)];
  if (old.length === 0 && now.length === 0) return [];
  const isTemplate = after.templates.some(({ file }) => changed.has(file.path));
  if (isTemplate || common(old) !== common(now)) return [...after.alerts];
  // What the rules that did not change say of labels is known after the change only.
  return alertLabels(after)
    .filter((alert) => ends(old, alert) !== ends(now, alert))
    .map(({ rule }) => rule);
}

/** A changed Alertmanager configuration. */
interface Routing {
  readonly document: AlertmanagerDocument;
  readonly tree: RouteTree;
  /** What holds wherever an alert ends, as a text: inhibition, time intervals, settings of all receivers. */
  readonly common: string;
  /** What each receiver sends, as a text. */
  readonly receivers: ReadonlyMap<unknown, string>;
}

const COMMON_KEYS = ['global', 'templates', 'inhibit_rules', 'time_intervals', 'mute_time_intervals'];

function routing(document: AlertmanagerDocument, tree: RouteTree): Routing {
  const root = parseYaml(document.file.text).documents[0]?.root;
  const value = root === undefined ? undefined : toValue(root);
  // Inside an object of Kubernetes whatever changed may hold everywhere.
  if (!isRecord(value) || value.route === undefined)
    return { document, tree, common: JSON.stringify(value ?? null), receivers: new Map() };
  const common = JSON.stringify(COMMON_KEYS.map((key) => value[key]));
  const receivers = Array.isArray(value.receivers) ? value.receivers.filter(isRecord) : [];
  return {
    document,
    tree,
    common,
    receivers: new Map(receivers.map((one) => [one.name, JSON.stringify(one)])),
  };
}

const common = (routings: readonly Routing[]): string => JSON.stringify(routings.map((one) => one.common));

/** Where an alert may end, by which labels, and all that holds there, as a text. */
function ends(routings: readonly Routing[], alert: AlertLabels): string {
  const found = routings.map(({ document, tree, receivers }) => {
    const ofRoute = ({ settings }: Route) => [
      { ...settings, labels: [...settings.labels] },
      receivers.get(settings.receiver),
    ];
    const delivery = deliver(tree, new RoutedAlerts(document, [alert]).state(alert));
    const ways = delivery.outcomes?.map((way) => [conditionText(way.state), way.ends.map(ofRoute)]);
    return ways ?? delivery.ends.map(({ route, certain }) => [certain, ofRoute(route)]);
  });
  return JSON.stringify(found);
}

/** Does a finding lie in what changed or depends on it, or point there? */
export function concerns(impact: Impact, project: Project): (diagnostic: Diagnostic) => boolean {
  if (impact.everything) return () => true;
  const ofFile = new Map<SourceFile, Rule[]>();
  for (const rule of project.rules) {
    const rules = ofFile.get(rule.file);
    if (rules === undefined) ofFile.set(rule.file, [rule]);
    else rules.push(rule);
  }
  const touches = ({ file, range }: Pick<Diagnostic, 'file' | 'range'>): boolean => {
    const around = (ofFile.get(file) ?? []).filter(
      ({ node }) => node.range.start <= range.start && range.start < node.range.end,
    );
    // Parts outside of rules (a group's name, a route) have changed with their file.
    if (around.length === 0) return impact.files.has(file.path);
    return around.some((rule) => impact.rules.has(rule));
  };
  return (diagnostic) =>
    // What a check that failed would have found is not known anywhere.
    diagnostic.check === CHECK_FAILED ||
    touches(diagnostic) ||
    diagnostic.related.some(touches) ||
    usesNames(impact, diagnostic) ||
    leadsToTarget(impact, diagnostic);
}

/** A link's finding names the page or the dashboard that it leads to. */
function leadsToTarget({ targets }: Impact, { message }: Diagnostic): boolean {
  return targets.some((target) => {
    const at = message.indexOf(target);
    return at >= 0 && !/[\w/.-]/.test(message[at - 1] ?? '');
  });
}

/** A query in a page or catalogue that asks for a changed series names it. */
function usesNames({ names }: Impact, { file, range, message }: Diagnostic): boolean {
  const text = `${message} ${file.slice(range)}`;
  return [...text.matchAll(/[\w:]+/g)].some(([word]) => names.has(word));
}

/** The tests of a project that judge something changed: changed themselves, or of changed rules. */
export function affectedTests(impact: Impact, project: Project): TestDocument[] {
  if (impact.everything) return [...project.tests];
  const ruleFiles = new Set([...impact.files, ...[...impact.rules].map(({ file }) => file.path)]);
  return project.tests.filter(({ file, kind, root }) => {
    if (impact.files.has(file.path) || !RULE_TESTS.has(kind)) return true;
    const alert = child(root, 'alert');
    if (kind === 'scenarios' && alert?.kind === 'scalar' && impact.names.has(alert.text)) return true;
    const globs = child(root, 'rule_files');
    if (globs?.kind !== 'seq') return false;
    return globs.items.some((glob) => {
      if (glob.kind !== 'scalar') return false;
      const pattern = join(dirname(file.path), glob.text);
      return [...ruleFiles].some((path) => path === pattern || matchPath(`./${pattern}`, path));
    });
  });
}
