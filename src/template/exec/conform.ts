import { isAssignable, isNillable } from '../value/types.ts';
import type { GoType } from '../value/types.ts';
import { INVALID, zeroOf } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import type { Evaluator } from './evaluator.ts';

/** `value` as an argument of `type`, or a failure in Go's words (validateType). */
export function conform(evaluator: Evaluator, value: Value, type: GoType | undefined): Value {
  if (value.kind === 'invalid') {
    if (type === undefined || type.kind === 'interface' || type.kind === 'any-value') return INVALID;
    if (isNillable(type)) return zeroOf(type);
    return evaluator.fail('argument-type', `invalid value; expected ${type.name}`);
  }
  if (type === undefined || type.kind === 'any-value') return value;
  if (type.kind === 'interface') return value.kind === 'interface' ? (value.content ?? INVALID) : value;
  if (isAssignable(value.type, type)) return value;
  const opened = value.kind === 'interface' ? (value.content ?? value) : value;
  if (opened.kind === 'invalid') return INVALID;
  if (isAssignable(opened.type, type)) return opened;
  if (opened.kind === 'pointer' && opened.type.elem !== undefined && isAssignable(opened.type.elem, type)) {
    return opened.target ?? evaluator.fail('nil-pointer', `dereference of nil pointer of type ${type.name}`);
  }
  return evaluator.fail(
    'argument-type',
    `wrong type for value; expected ${type.name}; got ${opened.type.name}`,
  );
}
