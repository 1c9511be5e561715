import type { AlertmanagerIssue } from '../../documents/alertmanager/issue.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';
import type { Range } from '../../source/range.ts';
import { defineCheck } from '../contract.ts';
import { concerns, endingIn, passingThrough } from '../support/alerts-concerned.ts';
import { intervalUsers } from '../support/interval-users.ts';
import { routedAlerts, routesTo, writtenRoutes } from '../../analysis/delivery/index.ts';

export default defineCheck({
  meta: {
    id: 'routing/accepted-fault',
    summary: 'configurations that Alertmanager accepts but that cannot work as written',
    why: 'amtool check-config prints "SUCCESS", but the notification is lost.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: {
            'alertmanager.yml': `route:
  receiver: team-web
receivers:
  - name: team-web
time_intervals:
  - name: holidays
    time_intervals:
      - months: []
`,
          },
          at: ['[]'],
        },
      ],
      right: [
        {
          files: {
            'alertmanager.yml': `route:
  receiver: team-web
receivers:
  - name: team-web
`,
          },
        },
      ],
    },
  },
  messages: {
    issue: ({ issue: { message, why, help }, alerts }: { issue: AlertmanagerIssue; alerts: string }) => ({
      message,
      // Without a reason of its own the sentence begins here.
      why: why === undefined ? alerts.replace(/^; /, '') || undefined : why + alerts,
      help,
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, issues } = document;
      for (const issue of issues) {
        if (issue.level !== 'warning') continue;
        const related = issue.related?.map((place) => ({ file, ...place }));
        const alerts = alertsAt(issue.range, document, context.project);
        context.report('issue', { file, range: issue.range }, { issue, alerts }, { related });
      }
    },
  }),
});

/** The alerts concerned by the time interval, the receiver or the route that contains the place. */
function alertsAt(range: Range, document: AlertmanagerDocument, project: Project): string {
  const isAround = (outer: Range): boolean => outer.start <= range.start && range.end <= outer.end;
  const { timeIntervals, receivers } = document.config;
  const interval = timeIntervals.find((one) => isAround(one.range));
  if (interval !== undefined) return intervalUsers(document, interval.name.value, project);
  const routed = routedAlerts(document, project);
  const receiver = receivers.find((one) => isAround(one.range));
  if (receiver !== undefined) {
    const routes = routesTo(document, receiver, project);
    return routes.length === 0 ? '' : concerns(endingIn(routes, routed));
  }
  // Children come after their parents: the last route around the place is the innermost.
  const route = writtenRoutes(document).findLast(({ node }) => isAround(node.range))?.route;
  return route === undefined ? '' : concerns(passingThrough(route, routed));
}
