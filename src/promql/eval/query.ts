import type { Expr } from '../syntax/ast.ts';
import type { PromqlFeatures } from '../syntax/options.ts';
import { parseExpr } from '../syntax/parse.ts';
import { AnnotationCollector } from './annotations/collector.ts';
import { Budget } from './engine/budget.ts';
import { EvalContext } from './engine/context.ts';
import type { Evaluator } from './engine/context.ts';
import { evalScalar, evalVector } from './engine/evaluate.ts';
import { toMatrix, toVector } from './engine/output.ts';
import { probedEvaluator } from './engine/probed.ts';
import { evalRawMatrix } from './engine/raw-matrix.ts';
import { removeDelayedNames } from './engine/results.ts';
import { EvalError } from './errors.ts';
import { settingsOf } from './options.ts';
import type { EvalOptions, Settings } from './options.ts';
import { buildPlan, documentedType } from './plan/build.ts';
import { checkDepth } from './plan/depth.ts';
import type { QueryTimes } from './plan/durations.ts';
import { isMatrixPlan, isScalarPlan } from './plan/plan.ts';
import type { Plan } from './plan/plan.ts';
import type { Storage } from './storage/storage.ts';
import type { MatrixValue, QueryResult, QueryValue } from './value.ts';

/** An expression parsed, checked and planned; it may run any number of times, on any storage. */
export interface CompiledQuery {
  readonly text: string;
  readonly plan: Plan;
  readonly version: 2 | 3;
}

/** The parser's switches that belong to the engine's features; what needs no flag any more is on by default. */
function parserFeatures(features: EvalOptions['features']): Partial<PromqlFeatures> {
  const set = new Set(features);
  return {
    experimentalFunctions: set.has('promql-experimental-functions'),
    fillModifiers: set.has('promql-binop-fill-modifiers'),
  };
}

/** Rule files are loaded by many tests, and templates ask the same queries again: plans are kept. */
const plans = new Map<string, CompiledQuery>();
const KEPT_PLANS = 5_000;

/**
 * Parses, type-checks and plans an expression. The same text with the same options gives the same plan.
 * @throws EvalError parse (the parser's first error), invalid-regexp, limit-depth
 */
export function compileQuery(text: string, options: EvalOptions = {}): CompiledQuery {
  const { version, limits } = settingsOf(options);
  const key = JSON.stringify([version, limits.depth, [...(options.features ?? [])].sort(), text]);
  let plan = plans.get(key);
  if (plan === undefined) {
    plan = parseAndPlan(text, options);
    if (plans.size >= KEPT_PLANS) plans.clear();
    plans.set(key, plan);
  }
  return plan;
}

function parseAndPlan(text: string, options: EvalOptions): CompiledQuery {
  const { version } = settingsOf(options);
  const { expr, errors } = parseExpr(text, { version, features: parserFeatures(options.features) });
  const [error] = errors;
  if (error?.code === 'too-deep') {
    throw new EvalError('limit-depth', `${error.message} (limit: depth)`, error);
  }
  if (error !== undefined) throw new EvalError('parse', error.message, error);
  if (expr === undefined) throw new EvalError('parse', 'no expression found in input');
  return compileExpr(expr, text, options);
}

/**
 * Plans an expression that is parsed and type-checked already.
 * @param text what it was parsed from; annotations give positions in it
 * @throws EvalError invalid-regexp, limit-depth
 */
export function compileExpr(expr: Expr, text: string, options: EvalOptions = {}): CompiledQuery {
  const { version, limits } = settingsOf(options);
  checkDepth(expr, limits.depth);
  return { text, plan: buildPlan(expr, version), version };
}

const EVALUATOR: Evaluator = { vector: evalVector, scalar: evalScalar };

function contextFor(
  text: string,
  storage: Storage,
  settings: Settings,
  times: QueryTimes,
  steps: number,
): EvalContext {
  const state = {
    text,
    storage,
    settings,
    annotations: new AnnotationCollector(),
    budget: new Budget(settings.limits, settings.clock),
    times,
    evaluator: settings.probe === undefined ? EVALUATOR : probedEvaluator(settings.probe),
  };
  return new EvalContext(state, times.startMs, times.stepMs, steps);
}

/**
 * Evaluates an expression at one time.
 * @param timeMs milliseconds since the epoch
 * @throws EvalError
 */
export function instant(
  query: CompiledQuery | string,
  storage: Storage,
  timeMs: number,
  options: EvalOptions = {},
): QueryResult {
  const { text, plan } = compiled(query, options);
  const times = { startMs: timeMs, endMs: timeMs, stepMs: 0 };
  const context = contextFor(text, storage, settingsOf(options), times, 1);
  const value = instantValue(plan, context, timeMs);
  return { value, annotations: context.state.annotations.finish(text) };
}

function instantValue(plan: Plan, context: EvalContext, timeMs: number): QueryValue {
  if (plan.kind === 'string') return { type: 'string', timeMs, value: plan.value };
  if (isMatrixPlan(plan)) return evalRawMatrix(plan, context);
  if (isScalarPlan(plan)) return { type: 'scalar', timeMs, value: context.scalar(plan)[0]! };
  const columns = removeDelayedNames(context.vector(plan), context);
  return { type: 'vector', timeMs, samples: toVector(columns) };
}

/**
 * Evaluates an expression at every step from `startMs` to `endMs`.
 * @param stepMs milliseconds between two steps, greater than 0
 * @throws EvalError; not-rangeable for strings and range vectors
 */
export function range(
  query: CompiledQuery | string,
  storage: Storage,
  startMs: number,
  endMs: number,
  stepMs: number,
  options: EvalOptions = {},
): QueryResult<MatrixValue> {
  const { text, plan } = compiled(query, options);
  const steps = Math.max(0, Math.floor((endMs - startMs) / stepMs) + 1);
  const context = contextFor(text, storage, settingsOf(options), { startMs, endMs, stepMs }, steps);
  context.state.budget.checkSteps(steps);
  if (plan.kind === 'string' || isMatrixPlan(plan)) throw notRangeable(plan);
  const columns = steps === 0 ? [] : rangeColumns(plan, context);
  const value = toMatrix(removeDelayedNames(columns, context), context);
  return { value, annotations: context.state.annotations.finish(text) };
}

function rangeColumns(plan: Exclude<Plan, { kind: 'string' | 'window' | 'subquery' }>, context: EvalContext) {
  return isScalarPlan(plan) ? [context.scalarColumn(context.scalar(plan))] : context.vector(plan);
}

function notRangeable(plan: Plan): EvalError {
  const text = `invalid expression type "${documentedType(plan)}" for range query, must be Scalar or instant Vector`;
  return new EvalError('not-rangeable', text, plan.range);
}

function compiled(query: CompiledQuery | string, options: EvalOptions): CompiledQuery {
  return typeof query === 'string' ? compileQuery(query, options) : query;
}
