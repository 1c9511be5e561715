import { factsOf, lostByImpossibleJoin, SERVER_LABELS } from '../expression/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { isPossible, labelFact } from '../../promql/infer/index.ts';
import type { LabelReason } from '../../promql/infer/index.ts';
import type { LabelMatcher } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { AlertLabels } from './alert-labels.ts';
import { ANY_VALUE, mayCarry } from './label-knowledge.ts';
import type { RoutedAlerts } from './routed-alerts.ts';

/** A label that the series of an alert have and its expression does not return. */
export interface LostLabel {
  readonly query: PromqlQuery;
  readonly reason: LabelReason;
  /** The matchers of the expression on the label. */
  readonly matchers: readonly LabelMatcher[];
}

/** Labels that say where a series comes from within a server: no external label of that server is called so. */
const OF_SERIES: ReadonlySet<string> = new Set([
  'job',
  'instance',
  'namespace',
  'pod',
  'container',
  'node',
  'service',
  'endpoint',
  'device',
  'mountpoint',
]);

/** Whether an alert reaches Alertmanager without a label, as far as its rule and the servers show. */
export function lacksLabel(
  alert: AlertLabels,
  label: string,
  routed: RoutedAlerts,
  project: Project,
): boolean {
  const known = routed.label(alert, label);
  if (!mayCarry(known)) return true;
  // The external labels are not known here: these are not among them.
  if (known !== ANY_VALUE) return false;
  const lost = lostLabel(alert, label, project);
  return (
    lost !== undefined && (OF_SERIES.has(label) || (lost.matchers.length > 0 && !SERVER_LABELS.has(label)))
  );
}

/** Labels that every scraped series has. */
const OF_TARGETS: ReadonlySet<string> = new Set(['job', 'instance']);

/**
 * Where the expression of an alert loses a label, as far as it shows that there was one: it selects or groups by the
 * label somewhere, or every scraped series has it. undefined: nothing is lost, or nobody knows.
 */
export function lostLabel({ rule }: AlertLabels, label: string, project: Project): LostLabel | undefined {
  const query = queryOf(rule, project);
  if (query?.ast === undefined) return undefined;
  const alternatives = factsOf(project).alternatives(query.ast).filter(isPossible);
  const facts = alternatives.map(({ labels }) => labelFact(labels, label));
  const reason = facts[0]?.reason;
  if (reason === undefined || !isLoss(reason) || facts.some(({ presence }) => presence !== 'never'))
    return undefined;
  if (lostByImpossibleJoin(label, query.ast, project)) return undefined;
  const matchers: LabelMatcher[] = [];
  let grouped = OF_TARGETS.has(label);
  walkExpr(query.ast, (node) => {
    if (node.kind === 'VectorSelector') matchers.push(...node.matchers.filter(({ name }) => name === label));
    if (node.kind === 'AggregateExpr') grouped ||= node.grouping.some(({ name }) => name === label);
  });
  return matchers.length > 0 || grouped ? { query, reason, matchers } : undefined;
}

function isLoss(reason: LabelReason): boolean {
  if (reason.kind === 'recorded') return isLoss(reason.inner);
  return ['aggregated', 'by', 'without', 'on', 'ignoring'].includes(reason.kind);
}

function queryOf(rule: AlertLabels['rule'], project: Project): PromqlQuery | undefined {
  return project.once(ruleQueries).get(rule);
}

function ruleQueries(project: Project): ReadonlyMap<unknown, PromqlQuery> {
  const pairs = project.queries.flatMap((query) =>
    query.language === 'promql' && query.owner.kind === 'rule' ? [[query.owner.rule, query] as const] : [],
  );
  return new Map(pairs);
}
