import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import { concerns, endingIn } from './alerts-concerned.ts';
import { routedAlerts, routesTo } from '../../analysis/delivery/index.ts';

/** The end of a reason: which alerts a receiver is sent, `; this concerns the alerts "A" and "B"`. */
export function concernsAlertsOf(
  receiver: Receiver,
  document: AlertmanagerDocument,
  project: Project,
): string {
  return concerns(endingIn(routesTo(document, receiver, project), routedAlerts(document, project)));
}
