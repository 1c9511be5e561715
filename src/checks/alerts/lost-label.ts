import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';
import type { Route } from '../../routing/tree/route.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { ancestry } from '../../routing/tree/build.ts';
import type { RelatedPlace } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../contract.ts';
import { groupBy } from '../../util/group-by.ts';
import { defineCheck } from '../contract.ts';
import type { AlertLabels, LostLabel, RoutedAlerts } from '../../analysis/delivery/index.ts';
import { someNames } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import {
  lacksLabel,
  lostLabel,
  routedAlerts,
  sidesOf,
  writtenRoutes,
} from '../../analysis/delivery/index.ts';
import { lossText, reasonPlace } from '../support/label-loss.ts';
import { matchersPlace } from '../support/route-places.ts';

const files = (expr: string, rest: string): Record<string, string> => ({
  'rules.yml': ruleFile(
    alert(expr, { name: 'TooManyErrors', labels: { severity: 'warning' } }),
    alert('up == 0', { name: 'InstanceDown', labels: { severity: 'critical' } }),
  ),
  'alertmanager.yml': `receivers: [{ name: everybody }, { name: database }]\n${rest}`,
});
const INHIBITION = `route: { receiver: everybody }
inhibit_rules:
  - source_matchers: [alertname="InstanceDown"]
    target_matchers: [alertname="TooManyErrors"]
    equal: [instance]
`;
const ROUTE = `route:
  receiver: everybody
  routes:
    - matchers: [namespace="db"]
      receiver: database
`;

export default defineCheck({
  meta: {
    id: 'alerts/lost-label',
    summary: 'alerts whose expression drops a label that a route, "group_by" or "equal" needs',
    why: 'The route and the alert each look right, but together they notify the wrong receiver or do not inhibit.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'The route matches on a label that the sum drops',
          files: files('sum(rate(errors_total{namespace="db"}[5m])) > 5', ROUTE),
          at: ['sum'],
        },
        {
          title: 'The inhibition compares it',
          files: files('sum by (job) (rate(errors_total[5m])) > 5', INHIBITION),
          at: ['by (job)'],
        },
        {
          title: 'Many alerts lack what the route groups by: one finding',
          files: {
            'rules.yml': ruleFile(
              ...['A', 'B', 'C'].map((name) => alert(`sum by (job) (rate(${name}_total[5m])) > 5`, { name })),
              ...['D', 'E', 'F'].map((name) => alert(`rate(${name}_total[5m]) > 5`, { name })),
            ),
            'alertmanager.yml': `route: { receiver: everybody, group_by: [instance] }
receivers: [{ name: everybody }]
`,
          },
          at: ['instance'],
        },
        {
          title: 'The route groups by the label',
          files: files(
            'sum by (job) (rate(errors_total[5m])) > 5',
            'route: { receiver: everybody, group_by: [alertname, instance] }\n',
          ),
          at: ['by (job)'],
        },
      ],
      right: [
        { files: files('sum by (namespace) (rate(errors_total{namespace="db"}[5m])) > 5', ROUTE) },
        { files: files('sum by (instance) (rate(errors_total[5m])) > 5', INHIBITION) },
        {
          title: 'Another namespace',
          files: files('sum(rate(errors_total{namespace="shop"}[5m])) > 5', ROUTE),
        },
      ],
    },
  },
  messages: {
    route: (data: { alert: string; label: string; value: string; loss: string; receiver: string }) => ({
      message: `"${data.alert}" concerns ${data.label}="${data.value}" but never matches the route for that label: ${data.loss}`,
      why: `the receiver "${data.receiver}" is not notified`,
      help: `keep "${data.label}" in the aggregation, or set it as a label of the rule`,
    }),
    equal: (data: { alert: string; label: string; loss: string; others: string; muted: boolean }) => ({
      message: data.muted
        ? `"${data.alert}" has no "${data.label}", which the inhibition by ${data.others} compares: ${data.loss}`
        : `"${data.alert}" has no "${data.label}", which its inhibition of ${data.others} compares: ${data.loss}`,
      why: 'a missing label equals only another missing label, so the rule inhibits nothing',
      help: `keep "${data.label}" in the aggregation, or remove it from "equal"`,
    }),
    manyEqual: (data: { names: string; label: string; count: number; muted: boolean }) => ({
      message: `${data.count} alerts on the ${data.muted ? 'target' : 'source'} side of this inhibition have no "${data.label}": ${data.names}`,
      why: 'a missing label equals only another missing label, so the rule inhibits nothing',
      help: `keep "${data.label}" in their aggregations, or remove it from "equal"`,
    }),
    manyGroup: (data: { names: string; label: string; count: number }) => ({
      message: `${data.count} alerts that are grouped by "${data.label}" do not have this label: ${data.names}`,
      why: 'each of them sends one notification for all values of the label, separate from the other alerts of the same origin',
      help: `ignore this if they cover all values; otherwise keep "${data.label}" in their aggregations`,
    }),
    group: (data: { alert: string; label: string; loss: string; receiver: string }) => ({
      message: `"${data.alert}" has no label "${data.label}", but its route to "${data.receiver}" groups by it: ${data.loss}`,
      why: 'it sends one notification for all values of the label, separate from the other alerts of the same origin',
      help: `keep "${data.label}" in the aggregation, or ignore this if the alert covers all values`,
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { project } = context;
      const told = (all: readonly Lost[]): RelatedPlace[] =>
        all.map(({ alert, label, lost }) => ({
          ...placeOf(lost, project),
          message: `"${alert.name}": ${lossText(label, lost.reason)}`,
        }));
      const routed = routedAlerts(document, project);
      if (routed.alerts.length === 0) return;
      for (const { alert, label, lost, value, receiver, place } of lostToRoutes(document, routed, project)) {
        const data = { alert: alert.name, label, value, receiver, loss: lossText(label, lost.reason) };
        const related = [{ ...place, message: 'the intended route' }];
        context.report('route', placeOf(lost, project), data, { related });
      }
      for (const all of alike(lostToInhibition(document, routed, project))) {
        const [{ label, place, named, muted, others }] = all;
        if (!named && all.length > FEW) {
          const data = { names: someNames(all.map(({ alert }) => alert.name)), label, count: all.length };
          context.report('manyEqual', place, { ...data, muted }, { severity: 'info', related: told(all) });
          continue;
        }
        for (const { alert, lost } of all) {
          const data = { alert: alert.name, label, others, muted, loss: lossText(label, lost.reason) };
          context.report('equal', placeOf(lost, project), data, {
            severity: named ? 'warning' : 'info',
            related: [{ ...place, message: '"equal" compares the label here' }],
          });
        }
      }
      for (const all of alike(lostToGroups(document, routed, project))) {
        const [{ label, place }] = all;
        if (all.length > FEW) {
          const data = { names: someNames(all.map(({ alert }) => alert.name)), label, count: all.length };
          context.report('manyGroup', place, data, { severity: 'info', related: told(all) });
          continue;
        }
        for (const { alert, lost, receiver } of all) {
          const data = { alert: alert.name, label, receiver, loss: lossText(label, lost.reason) };
          context.report('group', placeOf(lost, project), data, {
            severity: 'info',
            related: [{ ...place, message: '"group_by" uses the label here' }],
          });
        }
      }
    },
  }),
});

