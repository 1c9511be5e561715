import { vectorAggregation } from '../functions/vector-aggregations.ts';
import type { BinaryExpr, Grouping, LogqlExpr, RangeAggregation, VectorAggregation } from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';
import { literalValue } from '../syntax/fold.ts';
import type { LabelFacts } from './label-facts.ts';
import {
  both,
  either,
  NO_LABELS,
  openLabels,
  restrictTo,
  uncertain,
  without,
  withLabels,
} from './label-facts.ts';
import { labelsRequired } from './label-filter-facts.ts';
import { logQueryLabels } from './pipeline-labels.ts';

/**
 * The labels of the series (or, for a log query, of the lines) that an expression returns. Lines that carry
 * `__error__` fail a metric query, so what is said of metric queries holds for those that succeed.
 */
export function resultLabels(expr: LogqlExpr): LabelFacts {
  switch (expr.kind) {
    case 'LogQuery':
      return logQueryLabels(expr);
    case 'RangeAggregation':
      return rangeLabels(expr);
    case 'VectorAggregation':
      return aggregationLabels(expr);
    case 'BinaryExpr':
      return binaryLabels(expr);
    case 'LabelReplace':
      return withLabels(uncertain(resultLabels(expr.expr), [expr.dst.value]), [expr.dst.value]);
    case 'ParenExpr':
      return resultLabels(expr.expr);
    case 'VectorExpr':
    case 'NumberLiteral':
      return NO_LABELS;
  }
}

const names = (grouping: Grouping): string[] => grouping.labels.map(({ name }) => name);

function grouped(facts: LabelFacts, grouping: Grouping): LabelFacts {
  return grouping.keyword === 'by' ? restrictTo(facts, names(grouping)) : without(facts, names(grouping));
}

function rangeLabels({ op, range, grouping }: RangeAggregation): LabelFacts {
  // absent_over_time has no series to take labels from: its equality matchers give them.
  if (op === 'absent_over_time') {
    const equal = range.query.selector.matchers.filter(
      ({ op: match, value }) => match === '=' && value !== '',
    );
    return restrictTo(
      openLabels(equal.map(({ name }) => name)),
      equal.map(({ name }) => name),
    );
  }
  let facts = logQueryLabels(range.query);
  for (const { filter } of range.unwrap?.postFilters ?? [])
    facts = withLabels(facts, labelsRequired(filter), true);
  // The unwrapped label is the value and no longer a label.
  if (range.unwrap !== undefined && grouping?.keyword !== 'by')
    facts = without(facts, [range.unwrap.label.name]);
  return grouping === undefined ? facts : grouped(facts, grouping);
}

function aggregationLabels({ op, expr, grouping }: VectorAggregation): LabelFacts {
  const facts = resultLabels(expr);
  if (vectorAggregation(op).keepsLabels) return facts;
  return grouping === undefined ? NO_LABELS : grouped(facts, grouping);
}

function binaryLabels(expr: BinaryExpr): LabelFacts {
  if (literalValue(expr.lhs) !== undefined) return resultLabels(expr.rhs);
  if (literalValue(expr.rhs) !== undefined) return resultLabels(expr.lhs);
  const [lhs, rhs] = [resultLabels(unparen(expr.lhs)), resultLabels(unparen(expr.rhs))];
  if (expr.op === 'or') return either(lhs, rhs);
  if (expr.op === 'and' || expr.op === 'unless') return lhs;
  const { matching } = expr;
  if (matching === undefined) return both(lhs, rhs);
  const include = matching.include?.map(({ name }) => name) ?? [];
  if (matching.cardinality === 'many-to-one') return withLabels(uncertain(lhs, include), include);
  if (matching.cardinality === 'one-to-many') return withLabels(uncertain(rhs, include), include);
  const labels = matching.labels.map(({ name }) => name);
  return matching.keyword === 'on' ? restrictTo(lhs, labels) : without(lhs, labels);
}
