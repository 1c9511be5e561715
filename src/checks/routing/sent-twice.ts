import { writtenRoutes } from '../../analysis/delivery/index.ts';
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
    Alertmanager(document) {
      for (const { route, node } of writtenRoutes(document)) {
        const entry = node.section.entry('receiver');
        if (entry === undefined || route.parent === undefined) continue;
        const earlier = route.parent.routes.find((one) => one.index < route.index && isSame(one, route));
        if (earlier === undefined) continue;
        const place = { file: document.file, range: entry.value.range };
        context.report('twice', place, { route: showRoute(route), receiver: route.settings.receiver });
      }
    },
  }),
});

/** Does a route that continues do the very same as another one? */
function isSame(one: Route, other: Route): boolean {
  return one.continue && one.routes.length === 0 && other.routes.length === 0 && keyOf(one) === keyOf(other);
}

function keyOf(route: Route): string {
  const matchers = route.matchers.map(({ name, op, value }) => `${name}${op}${value}`).sort();
  const { labels, ...settings } = route.settings;
  return JSON.stringify([matchers, settings, [...labels]]);
}
