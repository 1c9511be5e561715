import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Pack } from './pack.ts';
import type { OneiricPanel } from './panels.ts';
import { PROMETHEUS } from './queries.ts';
import { STATE } from './theme.ts';

/** One dashboard: what its JSON is made from. */
export interface OneiricDashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly refresh: '10s' | '30s';
  /** Which of the template variables its queries use. */
  readonly variables: readonly VariableName[];
  /** A regular expression: the alerts of these components are marked on the time lines. */
  readonly components: string;
  readonly panels: readonly OneiricPanel[];
}

/** The classic schema: file provisioning of every Grafana reads it; that of the SDK's `dashboardv2` needs a recent one. */
export type DashboardV1 = ReturnType<typeof dashboard.defaultDashboard>;

type VariableName = 'domain' | 'provider' | 'source';

const GRID_COLUMNS = 24;
const RUNBOOKS = 'https://docs.oneiric.io/runbooks/';
const TAG = 'oneiric';

/** What a variable offers: the values of a label, read from the series that have it. */
const VARIABLES: Readonly<Record<VariableName, { label: string; query: string }>> = {
  domain: { label: 'Domain', query: 'label_values(oneiric_resolution_total, domain)' },
  provider: { label: 'Provider', query: 'label_values(oneiric_lifecycle_active_instances, provider)' },
  source: { label: 'Source', query: 'label_values(oneiric_remote_sync_total, source)' },
};

/** Puts a dashboard together: variables, annotations, links, and the panels from left to right, top to bottom. */
export function buildDashboard(from: OneiricDashboard, pack: Pack): DashboardV1 {
  return withoutPlacement({
    ...dashboard.defaultDashboard(),
    uid: from.uid,
    title: from.title,
    description: from.description,
    tags: [TAG],
    timezone: 'browser',
    editable: true,
    graphTooltip: dashboard.DashboardCursorSync.Crosshair,
    time: { from: 'now-3h', to: 'now' },
    refresh: from.refresh,
    templating: { list: variablesOf(from) },
    annotations: { list: [alertAnnotation(from.components).build(), restartAnnotation().build()] },
    links: linksOf(),
    panels: placed(from.panels, pack),
  });
}

/**
 * Takes the key `placement` out of links and annotations. The SDK cannot leave it out, and its only value hides them in
 * a menu; without it Grafana shows them above the panels.
 */
function withoutPlacement(built: DashboardV1): DashboardV1 {
  const drop = (key: string, value: unknown): unknown =>
    key === 'placement' && value === dashboard.DashboardLinkPlacement.InControlsMenu ? undefined : value;
  return JSON.parse(JSON.stringify(built, drop)) as DashboardV1;
}

function variablesOf({ variables, panels }: OneiricDashboard): dashboard.VariableModel[] {
  const logs = panels.some(({ queries }) => queries.some(({ language }) => language === 'logql'));
  const sources = [datasourceVariable('datasource', 'Metrics', 'prometheus')];
  if (logs) sources.push(datasourceVariable('logs', 'Logs', 'loki'));
  return [...sources, ...variables.map(labelVariable)];
}

const datasourceVariable = (name: string, label: string, type: 'prometheus' | 'loki') =>
  new dashboard.DatasourceVariableBuilder(name)
    .label(label)
    .type(type)
    .current({ selected: true, text: type === 'loki' ? 'Loki' : 'Prometheus', value: type })
    .build();

/** All values unless some are chosen; "All" is one regular expression rather than a list of hundreds. */
const labelVariable = (name: VariableName) =>
  new dashboard.QueryVariableBuilder(name)
    .label(VARIABLES[name].label)
    .datasource(PROMETHEUS)
    .query({ query: VARIABLES[name].query, refId: `variable-${name}` })
    .definition(VARIABLES[name].query)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .build();

const alertAnnotation = (components: string) =>
  new dashboard.AnnotationQueryBuilder()
    .name('Alerts')
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor(STATE.critical)
    .expr(`ALERTS{alertname=~"Oneiric.+", alertstate="firing", component=~"${components}"}`)
    .titleFormat('{{alertname}}')
    .textFormat('{{severity}} {{domain}}{{source}}{{provider}}')
    .tagKeys('severity,component')
    .step('30s');

const restartAnnotation = () =>
  new dashboard.AnnotationQueryBuilder()
    .name('Restarts')
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor(STATE.notable)
    .expr('changes(process_start_time_seconds{job="oneiric"}[1m]) > 0')
    .titleFormat('Oneiric restarted')
    .textFormat('{{instance}}')
    .step('30s');

function linksOf(): dashboard.DashboardLink[] {
  const others = new dashboard.DashboardLinkBuilder('Oneiric dashboards')
    .type(dashboard.DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .keepTime(true)
    .includeVars(true);
  const runbooks = new dashboard.DashboardLinkBuilder('Runbooks')
    .type(dashboard.DashboardLinkType.Link)
    .url(RUNBOOKS)
    .icon('doc')
    .tooltip('What to do about each alert')
    .targetBlank(true);
  return [others.build(), runbooks.build()];
}

/** Gives each panel its place, and links to the runbooks of its alerts. */
function placed(panels: readonly OneiricPanel[], pack: Pack): dashboard.Panel[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map(({ panel, width, height = 8, alerts = [] }) => {
    if (x + width > GRID_COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const gridPos = { h: height, w: width, x, y };
    x += width;
    rowHeight = Math.max(rowHeight, height);
    return { ...panel, gridPos, links: alerts.map((alert) => runbookLink(alert, pack)) };
  });
}

const runbookLink = (alert: string, pack: Pack) =>
  new dashboard.DashboardLinkBuilder(`Runbook: ${alert}`)
    .type(dashboard.DashboardLinkType.Link)
    .url(pack.annotation(alert, 'runbook_url'))
    .targetBlank(true)
    .build();
