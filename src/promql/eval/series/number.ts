import { parseNumber } from '../../syntax/number.ts';
import type { Cursor } from './cursor.ts';
import type { SeriesErrorCode } from './errors.ts';
import { SeriesSyntaxError } from './errors.ts';

/** Hexadecimal is not part of the notation: `0x1` is zero twice. */
const NUMBER =
  /(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?|(?:inf|nan)(?![a-zA-Z0-9_:])/iy;

/** Whether an unsigned number is here. */
export function atNumber(cursor: Cursor): boolean {
  NUMBER.lastIndex = cursor.position;
  return NUMBER.test(cursor.text);
}

/** Reads an unsigned number as Prometheus does: `1`, `.5`, `1e3`, `1_000`, `Inf`, `NaN`, `010` in octal. */
export function readNumber(cursor: Cursor, what: string, code: SeriesErrorCode): number {
  const start = cursor.position;
  const text = cursor.take(NUMBER);
  if (text === '') cursor.fail(code, `${what} must be a number, got ${cursor.found()}`);
  const parsed = parseNumber(text);
  if (parsed.ok) return parsed.value;
  throw new SeriesSyntaxError(code, `${what} is not a number: ${parsed.message}`, cursor.rangeFrom(start));
}
