import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import type { Route } from '../../routing/tree/route.ts';
import { writtenRoutes } from './routed-alerts.ts';

/** The routes that end at a receiver, by inheritance or their own word. */
export function routesTo(
  document: AlertmanagerDocument,
  receiver: Receiver,
  project: Project,
): readonly Route[] {
  return project.once(routesByReceiver, document).get(receiver.name.value) ?? [];
}

function routesByReceiver(_: Project, document: AlertmanagerDocument): ReadonlyMap<string, readonly Route[]> {
  const byReceiver = new Map<string, Route[]>();
  for (const { route } of writtenRoutes(document)) {
    const routes = byReceiver.get(route.settings.receiver);
    if (routes === undefined) byReceiver.set(route.settings.receiver, [route]);
    else routes.push(route);
  }
  return byReceiver;
}

/** A receiver whose name says that it is meant to tell nobody. */
export function isDeliberatelySilent(name: string): boolean {
  return /(?:^|[-_./ ])(?:null|nil|none|noop|no-?op|nowhere|no-?one|nobody|black-?hole|dev-?null|void|trash|drop(?:ped)?|discard|ignored?|silen(?:t|ce|ced)|mute[d]?|empty|sink|dummy|watchdog|dead-?man.*)(?:$|[-_./ ])/i.test(
    name,
  );
}
