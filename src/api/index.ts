/**
 * What programs import as `rulecheck`; docs/api.md shows how. Results are plain data, so that the inside of rulecheck can
 * change without them.
 */
export { loadConfiguration } from './configuration.ts';
export type { Configuration } from './configuration.ts';
export { formatReport, lintFiles, lintTexts, runTests } from './lint.ts';
export type { FileOptions, Report, ReportFormat, TestReport } from './lint.ts';
export { formatLogql, formatPromql, parseLogql, parsePromql } from './languages.ts';
export type { ParsedExpression, ExpressionError } from './languages.ts';
export { explainAlert, routeAlert } from './routing.ts';
export type {
  FileRange,
  LintCounts,
  Position,
  ReportedDiagnostic,
  ReportedFailure,
  ReportedTest,
  TestCounts,
} from './types.ts';
export type { PathStep, RefusedStep, RouteTestResult } from '../routing/report/test.ts';
