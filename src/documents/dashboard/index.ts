export { decodeDashboard } from './decode.ts';
export { DashboardExpression } from './expression.ts';
export type {
  DashboardAnnotation,
  DashboardDocument,
  DashboardInput,
  DashboardLink,
  DashboardVariable,
  DatasourceRef,
  Panel,
  Target,
  Thresholds,
  ThresholdStep,
} from './types.ts';
export { entriesOf, itemsOf, textAt } from './nodes.ts';
export { unwrapDashboard } from './unwrap.ts';
