import type {
  DashboardAnnotation,
  DashboardDocument,
  DashboardVariable,
  DatasourceRef,
  Panel,
  Target,
} from '../documents/dashboard/index.ts';
import type { DashboardExpression } from '../documents/dashboard/index.ts';
import type { Language } from '../documents/expression.ts';
import { queryLanguage } from './datasource-type.ts';
import type { Query } from './project.ts';
import { variableQueries } from './variable-query.ts';

/** The part of a dashboard that holds a query. */
export type DashboardPart =
  | { readonly kind: 'panel'; readonly panel: Panel; readonly target: Target }
  | { readonly kind: 'variable'; readonly variable: DashboardVariable }
  | { readonly kind: 'annotation'; readonly annotation: DashboardAnnotation };

type MakeQuery = (language: Language, source: DashboardExpression, part: DashboardPart) => Query;

/** Every PromQL and LogQL query of a dashboard: of panels, variables and annotations. */
export function dashboardQueries(dashboard: DashboardDocument, make: MakeQuery): Query[] {
  const queries: Query[] = [];
  const add = (
    source: DashboardExpression | undefined,
    datasource: DatasourceRef | undefined,
    part: DashboardPart,
  ): void => {
    const language = source === undefined ? undefined : queryLanguage(source, datasource, dashboard);
    if (source !== undefined && language !== undefined) queries.push(make(language, source, part));
  };
  for (const panel of dashboard.panels)
    for (const target of panel.targets) add(target.expr, target.datasource, { kind: 'panel', panel, target });
  for (const annotation of dashboard.annotations)
    add(annotation.expr, annotation.datasource, { kind: 'annotation', annotation });
  for (const variable of dashboard.variables)
    for (const source of variableQueries(variable, dashboard.file))
      add(source, variable.datasource, { kind: 'variable', variable });
  return queries;
}
