import { rangeAggregation } from '../functions/range-aggregations.ts';
import { vectorAggregation } from '../functions/vector-aggregations.ts';
import type {
  BinaryExpr,
  LogQuery,
  LogqlExpr,
  RangeAggregation,
  StreamSelector,
  VectorAggregation,
} from './ast.ts';
import { unparen } from './ast.ts';
import type { LogqlError, LogqlErrorCode } from './errors.ts';
import { parseError } from './errors.ts';
import { literalValue } from './fold.ts';
import { checkMatcher, matchesEmpty } from './matchers.ts';
import { regexpError } from './regexp.ts';
import type { Report } from './validate-stage.ts';
import { checkLabelFilter, checkStage } from './validate-stage.ts';

/** Everything wrong with an expression that the grammar admits; `source` is its text. */
export function validate(expr: LogqlExpr, source: string): LogqlError[] {
  const errors: LogqlError[] = [];
  checkExpr(expr, { source, add: (error) => errors.push(error) });
  return errors;
}

function checkExpr(expr: LogqlExpr, report: Report): void {
  switch (expr.kind) {
    case 'LogQuery':
      checkLogQuery(expr, report);
      return;
    case 'RangeAggregation':
      checkRangeAggregation(expr, report);
      return;
    case 'VectorAggregation':
      checkVectorAggregation(expr, report);
      checkExpr(expr.expr, report);
      return;
    case 'BinaryExpr':
      checkExpr(expr.lhs, report);
      checkExpr(expr.rhs, report);
      checkOperands(expr, report);
      return;
    case 'LabelReplace': {
      checkExpr(expr.expr, report);
      const error = regexpError(expr.regex.value);
      const explanation = 'the fifth argument of label_replace must be a regular expression of RE2 syntax';
      if (error !== undefined)
        report.add(
          parseError(
            'label-replace-regexp',
            `invalid regex in label_replace: ${error}`,
            explanation,
            expr.regex,
          ),
        );
      return;
    }
    case 'ParenExpr':
      checkExpr(expr.expr, report);
      return;
    case 'VectorExpr':
    case 'NumberLiteral':
  }
}

function checkLogQuery(query: LogQuery, report: Report): void {
  for (const matcher of query.selector.matchers) checkMatcher(matcher, report.add);
  checkSelector(query.selector, report);
  for (const stage of query.stages) checkStage(stage, report);
}

const SELECTOR_REQUIRED =
  'queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will';

/** A selector all of whose matchers also match an absent label would read every stream. */
function checkSelector(selector: StreamSelector, report: Report): void {
  if (selector.matchers.some((matcher) => !matchesEmpty(matcher))) return;
  const explanation =
    selector.matchers.length === 0
      ? 'the selector is empty: at least one matcher must say which streams to read'
      : 'every matcher here also matches streams without the label, so the query would read all streams: add one that requires a value, such as app="x" or app=~".+"';
  report.add(parseError('selector-required', SELECTOR_REQUIRED, explanation, selector));
}

function checkRangeAggregation(expr: RangeAggregation, report: Report): void {
  const { op, opRange, range, grouping, param } = expr;
  const signature = rangeAggregation(op);
  const add = (
    code: LogqlErrorCode,
    message: string,
    explanation: string,
    at: { start: number; end: number },
  ): void => report.add(parseError(code, message, explanation, at));
  if (signature.parameter && param === undefined) {
    add(
      'parameter-required',
      `parameter required for operation ${op}`,
      `${op} needs a number before the log query: ${op}(0.99, {...})`,
      opRange,
    );
  }
  if (!signature.parameter && param !== undefined) {
    add(
      'parameter-unsupported',
      `parameter ${param.text} not supported for operation ${op}`,
      `${op} takes the log query alone`,
      param,
    );
  }
  if (!signature.grouping && grouping !== undefined) {
    add(
      'grouping-not-allowed',
      `grouping not allowed for ${op} aggregation`,
      `${op} has no "${grouping.keyword}": wrap it, as in sum ${grouping.keyword} (...) (${op}(...))`,
      grouping,
    );
  }
  if (signature.unwrap === 'forbidden' && range.unwrap !== undefined) {
    add(
      'unwrap-not-allowed',
      `invalid aggregation ${op} with unwrap`,
      `${op} works on lines, not on values: remove the unwrap, or use sum_over_time or another function of values`,
      range.unwrap,
    );
  }
  if (signature.unwrap === 'required' && range.unwrap === undefined) {
    add(
      'unwrap-required',
      `invalid aggregation ${op} without unwrap`,
      `${op} computes with values: end the log query with "| unwrap <label>"`,
      opRange,
    );
  }
  checkLogQuery(range.query, report);
  for (const filter of range.unwrap?.postFilters ?? []) checkLabelFilter(filter.filter, report);
}

