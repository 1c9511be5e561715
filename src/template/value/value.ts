import type { GoTime } from '../../go/time/time.ts';
import type { Complex } from '../syntax/ast.ts';
import { ANY, BOOL, COMPLEX128, FLOAT64, INT, STRING, STRING_LIST, STRING_MAP } from './types.ts';
import type { GoType } from './types.ts';

/** Go's zero reflect.Value: untyped nil, printed as `<no value>`. */
export interface InvalidValue {
  readonly kind: 'invalid';
}
export interface BoolValue {
  readonly kind: 'bool';
  readonly type: GoType;
  readonly value: boolean;
}
/** Signed and unsigned integers of all sizes. */
export interface IntValue {
  readonly kind: 'int' | 'uint';
  readonly type: GoType;
  readonly value: bigint;
}
export interface FloatValue {
  readonly kind: 'float';
  readonly type: GoType;
  readonly value: number;
}
export interface ComplexValue {
  readonly kind: 'complex';
  readonly type: GoType;
  readonly value: Complex;
}
export interface StringValue {
  readonly kind: 'string';
  readonly type: GoType;
  readonly value: string;
}
export interface MapValue {
  readonly kind: 'map';
  readonly type: GoType;
  readonly entries: ReadonlyMap<string, Value>;
  readonly nil?: boolean;
}
export interface SliceValue {
  readonly kind: 'slice';
  readonly type: GoType;
  readonly items: readonly Value[];
  readonly nil?: boolean;
}
export interface StructValue {
  readonly kind: 'struct';
  readonly type: GoType;
  readonly fields: ReadonlyMap<string, Value>;
  /** Of a time.Time. */
  readonly time?: GoTime;
  /** What its String method gives, for types whose text comes from the caller. */
  readonly display?: string;
}
export interface PointerValue {
  readonly kind: 'pointer';
  readonly type: GoType;
  /** Absent for a nil pointer. */
  readonly target?: Value;
}
/** A value held in an `interface {}`: a map element, a struct field. Evaluation opens it where Go does. */
export interface InterfaceValue {
  readonly kind: 'interface';
  readonly type: GoType;
  /** Absent for a nil interface. */
  readonly content?: Value;
}

export type Value =
  | InvalidValue
  | BoolValue
  | IntValue
  | FloatValue
  | ComplexValue
  | StringValue
  | MapValue
  | SliceValue
  | StructValue
  | PointerValue
  | InterfaceValue;

export type TypedValue = Exclude<Value, InvalidValue>;

export const INVALID: InvalidValue = { kind: 'invalid' };
const TRUE: BoolValue = { kind: 'bool', type: BOOL, value: true };
const FALSE: BoolValue = { kind: 'bool', type: BOOL, value: false };
const EMPTY_STRING: StringValue = { kind: 'string', type: STRING, value: '' };
const EMPTY_MAP: ReadonlyMap<string, Value> = new Map();

export function bool(value: boolean): BoolValue {
  return value ? TRUE : FALSE;
}

export function int(value: bigint | number, type: GoType = INT): IntValue {
  return { kind: 'int', type, value: BigInt(value) };
}

export function float(value: number): FloatValue {
  return { kind: 'float', type: FLOAT64, value };
}

export function complex(value: Complex): ComplexValue {
  return { kind: 'complex', type: COMPLEX128, value };
}

export function string(value: string, type: GoType = STRING): StringValue {
  return value === '' && type === STRING ? EMPTY_STRING : { kind: 'string', type, value };
}

/** A map of strings: labels, annotations. */
export function stringMap(entries: Iterable<readonly [string, string]>, type: GoType = STRING_MAP): MapValue {
  const values = new Map<string, Value>();
  for (const [key, value] of entries) values.set(key, string(value));
  return { kind: 'map', type, entries: values };
}

export function list(items: readonly Value[], type: GoType): SliceValue {
  return { kind: 'slice', type, items };
}

