import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import { labelsKey } from '../../routing/labels.ts';
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

/** The different sets of route labels (from 0.34) that notifications to a receiver may have; one empty set without any. */
export function routeLabelSets(
  document: AlertmanagerDocument,
  receiver: Receiver,
  project: Project,
): readonly Readonly<Record<string, string>>[] {
  const sets = routesTo(document, receiver, project).map(({ settings }) => settings.labels);
  const different = new Map(sets.map((labels) => [labelsKey(labels), labels]));
  return different.size === 0 ? [{}] : [...different.values()].map((labels) => Object.fromEntries(labels));
}

/** A receiver whose name says that it notifies nobody on purpose. */
export function isDeliberatelySilent(name: string): boolean {
  return /(?:^|[-_./ ])(?:null|nil|none|noop|no-?op|nowhere|no-?one|nobody|black-?hole|dev-?null|void|trash|drop(?:ped)?|discard|ignored?|silen(?:t|ce|ced)|mute[d]?|empty|sink|dummy|watchdog|dead-?man.*)(?:$|[-_./ ])/i.test(
    name,
  );
}
