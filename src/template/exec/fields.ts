import type { OperandNode, TemplateNode } from '../syntax/ast.ts';
import { findMethod } from '../value/method.ts';
import { INVALID, indirect, isNilReference, zeroOf } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import { callMethod } from './calls.ts';
import type { Evaluator } from './evaluator.ts';

/** A `.Name` on a value, with the arguments that follow where it is the last of its chain. */
export interface FieldAccess {
  readonly dot: Value;
  readonly receiver: Value;
  readonly name: string;
  readonly node: TemplateNode;
  readonly args: readonly OperandNode[];
  readonly final: Value | undefined;
}

/** A method's result, a struct's field or a map's element; a missing key gives the zero of the element type. */
export function fieldOf(evaluator: Evaluator, access: FieldAccess): Value {
  const { receiver, name } = access;
  if (receiver.kind === 'invalid') return INVALID;
  const typeName = receiver.type.name;
  const value = indirect(receiver);
  if (value.kind === 'interface' && isNilReference(value)) {
    evaluator.fail('nil-pointer', `nil pointer evaluating ${typeName}.${name}`);
  }
  const method = findMethod(value, name);
  if (method !== undefined) return callMethod(evaluator, access, method.method, method.receiver);
  const hasArguments = access.args.length > 0 || access.final !== undefined;
  if (value.kind === 'struct') {
    const field = value.fields.get(name);
    if (field !== undefined) {
      if (!hasArguments) return field;
      evaluator.fail('not-a-function', `${name} has arguments but cannot be invoked as function`);
    }
  }
  if (value.kind === 'map') {
    if (hasArguments) evaluator.fail('not-a-function', `${name} is not a method but has arguments`);
    return value.entries.get(name) ?? (value.type.elem === undefined ? INVALID : zeroOf(value.type.elem));
  }
  if (value.kind === 'pointer' && value.type.elem?.fields?.some((field) => field.name === name) === true) {
    evaluator.fail('nil-pointer', `nil pointer evaluating ${typeName}.${name}`);
  }
  return evaluator.fail('unknown-field', `can't evaluate field ${name} in type ${typeName}`);
}
