import { selectorsOf } from '../../analysis/expression/index.ts';
import { datasourceVariables } from '../../analysis/dashboards/index.ts';
import type { DashboardDocument, Target } from '../../documents/dashboard/index.ts';
import type { Query } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { exampleDashboard } from '../support/example-dashboards.ts';

const variable = (name: string, query: string): object => ({ name, type: 'datasource', query });
const LOGS = 'sum(rate({app="shop"} |= "error" [5m]))';
const both = { templating: { list: [variable('metrics', 'prometheus'), variable('logs', 'loki')] } };
const from = (uid: string, type = 'prometheus') => ({ more: { datasource: { type, uid } } });

export default defineCheck({
  meta: {
    id: 'dashboards/datasource',
    summary: 'queries in another language than their data source, and fixed data sources next to a variable',
    why: 'The panel shows an error, or the data of another server than the selected one.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['dashboard-linter panel-datasource-rule'],
    examples: {
      wrong: [
        {
          title: 'A log query for Prometheus',
          files: { 'shop.json': exampleDashboard([{ expr: LOGS, ...from('$metrics') }], both) },
          at: [LOGS.replaceAll('"', '\\"')],
        },
        {
          title: 'A panel that ignores the selection',
          files: {
            'shop.json': exampleDashboard(
              [
                { expr: 'up', ...from('$metrics') },
                { expr: 'up', ...from('P1809F7CD0C75ACF3') },
              ],
              both,
            ),
          },
          at: ['"P1809F7CD0C75ACF3"'],
        },
      ],
      right: [
        {
          files: {
            'shop.json': exampleDashboard(
              [
                { expr: LOGS, ...from('${logs}', 'loki') },
                { expr: 'up', ...from('$metrics') },
              ],
              both,
            ),
          },
        },
        {
          title: 'No data source variable',
          files: { 'shop.json': exampleDashboard([{ expr: 'up', ...from('P1809F7CD0C75ACF3') }]) },
        },
      ],
    },
  },
  messages: {
    language: (data: { is: string; speaks: string }) => ({
      message: `this is ${data.is}, but its data source expects ${data.speaks}`,
      why: 'the panel shows an error instead of data',
      help: 'select the other data source for this query',
    }),
    fixed: (data: { uid: string; variable: string; panels: string }) => ({
      message: `${data.panels} the data source "${data.uid}", whatever value "${data.variable}" has`,
      why: 'the panel keeps showing the other server, and is empty where no data source has that uid',
      help: `use "\${${data.variable}}" as its uid`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      const { errors } = query.source.promql;
      if (errors.length === 0 || query.source.logql.errors.length > 0 || !isLogs(query)) return;
      context.report(
        'language',
        { file: query.file, range: query.source.range },
        { is: 'LogQL', speaks: 'PromQL' },
      );
    },
    Logql(query) {
      if (query.source.logql.errors.length === 0 || !isDashboard(query) || !isOfMetrics(query)) return;
      context.report(
        'language',
        { file: query.file, range: query.source.range },
        { is: 'PromQL', speaks: 'LogQL' },
      );
    },
    Dashboard(dashboard) {
      for (const { uid, variable: name, targets } of fixedSources(dashboard)) {
        const [first] = targets;
        if (first?.datasource?.uid === undefined) continue;
        const panels =
          targets.length === 1 ? 'this query uses' : `this query and ${targets.length - 1} more use`;
        const { range } = first.datasource.uid;
        context.report(
          'fixed',
          { file: dashboard.file, range },
          { uid, variable: name, panels },
          { severity: 'warning' },
        );
      }
    },
  }),
});

const isDashboard = ({ owner }: Query): boolean => owner.kind === 'dashboard';

/** It is read as LogQL, and has what only a query of logs has. */
function isLogs(query: Query): boolean {
  return isDashboard(query) && /\{/.test(query.source.text);
}

/** It is read as PromQL, and selects metrics by name: streams have none. */
function isOfMetrics({ source }: Query): boolean {
  const { expr, errors } = source.promql;
  return (
    errors.length === 0 && expr !== undefined && selectorsOf(expr).every(({ name }) => name !== undefined)
  );
}

interface FixedSource {
  readonly uid: string;
  readonly variable: string;
  readonly targets: readonly Target[];
}

/** Data sources that are named outright in a dashboard with a variable for their kind, which other queries use. */
function fixedSources(dashboard: DashboardDocument): FixedSource[] {
  const fixed = new Map<string, { variable: string; targets: Target[] }>();
  const variables = datasourceVariables(dashboard);
  if (variables.length === 0) return [];
  for (const { targets } of dashboard.panels)
    for (const target of targets) {
      const { type, uid } = target.datasource ?? {};
      const own = variables.filter((each) => each.plugin === type);
      if (uid === undefined || own.length !== 1 || /[$]|^-- |^grafana$|^\[\[/.test(uid.value)) continue;
      const known = fixed.get(uid.value);
      if (known === undefined) fixed.set(uid.value, { variable: own[0]!.name, targets: [target] });
      else known.targets.push(target);
    }
  return [...fixed].map(([uid, found]) => ({ uid, ...found }));
}
