import type { CounterResetHint, FloatHistogram } from '../histogram/index.ts';
import {
  CUSTOM_BUCKETS_SCHEMA,
  denseBuckets,
  EMPTY_HISTOGRAM,
  EXPONENTIAL_SCHEMA_MAX,
  EXPONENTIAL_SCHEMA_MIN,
} from '../histogram/index.ts';
import type { Cursor } from './cursor.ts';
import { SeriesSyntaxError } from './errors.ts';
import { readNumber } from './number.ts';

/** A histogram literal as read: the value, and whether it names its counter reset hint. */
export interface HistogramLiteral {
  readonly histogram: FloatHistogram;
  readonly hintSet: boolean;
}

interface Fields {
  schema?: number;
  sum?: number;
  count?: number;
  z_bucket?: number;
  z_bucket_w?: number;
  custom_values?: number[];
  buckets?: number[];
  offset?: number;
  n_buckets?: number[];
  n_offset?: number;
  counter_reset_hint?: CounterResetHint;
}

const NUMBERS = ['sum', 'count', 'z_bucket'] as const;
const INTEGERS = ['schema', 'offset', 'n_offset'] as const;
const LISTS = ['buckets', 'n_buckets', 'custom_values'] as const;
const KEYS = [...NUMBERS, 'z_bucket_w', ...INTEGERS, ...LISTS, 'counter_reset_hint'] as const;
type Key = (typeof KEYS)[number];

const HINTS = ['unknown', 'reset', 'not_reset', 'gauge'] as const satisfies readonly CounterResetHint[];

/** Reads `{{schema:1 sum:2 buckets:[1 2]}}`, the cursor at its opening braces. */
export function readHistogramLiteral(cursor: Cursor): HistogramLiteral {
  const start = cursor.position;
  cursor.accept('{{');
  const fields: Fields = {};
  if (/^[ \t\r\n]+\}\}/.test(cursor.text.slice(cursor.position))) cursor.skipSpaces();
  while (!cursor.accept('}}')) {
    readField(cursor, fields);
    const spaced = cursor.skipSpaces();
    if (!spaced && !cursor.startsWith('}}')) {
      cursor.fail('bad-histogram', `expected " " or "}}" in a histogram, got ${cursor.found()}`);
    }
  }
  checkSchema(fields.schema ?? 0, cursor, start);
  return { histogram: build(fields), hintSet: fields.counter_reset_hint !== undefined };
}

function readField(cursor: Cursor, fields: Fields): void {
  const start = cursor.position;
  const word = cursor.take(/[a-zA-Z_]+/y);
  if (word === '') {
    const message = cursor.isAtEnd()
      ? 'the histogram is not closed with "}}"'
      : `expected a key such as buckets:[5 10 7], got ${cursor.found()}`;
    cursor.fail('bad-histogram', message);
  }
  const key = KEYS.find((each) => each === word.toLowerCase());
  if (key === undefined) {
    const message = `a histogram has no "${word}"; it has ${KEYS.join(', ')}`;
    throw new SeriesSyntaxError('unknown-histogram-key', message, cursor.rangeFrom(start));
  }
  if (fields[key] !== undefined) {
    const message = `"${word}" is given twice in one histogram`;
    throw new SeriesSyntaxError('duplicate-histogram-key', message, cursor.rangeFrom(start));
  }
  if (!cursor.accept(':'))
    cursor.fail('bad-histogram', `"${word}" must be followed by ":" at once, got ${cursor.found()}`);
  Object.assign(fields, { [key]: readValue(cursor, key) });
}

function readValue(cursor: Cursor, key: Key): number | number[] | CounterResetHint {
  if (key === 'counter_reset_hint') return readHint(cursor);
  if (isOneOf(LISTS, key)) return readList(cursor, key);
  if (isOneOf(INTEGERS, key)) return readInteger(cursor, key);
  const sign = key !== 'z_bucket_w' && cursor.accept('-') ? -1 : 1;
  return sign * readNumber(cursor, `"${key}"`, 'bad-histogram');
}

function readHint(cursor: Cursor): CounterResetHint {
  const start = cursor.position;
  const word = cursor.take(/[a-zA-Z_]+/y).toLowerCase();
  const hint = HINTS.find((each) => each === word);
  if (hint !== undefined) return hint;
  const message = `counter_reset_hint must be one of ${HINTS.join(', ')}, got "${word}"`;
  throw new SeriesSyntaxError('bad-histogram', message, cursor.rangeFrom(start));
}

function readInteger(cursor: Cursor, key: string): number {
  const text = cursor.take(/-?[0-9]+/y);
  const value = Number(text);
  // Upstream reads these into 32 bits.
  if (text !== '' && Math.abs(value) < 2 ** 31) return value;
  cursor.fail('bad-histogram', `"${key}" must be a whole number, got ${text === '' ? cursor.found() : text}`);
}

function readList(cursor: Cursor, key: string): number[] {
  if (!cursor.accept('['))
    cursor.fail('bad-histogram', `"${key}" must be a list such as [5 10 7], got ${cursor.found()}`);
  const values: number[] = [];
  do {
    if (values.length > 0 && cursor.startsWith(']')) break;
    const sign = cursor.accept('-') ? -1 : 1;
    values.push(sign * readNumber(cursor, `a number of "${key}"`, 'bad-histogram'));
  } while (cursor.skipSpaces());
  if (!cursor.accept(']'))
    cursor.fail('bad-histogram', `expected " " or "]" in "${key}", got ${cursor.found()}`);
  return values;
}

function checkSchema(schema: number, cursor: Cursor, start: number): void {
  const exponential = schema >= EXPONENTIAL_SCHEMA_MIN && schema <= EXPONENTIAL_SCHEMA_MAX;
  if (exponential || schema === CUSTOM_BUCKETS_SCHEMA) return;
  const message = `schema ${schema} does not exist: exponential buckets have -4 to 8, custom buckets -53`;
  throw new SeriesSyntaxError('bad-schema', message, cursor.rangeFrom(start));
}

function build(fields: Fields): FloatHistogram {
  return {
    ...EMPTY_HISTOGRAM,
    schema: fields.schema ?? 0,
    counterResetHint: fields.counter_reset_hint ?? 'unknown',
    zeroThreshold: fields.z_bucket_w ?? 0,
    zeroCount: fields.z_bucket ?? 0,
    count: fields.count ?? 0,
    sum: fields.sum ?? 0,
    positive: denseBuckets(fields.offset ?? 0, fields.buckets ?? []),
    negative: denseBuckets(fields.n_offset ?? 0, fields.n_buckets ?? []),
    customValues: fields.custom_values ?? [],
  };
}

function isOneOf<T extends string>(list: readonly T[], key: string): key is T {
  return (list as readonly string[]).includes(key);
}
