import type { LineFilterStage, LogqlExpr, LogQuery, LogRange, StreamSelector } from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';
import type { FieldUse } from './fields.ts';
import { fieldUses } from './fields.ts';
import type { LabelFacts } from './label-facts.ts';
import { resultLabels } from './result-labels.ts';
import { logQueries } from './walk.ts';

export type { FieldUse } from './fields.ts';
export type { LabelFacts } from './label-facts.ts';
export { mayHave } from './label-facts.ts';
export { requiredBy } from './label-filter-facts.ts';
export { captureNames, logQueryLabels } from './pipeline-labels.ts';
export type { PipelineError } from './pipeline-errors.ts';
export { pipelineErrors } from './pipeline-errors.ts';
export { resultLabels } from './result-labels.ts';
export { children, logQueries, walk } from './walk.ts';

/** One log query of an expression: which streams it reads and what it does with their lines. */
export interface StreamUse {
  readonly query: LogQuery;
  readonly selector: StreamSelector;
  /** The range aggregation's argument; undefined for an expression that is a log query itself. */
  readonly range?: LogRange;
  readonly lineFilters: readonly LineFilterStage[];
  /** Every label that its stages read. */
  readonly fields: readonly FieldUse[];
}

/** What can be said of a LogQL expression without data. */
export interface LogqlFacts {
  /** It returns numbers: the only kind a rule can have. */
  readonly isMetric: boolean;
  /** Every log query in it, in the order of the text. */
  readonly streams: readonly StreamUse[];
  /** The labels of what it returns. */
  readonly labels: LabelFacts;
}

/** The static facts of an expression that parsed; `source` is its text. */
export function analyseLogql(expr: LogqlExpr, source: string): LogqlFacts {
  const streams = logQueries(expr).map(({ query, range }): StreamUse => ({
    query,
    selector: query.selector,
    range,
    lineFilters: query.stages.filter((stage) => stage.kind === 'LineFilter'),
    fields: fieldUses(query, range?.unwrap, source),
  }));
  return { isMetric: unparen(expr).kind !== 'LogQuery', streams, labels: resultLabels(expr) };
}
