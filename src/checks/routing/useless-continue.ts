import { showRoute } from '../support/show-matchers.ts';
import { ancestry } from '../../routing/tree/build.ts';
import type { Route } from '../../routing/tree/route.ts';
import { defineCheck } from '../contract.ts';
import { concerns, passingThrough } from '../support/alerts-concerned.ts';
import { disjoint, routedAlerts } from '../../analysis/delivery/index.ts';

const files = (last: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - matchers: [severity="critical"]
      receiver: pager
      continue: true
    - matchers: [${last}]
      receiver: everybody
receivers:
  - name: everybody
  - name: pager
`,
});

export default defineCheck({
  meta: {
    id: 'routing/useless-continue',
    summary: '"continue: true" without a later route that could match',
    why: 'It suggests a second receiver that does not exist.',
    severity: 'info',
    preset: 'strict',
    peers: ['amlint useless-continue'],
    examples: {
      wrong: [{ files: files('severity="warning"'), at: ['true'] }],
      right: [{ files: files('team="shop"') }],
    },
  },
  messages: {
    last: (data: { alerts: string }) => ({
      message: '"continue: true" has no effect on the last route of a list',
      why: `no route follows, and alerts do not return to the parent route${data.alerts}`,
      help: 'remove "continue: true"',
    }),
    disjoint: (data: { route: string; alerts: string }) => ({
      message: `"continue: true" has no effect: no later route matches alerts of ${data.route}`,
      why: `the matchers of the following routes exclude those of this one${data.alerts}`,
      help: 'remove it, or correct the matchers of the route that should also match',
    }),
  },
  create: (context) => ({
    Route({ route, node }, document) {
      const routed = routedAlerts(document, context.project);
      const entry = node.section.entry('continue');
      if (!route.continue || route.parent === undefined || entry === undefined) return;
      const place = { file: document.file, range: entry.value.range };
      const following = after(route);
      const line = ancestry(route).flatMap(({ matchers }) => matchers);
      // An object's own route is followed by those of other objects.
      if (document.origin === 'object' && route.path.length === 1) return;
      const last = following.length === 0;
      if (!last && !following.every(({ matchers }) => disjoint(line, matchers))) return;
      const alerts = concerns(passingThrough(route, routed));
      if (last) context.report('last', place, { alerts });
      else context.report('disjoint', place, { route: showRoute(route), alerts });
    },
  }),
});

function after(route: Route): readonly Route[] {
  return (route.parent?.routes ?? []).filter(({ index }) => index > route.index);
}
