import type { PlacedUse } from './placed.ts';

/** The replacement of variables whose kind their position does not show. */
export interface Guess {
  readonly functionName: string;
  readonly operand: 'name' | 'number';
}

/** In the order in which they are tried. */
export const GUESSES: readonly Guess[] = ['sum', 'rate', 'topk'].flatMap((functionName) => [
  { functionName, operand: 'number' },
  { functionName, operand: 'name' },
]);

/** A query with its variables replaced by text of the same length, so that every offset stays what it was. */
export function replaceVariables(text: string, placed: readonly PlacedUse[], guess: Guess): string {
  let replaced = '';
  let at = 0;
  for (const each of placed) {
    replaced +=
      text.slice(at, each.span.start) + standIn(text.slice(each.span.start, each.span.end), each, guess);
    at = each.span.end;
  }
  return replaced + text.slice(at);
}

function standIn(original: string, { position }: PlacedUse, { functionName, operand }: Guess): string {
  const { length } = original;
  switch (position) {
    case 'string':
      return original;
    case 'duration':
      return '1m'.padStart(length, '0');
    case 'number':
      return '1'.padEnd(length);
    case 'function':
      return functionName.length <= length ? functionName.padEnd(length) : identifier(original);
    case 'operand':
      return operand === 'number' ? '1'.padEnd(length) : identifier(original);
    case 'name':
    case 'label':
      return identifier(original);
  }
}

function identifier(original: string): string {
  return original.replaceAll(/\W/g, '_');
}
