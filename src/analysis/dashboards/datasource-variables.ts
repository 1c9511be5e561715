import type { DashboardDocument } from '../../documents/dashboard/index.ts';

/** A variable by which a reader chooses a data source. */
interface DatasourceVariable {
  readonly name: string;
  /** `prometheus`, `loki`. */
  readonly plugin: string;
}

/** The variables of a dashboard that stand for a data source. */
export function datasourceVariables({ variables }: DashboardDocument): DatasourceVariable[] {
  return variables.flatMap(({ name, type, query }) =>
    type === 'datasource' && query !== undefined ? [{ name: name.value, plugin: query.value }] : [],
  );
}
