import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import { isPossible } from '../../promql/infer/index.ts';
import type { Alternative } from '../../promql/infer/index.ts';
import type { Route } from '../../routing/tree/route.ts';
import { factsOf } from '../expression/index.ts';
import type { AlertLabels } from './alert-labels.ts';
import { clash, sidesOf } from './inhibition-pairs.ts';
import { mayBeEqual } from './label-knowledge.ts';
import { certainlySent } from './notification-samples.ts';
import type { SentAlert } from './notification-samples.ts';
import { routedAlerts } from './routed-alerts.ts';
import type { RoutedAlerts } from './routed-alerts.ts';

/** Two alerts that one notification of a route can carry: of two rules, or twice of the same. */
export interface PossibleGroup {
  readonly alerts: readonly [AlertLabels, AlertLabels];
  readonly route: Route;
}

/** Alerts and pairs that are looked at for one receiver: more of them seldom say something new. */
const MOST_ALERTS = 30;
const MOST_GROUPS = 40;

/**
 * Pairs of alerts that can be in one notification to a receiver: both certainly go there by the same route, `group_by`
 * does not keep them apart, and no inhibition rule may mute one of them while the other fires. Pairs whose known labels
 * differ in the same way stand for each other.
 */
export function possibleGroups(
  document: AlertmanagerDocument,
  receiver: Receiver,
  project: Project,
): readonly PossibleGroup[] {
  return project.once(groupsByDocument, document)(receiver);
}

function groupsByDocument(
  project: Project,
  document: AlertmanagerDocument,
): (receiver: Receiver) => readonly PossibleGroup[] {
  const byReceiver = new Map<Receiver, readonly PossibleGroup[]>();
  return (receiver) => {
    let groups = byReceiver.get(receiver);
    if (groups === undefined) byReceiver.set(receiver, (groups = read(document, receiver, project)));
    return groups;
  };
}

function read(document: AlertmanagerDocument, receiver: Receiver, project: Project): PossibleGroup[] {
  const routed = routedAlerts(document, project);
  const sent = certainlySent(document, receiver, project)
    .filter(({ route }) => !route.settings.groupByAll)
    .slice(0, MOST_ALERTS);
  const found = new Map<string, PossibleGroup>();
  const add = (one: SentAlert, other: SentAlert): void => {
    if (found.size >= MOST_GROUPS) return;
    const alerts = [one.alert, other.alert] as const;
    const key = [one.route.index, one.alert === other.alert, ...alerts.map(signature)].join('\0');
    if (!found.has(key)) found.set(key, { alerts, route: one.route });
  };
  for (const [i, one] of sent.entries()) {
    if (mayFireTwice(one, project)) add(one, one);
    for (const other of sent.slice(i + 1)) {
      if (other.route !== one.route || !share(one, other, routed)) continue;
      if (!mayMute(document, one.alert, other.alert, routed)) add(one, other);
    }
  }
  return [...found.values()];
}

/** The known labels but the name: alerts that agree in them bring about the same texts, nearly always. */
function signature({ known }: AlertLabels): string {
  return JSON.stringify([...known].filter(([name]) => name !== 'alertname'));
}

/** Whether two alerts may have the same labels of the group. */
function share({ alert, route }: SentAlert, other: SentAlert, routed: RoutedAlerts): boolean {
  return route.settings.groupBy.every((label) =>
    mayBeEqual(routed.label(alert, label), routed.label(other.alert, label)),
  );
}

/** Whether an inhibition rule may mute one of two alerts while the other fires. */
function mayMute(
  { config }: AlertmanagerDocument,
  one: AlertLabels,
  other: AlertLabels,
  routed: RoutedAlerts,
): boolean {
  return config.inhibitRules.some((rule) => {
    const { sources, targets } = sidesOf(rule, routed);
    const mutes = (source: AlertLabels, target: AlertLabels): boolean =>
      sources.includes(source) &&
      targets.includes(target) &&
      clash(rule, source, target, routed) === undefined;
    return mutes(one, other) || mutes(other, one);
  });
}

/** Whether two series of a rule's expression may fall in one group. */
function mayFireTwice({ alert, route }: SentAlert, project: Project): boolean {
  const { rule } = alert;
  if (rule.group.document.language !== 'promql') return false;
  const { expr: ast, errors } = rule.expr.promql;
  if (ast === undefined || errors.length > 0) return false;
  const grouped = new Set(route.settings.groupBy);
  const possible = factsOf(project).alternatives(ast).filter(isPossible);
  return possible.some((alternative) => hasFreeLabel(alternative, grouped));
}

/** Whether something besides the labels of the group distinguishes series. */
function hasFreeLabel({ labels, series }: Alternative, grouped: ReadonlySet<string>): boolean {
  if (series !== undefined && series.count <= 1) return false;
  if (labels.others === 'maybe') return true;
  return [...labels.known].some(
    ([name, { presence, values }]) =>
      name !== '__name__' &&
      presence !== 'never' &&
      !grouped.has(name) &&
      (values === undefined || values.size > 1),
  );
}
