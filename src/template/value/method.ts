import type { Callable } from './callable.ts';
import type { Value } from './value.ts';

/** The method `name` of a value: of its own type or, for a pointer, of the type it points to. */
export function findMethod(value: Value, name: string): { method: Callable; receiver: Value } | undefined {
  if (value.kind === 'invalid') return undefined;
  const own = value.type.methods?.get(name);
  if (own !== undefined) return { method: own, receiver: value };
  if (value.kind !== 'pointer') return undefined;
  const below = value.type.elem?.methods?.get(name);
  return below === undefined ? undefined : { method: below, receiver: value.target ?? value };
}
