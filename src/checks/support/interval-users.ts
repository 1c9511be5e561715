import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';
import { concerns, endingIn } from './alerts-concerned.ts';
import { routedAlerts, writtenRoutes } from '../../analysis/delivery/index.ts';
import type { WrittenRoute } from '../../analysis/delivery/index.ts';
import { showRoute } from './show-matchers.ts';

/** The routes that name a time interval. */
export function routesWithInterval(
  document: AlertmanagerDocument,
  name: string,
  project: Project,
): readonly WrittenRoute[] {
  return project.once(byInterval, document).get(name) ?? [];
}

function byInterval(_: Project, document: AlertmanagerDocument): Map<string, WrittenRoute[]> {
  const users = new Map<string, WrittenRoute[]>();
  for (const written of writtenRoutes(document)) {
    const { settings } = written.route;
    for (const name of new Set([...settings.muteTimeIntervals, ...settings.activeTimeIntervals])) {
      const known = users.get(name);
      if (known === undefined) users.set(name, [written]);
      else known.push(written);
    }
  }
  return users;
}

/** The end of a reason that says which routes use an interval, and which alerts end there; nothing where none does. */
export function intervalUsers(document: AlertmanagerDocument, name: string, project: Project): string {
  const routes = routesWithInterval(document, name, project).map(({ route }) => route);
  const [first, ...rest] = routes;
  if (first === undefined) return '';
  const uses = rest.length === 0 ? ' uses it' : ` and ${rest.length} more use it`;
  const alerts = concerns(endingIn(routes, routedAlerts(document, project)));
  return `; ${showRoute(first)} to "${first.settings.receiver}"${uses}${alerts}`;
}