interface Lost {
  readonly alert: AlertLabels;
  readonly label: string;
  readonly lost: LostLabel;
  /** The other party. */
  readonly place: Place;
}

/** More alerts than these lack a label by custom: one finding where it is asked for says it all. */
const FEW = 2;

/** The alerts that lack one label of `group_by` or `equal`, on whichever route, each alert once. */
function alike<T extends Lost & { readonly muted?: boolean }>(all: readonly T[]): (readonly [T, ...T[]])[] {
  const groups = groupBy(all, ({ place, label, muted }) => `${place.range.start} ${label} ${muted}`);
  return [...groups.values()].map((group) => {
    const [first, ...others] = [...groupBy(group, ({ alert }) => alert).values()].map(([one]) => one!);
    return [first!, ...others];
  });
}

function placeOf({ query, reason }: LostLabel, project: Project): Place {
  return reasonPlace(reason, query, project) ?? query.place(query.ast!);
}

/** Alerts that select one value of a label, which a route asks for and the expression drops. */
function lostToRoutes(
  document: AlertmanagerDocument,
  routed: RoutedAlerts,
  project: Project,
): (Lost & { value: string; receiver: string })[] {
  const losers = new Losers(routed, project);
  return writtenRoutes(document).flatMap(({ route, node }) => {
    // Where no alert at all gets there, the route says so itself.
    if (routed.passing(route).size === 0) return [];
    const asked = ancestry(route).flatMap(({ matchers }) => matchers);
    return losers.of(route.matchers).flatMap(({ alert, label, lost, value, matcher }) => {
      const isMissed = (other: Matcher): boolean =>
        routed.accepts([other], alert) === 'no' ||
        (!other.accepts('') && lacksLabel(alert, other.name, routed, project));
      if (asked.some((other) => other !== matcher && isMissed(other))) return [];
      const place = { file: document.file, range: matchersPlace(node) };
      return [{ alert, label, lost, value, receiver: route.settings.receiver, place }];
    });
  });
}

/** An alert whose expression selects one value of a label and drops the label. */
interface Loser {
  readonly alert: AlertLabels;
  readonly index: number;
  readonly label: string;
  readonly lost: LostLabel;
  readonly value: string;
}

/** The alerts that drop a label of which they select one value, by label and value: there are few. */
class Losers {
  readonly #routed: RoutedAlerts;
  readonly #project: Project;
  readonly #byLabel = new Map<string, ReadonlyMap<string, readonly Loser[]>>();

  constructor(routed: RoutedAlerts, project: Project) {
    this.#routed = routed;
    this.#project = project;
  }

