import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';
import type { ReportAlert } from '../../routing/report/alert.ts';
import type { LabelState } from '../../routing/tree/label-state.ts';
import type { AlertLabels } from './alert-labels.ts';
import { grafanaProject } from './grafana-project.ts';
import { allRoutedAlerts } from './routed-alerts.ts';

/** An alert of the project as the reports of the routing commands take it. */
export interface DeliveredAlert extends ReportAlert {
  readonly rule: AlertLabels['rule'];
  readonly state: LabelState;
  /** Whether the alert has the label by its expression or rule, though its value is only known when it fires. */
  readonly carries: (label: string) => boolean;
}

/** Every alert of the rule files, Prometheus's and Loki's, on its way to one configuration. */
export function reportAlerts(document: AlertmanagerDocument, project: Project): readonly DeliveredAlert[] {
  const routed = allRoutedAlerts(document, document.isGrafana === true ? grafanaProject(project) : project);
  return routed.alerts.map((alert) => ({
    rule: alert.rule,
    name: alert.name,
    labels: alert.known,
    state: routed.state(alert),
    carries: (label) => {
      const known = routed.label(alert, label);
      return known.kind === 'open' && (known.always || known.named);
    },
  }));
}
