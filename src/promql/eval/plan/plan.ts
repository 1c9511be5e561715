import type { Range } from '../../../source/range.ts';
import type { FunctionName } from '../../functions/table.ts';
import type { AggregateOp, ArithmeticOp, ComparisonOp, DurationExpr, SetOp } from '../../syntax/ast.ts';
import type { LabelProjection } from '../labels/projection.ts';
import type { Matcher } from '../storage/matcher.ts';

/*
 * A plan is an expression made ready to run any number of times: matchers compiled, parentheses gone, types distinguished,
 * and known which parts give the same answer at every step. Parts that depend on the query's times (duration expressions,
 * `@ start()`) are settled when it runs.
 */

interface PlanBase {
  /** The position of the node in the text; annotations point there. */
  readonly range: Range;
  /** The value is the same at every step (only `@`-bound selectors and constants below): one step is enough. */
  readonly invariant: boolean;
}

/** Milliseconds, or an expression to work out when the query's times are known. */
export type DurationPlan = number | DurationExpr;

/** The time an `@` modifier binds to: milliseconds, or an end of the query's range. */
export type AtPlan = number | 'start' | 'end';

interface NumberPlan extends PlanBase {
  readonly kind: 'number';
  readonly value: number;
}

interface StringPlan extends PlanBase {
  readonly kind: 'string';
  readonly value: string;
}

/** `start()`, `end()`, `range()`, `step()`: constants of the whole query, also inside subqueries. */
export interface QueryTimePlan extends PlanBase {
  readonly kind: 'query-time';
  readonly what: 'start' | 'end' | 'range' | 'step';
}

interface ScalarBinaryPlan extends PlanBase {
  readonly kind: 'scalar-binary';
  readonly op: ArithmeticOp | ComparisonOp;
  readonly lhs: ScalarPlan;
  readonly rhs: ScalarPlan;
}

interface NegatedScalarPlan extends PlanBase {
  readonly kind: 'negated-scalar';
  readonly operand: ScalarPlan;
}

export interface ScalarCallPlan extends PlanBase {
  readonly kind: 'scalar-call';
  readonly func: FunctionName;
  readonly args: readonly Plan[];
}

export type ScalarPlan = NumberPlan | QueryTimePlan | ScalarBinaryPlan | NegatedScalarPlan | ScalarCallPlan;

export interface SelectorPlan extends PlanBase {
  readonly kind: 'selector';
  /** Every matcher, that of the metric's name first. */
  readonly matchers: readonly Matcher[];
  readonly offset: DurationPlan;
  readonly at: AtPlan | undefined;
  readonly extended: 'anchored' | 'smoothed' | undefined;
  /** Of histograms only count, sum and reset hint matter to the functions around the selector. */
  readonly statisticsOnly: boolean;
}

interface NegatedVectorPlan extends PlanBase {
  readonly kind: 'negated-vector';
  readonly operand: VectorPlan;
}

/** Unary plus: the vector as it is, but no plain selector any more for functions that look for one. */
interface UnaryPlusPlan extends PlanBase {
  readonly kind: 'unary-plus';
  readonly operand: VectorPlan;
}

export interface VectorScalarPlan extends PlanBase {
  readonly kind: 'vector-scalar';
  readonly op: ArithmeticOp | ComparisonOp;
  readonly vector: VectorPlan;
  readonly scalar: ScalarPlan;
  /** The scalar is on the left. */
  readonly swapped: boolean;
  readonly bool: boolean;
}

export interface VectorVectorPlan extends PlanBase {
  readonly kind: 'vector-vector';
  readonly op: ArithmeticOp | ComparisonOp;
  readonly lhs: VectorPlan;
  readonly rhs: VectorPlan;
  readonly bool: boolean;
  /** The labels by which series find their partners. */
  readonly matching: LabelProjection;
  /** The rest of the labels of the "many" side in the result: with the metric's name, and without it. */
  readonly result: { readonly named: LabelProjection; readonly nameless: LabelProjection };
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many';
  readonly include: readonly string[];
  readonly fillLeft: number | undefined;
  readonly fillRight: number | undefined;
}

export interface SetPlan extends PlanBase {
  readonly kind: 'set';
  readonly op: SetOp;
  readonly lhs: VectorPlan;
  readonly rhs: VectorPlan;
  /** The labels by which series find their partners. */
  readonly matching: LabelProjection;
}

export interface AggregatePlan extends PlanBase {
  readonly kind: 'aggregate';
  readonly op: AggregateOp;
  readonly operand: VectorPlan;
  readonly param: ScalarPlan | StringPlan | undefined;
  /** The labels of the groups. */
  readonly grouping: LabelProjection;
  /** The labels written after `without`; undefined for `by` and for neither. */
  readonly without: ReadonlySet<string> | undefined;
}

export interface VectorCallPlan extends PlanBase {
  readonly kind: 'vector-call';
  readonly func: FunctionName;
  readonly args: readonly Plan[];
}

export type VectorPlan =
  | SelectorPlan
  | NegatedVectorPlan
  | UnaryPlusPlan
  | VectorScalarPlan
  | VectorVectorPlan
  | SetPlan
  | AggregatePlan
  | VectorCallPlan;

interface WindowPlan extends PlanBase {
  readonly kind: 'window';
  readonly selector: SelectorPlan;
  readonly length: DurationPlan;
}

export interface SubqueryPlan extends PlanBase {
  readonly kind: 'subquery';
  readonly operand: VectorPlan;
  readonly length: DurationPlan;
  readonly step: DurationPlan | undefined;
  readonly offset: DurationPlan;
  readonly at: AtPlan | undefined;
}

export type MatrixPlan = WindowPlan | SubqueryPlan;

export type Plan = ScalarPlan | VectorPlan | MatrixPlan | StringPlan;

const VECTOR_KINDS: ReadonlySet<Plan['kind']> = new Set<VectorPlan['kind']>([
  'selector',
  'negated-vector',
  'unary-plus',
  'vector-scalar',
  'vector-vector',
  'set',
  'aggregate',
  'vector-call',
]);

export function isVectorPlan(plan: Plan): plan is VectorPlan {
  return VECTOR_KINDS.has(plan.kind);
}

export function isMatrixPlan(plan: Plan): plan is MatrixPlan {
  return plan.kind === 'window' || plan.kind === 'subquery';
}

export function isScalarPlan(plan: Plan): plan is ScalarPlan {
  return plan.kind !== 'string' && !isVectorPlan(plan) && !isMatrixPlan(plan);
}
