import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';
import { passesEverythingOn } from '../../routing/tree/idle-intervals.ts';
import type { Route } from '../../routing/tree/route.ts';
import { shadowOf, writtenRoutes } from '../../analysis/delivery/index.ts';
import { defineCheck } from '../contract.ts';
import { settingPlace } from '../support/route-places.ts';
import { showRoute } from '../support/show-matchers.ts';

const files = (...children: string[]): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - matchers: [team="shop"]
      receiver: shop
      routes:
${children.map((child) => `        - ${child}\n`).join('')}receivers:
  - name: everybody
    webhook_configs: [{ url: http://all.example.org/ }]
  - name: shop
    webhook_configs: [{ url: http://shop.example.org/ }]
  - name: pager
    webhook_configs: [{ url: http://pager.example.org/ }]
`,
});

export default defineCheck({
  meta: {
    id: 'routing/unreached-receiver',
    summary: 'receivers of routes whose child routes match every alert',
    why: 'An alert ends in a route only if none of its child routes matches; the receiver of this route gets no notification.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A child route without matchers',
          files: files('matchers: [severity="critical"]\n          receiver: pager', 'receiver: everybody'),
          at: ['shop'],
        },
        {
          title: 'Child routes that match everything together, also with "continue"',
          files: files(
            'matchers: [severity="critical"]\n          receiver: pager\n          continue: true',
            'matchers: [severity!="critical"]\n          receiver: everybody',
          ),
          at: ['shop'],
        },
      ],
      right: [
        {
          title: 'Alerts of other severities end in the route itself',
          files: files(
            'matchers: [severity="critical"]\n          receiver: pager',
            'matchers: [severity="warning"]\n          receiver: everybody',
          ),
        },
        {
          title: 'A child route inherits the receiver',
          files: files('matchers: [severity="critical"]\n          receiver: pager', 'group_by: [job]'),
        },
      ],
    },
  },
  messages: {
    unreached: (data: { receiver: string; route: string; children: string; elsewhere: boolean }) => ({
      message: `no alert reaches "${data.receiver}" by ${data.route}: ${data.children} every alert`,
      why: data.elsewhere
        ? 'a route notifies only about alerts that no child route matches, so the receiver here has no effect'
        : 'a route notifies only about alerts that no child route matches, and no other route reaches this receiver',
      help: 'to notify this receiver too, add a first child route with it and "continue: true"; otherwise remove it here',
    }),
  },
  create: (context) => ({
    Route({ route, node }, document) {
      const range = settingPlace(node, 'receiver');
      // Alertmanager wants a receiver at the root, whether an alert ends there or not.
      if (route.parent === undefined) return;
      if (range === undefined || !passesEverythingOn(route) || inherits(route)) return;
      if (shadowOf(route, context.project) !== undefined) return;
      const data = {
        receiver: node.section.text('receiver')?.value ?? '',
        route: showRoute(route),
        children: route.routes.length === 1 ? 'its child route matches' : 'its child routes match',
        elsewhere: context.project.once(reachedReceivers, document).has(route.settings.receiver),
      };
      context.report('unreached', { file: document.file, range }, data);
    },
  }),
});

/** Whether a route below has the receiver by inheritance, so that it is used. */
function inherits({ routes }: Route): boolean {
  return routes.some(({ config }) => config.receiver === undefined || config.receiver === '');
}

/** The receivers of the routes in which an alert can end. */
function reachedReceivers(_: Project, document: AlertmanagerDocument): ReadonlySet<string> {
  const ends = writtenRoutes(document).filter(({ route }) => !passesEverythingOn(route));
  return new Set(ends.map(({ route }) => route.settings.receiver));
}
