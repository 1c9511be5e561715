import { type LabelSet, formatLabels } from '../../routing/labels.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { ObservedAlert } from '../observe/types.ts';
import type { DiffLine, Failure } from '../result.ts';
import type { AlertPattern, AlertsExpectation } from '../scenario/types.ts';
import { compareAlert } from './compare-alert.ts';
import { type Comparison, diffOf, distanceOf } from './differences.ts';
import { explainRouting } from './explain-routing.ts';
import { matchSets } from './match-sets.ts';
import type { RoutingAtInstant } from './routing-view.ts';

const ROUTING_FIELDS: ReadonlySet<string> = new Set(['receivers', 'notifies', 'inhibited']);

interface AlertsContext {
  /** Pending and firing alerts of the name at the instant. */
  readonly alerts: readonly ObservedAlert[];
  /** Everything that fires at the instant. */
  readonly allFiring: readonly LabelSet[];
  readonly routing: RoutingAtInstant | undefined;
}

/** Judges `alerts:` exactly these alerts fire. */
export function judgeAlerts(expectation: AlertsExpectation, context: AlertsContext): Failure[] {
  const firing = context.alerts.filter((alert) => alert.state === 'firing');
  const compare = (pattern: AlertPattern, alert: ObservedAlert): Comparison[] =>
    compareAlert(pattern, alert, context.routing, context.allFiring);
  const matching = matchSets(
    expectation.alerts,
    firing,
    (pattern, alert) => distanceOf(compare(pattern, alert)) === 0,
  );
  const left = new Set(matching.unmatchedGot);
  const failures: Failure[] = [];
  const at = formatDurationMs(expectation.at.value);
  for (const e of matching.unmatchedExpected) {
    const pattern = expectation.alerts[e]!;
    const nearest = nearestOf([...left], (g) => distanceOf(compare(pattern, firing[g]!)));
    if (nearest !== undefined) left.delete(nearest);
    const alert = nearest === undefined ? undefined : firing[nearest];
    failures.push(
      alert === undefined
        ? missing(pattern, at, context.alerts)
        : differs(pattern, at, alert, compare(pattern, alert), context),
    );
  }
  if (left.size > 0)
    failures.push(
      unexpected(
        expectation,
        at,
        [...left].map((g) => firing[g]!),
      ),
    );
  return failures;
}

function nearestOf(items: readonly number[], distance: (item: number) => number): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const d = distance(item);
    if (d < least) [best, least] = [item, d];
  }
  return best;
}

function missing(pattern: AlertPattern, at: string, alerts: readonly ObservedAlert[]): Failure {
  const pending = alerts.filter((alert) => alert.state === 'pending').length;
  const also = pending > 0 ? `; ${pending} of this name ${pending === 1 ? 'is' : 'are'} pending` : '';
  return {
    code: 'alert-missing',
    range: pattern.range,
    message: `at ${at} an expected alert does not fire${also}`,
    diff: [
      ...expectedLines(pattern),
      ...alerts.map((alert): DiffLine => ({
        kind: 'got',
        text: `${alert.state} ${formatLabels(alert.labels)}`,
      })),
    ],
  };
}

function expectedLines(pattern: AlertPattern): DiffLine[] {
  const empty: ObservedAlert = { state: 'firing', labels: new Map(), annotations: new Map() };
  return compareAlert(pattern, empty, undefined, []).map(({ field, expected }) => ({
    kind: 'expected',
    text: `${field}: ${expected ?? ''}`,
  }));
}

function differs(
  pattern: AlertPattern,
  at: string,
  alert: ObservedAlert,
  comparisons: readonly Comparison[],
  { routing, allFiring }: AlertsContext,
): Failure {
  const wrong = comparisons.filter((comparison) => !comparison.holds);
  const [first] = wrong;
  const fields = wrong.map((comparison) => comparison.field).join(', ');
  const detail =
    wrong.length === 1 && first !== undefined
      ? `${first.field} is ${quoted(first.got)}, expected ${quoted(first.expected)}`
      : `it differs in ${fields}`;
  const asksRouting = wrong.some(({ field }) => ROUTING_FIELDS.has(field));
  const why =
    asksRouting && routing !== undefined
      ? explainRouting(pattern, alert.labels, routing, allFiring)
      : undefined;
  return {
    code: 'alert-missing',
    range: rangeOfFirst(pattern, wrong),
    message: `at ${at} no firing alert matches the expectation; the closest is ${formatLabels(alert.labels)}: ${detail}`,
    diff: diffOf(comparisons),
    ...(why === undefined ? {} : { why }),
  };
}

/** The smallest range that shows the first difference. */
function rangeOfFirst(pattern: AlertPattern, wrong: readonly Comparison[]): AlertPattern['range'] {
  const field = wrong[0]?.field ?? '';
  const named = [
    ...pattern.labels.map((label) => ({ field: `label ${label.name}`, range: label.range })),
    ...pattern.annotations.map((annotation) => ({
      field: `annotation ${annotation.name}`,
      range: annotation.range,
    })),
  ].find((entry) => entry.field === field);
  if (named !== undefined) return named.range;
  if (field === 'receivers') return pattern.receivers?.range ?? pattern.range;
  if (field === 'notifies') return pattern.notifies?.range ?? pattern.range;
  if (field === 'muted_by') return pattern.mutedBy?.range ?? pattern.range;
  if (field === 'inhibited') return (pattern.inhibitedBy ?? pattern.inhibited)?.range ?? pattern.range;
  return pattern.range;
}

function quoted(text: string | undefined): string {
  return text === undefined ? 'not set' : `"${text}"`;
}

function unexpected(expectation: AlertsExpectation, at: string, alerts: readonly ObservedAlert[]): Failure {
  const count = alerts.length === 1 ? 'an unexpected alert fires' : `${alerts.length} unexpected alerts fire`;
  return {
    code: 'alert-unexpected',
    range: expectation.keyRange,
    message: `at ${at} ${count}: ${alerts.map((alert) => formatLabels(alert.labels)).join(', ')}`,
    diff: alerts.map((alert) => ({ kind: 'got', text: formatLabels(alert.labels) })),
    help: '"alerts" must list every firing alert of this name; add the missing ones',
  };
}
