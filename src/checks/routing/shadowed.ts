import { routeNode } from '../../documents/alertmanager-document.ts';
import { showMatcher, showRoute } from '../support/show-matchers.ts';
import { ancestry } from '../../routing/tree/build.ts';
import { defineCheck } from '../contract.ts';
import type { Place } from '../contract.ts';
import { acceptedBy, concerns, keptAwayBy } from '../support/alerts-concerned.ts';
import { shortList } from '../support/list.ts';
import type { Route } from '../../routing/tree/route.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { matchersPlace } from '../support/route-places.ts';
import { routedAlerts, shadowOf } from '../../analysis/delivery/index.ts';

const files = (routes: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
${routes}receivers:
  - name: everybody
  - name: pager
`,
});

export default defineCheck({
  meta: {
    id: 'routing/shadowed',
    summary: 'routes that no alert can reach, whatever its labels',
    why: 'Alertmanager tries routes in order, and the first match ends the search unless it has "continue".',
    severity: 'warning',
    preset: 'recommended',
    peers: ['amlint unreachable-route', 'amlint route-match-collision'],
    examples: {
      wrong: [
        {
          title: 'An earlier route matches more',
          files: files(`    - matchers: [team=~".+"]
      receiver: everybody
    - match: { team: shop }
      receiver: pager
`),
          at: ['match'],
        },
        {
          title: 'A route without matchers matches everything',
          files: files(`    - receiver: everybody
    - matchers: [severity="critical"]
      receiver: pager
`),
          at: ['matchers'],
        },
        {
          title: 'Matchers that exclude each other',
          files: files(`    - matchers: [severity="critical"]
      receiver: everybody
      routes:
        - matchers: [severity="warning"]
          receiver: pager
`),
          at: ['matchers'],
        },
        {
          title: 'A pattern that matches every value of the later one',
          files: files(`    - matchers: [service=~"shop-.*"]
      receiver: everybody
    - matchers: ['service=~"shop-(web|db)-[0-9]+"']
      receiver: pager
`),
          at: ['matchers'],
        },
        {
          title: 'Two routes that together match every value of the later one',
          files: files(`    - matchers: [severity="critical"]
      receiver: pager
    - matchers: [severity="warning"]
      receiver: everybody
    - matchers: [severity=~"critical|warning", team="shop"]
      receiver: pager
`),
          at: ['matchers'],
        },
      ],
      right: [
        {
          title: 'The first route continues',
          files: files(`    - matchers: [team=~".+"]
      receiver: everybody
      continue: true
    - matchers: [team="shop"]
      receiver: pager
`),
        },
        {
          title: 'Patterns that overlap',
          files: files(`    - matchers: ['service=~"shop-[a-m].*"']
      receiver: everybody
    - matchers: [service=~"shop-.*"]
      receiver: pager
`),
        },
        {
          title: 'The more specific route first',
          files: files(`    - matchers: [team="shop", severity="critical"]
      receiver: pager
    - matchers: [team="shop"]
      receiver: everybody
`),
        },
      ],
    },
  },
  messages: {
    taken: (data: { route: string; receiver: string; by: string; all: boolean; alerts: string }) => ({
      message: `no alert can reach ${data.route} to "${data.receiver}": ${data.all ? 'a route without matchers' : data.by} before it matches them all`,
      why: `the first matching route ends the search${data.alerts}`,
      help: 'move this route before the other one, or add "continue: true" to that one to notify both receivers',
    }),
    together: (data: { route: string; receiver: string; by: string; alerts: string }) => ({
      message: `no alert can reach ${data.route} to "${data.receiver}": ${data.by} before it match them all together`,
      why: `the first matching route ends the search${data.alerts}`,
      help: 'move this route before the others, or add "continue: true" to them to notify both receivers',
    }),
    contradiction: (data: {
      route: string;
      receiver: string;
      first: string;
      second: string;
      alerts: string;
    }) => ({
      message: `no alert can reach ${data.route} to "${data.receiver}": ${data.first} and ${data.second} exclude each other`,
      why: `an alert must satisfy the matchers of the route and of every route above it${data.alerts}`,
      help: 'move the route to a level where both can match, or correct a matcher',
    }),
  },
  create: (context) => ({
    Route({ route, node }, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      const shadow = shadowOf(route, context.project);
      // The routes below an unreachable route are unreachable too.
      if (
        shadow === undefined ||
        (route.parent !== undefined && shadowOf(route.parent, context.project) !== undefined)
      )
        return;
      const place = { file, range: matchersPlace(node) };
      const base = { route: showRoute(route), receiver: route.settings.receiver };
      const line = ancestry(route).flatMap(({ matchers }) => matchers);
      if (shadow.kind === 'contradiction') {
        const [first, second] = shadow.matchers;
        const related = [first, second].flatMap((matcher) =>
          matcher.range === undefined ? [] : [{ file, range: matcher.range, message: showMatcher(matcher) }],
        );
        const alerts = concerns(keptAwayBy(shadow.matchers, line, routed));
        const data = { ...base, first: showMatcher(first), second: showMatcher(second), alerts };
        context.report('contradiction', place, data, { related });
        return;
      }
      const alerts = concerns(acceptedBy([line], routed));
      if (shadow.kind === 'taken-together') {
        const by = shortList(shadow.by.map(showRoute), 3);
        const related = shadow.by.map((other) => placeOf(other, file));
        context.report('together', place, { ...base, by, alerts }, { related });
        return;
      }
      const by = showRoute(shadow.by);
      const related = [placeOf(shadow.by, file)];
      const data = { ...base, by, all: shadow.by.matchers.length === 0, alerts };
      context.report('taken', place, data, { related });
    },
  }),
});

function placeOf(route: Route, file: SourceFile): Place & { readonly message: string } {
  const message = `this route matches them, for "${route.settings.receiver}"`;
  return { file, range: matchersPlace(routeNode(route)), message };
}
