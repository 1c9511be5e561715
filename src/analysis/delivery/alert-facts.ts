import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { MarkdownDocument } from '../../documents/markdown.ts';
import type { RecordingRule } from '../../documents/rules/types.ts';
import type { TestDocument } from '../../documents/types.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { InhibitRule } from '../../routing/inhibition/rule.ts';
import { child } from '../../yaml/node.ts';
import type { Project } from '../../project/project.ts';
import type { AlertLabels } from './alert-labels.ts';
import type { RoutedAlerts } from './routed-alerts.ts';
import { selectedName } from '../../project/series-graph.ts';

/** An inhibition rule that may concern an alert, and on which side. */
export interface ConcerningInhibition {
  /** `muted`: this alert is held back while others fire. `mutes`: it holds others back. */
  readonly role: 'muted' | 'mutes';
  readonly rule: InhibitRule;
  /** Position in the configuration, from 0. */
  readonly index: number;
  /** false: it depends on labels that are not known before the alert fires. */
  readonly certain: boolean;
}

/** The inhibition rules that an alert can match on one side or the other. */
export function concerningInhibitions(
  alert: AlertLabels,
  { config }: AlertmanagerDocument,
  routed: RoutedAlerts,
): ConcerningInhibition[] {
  return config.inhibitRules.flatMap((rule, index) => {
    const sides = [
      { role: 'muted', matchers: rule.targetMatchers },
      { role: 'mutes', matchers: rule.sourceMatchers },
    ] as const;
    return sides.flatMap(({ role, matchers }) => {
      const answer = routed.accepts(matchers, alert);
      return answer === 'no' ? [] : [{ role, rule, index, certain: answer === 'yes' }];
    });
  });
}

/** A series that an alert's expression reads, and the rules that record it. */
export interface NeededSeries {
  readonly name: string;
  readonly recorders: readonly RecordingRule[];
}

/** The series that an alert reads, in the order of its expression. Empty for LogQL. */
export function neededSeries(project: Project, { rule }: AlertLabels): NeededSeries[] {
  const query = project.queries.find((one) => one.owner.kind === 'rule' && one.owner.rule === rule);
  if (query?.language !== 'promql' || query.ast === undefined) return [];
  const names = new Set<string>();
  walkExpr(query.ast, (node) => {
    const name = node.kind === 'VectorSelector' ? selectedName(node) : undefined;
    if (name !== undefined) names.add(name);
  });
  return [...names].map((name) => ({ name, recorders: project.series.recorders(name) }));
}

/** A test file that mentions an alert, and how many of its tests do. */
export interface CoveringTest {
  readonly document: TestDocument;
  readonly tests: number;
}

/** The scenario files and promtool test files that name an alert. */
export function coveringTests(project: Project, { name }: AlertLabels): CoveringTest[] {
  return project.tests.flatMap((document) => {
    const tests =
      document.kind === 'scenarios' ? scenariosOf(document, name) : promtoolTestsOf(document, name);
    return tests > 0 ? [{ document, tests }] : [];
  });
}

function scenariosOf({ root }: TestDocument, name: string): number {
  const alert = child(root, 'alert');
  const scenarios = child(root, 'scenarios');
  if (alert?.kind !== 'scalar' || alert.text !== name || scenarios?.kind !== 'seq') return 0;
  return scenarios.items.length;
}

function promtoolTestsOf({ root }: TestDocument, name: string): number {
  const tests = child(root, 'tests');
  if (tests?.kind !== 'seq') return 0;
  return tests.items.filter((test) => {
    const expectations = child(test, 'alert_rule_test');
    return (
      expectations?.kind === 'seq' &&
      expectations.items.some((one) => {
        const alert = child(one, 'alertname');
        return alert?.kind === 'scalar' && alert.text === name;
      })
    );
  }).length;
}

/** The page of an alert's runbook_url in this repository, where its prefix is mapped to a folder. */
export function runbookPage(project: Project, url: string): MarkdownDocument | undefined {
  const mapping = project.settings.runbooks.find(({ prefix }) => url.startsWith(prefix));
  if (mapping === undefined) return undefined;
  const folder = mapping.folder.replace(/^\.\//, '').replace(/\/?$/, '/');
  const slug = url
    .slice(mapping.prefix.length)
    .replace(/[#?][^]*/, '')
    .replace(/\/$/, '')
    .replace(/\.(?:md|html)$/, '');
  const names = slug === '' ? ['index', 'README'] : [slug, `${slug}/index`];
  return project.pages.find(({ file }) =>
    names.some((name) => file.path.replace(/\.\w+$/, '') === `${folder}${name}`),
  );
}
