export { macroValue, MACRO_NAMES } from './macros.ts';
export { isMetricsql } from './metricsql.ts';
export { readLogqlQuery } from './logql-reading.ts';
export type { LogqlReading } from './logql-reading.ts';
export { readPromqlQuery } from './promql-reading.ts';
export type { PromqlReading } from './promql-reading.ts';
export { scanVariables } from './scan.ts';
export type { VariableUse } from './scan.ts';
