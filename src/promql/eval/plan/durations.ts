import type { AtModifier, DurationExpr } from '../../syntax/ast.ts';
import { EvalError } from '../errors.ts';
import { goMax, goMin } from '../../../go/math/min-max.ts';
import { goPow } from '../../../go/math/pow.ts';
import type { AtPlan, DurationPlan } from './plan.ts';

/** The times of the whole query, which duration expressions and `@ start()` refer to. */
export interface QueryTimes {
  readonly startMs: number;
  readonly endMs: number;
  /** 0 for an instant query. */
  readonly stepMs: number;
}

const LONGEST_SECONDS = 2 ** 63 / 1e9;

/** A written duration in whole milliseconds at once; a duration expression for later. Nothing written is 0. */
export function planDuration(expr: DurationExpr | undefined): DurationPlan {
  if (expr === undefined) return 0;
  const seconds = constantSeconds(expr);
  return seconds === undefined ? expr : Math.trunc(Math.round(seconds * 1e9) / 1e6);
}

function constantSeconds(expr: DurationExpr): number | undefined {
  if (expr.kind === 'Duration') return expr.seconds;
  if (expr.kind !== 'DurationUnary' || expr.expr.kind !== 'Duration') return undefined;
  return expr.op === '-' ? -expr.expr.seconds : expr.expr.seconds;
}

export function planAt(at: AtModifier | undefined): AtPlan | undefined {
  if (at === undefined) return undefined;
  return typeof at.at === 'number' ? Math.round(at.at * 1000) : at.at;
}

/** The time of an `@` modifier in milliseconds. */
export function resolveAt(at: AtPlan | undefined, times: QueryTimes): number | undefined {
  if (at === 'start') return times.startMs;
  return at === 'end' ? times.endMs : at;
}

/**
 * A length of time in milliseconds, greater than 0.
 * @throws EvalError duration
 */
export function resolveLength(plan: DurationPlan, times: QueryTimes): number {
  return typeof plan === 'number' ? plan : evaluate(plan, times, false);
}

/** An offset in milliseconds, of either sign. */
export function resolveOffset(plan: DurationPlan, times: QueryTimes): number {
  return typeof plan === 'number' ? plan : evaluate(plan, times, true);
}

function evaluate(expr: DurationExpr, times: QueryTimes, negative: boolean): number {
  const seconds = secondsOf(expr, times);
  if (!Number.isFinite(seconds)) throw invalid(expr, 'duration is NaN or infinite');
  if (seconds <= 0 && !negative) throw invalid(expr, 'duration must be greater than 0');
  if (Math.abs(seconds) > LONGEST_SECONDS) throw invalid(expr, 'duration is out of range');
  return Math.trunc(seconds * 1000);
}

function secondsOf(expr: DurationExpr, times: QueryTimes): number {
  switch (expr.kind) {
    case 'Duration':
      return expr.seconds;
    case 'DurationParen':
      return secondsOf(expr.expr, times);
    case 'DurationUnary': {
      const value = secondsOf(expr.expr, times);
      return expr.op === '-' ? -value : value;
    }
    case 'DurationBinary':
      return binary(expr, secondsOf(expr.lhs, times), secondsOf(expr.rhs, times));
    case 'DurationCall':
      return call(expr.func, expr.args, times);
  }
}

function binary(expr: DurationExpr & { kind: 'DurationBinary' }, lhs: number, rhs: number): number {
  switch (expr.op) {
    case '+':
      return lhs + rhs;
    case '-':
      return lhs - rhs;
    case '*':
      return lhs * rhs;
    case '/':
      if (rhs === 0) throw invalid(expr, 'division by zero');
      return lhs / rhs;
    case '%':
      if (rhs === 0) throw invalid(expr, 'modulo by zero');
      return lhs % rhs;
    case '^':
      return goPow(lhs, rhs);
  }
}

function call(
  func: 'step' | 'range' | 'min' | 'max',
  args: readonly DurationExpr[],
  times: QueryTimes,
): number {
  switch (func) {
    case 'step':
      return times.stepMs / 1000;
    case 'range':
      return (times.endMs - times.startMs) / 1000;
    case 'min':
      return args.map((arg) => secondsOf(arg, times)).reduce(goMin);
    case 'max':
      return args.map((arg) => secondsOf(arg, times)).reduce(goMax);
  }
}

/** Prometheus puts the positions in front; they are offsets, as it prints them. */
function invalid(expr: DurationExpr, text: string): EvalError {
  return new EvalError('duration', `${expr.start}:${expr.end}: ${text}`, expr);
}