  /** Those that one of the matchers of a route asks for, in their order. */
  of(matchers: readonly Matcher[]): (Loser & { readonly matcher: Matcher })[] {
    const found = matchers.flatMap((matcher) => this.#meant(matcher).map((loser) => ({ ...loser, matcher })));
    return found.sort((a, b) => a.index - b.index);
  }

  #meant(matcher: Matcher): readonly Loser[] {
    if (matcher.accepts('')) return [];
    const byValue = this.#losing(matcher.name);
    if (matcher.op === '=') return byValue.get(matcher.value) ?? [];
    return [...byValue].flatMap(([value, losers]) => (matcher.accepts(value) ? losers : []));
  }

  #losing(label: string): ReadonlyMap<string, readonly Loser[]> {
    let byValue = this.#byLabel.get(label);
    if (byValue === undefined) {
      byValue = groupBy(this.#all(label), ({ value }) => value);
      this.#byLabel.set(label, byValue);
    }
    return byValue;
  }

  #all(label: string): Loser[] {
    const { alerts } = this.#routed;
    return alerts.flatMap((alert, index) => {
      if (!lacksLabel(alert, label, this.#routed, this.#project)) return [];
      const lost = lostLabel(alert, label, this.#project);
      const value = lost === undefined ? undefined : selectedValue(lost);
      return lost === undefined || value === undefined ? [] : [{ alert, index, label, lost, value }];
    });
  }
}

/** The value that the expression selects, where there is no other. */
function selectedValue({ matchers }: LostLabel): string | undefined {
  const values = matchers.map(({ op, value }) => (op === '=' && value !== '' ? value : undefined));
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : undefined;
}

/** Alerts that an inhibition names, on either side, and that lack a label of `equal` which others have. */
function lostToInhibition(
  document: AlertmanagerDocument,
  routed: RoutedAlerts,
  project: Project,
): (Lost & { others: string; muted: boolean; named: boolean })[] {
  return document.config.inhibitRules.flatMap((rule) => {
    const { sources, targets } = sidesOf(rule, routed);
    return rule.equalLabels.flatMap(({ value: label, range }) => {
      const lacking = (side: readonly AlertLabels[], matchers: readonly Matcher[], other: typeof side) => {
        const named = matchers.some(({ name, op }) => name === 'alertname' && op !== '!=' && op !== '!~');
        const without = side.filter((alert) => lacksLabel(alert, label, routed, project));
        // One rule for all alerts: what most lack is meant so, unless the rule applies to none.
        if (!named && without.length * 2 > side.length && without.length < side.length) return [];
        return without.flatMap((alert) => {
          const carried = other.every((one) => !lacksLabel(one, label, routed, project));
          const lost = carried ? lostLabel(alert, label, project) : undefined;
          if (lost === undefined) return [];
          const place = { file: document.file, range };
          const others = someNames(other.map(({ name }) => name));
          return [{ alert, label, lost, others, muted: side === targets, named, place }];
        });
      };
      return [
        ...lacking(sources, rule.sourceMatchers, targets),
        ...lacking(targets, rule.targetMatchers, sources),
      ];
    });
  });
}

/** Alerts that lack a label which their route groups by, while most others on it may have it. */
function lostToGroups(
  document: AlertmanagerDocument,
  routed: RoutedAlerts,
  project: Project,
): (Lost & { receiver: string })[] {
  const nodes = new Map(writtenRoutes(document).map(({ route, node }) => [route, node]));
  const endingIn = certainEnds(routed);
  return [...nodes].flatMap(([route, node]) => {
    const ending = endingIn.get(route) ?? [];
    if (ending.length === 0) return [];
    const owner = ancestry(route)
      .map((each) => nodes.get(each))
      .filter((each) => each !== undefined && each.located.groupBy.length > 0);
    const own = node.located.groupBy.length > 0 ? node : owner.at(-1);
    return (own?.located.groupBy ?? []).flatMap(({ value: label, range }) => {
      const lacking = ending.filter((alert) => lacksLabel(alert, label, routed, project));
      // What most lack is the custom of this project, or a fault of the route.
      if (label === '...' || lacking.length * 2 > ending.length) return [];
      return lacking.flatMap((alert) => {
        const lost = lostLabel(alert, label, project);
        const place = { file: document.file, range };
        return lost === undefined ? [] : [{ alert, label, lost, receiver: route.settings.receiver, place }];
      });
    });
  });
}

/** The alerts that surely end in each route, each once. */
function certainEnds(routed: RoutedAlerts): Map<Route, AlertLabels[]> {
  const ending = new Map<Route, AlertLabels[]>();
  for (const { alert, ends } of routed.routed) {
    for (const route of new Set(ends.flatMap((end) => (end.certain ? [end.route] : [])))) {
      const alerts = ending.get(route);
      if (alerts === undefined) ending.set(route, [alert]);
      else alerts.push(alert);
    }
  }
  return ending;
}