function checkVectorAggregation(expr: VectorAggregation, report: Report): void {
  const { op, opRange, param, grouping } = expr;
  const signature = vectorAggregation(op);
  const add = (
    code: LogqlErrorCode,
    message: string,
    explanation: string,
    at: { start: number; end: number },
  ): void => report.add(parseError(code, message, explanation, at));
  if (signature.parameter) {
    if (param === undefined)
      add(
        'parameter-required',
        `parameter required for operation ${op}`,
        `${op} needs a number of series: ${op}(5, ...)`,
        opRange,
      );
    else checkCount(op, param, add);
  } else if (param !== undefined) {
    add(
      'parameter-unsupported',
      `unsupported parameter for operation ${op}(${param.text},`,
      `${op} takes one argument`,
      param,
    );
  }
  if (grouping === undefined) return;
  if (signature.grouping === 'forbidden') {
    add(
      'grouping-not-allowed',
      `grouping not allowed for ${op} aggregation`,
      `${op} picks from all series; remove the grouping`,
      grouping,
    );
  } else if (signature.grouping === 'no-labels' && grouping.labels.length > 0) {
    add(
      'grouping-not-allowed',
      "sort and sort_desc doesn't allow grouping by ",
      `${op} orders all series; remove the grouping`,
      grouping,
    );
  }
}

function checkCount(
  op: string,
  param: { readonly text: string; readonly value: number; readonly start: number; readonly end: number },
  add: (
    code: LogqlErrorCode,
    message: string,
    explanation: string,
    at: { start: number; end: number },
  ) => void,
): void {
  const explanation = `${op} needs a whole number of at least 1`;
  if (!/^\d+$/.test(param.text))
    add('parameter-invalid', `invalid parameter ${op}(${param.text},`, explanation, param);
  else if (param.value <= 0)
    add(
      'parameter-invalid',
      `invalid parameter (must be greater than 0) ${op}(${param.text}`,
      explanation,
      param,
    );
}

function checkOperands(expr: BinaryExpr, report: Report): void {
  for (const leg of ['left', 'right'] as const) {
    const operand = leg === 'left' ? expr.lhs : expr.rhs;
    const inner = unparen(operand);
    if (inner.kind === 'LogQuery') {
      const type = inner.stages.length === 0 ? '*syntax.MatchersExpr' : '*syntax.PipelineExpr';
      const message = `unexpected type for ${leg} leg of binary operation (${expr.op}): ${type}`;
      const explanation = `"${expr.op}" combines metric queries, and its ${leg} side is a log query: count its lines with rate({...}[5m]) or count_over_time({...}[5m])`;
      report.add(parseError('metric-query-required', message, explanation, operand));
    }
  }
  if (expr.op !== 'and' && expr.op !== 'or' && expr.op !== 'unless') return;
  for (const leg of ['left', 'right'] as const) {
    const operand = leg === 'left' ? expr.lhs : expr.rhs;
    const value = literalValue(operand);
    if (value === undefined) continue;
    const message = `unexpected literal for ${leg} leg of logical/set binary operation (${expr.op}): ${value.toFixed(6)}`;
    const explanation = `"${expr.op}" combines series, and a number has none: write vector(${value})`;
    report.add(parseError('literal-operand', message, explanation, operand));
  }
}
