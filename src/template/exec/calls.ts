import type { OperandNode, TemplateNode } from '../syntax/ast.ts';
import { printNode } from '../syntax/print.ts';
import type { Callable } from '../value/callable.ts';
import { GoFailure } from '../value/callable.ts';
import { boundText, MOST_TEXT, TextLimit, textSize } from '../value/text-limit.ts';
import { INVALID, isTrue, unboxed } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import { conform } from './conform.ts';
import type { Evaluator } from './evaluator.ts';
import type { FieldAccess } from './fields.ts';

/** A call: the arguments as written, and the piped value behind them. */
export interface Call {
  readonly dot: Value;
  readonly callable: Callable;
  /** Go's own function; `and`, `or` and `call` need care. */
  readonly builtin: boolean;
  /** Where a failure of the function itself is reported. */
  readonly node: TemplateNode;
  readonly name: string;
  readonly args: readonly OperandNode[];
  readonly final: Value | undefined;
}

/** Calls a method with the receiver in front. */
export function callMethod(
  evaluator: Evaluator,
  access: FieldAccess,
  method: Callable,
  receiver: Value,
): Value {
  const bound: Callable = {
    ...method,
    invoke: (args, environment) => method.invoke([receiver, ...args], environment),
  };
  return callFunction(evaluator, { ...access, callable: bound, builtin: false });
}

/** Evaluates the arguments, checks them against the signature and calls. */
export function callFunction(evaluator: Evaluator, call: Call): Value {
  checkCount(evaluator, call);
  checkResults(evaluator, call);
  if (call.builtin && (call.name === 'and' || call.name === 'or')) {
    return shortCircuit(evaluator, call, call.name === 'or');
  }
  const values = call.args.map((arg, index) =>
    evaluator.argument(call.dot, parameter(call.callable, index), arg),
  );
  if (call.final !== undefined) {
    values.push(conform(evaluator, call.final, parameter(call.callable, values.length)));
  }
  return guarded(evaluator, call, () => {
    if (call.builtin && call.name === 'call') return refuseCall(call, values);
    boundText(values.reduce((total, value) => total + textSize(value), 0));
    const result = call.callable.invoke(values, evaluator.run.environment);
    countText(evaluator, textSize(result));
    return result;
  });
}

function parameter(callable: Callable, index: number): Callable['params'][number] | undefined {
  return callable.params[Math.min(index, callable.params.length - 1)];
}

function checkCount(evaluator: Evaluator, { callable, args, final, name }: Call): void {
  const given = args.length + (final === undefined ? 0 : 1);
  const wanted = callable.params.length;
  if (callable.variadic === true) {
    if (given >= wanted - 1) return;
    const reason = `wrong number of args for ${name}: want at least ${wanted - 1} got ${args.length}`;
    evaluator.fail('argument-count', reason);
  }
  if (given === wanted) return;
  evaluator.fail('argument-count', `wrong number of args for ${name}: want ${wanted} got ${given}`);
}

function checkResults(evaluator: Evaluator, { callable, name }: Call): void {
  if (callable.results === undefined) return;
  evaluator.fail(
    'bad-method',
    callable.results === 2
      ? `invalid function signature for ${name}: second return value should be error; is int`
      : `function ${name} has ${callable.results} return values; should be 1 or 2`,
  );
}

/** `and` and `or` evaluate no more arguments than they need. */
function shortCircuit(evaluator: Evaluator, call: Call, stopAt: boolean): Value {
  let value: Value = INVALID;
  for (const arg of call.args) {
    value = evaluator.argument(call.dot, call.callable.params[0], arg);
    if (isTrue(unboxed(value)) === stopAt) return value;
  }
  return call.final ?? value;
}

/** `call` needs a function value, and the data of alerts holds none. */
function refuseCall(call: Call, values: readonly Value[]): never {
  const callee = unboxed(values[0] ?? INVALID);
  if (callee.kind === 'invalid') throw new GoFailure('call of nil');
  const written = call.args[0];
  // Piped in, Go shows the type: reflect's String gives text only for strings.
  const piped = callee.kind === 'string' ? callee.value : `<${callee.type.name} Value>`;
  const name = written === undefined ? piped : printNode(written);
  throw new GoFailure(`non-function ${name} of type ${callee.type.name}`);
}

/** What a run makes in all is bounded too: each variable may keep a long text. */
function countText({ run }: Evaluator, length: number): void {
  boundText(length);
  run.madeText += length;
  if (run.madeText > MOST_TEXT)
    throw new TextLimit(`the texts of the template are longer than the limit of ${MOST_TEXT} characters`);
}

function guarded(evaluator: Evaluator, call: Call, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof GoFailure)) throw error;
    evaluator.at(call.node);
    if (error instanceof TextLimit)
      return evaluator.fail('limit-text', `error calling ${call.name}: ${error.message}`);
    return evaluator.fail('function-failed', `error calling ${call.name}: ${error.message}`);
  }
}
