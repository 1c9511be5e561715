import type { Project } from '../../project/project.ts';
import type { Route } from '../../routing/tree/route.ts';
import { defineCheck } from '../contract.ts';
import { showRoute } from '../support/show-matchers.ts';

const files = (second: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - matchers: [team="shop"]
      receiver: shop
      continue: true
    - matchers: [${second}]
      receiver: shop
receivers:
  - name: everybody
  - name: shop
`,
});

export default defineCheck({
  meta: {
    id: 'routing/sent-twice',
    summary: 'two routes with the same matchers and the same receiver, of which the first continues',
    why: 'Every alert takes both routes: the receiver gets each notification twice, or one of the two routes suppresses those of the other.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [{ files: files('team="shop"'), at: ['shop'] }],
      right: [
        { files: files('team="till"') },
        {
          title: 'The second waits longer and repeats more seldom: an escalation',
          files: {
            'alertmanager.yml': files('team="shop"')['alertmanager.yml']!.replace(
              'receiver: shop\nreceivers',
              'receiver: shop\n      group_wait: 1h\nreceivers',
            ),
          },
        },
      ],
    },
  },
  messages: {
    twice: (data: { route: string; receiver: string }) => ({
      message: `"${data.receiver}" gets every alert of ${data.route} twice: an earlier route sends it to the same receiver and continues`,
      why: 'both routes notify, or share one notification log so that one waits for the other',
      help: 'remove one of the two routes, or change its matchers or receiver',
    }),
  },
  create: (context) => ({
    Route({ route, node }, { file }) {
      const entry = node.section.entry('receiver');
      if (entry === undefined || route.parent === undefined || route.routes.length > 0) return;
      const first = context.project.once(firstToContinue, route.parent).get(keyOf(route));
      if (first === undefined || first >= route.index) return;
      const place = { file, range: entry.value.range };
      context.report('twice', place, { route: showRoute(route), receiver: route.settings.receiver });
    },
  }),
});

/** The index of the first child that continues, of the children that do the same. */
function firstToContinue(_: Project, { routes }: Route): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const route of routes) {
    if (!route.continue || route.routes.length > 0) continue;
    const key = keyOf(route);
    if (!first.has(key)) first.set(key, route.index);
  }
  return first;
}

/** Equal for routes that match the same alerts in the same words and notify alike. */
function keyOf(route: Route): string {
  const matchers = route.matchers.map(({ name, op, value }) => JSON.stringify([name, op, value])).sort();
  const { labels, ...settings } = route.settings;
  return JSON.stringify([matchers, settings, [...labels]]);
}
