import { selectedName } from '../../project/series-graph.ts';
import type { Project } from '../../project/project.ts';
import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import { literalValue, unwrap } from '../../promql/infer/index.ts';
import type { AggregateExpr, Expr, LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { isCounter } from './is-counter.ts';

const RATES: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'delta']);

/** The buckets of a histogram that an expression holds, as they are or by how much they grow. */
export interface Buckets {
  readonly selector: VectorSelector;
  readonly name: string;
  /** Their growth in some time, rather than what they counted since the start. */
  readonly rated: boolean;
}

/**
 * The buckets that an expression has a value of for each bound: behind rate() and the like, scaled by a number, or
 * added up by `le`. Names such as `s3_bucket` do not count.
 */
export function bucketsIn(expr: Expr, project: Project): Buckets | undefined {
  const node = unwrap(expr);
  switch (node.kind) {
    case 'VectorSelector':
      return bucketsOf(node, false, project);
    case 'Call': {
      const range = node.args[0] === undefined ? undefined : unwrap(node.args[0]);
      if (!RATES.has(node.func) || range?.kind !== 'MatrixSelector') return undefined;
      return bucketsOf(range.selector, true, project);
    }
    case 'AggregateExpr':
      return keepsLe(node) ? bucketsIn(node.expr, project) : undefined;
    case 'BinaryExpr': {
      if (node.op !== '*' && node.op !== '/') return undefined;
      if (literalValue(node.rhs) !== undefined) return bucketsIn(node.lhs, project);
      return node.op === '*' && literalValue(node.lhs) !== undefined
        ? bucketsIn(node.rhs, project)
        : undefined;
    }
    default:
      return undefined;
  }
}

function bucketsOf(selector: VectorSelector, rated: boolean, project: Project): Buckets | undefined {
  const name = selectedName(selector);
  if (name === undefined || !/^[^:]+_bucket$/.test(name)) return undefined;
  if (project.series.recorders(name).length > 0) return undefined;
  return rated || isCounter(selector, project) ? { selector, name, rated } : undefined;
}

/** Whether the result of an aggregation keeps apart the bounds of buckets. */
export function keepsLe(node: AggregateExpr): boolean {
  return AGGREGATIONS[node.op].selectsSeries || groupsByLe(node);
}

/** Whether each bound of buckets is in groups of its own. */
export function groupsByLe({ keyword, grouping }: AggregateExpr): boolean {
  const named = grouping.some(({ name }) => name === 'le');
  return keyword === 'without' ? !named : named;
}

/** The matchers of a selector on the bounds of its buckets. */
export function leMatchers(selector: VectorSelector): readonly LabelMatcher[] {
  return selector.matchers.filter(({ name }) => name === 'le');
}
