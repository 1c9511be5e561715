import type { Callable } from './callable.ts';

/** Go's reflect kinds, as far as templates meet them. */
export type Kind =
  | 'bool'
  | 'int'
  | 'uint'
  | 'float'
  | 'complex'
  | 'string'
  | 'map'
  | 'slice'
  | 'struct'
  | 'pointer'
  | 'interface'
  | 'any-value';

/** A Go type. Types are compared by identity or by name; there is one object per type. */
export interface GoType {
  /** As Go prints it: `map[string]string`, `*template.sample`. */
  readonly name: string;
  readonly kind: Kind;
  /** Name of the type below a declared one (`template.KV` is a `map[string]string`); `name` where not declared. */
  readonly underlying: string;
  /** Of maps, slices and pointers. Map keys are strings everywhere here. */
  readonly elem?: GoType;
  /** Of structs, in order of declaration. */
  readonly fields?: readonly StructField[];
  /** Methods by name, callable with the receiver as an extra first argument. */
  readonly methods?: ReadonlyMap<string, Callable>;
}

export interface StructField {
  readonly name: string;
  readonly type: GoType;
  /** The key in JSON. */
  readonly json?: string;
}

function basic(name: string, kind: Kind): GoType {
  return { name, kind, underlying: name };
}

export const BOOL = basic('bool', 'bool');
export const INT = basic('int', 'int');
export const INT64 = basic('int64', 'int');
export const UINT8 = basic('uint8', 'uint');
export const FLOAT64 = basic('float64', 'float');
export const COMPLEX128 = basic('complex128', 'complex');
export const STRING = basic('string', 'string');
/** Go's empty interface: takes any value. */
export const ANY = basic('interface {}', 'interface');
/** Go's reflect.Value as a parameter: takes anything as it is, interfaces not opened. */
export const ANY_VALUE = basic('reflect.Value', 'any-value');

export const STRING_MAP = mapOf(STRING);
export const ANY_MAP = mapOf(ANY);
export const STRING_LIST = sliceOf(STRING);
export const ANY_LIST = sliceOf(ANY);

/** The type `map[string]elem`. */
function mapOf(elem: GoType): GoType {
  const name = `map[string]${elem.name}`;
  return { name, kind: 'map', underlying: name, elem };
}

/** The type `[]elem`. */
export function sliceOf(elem: GoType): GoType {
  const name = `[]${elem.name}`;
  return { name, kind: 'slice', underlying: name, elem };
}

/** The type `*elem`. */
export function pointerTo(elem: GoType): GoType {
  const name = `*${elem.name}`;
  return { name, kind: 'pointer', underlying: name, elem };
}

/** A declared type with methods on top of `base`. */
export function declared(name: string, base: GoType, methods?: ReadonlyMap<string, Callable>): GoType {
  return { ...base, name, ...(methods === undefined ? {} : { methods }) };
}

/** A declared struct type. */
export function structType(
  name: string,
  fields: readonly StructField[],
  methods?: ReadonlyMap<string, Callable>,
): GoType {
  return {
    name,
    kind: 'struct',
    underlying: `struct ${name}`,
    fields,
    ...(methods === undefined ? {} : { methods }),
  };
}

/** Whether a value of type `from` can be given where `to` is wanted, by Go's rules for assignments. */
export function isAssignable(from: GoType, to: GoType): boolean {
  if (from === to || to === ANY || to === ANY_VALUE) return true;
  if (from.name === to.name) return true;
  if (from.underlying !== to.underlying) return false;
  return !isDeclared(from) || !isDeclared(to);
}

/** Whether the type has a name of its own, as `string` and `template.KV` have and `[]string` has not. */
function isDeclared(type: GoType): boolean {
  return type.name !== type.underlying || !/^(\[|map\[|\*|interface )/.test(type.name);
}

/** Whether nil can stand for a value of the type. */
export function isNillable(type: GoType): boolean {
  return ['map', 'slice', 'pointer', 'interface', 'any-value'].includes(type.kind);
}