export function stringList(items: readonly string[], type: GoType = STRING_LIST): SliceValue {
  return { kind: 'slice', type, items: items.map((item) => string(item)) };
}

export function struct(type: GoType, fields: Readonly<Record<string, Value>>): StructValue {
  return { kind: 'struct', type, fields: new Map(Object.entries(fields)) };
}

export function pointer(type: GoType, target: Value): PointerValue {
  return { kind: 'pointer', type, target };
}

/** `content` as an `interface {}`; nil for what is invalid. */
export function boxed(content: Value): InterfaceValue {
  if (content.kind === 'interface') return content;
  return content.kind === 'invalid'
    ? { kind: 'interface', type: ANY }
    : { kind: 'interface', type: ANY, content };
}

/** The value in an interface, as reflect's Elem; other values as they are. */
export function unboxed(value: Value): Value {
  return value.kind === 'interface' ? (value.content ?? INVALID) : value;
}

/** Follows interfaces and pointers to the end; a nil one is given back as it is. */
export function indirect(value: Value): Value {
  let current = value;
  for (;;) {
    const next =
      current.kind === 'pointer'
        ? current.target
        : current.kind === 'interface'
          ? current.content
          : undefined;
    if (next === undefined) return current;
    current = next;
  }
}

/** Whether the value is a pointer or interface without content. */
export function isNilReference(value: Value): boolean {
  return (
    (value.kind === 'pointer' && value.target === undefined) ||
    (value.kind === 'interface' && value.content === undefined)
  );
}

/** Go's zero value of a type. */
export function zeroOf(type: GoType): Value {
  switch (type.kind) {
    case 'bool':
      return { kind: 'bool', type, value: false };
    case 'int':
    case 'uint':
      return { kind: type.kind, type, value: 0n };
    case 'float':
      return { kind: 'float', type, value: 0 };
    case 'complex':
      return { kind: 'complex', type, value: { re: 0, im: 0 } };
    case 'string':
      return string('', type);
    case 'map':
      return { kind: 'map', type, entries: EMPTY_MAP, nil: true };
    case 'slice':
      return { kind: 'slice', type, items: [], nil: true };
    case 'struct':
      return {
        kind: 'struct',
        type,
        fields: new Map((type.fields ?? []).map((field) => [field.name, zeroOf(field.type)])),
      };
    case 'pointer':
      return { kind: 'pointer', type };
    case 'interface':
      return { kind: 'interface', type };
    case 'any-value':
      return INVALID;
  }
}

/** Go's truth of a value: not the zero of its type; structs are always true. */
export function isTrue(value: Value): boolean {
  switch (value.kind) {
    case 'invalid':
      return false;
    case 'bool':
      return value.value;
    case 'int':
    case 'uint':
      return value.value !== 0n;
    case 'float':
      // Unlike in JavaScript, NaN is true: it is not equal to zero.
      return value.value !== 0;
    case 'complex':
      return value.value.re !== 0 || value.value.im !== 0;
    case 'string':
      return value.value !== '';
    case 'map':
      return value.entries.size > 0;
    case 'slice':
      return value.items.length > 0;
    case 'struct':
      return true;
    case 'pointer':
      return value.target !== undefined;
    case 'interface':
      return value.content !== undefined;
  }
}

/** The keys of a map in the order of Go's fmt and of range: by bytes of UTF-8. */
export function sortedEntries(map: MapValue): [string, Value][] {
  return [...map.entries].sort(([a], [b]) => compareBytes(a, b));
}

/** Order of two strings by their UTF-8 bytes, as Go compares strings. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    // UTF-16 surrogates sort below U+E000..U+FFFF, UTF-8 puts what they stand for above.
    const surrogate = Number(isSurrogate(x)) - Number(isSurrogate(y));
    return surrogate === 0 ? x - y : surrogate;
  }
  return a.length - b.length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
