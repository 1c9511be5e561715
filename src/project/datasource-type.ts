import type { DashboardDocument, DashboardExpression, DatasourceRef } from '../documents/dashboard/index.ts';
import type { Language } from '../documents/expression.ts';
import { scanVariables } from '../grafana/index.ts';

/** Plugins whose queries are PromQL. VictoriaMetrics' own speaks MetricsQL, which is more. */
const PROMQL_PLUGINS: ReadonlySet<string> = new Set([
  'prometheus',
  'grafana-amazonprometheus-datasource',
  'grafana-azureprometheus-datasource',
  'grafana-mimir-datasource',
]);

/** The language of a data source's queries; `other`: neither PromQL nor LogQL. */
export function languageOfPlugin(type: string): Language | 'other' {
  if (PROMQL_PLUGINS.has(type)) return 'promql';
  return type === 'loki' ? 'logql' : 'other';
}

/**
 * The plugin behind a data source: what the reference says, or the variable or input that it names; undefined: not said.
 */
export function datasourceType(
  reference: DatasourceRef | undefined,
  { variables, inputs }: Pick<DashboardDocument, 'variables' | 'inputs'>,
): string | undefined {
  if (reference === undefined) return undefined;
  const { uid } = reference;
  const type = reference.type?.includes('$') === true ? undefined : reference.type;
  const [use] = scanVariables(uid?.value ?? '');
  if (use === undefined) return type ?? (uid === undefined ? undefined : typeOfName(uid.value));
  // The uid decides which data source is asked; the type beside it is a copy.
  const variable = variables.find(({ name }) => name.value === use.name);
  if (variable?.type === 'datasource') return variable.query?.value ?? type;
  return inputs.find(({ name }) => name === use.name)?.plugin ?? type;
}

/** What a name of a data source says of its type. */
function typeOfName(name: string): string | undefined {
  if (/^-- |^grafana$/i.test(name)) return 'grafana';
  if (/loki/i.test(name)) return 'loki';
  return /prom|mimir|thanos|cortex/i.test(name) ? 'prometheus' : undefined;
}

/** The language of a query; undefined: another one than PromQL and LogQL, or unknown. */
export function queryLanguage(
  source: DashboardExpression,
  reference: DatasourceRef | undefined,
  dashboard: Pick<DashboardDocument, 'variables' | 'inputs'>,
): Language | undefined {
  const type = datasourceType(reference, dashboard);
  if (type !== undefined) {
    const language = languageOfPlugin(type);
    return language === 'other' ? undefined : language;
  }
  return languageOfText(source);
}

/** A query whose data source is not known: the language in which it can be read. */
function languageOfText(source: DashboardExpression): Language | undefined {
  if (source.promql.errors.length === 0) return 'promql';
  if (source.logql.errors.length === 0) return 'logql';
  return /^\s*\{|\|[=~]|\|\s*(?:json|logfmt|unwrap|line_format)\b/.test(source.text) ? 'logql' : 'promql';
}
