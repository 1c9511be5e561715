import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';
import { concerns, endingIn } from './alerts-concerned.ts';
import { routedAlerts, writtenRoutes } from '../../analysis/delivery/index.ts';
import type { WrittenRoute } from '../../analysis/delivery/index.ts';
import { showRoute } from './show-matchers.ts';

/** The routes that name a time interval. */
export function routesWithInterval(document: AlertmanagerDocument, name: string): WrittenRoute[] {
  return writtenRoutes(document).filter(({ route: { settings } }) =>
    [...settings.muteTimeIntervals, ...settings.activeTimeIntervals].includes(name),
  );
}

/** The end of a reason that says which routes use an interval, and which alerts end there; nothing where none does. */
export function intervalUsers(document: AlertmanagerDocument, name: string, project: Project): string {
  const routes = routesWithInterval(document, name).map(({ route }) => route);
  const [first, ...rest] = routes;
  if (first === undefined) return '';
  const uses = rest.length === 0 ? ' uses it' : ` and ${rest.length} more use it`;
  const alerts = concerns(endingIn(routes, routedAlerts(document, project)));
  return `; ${showRoute(first)} to "${first.settings.receiver}"${uses}${alerts}`;
}
