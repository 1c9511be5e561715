import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { showMatchers } from './show-matchers.ts';
import type { WrittenRoute } from './routed-alerts.ts';
import { writtenRoutes } from './routed-alerts.ts';

/** The routes that name a time interval. */
export function routesWithInterval(document: AlertmanagerDocument, name: string): WrittenRoute[] {
  return writtenRoutes(document).filter(({ route: { settings } }) =>
    [...settings.muteTimeIntervals, ...settings.activeTimeIntervals].includes(name),
  );
}

/** The end of a sentence that says which routes use an interval; nothing where none does. */
export function intervalUsers(document: AlertmanagerDocument, name: string): string {
  const [first, ...rest] = routesWithInterval(document, name);
  if (first === undefined) return '';
  const { matchers, settings } = first.route;
  const others = rest.length === 0 ? '' : ` and ${rest.length} more`;
  return `; the route ${showMatchers(matchers)} to "${settings.receiver}"${others} uses it`;
}
