import { writtenFields, writtenRoutes } from '../analysis/delivery/index.ts';
import type { Visitor } from '../checks/contract.ts';
import type { AlertmanagerDocument } from '../documents/alertmanager-document.ts';
import type { ProjectDocument } from '../documents/types.ts';
import type { Project, Query } from '../project/project.ts';
import { queryWalker } from './walk-query.ts';
import type { VisitsOf } from './walk-query.ts';

/**
 * Shows every part of a project to every visitor, in file order.
 *
 * @param isWanted leaves out rules and queries; undefined: all are shown
 */
export function walkProject(
  project: Project,
  visitors: readonly Visitor[],
  isWanted?: (query: Query) => boolean,
): void {
  const of: VisitsOf = (key) =>
    visitors.flatMap((visitor) => {
      const visit = visitor[key];
      return visit === undefined ? [] : [visit];
    });
  call(of('Project'), project);
  const onFile = of('File');
  const show = documentWalker(of);
  for (const file of project.files) {
    call(onFile, file);
    for (const document of file.documents) show(document);
  }
  for (const group of project.groups) call(of('RuleGroup'), group);
  walkRules(project, visitors, of, isWanted);
}

/** A rule and its expression one after the other: what one check found out about them is still at hand for the next. */
function walkRules(
  project: Project,
  visitors: readonly Visitor[],
  of: VisitsOf,
  isWanted: ((query: Query) => boolean) | undefined,
): void {
  const onRule = of('Rule');
  const onAlert = of('AlertingRule');
  const onRecord = of('RecordingRule');
  const showQuery = queryWalker(visitors, of);
  for (const query of project.queries) {
    if (isWanted !== undefined && !isWanted(query)) continue;
    if (query.owner.kind === 'rule') {
      const { rule } = query.owner;
      call(onRule, rule);
      if (rule.kind === 'alert') call(onAlert, rule);
      else call(onRecord, rule);
    }
    showQuery(query);
    // The trees of all rules together would be the largest part of the memory; hardly anyone asks for one again.
    query.source.release();
  }
  if (project.dashboards.length + project.grafana.length === 0) return;
  for (const query of [...project.dashboardQueries, ...project.grafanaQueries]) {
    if (isWanted !== undefined && !isWanted(query)) continue;
    showQuery(query);
    query.source.release();
  }
}

/** Shows a document, and the parts of it, to the visitors that want them. */
function documentWalker(of: VisitsOf): (document: ProjectDocument) => void {
  const parts = alertmanagerWalker(of);
  const [onAlertmanager, onAgent, onMarkdown] = [of('Alertmanager'), of('Agent'), of('Markdown')];
  const [onPrometheus, onLoki, onTest] = [of('PrometheusConfig'), of('LokiConfig'), of('TestFile')];
  const [onDashboard, onPanel, onGrafana] = [of('Dashboard'), of('Panel'), of('GrafanaAlerting')];
  return (document) => {
    switch (document.kind) {
      case 'alertmanager':
        call(onAlertmanager, document);
        parts(document);
        break;
      case 'agent': {
        call(onAgent, document);
        return;
      }
      case 'markdown': {
        call(onMarkdown, document);
        return;
      }
      case 'prometheus-config': {
        call(onPrometheus, document);
        return;
      }
      case 'loki-config': {
        call(onLoki, document);
        return;
      }
      case 'dashboard':
        call(onDashboard, document);
        for (const panel of document.panels) callWith(onPanel, panel, document);
        break;
      case 'grafana-alerting':
        call(onGrafana, document);
        break;
      case 'promtool-test':
      case 'scenarios':
      case 'route-tests':
      case 'pipeline-test': {
        call(onTest, document);
        return;
      }
      default:
    }
  };
}

/** Shows the parts of an Alertmanager configuration. */
function alertmanagerWalker(of: VisitsOf): (document: AlertmanagerDocument) => void {
  const onRoute = of('Route');
  const onReceiver = of('Receiver');
  const onIntegration = of('Integration');
  const onText = of('NotificationText');
  const onInhibitRule = of('InhibitRule');
  const onTimeInterval = of('TimeInterval');
  return (document) => {
    const { config, file } = document;
    if (onRoute.length > 0) for (const route of writtenRoutes(document)) callWith(onRoute, route, document);
    for (const receiver of config.receivers) {
      callWith(onReceiver, receiver, document);
      const owner = { receiver, document, file };
      for (const integration of receiver.integrations) callWith(onIntegration, integration, owner);
    }
    if (onText.length > 0) for (const field of writtenFields(document)) callWith(onText, field, document);
    for (const rule of config.inhibitRules) callWith(onInhibitRule, rule, document);
    for (const interval of config.timeIntervals) callWith(onTimeInterval, interval, document);
  };
}

function call<T>(list: readonly ((thing: T) => void)[], thing: T): void {
  for (const visit of list) visit(thing);
}

function callWith<T, O>(list: readonly ((thing: T, owner: O) => void)[], thing: T, owner: O): void {
  for (const visit of list) visit(thing, owner);
}
