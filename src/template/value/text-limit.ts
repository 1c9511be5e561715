import { GoFailure } from './callable.ts';
import { unboxed } from './value.ts';
import type { Value } from './value.ts';

/** Characters of one text that a template makes, and of what one call is handed. */
export const LONGEST_TEXT = 1_000_000;
/** Characters of all texts that one run of a template makes. */
export const MOST_TEXT = 10_000_000;

/** A text that is too long: our limit, not Go's. */
export class TextLimit extends GoFailure {}

/** @throws TextLimit for a text that would be longer than any that a template may make */
export function boundText(length: number): void {
  if (length > LONGEST_TEXT)
    throw new TextLimit(`a text is longer than the limit of ${LONGEST_TEXT} characters`);
}

/** Characters in a value and in all that it holds; the count stops above the limit. */
export function textSize(value: Value): number {
  const plain = unboxed(value);
  switch (plain.kind) {
    case 'string':
      return plain.value.length;
    case 'slice':
      return sum(plain.items);
    case 'map':
      return sum(plain.entries.values());
    default:
      return 0;
  }
}

function sum(values: Iterable<Value>): number {
  let total = 0;
  for (const value of values) {
    total += textSize(value);
    if (total > LONGEST_TEXT) break;
  }
  return total;
}
