import { FUNCTIONS, isFunctionName } from '../../functions/table.ts';
import type { FunctionName } from '../../functions/table.ts';
import type {
  AggregateExpr,
  ArithmeticOp,
  BinaryExpr,
  BinaryOp,
  Call,
  ComparisonOp,
  Expr,
  MatrixSelector,
  SetOp,
  SubqueryExpr,
  UnaryExpr,
  VectorMatching,
  VectorSelector,
} from '../../syntax/ast.ts';
import { EvalError } from '../errors.ts';
import { METADATA_LABELS, METRIC_NAME } from '../labels/labels.ts';
import { LabelProjection } from '../labels/projection.ts';
import { compileMatcher } from '../storage/matcher.ts';
import { planAt, planDuration } from './durations.ts';
import { isMatrixPlan, isScalarPlan, isVectorPlan } from './plan.ts';
import type { Plan, QueryTimePlan, SelectorPlan, VectorPlan, VectorVectorPlan } from './plan.ts';
import { errorText } from '../../../util/error-text.ts';

/** Functions whose result changes with the evaluation time even where their arguments do not. */
const TIME_BOUND: ReadonlySet<FunctionName> = new Set<FunctionName>([
  'days_in_month',
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'hour',
  'minute',
  'month',
  'year',
  'predict_linear',
  'time',
  'timestamp',
]);

/**
 * Makes a type-checked expression ready to run.
 * @throws EvalError invalid-regexp; and for expressions that no type checker would pass
 */
export function buildPlan(expr: Expr, version: 2 | 3): Plan {
  return new PlanBuilder(version).plan(expr);
}

/** Functions that need no buckets of their histograms, and those that do. */
const STATISTICS: ReadonlySet<string> = new Set(['histogram_count', 'histogram_sum', 'histogram_avg']);
const BUCKETS: ReadonlySet<string> = new Set([
  'histogram_quantile',
  'histogram_quantiles',
  'histogram_fraction',
]);

class PlanBuilder {
  readonly #version: 2 | 3;
  /** How many functions around the current node want statistics only, and how many nodes need buckets. */
  #statistics = 0;
  #buckets = 0;

  constructor(version: 2 | 3) {
    this.#version = version;
  }

  plan(expr: Expr): Plan {
    switch (expr.kind) {
      case 'NumberLiteral':
        return { kind: 'number', value: expr.value, range: expr, invariant: true };
      case 'StringLiteral':
        return { kind: 'string', value: expr.value, range: expr, invariant: true };
      case 'VectorSelector':
        return this.#selector(expr);
      case 'MatrixSelector':
        return this.#window(expr);
      case 'SubqueryExpr':
        return this.#subquery(expr);
      case 'UnaryExpr':
        return this.#unary(expr);
      case 'ParenExpr':
        return this.plan(expr.expr);
      case 'BinaryExpr':
        return this.#binary(expr);
      case 'AggregateExpr':
        return this.#aggregate(expr);
      case 'Call':
        return this.#call(expr);
    }
  }

  #selector(expr: VectorSelector): SelectorPlan {
    const written = expr.matchers.map((m) => ({
      name: m.name,
      op: m.op,
      value: m.value,
      range: m.valueRange,
    }));
    const named = { name: METRIC_NAME, op: '=' as const, value: expr.name ?? '', range: expr };
    const all = expr.name === undefined ? written : [named, ...written];
    return {
      kind: 'selector',
      matchers: all.map(({ name, op, value, range }) => {
        try {
          return compileMatcher(name, op, value, this.#version);
        } catch (error) {
          const reason = errorText(error);
          throw new EvalError('invalid-regexp', reason, range);
        }
      }),
      offset: planDuration(expr.offset),
      at: planAt(expr.at),
      extended: expr.extended,
      statisticsOnly: this.#version === 3 && this.#statistics > 0 && this.#buckets === 0,
      range: expr,
      invariant: expr.at !== undefined,
    };
  }

