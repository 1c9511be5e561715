import { IMPLEMENTATIONS } from '../functions/table.ts';
import type { FunctionCall } from '../functions/implementation.ts';
import { isScalarPlan, isVectorPlan } from '../plan/plan.ts';
import type { QueryTimePlan, ScalarCallPlan, ScalarPlan, VectorCallPlan, VectorPlan } from '../plan/plan.ts';
import { evalAbsentOverTime } from './absent-over-time.ts';
import { evalAggregate } from './aggregate/aggregate.ts';
import { scalarOperation } from './binary/operations.ts';
import { evalSet } from './binary/set.ts';
import { evalVectorScalar } from './binary/vector-scalar.ts';
import { evalVectorVector } from './binary/vector-vector.ts';
import { broadcast } from './column.ts';
import type { Column } from './column.ts';
import type { EvalContext } from './context.ts';
import { negate } from './negate.ts';
import { evalSelector } from './selector.ts';
import { evalWindowCall } from './window-call.ts';

/**
 * Evaluates an instant vector at every step of the context.
 * @throws EvalError
 */
export function evalVector(plan: VectorPlan, context: EvalContext): readonly Column[] {
  if (plan.invariant && context.steps > 1) {
    return broadcast(evalVector(plan, context.firstStep()), context.steps);
  }
  const { budget } = context.state;
  budget.checkTime();
  const before = budget.held;
  const columns = vectorOf(plan, context);
  budget.checkSeries(columns.length);
  budget.release(before, columns.length * context.steps);
  return columns;
}

function vectorOf(plan: VectorPlan, context: EvalContext): readonly Column[] {
  switch (plan.kind) {
    case 'selector':
      return evalSelector(plan, context);
    case 'negated-vector':
      return negate(context.vector(plan.operand), context);
    case 'unary-plus':
      return context.vector(plan.operand);
    case 'vector-scalar':
      return evalVectorScalar(plan, context);
    case 'vector-vector':
      return evalVectorVector(plan, context);
    case 'set':
      return evalSet(plan, context);
    case 'aggregate':
      return evalAggregate(plan, context);
    case 'vector-call':
      return vectorCall(plan, context);
  }
}

function vectorCall(plan: VectorCallPlan, context: EvalContext): readonly Column[] {
  const implementation = IMPLEMENTATIONS[plan.func];
  switch (implementation.kind) {
    case 'window':
      return evalWindowCall(plan, implementation, context);
    case 'absent-window':
      return evalAbsentOverTime(plan, context);
    case 'vector':
      return implementation.run(functionCall(plan, context));
    case 'scalar':
      throw new TypeError(`${plan.func} returns a scalar`);
  }
}

/**
 * Evaluates a scalar at every step of the context.
 * @throws EvalError
 */
export function evalScalar(plan: ScalarPlan, context: EvalContext): Float64Array {
  if (plan.invariant && context.steps > 1) {
    const [value] = evalScalar(plan, context.firstStep());
    return new Float64Array(context.steps).fill(value!);
  }
  switch (plan.kind) {
    case 'number':
      return new Float64Array(context.steps).fill(plan.value);
    case 'query-time':
      return new Float64Array(context.steps).fill(queryTime(plan, context));
    case 'negated-scalar':
      return context.scalar(plan.operand).map((value) => -value);
    case 'scalar-binary': {
      const rhs = context.scalar(plan.rhs);
      const operate = scalarOperation(plan.op);
      return context.scalar(plan.lhs).map((value, step) => operate(value, rhs[step]!));
    }
    case 'scalar-call':
      return scalarCall(plan, context);
  }
}

function scalarCall(plan: ScalarCallPlan, context: EvalContext): Float64Array {
  const implementation = IMPLEMENTATIONS[plan.func];
  if (implementation.kind !== 'scalar') throw new TypeError(`${plan.func} returns a vector`);
  return implementation.run(functionCall(plan, context));
}

/** Seconds; the step of an instant query is 0. */
function queryTime({ what }: QueryTimePlan, { state: { times } }: EvalContext): number {
  switch (what) {
    case 'start':
      return times.startMs / 1000;
    case 'end':
      return times.endMs / 1000;
    case 'range':
      return (times.endMs - times.startMs) / 1000;
    case 'step':
      return times.startMs === times.endMs ? 0 : times.stepMs / 1000;
  }
}

function functionCall({ args, range }: VectorCallPlan | ScalarCallPlan, context: EvalContext): FunctionCall {
  return {
    context,
    range,
    args,
    vector(index) {
      const arg = args[index]!;
      if (!isVectorPlan(arg)) throw new TypeError(`argument ${index} is not an instant vector`);
      return context.vector(arg);
    },
    scalar(index) {
      const arg = args[index]!;
      if (!isScalarPlan(arg)) throw new TypeError(`argument ${index} is not a scalar`);
      return context.scalar(arg);
    },
    text(index) {
      const arg = args[index]!;
      if (arg.kind !== 'string') throw new TypeError(`argument ${index} is not a string`);
      return arg.value;
    },
  };
}
