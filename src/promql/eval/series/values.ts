import { add, subtract, usesCustomBuckets } from '../histogram/index.ts';
import type { Cursor } from './cursor.ts';
import type { SeriesError } from './errors.ts';
import { SeriesSyntaxError } from './errors.ts';
import type { HistogramLiteral } from './histogram-literal.ts';
import { readHistogramLiteral } from './histogram-literal.ts';
import { atNumber, readNumber } from './number.ts';
import type { SequenceItem } from './sequence.ts';

/** promtool stops at the first error; a text of errors alone is not read to its end. */
const MAX_ERRORS = 100;

/** Reads values up to the end of the text; after an error it goes on with the next value, up to 100 of them. */
export function readValues(cursor: Cursor, limit: number): { items: SequenceItem[]; errors: SeriesError[] } {
  const items: SequenceItem[] = [];
  const errors: SeriesError[] = [];
  let total = 0;
  // No braces close behind the last closing ones.
  const lastClose = cursor.text.lastIndexOf('}}');
  while (!cursor.isAtEnd() && errors.length < MAX_ERRORS) {
    const start = cursor.position;
    try {
      if (!cursor.skipSpaces()) cursor.fail('missing-space', `expected a space before ${cursor.found()}`);
      if (cursor.isAtEnd()) break;
      const itemStart = cursor.position;
      const item = readItem(cursor);
      total += item.count;
      if (total > limit) throw tooMany(total, limit, cursor, itemStart);
      items.push(item);
    } catch (error) {
      if (!(error instanceof SeriesSyntaxError)) throw error;
      errors.push(error.error);
      if (error.error.code === 'too-many-samples') break;
      skipItem(cursor, start, lastClose);
    }
  }
  return { items, errors };
}

function tooMany(total: number, limit: number, cursor: Cursor, start: number): SeriesSyntaxError {
  const text = cursor.text.slice(start, cursor.position);
  const message = `"${text}" brings the series to ${total} samples, the limit is ${limit}`;
  return new SeriesSyntaxError('too-many-samples', message, cursor.rangeFrom(start));
}

/** Goes to the blank before the next value; blanks inside `{{ }}` do not count. */
function skipItem(cursor: Cursor, start: number, lastClose: number): void {
  cursor.position = start;
  cursor.skipSpaces();
  const { text } = cursor;
  for (let at = cursor.position; at < text.length; at++) {
    if (text.startsWith('{{', at) && at + 2 <= lastClose) at = text.indexOf('}}', at + 2) + 1;
    else if (/[ \t\r\n]/.test(text[at]!)) break;
    cursor.position = at + 1;
  }
}

function readItem(cursor: Cursor): SequenceItem {
  if (cursor.startsWith('{{')) return readHistograms(cursor);
  if (cursor.accept('_')) return { kind: 'gap', count: cursor.next === 'x' ? readRepeat(cursor) : 1 };
  return readFloats(cursor);
}

function readFloats(cursor: Cursor): SequenceItem {
  if (cursor.take(/stale(?![a-zA-Z0-9_:])/y) !== '') {
    const repeated = readStepAndRepeat(cursor);
    return { kind: 'stale', count: repeated.count };
  }
  const sign = readSign(cursor) ?? 1;
  if (!atNumber(cursor)) {
    cursor.fail(
      'bad-value',
      `expected a number, "_", "stale" or a histogram "{{...}}", got ${cursor.found()}`,
    );
  }
  const value = sign * readNumber(cursor, 'a value', 'bad-value');
  return { kind: 'float', value, ...readStepAndRepeat(cursor) };
}

/** The `+step`, `xN` behind a value: one more sample than N, since the first is at the start. */
function readStepAndRepeat(cursor: Cursor): { step: number; count: number } {
  const sign = readSign(cursor);
  if (sign === undefined) return { step: 0, count: cursor.next === 'x' ? readRepeat(cursor) + 1 : 1 };
  const step = sign * readNumber(cursor, 'the step after "+" or "-"', 'bad-value');
  return { step, count: readRepeat(cursor) + 1 };
}

function readSign(cursor: Cursor): 1 | -1 | undefined {
  if (cursor.accept('+')) return 1;
  return cursor.accept('-') ? -1 : undefined;
}

function readRepeat(cursor: Cursor): number {
  const start = cursor.position;
  if (!cursor.accept('x')) {
    cursor.fail(
      'bad-repeat',
      `a step needs a repetition such as "x10" right behind it, got ${cursor.found()}`,
    );
  }
  const digits = cursor.take(/[0-9]+/y);
  if (digits !== '') return Number(digits);
  const message = `"x" must be followed by a whole number, got ${cursor.found()}`;
  throw new SeriesSyntaxError('bad-repeat', message, cursor.rangeFrom(start));
}

function readHistograms(cursor: Cursor): SequenceItem {
  const start = cursor.position;
  const base = readHistogramLiteral(cursor);
  const sign = readSign(cursor);
  if (sign === undefined) {
    const count = cursor.next === 'x' ? readRepeat(cursor) + 1 : 1;
    return { kind: 'histogram', count, value: base.histogram, hintSet: base.hintSet };
  }
  if (!cursor.startsWith('{{')) {
    cursor.fail(
      'bad-histogram',
      `the step of a histogram must be a histogram "{{...}}", got ${cursor.found()}`,
    );
  }
  const step = readHistogramLiteral(cursor);
  const count = readRepeat(cursor) + 1;
  if (count > 1) checkStep(base, step, sign, cursor, start);
  // As in Prometheus, whether the hint is compared follows from the step alone.
  return {
    kind: 'histogram',
    count,
    value: base.histogram,
    step: { histogram: step.histogram, sign },
    hintSet: step.hintSet,
  };
}

function checkStep(
  base: HistogramLiteral,
  step: HistogramLiteral,
  sign: 1 | -1,
  cursor: Cursor,
  start: number,
): void {
  const [from, by] = [base.histogram, step.histogram];
  const fail = (reason: string): never => {
    const message = `error combining histograms: ${reason}`;
    throw new SeriesSyntaxError('cannot-combine', message, cursor.rangeFrom(start));
  };
  if (from.schema > by.schema) fail(`cannot merge from schema ${by.schema} to ${from.schema}`);
  if (
    usesCustomBuckets(from) !== usesCustomBuckets(by) ||
    (sign === 1 ? add : subtract)(from, by) === undefined
  ) {
    fail('one has exponential and the other custom buckets');
  }
}
