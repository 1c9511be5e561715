import type { TemplateFunction } from '../../../template/functions.ts';
import type { CallEnvironment } from '../../../template/value/callable.ts';
import { ANY, FLOAT64, INT, STRING } from '../../../template/value/types.ts';
import type { GoType } from '../../../template/value/types.ts';
import type { Value } from '../../../template/value/value.ts';
import { unboxed } from '../../../template/value/value.ts';
import { TEMPLATE_FUNCTIONS } from '../../functions/template-functions.ts';

export { ANY, FLOAT64, INT, STRING };

/** An entry for the template engine of a function in the table of LogQL's template functions. */
export function entry(
  name: string,
  params: readonly GoType[],
  invoke: (args: readonly Value[], environment: CallEnvironment) => Value,
  variadic = false,
): TemplateFunction {
  const row = TEMPLATE_FUNCTIONS.get(name);
  // The engine only distinguishes Go's own functions from all others.
  return {
    name,
    origin: 'prometheus',
    usage: row?.syntax ?? name,
    summary: row?.docs ?? '',
    params,
    variadic,
    invoke,
  };
}

export function text(args: readonly Value[], index: number): string {
  const value = unboxed(args[index] ?? { kind: 'invalid' });
  return value.kind === 'string' ? value.value : '';
}

export function integer(args: readonly Value[], index: number): number {
  return toInteger(args[index]);
}

/** sprig's toInt64: texts by strconv.ParseInt with the prefix deciding the base, 0 where that fails. */
export function toInteger(value: Value | undefined): number {
  const plain = unboxed(value ?? { kind: 'invalid' });
  if (plain.kind === 'int' || plain.kind === 'uint') return Number(plain.value);
  if (plain.kind === 'float') return Math.trunc(plain.value);
  if (plain.kind === 'bool') return Number(plain.value);
  if (plain.kind !== 'string' || !/^[+-]?\d+$/.test(plain.value)) return 0;
  return Number(plain.value);
}

/** sprig's toFloat64: 0 if a text is not a number. */
export function toNumber(value: Value | undefined): number {
  const plain = unboxed(value ?? { kind: 'invalid' });
  if (plain.kind === 'float') return plain.value;
  if (plain.kind === 'string')
    return plain.value.trim() === '' || Number.isNaN(Number(plain.value)) ? 0 : Number(plain.value);
  return toInteger(plain);
}
