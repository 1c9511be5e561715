import { showMatchers, showRoute } from '../support/show-matchers.ts';
import { ancestry } from '../../routing/tree/build.ts';
import type { Project } from '../../project/project.ts';
import type { Route } from '../../routing/tree/route.ts';
import { defineCheck } from '../contract.ts';
import type { AlertLabels, RoutedAlerts } from '../../analysis/delivery/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { answerOf, routedAlerts, shadowOf, unknownMatcher } from '../../analysis/delivery/index.ts';
import { matchersPlace } from '../support/route-places.ts';

const RULES = ruleFile(
  alert('up{job="shop"} == 0', { name: 'ShopDown', labels: { severity: 'critical', team: 'shop' } }),
  alert('up{job="bank"} == 0', { name: 'BankDown', labels: { severity: 'warning', team: 'bank' } }),
);
const files = (team: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - matchers: [severity="critical", team="${team}"]
      receiver: pager
receivers:
  - name: everybody
  - name: pager
`,
  'rules.yml': RULES,
});

export default defineCheck({
  meta: {
    id: 'routing/unreached-route',
    summary: 'routes that no alert of the rules reaches',
    why: 'A route without alerts is misleading: its author expects notifications from it.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Each matcher matches an alert, but no alert matches both',
          files: files('bank'),
          at: ['matchers'],
        },
      ],
      right: [
        { files: files('shop') },
        {
          title: 'Without rules the alerts are unknown',
          files: { 'alertmanager.yml': files('bank')['alertmanager.yml']! },
        },
      ],
    },
  },
  messages: {
    unreached: (data: { route: string; receiver: string; closest: string; why: string }) => ({
      message: `no alert reaches ${data.route} to "${data.receiver}"`,
      why: `"${data.closest}" is the closest alert: ${data.why}`,
      help: 'correct the matchers or the labels of the alerts; remove the route if its alerts no longer exist',
    }),
  },
  create: (context) => ({
    Route({ route, node }, document) {
      // What no alert here has, one of the others may have.
      if (context.project.hasOtherRules) return;
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      if (routed.alerts.length === 0) return;
      const { parent } = route;
      if (parent === undefined || routed.passing(route).size > 0) return;
      if (routed.passing(parent).size === 0 || isExplained(route, routed, context.project)) return;
      const { closest, why } = closestAlert(route, parent, routed);
      context.report(
        'unreached',
        { file, range: matchersPlace(node) },
        {
          route: showRoute(route),
          receiver: route.settings.receiver,
          closest: closest.name,
          why,
        },
        {
          related: [
            {
              file: closest.rule.file,
              range: closest.rule.name.range,
              message: `"${closest.name}" is here`,
            },
          ],
        },
      );
    },
  }),
});

/** Other checks report the fault of the route, or the alerts come from elsewhere. */
function isExplained(route: Route, routed: RoutedAlerts, project: Project): boolean {
  if (route.matchers.some((matcher) => unknownMatcher(matcher, routed) !== undefined)) return true;
  if (shadowOf(route, project) !== undefined) return true;
  return route.matchers.some(
    ({ name, values }) =>
      name === 'alertname' && values !== undefined && !routed.alerts.some((alert) => values.has(alert.name)),
  );
}

/** The alert that most of the route's matchers accept, and what speaks against it. */
function closestAlert(
  route: Route,
  parent: Route,
  routed: RoutedAlerts,
): { closest: AlertLabels; why: string } {
  const above = ancestry(parent).flatMap(({ matchers }) => matchers);
  let best: { closest: AlertLabels; why: string } | undefined;
  let fewest = Infinity;
  for (const alert of routed.alerts) {
    const failed = [...above, ...route.matchers].filter(
      (matcher) => answerOf(matcher, routed.label(alert, matcher.name)) === 'no',
    );
    if (failed.length >= fewest) continue;
    fewest = failed.length;
    const [first] = failed;
    best = {
      closest: alert,
      why: first === undefined ? earlier(route, alert, routed) : has(alert, first.name, routed),
    };
  }
  return best!;
}

function earlier(route: Route, alert: AlertLabels, routed: RoutedAlerts): string {
  const before = (route.parent?.routes ?? []).filter(
    ({ index, continue: goesOn, matchers }) =>
      index < route.index && !goesOn && routed.accepts(matchers, alert) !== 'no',
  );
  return `an earlier route matches it: ${before.map(({ matchers }) => showMatchers(matchers)).join(', ')}`;
}

function has(alert: AlertLabels, label: string, routed: RoutedAlerts): string {
  const known = routed.label(alert, label);
  const values = known.kind === 'values' ? [...known.values].filter((value) => value !== '') : [];
  if (values.length === 0) return `it has no "${label}"`;
  return `its "${label}" is ${values.map((value) => `"${value}"`).join(' or ')}`;
}
