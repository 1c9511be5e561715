import { INVALID } from './value.ts';
import type { Value } from './value.ts';

/** The text of a string argument; the signature has already made sure it is one. */
export function textAt(args: readonly Value[], index: number): string {
  const value = args[index];
  return value?.kind === 'string' ? value.value : '';
}

/** The argument at `index`, or nil. */
export function valueAt(args: readonly Value[], index: number): Value {
  return args[index] ?? INVALID;
}

/** The elements of a list argument. */
export function itemsAt(args: readonly Value[], index: number): readonly Value[] {
  const value = args[index];
  return value?.kind === 'slice' ? value.items : [];
}
