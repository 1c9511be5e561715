import type { Range } from '../source/range.ts';
import type { PlacedUse } from './placed.ts';

/** Positions in which any value leaves the query well-formed. */
const CERTAIN: ReadonlySet<PlacedUse['position']> = new Set(['string', 'duration', 'number']);

/** Text of another template language, which is filled in before Grafana reads the file. */
const FOREIGN = /\{\{|<%|\$\$\{|@@/;

/**
 * Where the first part of a query begins that may be anything: up to there errors are errors for any value. Infinity: only
 * strings and durations contain variables.
 */
export function firstGuessed(text: string, placed: readonly PlacedUse[]): number {
  const guessed = placed.find(({ position }) => !CERTAIN.has(position));
  const foreign = FOREIGN.exec(text)?.index ?? Infinity;
  return Math.min(guessed?.span.start ?? Infinity, foreign);
}

/** Is the query nothing but a variable? */
export function mayBeWhole(text: string, placed: readonly PlacedUse[]): boolean {
  const [first] = placed;
  return (
    placed.length === 1 &&
    first !== undefined &&
    first.position === 'operand' &&
    text.slice(0, first.use.start).trim() === '' &&
    text.slice(first.use.end).trim() === ''
  );
}

/** The errors that are there whatever the variables are: before the first guess, and not in a string that holds one. */
export function certainErrors<E extends Range>(
  errors: readonly E[],
  placed: readonly PlacedUse[],
  limit: number,
): readonly E[] {
  return errors.filter(
    ({ start, end }) =>
      Math.max(start, end) <= limit &&
      !placed.some(({ position, span }) => position === 'string' && span.start < end && start < span.end),
  );
}
