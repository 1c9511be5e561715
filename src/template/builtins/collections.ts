import { GoFailure } from '../value/callable.ts';
import { UINT8, isAssignable, STRING } from '../value/types.ts';
import { INVALID, indirect, isNilReference, unboxed, zeroOf } from '../value/value.ts';
import type { SliceValue, StringValue, Value } from '../value/value.ts';

/** `len x`: bytes of a string, elements of a list or map. */
export function lengthOf(argument: Value): number {
  const item = indirect(argument);
  if (isNilReference(item)) throw new GoFailure('len of nil pointer');
  switch (item.kind) {
    case 'string':
      return Buffer.byteLength(item.value);
    case 'slice':
      return item.items.length;
    case 'map':
      return item.entries.size;
    case 'invalid':
      throw new GoFailure('reflect: call of reflect.Value.Type on zero Value');
    default:
      throw new GoFailure(`len of type ${item.type.name}`);
  }
}

/** `index x 1 "a"`: x[1]["a"]; a key that a map does not have gives the zero of its elements. */
export function indexInto(args: readonly Value[]): Value {
  const [first, ...indexes] = args;
  let item = unboxed(first ?? INVALID);
  if (item.kind === 'invalid') throw new GoFailure('index of untyped nil');
  for (const raw of indexes) {
    const index = unboxed(raw);
    const target = indirect(item);
    if (isNilReference(target)) throw new GoFailure('index of nil pointer');
    item = element(target, index);
  }
  return item;
}

function element(target: Value, index: Value): Value {
  switch (target.kind) {
    case 'slice':
      return target.items[inRange(index, target.items.length, 'slice')] ?? INVALID;
    case 'string': {
      const bytes = Buffer.from(target.value);
      const byte = bytes[inRange(index, bytes.length, 'string')] ?? 0;
      return { kind: 'uint', type: UINT8, value: BigInt(byte) };
    }
    case 'map': {
      if (index.kind === 'invalid') throw new GoFailure('value is nil; should be of type string');
      if (index.kind !== 'string' || !isAssignable(index.type, STRING)) {
        throw new GoFailure(`value has type ${index.type.name}; should be string`);
      }
      const found = target.entries.get(index.value);
      return found ?? (target.type.elem === undefined ? INVALID : zeroOf(target.type.elem));
    }
    case 'invalid':
      throw new GoFailure('index of untyped nil');
    default:
      throw new GoFailure(`can't index item of type ${target.type.name}`);
  }
}

function inRange(index: Value, length: number, kind: 'slice' | 'string'): number {
  const at = indexNumber(index, length);
  // Go lets the index equal the length here and fails one call later.
  if (at === length) throw new GoFailure(`reflect: ${kind} index out of range`);
  return at;
}

function indexNumber(index: Value, limit: number): number {
  if (index.kind === 'invalid') throw new GoFailure('cannot index slice/array with nil');
  if (index.kind !== 'int' && index.kind !== 'uint') {
    throw new GoFailure(`cannot index slice/array with type ${index.type.name}`);
  }
  if (index.value < 0n || index.value > BigInt(limit)) {
    throw new GoFailure(`index out of range: ${String(index.value)}`);
  }
  return Number(index.value);
}

/** `slice x 1 2`: x[1:2], of a list or of the bytes of a string. */
export function sliceOf(args: readonly Value[]): Value {
  const [first, ...indexes] = args;
  const opened = unboxed(first ?? INVALID);
  if (opened.kind === 'invalid') throw new GoFailure('slice of untyped nil');
  const item = indirect(opened);
  if (isNilReference(item)) throw new GoFailure('slice of nil pointer');
  if (indexes.length > 3) throw new GoFailure(`too many slice indexes: ${indexes.length}`);
  if (item.kind !== 'string' && item.kind !== 'slice') {
    throw new GoFailure(`can't slice item of type ${item.kind === 'invalid' ? 'nil' : item.type.name}`);
  }
  if (item.kind === 'string' && indexes.length === 3) throw new GoFailure('cannot 3-index slice a string');
  return cut(item, indexes);
}

function cut(item: StringValue | SliceValue, indexes: readonly Value[]): Value {
  const length = item.kind === 'string' ? Buffer.byteLength(item.value) : item.items.length;
  const [start = 0, end = length, cap = length] = indexes.map((index) => indexNumber(unboxed(index), length));
  if (start > end) throw new GoFailure(`invalid slice index: ${start} > ${end}`);
  if (end > cap) throw new GoFailure(`invalid slice index: ${end} > ${cap}`);
  if (item.kind === 'slice') return { ...item, items: item.items.slice(start, end) };
  const text = Buffer.from(item.value).subarray(start, end).toString();
  return { ...item, value: text };
}
