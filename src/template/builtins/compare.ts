import { NO_FLAGS } from '../fmt/flags.ts';
import { formatValue } from '../fmt/print.ts';
import type { CallEnvironment } from '../value/callable.ts';
import { GoFailure } from '../value/callable.ts';
import type { GoType } from '../value/types.ts';
import { compareBytes, unboxed } from '../value/value.ts';
import type { TypedValue, Value } from '../value/value.ts';

type BasicKind = 'bool' | 'complex' | 'int' | 'float' | 'string' | 'uint' | 'other';

function basicKind(value: Value): BasicKind {
  switch (value.kind) {
    case 'bool':
    case 'complex':
    case 'int':
    case 'uint':
    case 'float':
    case 'string':
      return value.kind;
    default:
      return 'other';
  }
}

function incompatible(a: TypedValue, b: TypedValue): GoFailure {
  return new GoFailure(`incompatible types for comparison: ${a.type.name} and ${b.type.name}`);
}

/** `eq a b c`: whether `a` equals any of the others. Different kinds are an error, not false. */
export function equalsAny(args: readonly Value[], environment: CallEnvironment): boolean {
  const [first, ...others] = args.map(unboxed);
  if (first === undefined || others.length === 0) throw new GoFailure('missing argument for comparison');
  return others.some((other) => equal(first, other, environment));
}

function equal(a: Value, b: Value, environment: CallEnvironment): boolean {
  const [kindA, kindB] = [basicKind(a), basicKind(b)];
  if (isInteger(a) && isInteger(b)) return a.value === b.value;
  if (kindA !== kindB) {
    if (a.kind !== 'invalid' && b.kind !== 'invalid') throw incompatible(a, b);
    return false;
  }
  if (a.kind === 'complex' && b.kind === 'complex') {
    return a.value.re === b.value.re && a.value.im === b.value.im;
  }
  if (kindA !== 'other' && 'value' in a && 'value' in b) return a.value === b.value;
  return equalReferences(a, b, environment);
}

function equalReferences(a: Value, b: Value, environment: CallEnvironment): boolean {
  if (a.kind === 'invalid' || b.kind === 'invalid') return isNil(a) === isNil(b);
  const text = (value: TypedValue): string => formatValue(value, 's', NO_FLAGS, environment);
  if (a.kind !== b.kind) {
    throw new GoFailure(
      `non-comparable types ${text(a)}: ${a.type.name}, ${b.type.name}: ${formatValue(b, 'v', NO_FLAGS, environment)}`,
    );
  }
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (!isComparable(b.type)) {
    throw new GoFailure(`non-comparable type ${text(b)}: ${b.type.name}`);
  }
  if (a.kind === 'pointer' && b.kind === 'pointer') return a.target === b.target;
  if (a.kind === 'struct' && b.kind === 'struct') return equalStructs(a, b, environment);
  return a === b;
}

/** Go's Type.Comparable: structs are where all their fields are. */
function isComparable(type: GoType): boolean {
  if (type.kind === 'map' || type.kind === 'slice') return false;
  return (type.fields ?? []).every((field) => isComparable(field.type));
}

function equalStructs(
  a: Value & { kind: 'struct' },
  b: Value & { kind: 'struct' },
  environment: CallEnvironment,
): boolean {
  if (a.type.name !== b.type.name) return false;
  if (a.time !== undefined && b.time !== undefined) return a.time.nanos === b.time.nanos;
  return [...a.fields].every(([name, value]) => equal(value, b.fields.get(name) ?? value, environment));
}

function isNil(value: Value): boolean {
  switch (value.kind) {
    case 'invalid':
      return true;
    case 'map':
    case 'slice':
      return value.nil === true;
    case 'pointer':
      return value.target === undefined;
    case 'interface':
      return value.content === undefined;
    default:
      return false;
  }
}

function isInteger(value: Value): value is Value & { kind: 'int' | 'uint' } {
  return value.kind === 'int' || value.kind === 'uint';
}

/** `lt a b`: only numbers of one kind and strings have an order. */
export function isLess(left: Value, right: Value): boolean {
  const [a, b] = [unboxed(left), unboxed(right)];
  const [kindA, kindB] = [basicKind(a), basicKind(b)];
  if (a.kind === 'invalid' || b.kind === 'invalid' || kindA === 'other' || kindB === 'other') {
    throw new GoFailure('invalid type for comparison');
  }
  if (isInteger(a) && isInteger(b)) return a.value < b.value;
  if (kindA !== kindB) throw incompatible(a, b);
  if (a.kind === 'float' && b.kind === 'float') return a.value < b.value;
  if (a.kind === 'string' && b.kind === 'string') return compareBytes(a.value, b.value) < 0;
  throw new GoFailure('invalid type for comparison');
}

/** `le a b`; a failed `lt` fails it. */
export function isLessOrEqual(left: Value, right: Value, environment: CallEnvironment): boolean {
  return isLess(left, right) || equalsAny([left, right], environment);
}