  #window(expr: MatrixSelector): Plan {
    const selector = this.#selector(expr.selector);
    const length = planDuration(expr.range);
    return { kind: 'window', selector, length, range: expr, invariant: selector.invariant };
  }

  #subquery(expr: SubqueryExpr): Plan {
    // Samples that a subquery leaves out would hide resets from the hints: it needs the buckets.
    this.#buckets++;
    const operand = vectorOf(this.plan(expr.expr));
    this.#buckets--;
    return {
      kind: 'subquery',
      operand,
      length: planDuration(expr.range),
      step: expr.step && planDuration(expr.step),
      offset: planDuration(expr.offset),
      at: planAt(expr.at),
      range: expr,
      invariant: expr.at !== undefined,
    };
  }

  #unary(expr: UnaryExpr): Plan {
    const operand = this.plan(expr.expr);
    const base = { range: expr, invariant: operand.invariant };
    if (isScalarPlan(operand)) {
      return expr.op === '+' ? operand : { kind: 'negated-scalar', operand, ...base };
    }
    const kind = expr.op === '+' ? 'unary-plus' : 'negated-vector';
    return { kind, operand: vectorOf(operand), ...base };
  }

  #binary(expr: BinaryExpr): Plan {
    const { op, bool } = expr;
    const trims = op === '</' || op === '>/' ? 1 : 0;
    this.#buckets += trims;
    const lhs = this.plan(expr.lhs);
    const rhs = this.plan(expr.rhs);
    this.#buckets -= trims;
    const base = { range: expr, invariant: lhs.invariant && rhs.invariant };
    if (isScalarPlan(lhs)) {
      if (isScalarPlan(rhs)) return { kind: 'scalar-binary', op: elementOp(op, expr), lhs, rhs, ...base };
      const sides = { vector: vectorOf(rhs), scalar: lhs, swapped: true };
      return { kind: 'vector-scalar', op: elementOp(op, expr), ...sides, bool, ...base };
    }
    const left = vectorOf(lhs);
    if (isScalarPlan(rhs)) {
      const sides = { vector: left, scalar: rhs, swapped: false };
      return { kind: 'vector-scalar', op: elementOp(op, expr), ...sides, bool, ...base };
    }
    return this.#vectorBinary(expr, left, vectorOf(rhs), base.invariant);
  }

  #vectorBinary(expr: BinaryExpr, lhs: VectorPlan, rhs: VectorPlan, invariant: boolean): VectorPlan {
    const { op, bool, matching: written } = expr;
    const matching = planMatching(written);
    const base = { lhs, rhs, matching, range: expr, invariant };
    if (isSetOp(op)) return { kind: 'set', op, ...base };
    const cardinality = written?.cardinality ?? 'one-to-one';
    return {
      kind: 'vector-vector',
      op,
      bool,
      cardinality: cardinality === 'many-to-many' ? 'one-to-one' : cardinality,
      result: planResult(written),
      include: written?.include.map(({ name }) => name) ?? [],
      fillLeft: written?.fillLeft,
      fillRight: written?.fillRight,
      ...base,
    };
  }

  #aggregate(expr: AggregateExpr): Plan {
    const operand = vectorOf(this.plan(expr.expr));
    const param = expr.param && this.plan(expr.param);
    if (param !== undefined && param.kind !== 'string' && !isScalarPlan(param)) throw mistyped(expr.param!);
    const without = expr.keyword === 'without';
    const names = expr.grouping.map(({ name }) => name);
    return {
      kind: 'aggregate',
      op: expr.op,
      operand,
      param,
      grouping: without ? LabelProjection.without(names) : LabelProjection.only(names),
      without: without ? new Set(names) : undefined,
      range: expr,
      // As upstream: the parameter does not count.
      invariant: operand.invariant,
    };
  }

  #call(expr: Call): Plan {
    const { func } = expr;
    if (!isFunctionName(func))
      throw new EvalError('parse', `unknown function with name "${func}"`, expr.funcRange);
    if (isQueryTime(func)) return { kind: 'query-time', what: func, range: expr, invariant: true };
    const statistics = STATISTICS.has(func) ? 1 : 0;
    const buckets = BUCKETS.has(func) ? 1 : 0;
    this.#statistics += statistics;
    this.#buckets += buckets;
    const args = expr.args.map((arg) => this.plan(arg));
    this.#statistics -= statistics;
    this.#buckets -= buckets;
    const bySelector = func === 'timestamp' && args.every((arg) => arg.kind === 'selector');
    const invariant = (!TIME_BOUND.has(func) || bySelector) && args.every((arg) => arg.invariant);
    const kind = FUNCTIONS[func].returns === 'scalar' ? 'scalar-call' : 'vector-call';
    return { kind, func, args, range: expr, invariant };
  }
}

function isQueryTime(func: FunctionName): func is QueryTimePlan['what'] & FunctionName {
  return func === 'start' || func === 'end' || func === 'range' || func === 'step';
}

function isSetOp(op: BinaryOp): op is SetOp {
  return op === 'and' || op === 'or' || op === 'unless';
}

function elementOp(op: BinaryOp, expr: Expr): ArithmeticOp | ComparisonOp {
  if (isSetOp(op)) throw mistyped(expr);
  return op;
}

function planMatching(matching: VectorMatching | undefined): LabelProjection {
  const names = matching?.labels.map(({ name }) => name) ?? [];
  return matching?.keyword === 'on' ? LabelProjection.only(names) : LabelProjection.without(names);
}

/** One-to-one matching leaves the labels that were matched; otherwise those of the "many" side stay. */
function planResult(matching: VectorMatching | undefined): VectorVectorPlan['result'] {
  const many = matching?.cardinality === 'many-to-one' || matching?.cardinality === 'one-to-many';
  const names = many ? [] : (matching?.labels.map(({ name }) => name) ?? []);
  if (!many && matching?.keyword === 'on') {
    const others = names.filter((name) => !METADATA_LABELS.has(name));
    return { named: LabelProjection.only(names), nameless: LabelProjection.only(others) };
  }
  const nameless = LabelProjection.except([...METADATA_LABELS, ...names]);
  return { named: LabelProjection.except(names), nameless };
}

function vectorOf(plan: Plan): VectorPlan {
  if (isVectorPlan(plan)) return plan;
  throw mistyped(plan.range);
}

function mistyped(range: { readonly start: number; readonly end: number }): EvalError {
  return new EvalError('parse', 'the expression does not pass the type checker', range);
}

/** The type of a plan's value, as Prometheus names it in messages. */
export function documentedType(plan: Plan): string {
  if (plan.kind === 'string') return 'string';
  if (isMatrixPlan(plan)) return 'range vector';
  return isVectorPlan(plan) ? 'instant vector' : 'scalar';
}
