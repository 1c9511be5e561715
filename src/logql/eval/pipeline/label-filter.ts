import type { CompareOp, LabelFilter } from '../../syntax/ast.ts';
import { matcherTest } from '../../syntax/matchers.ts';
import { parseFloat64, parseFloatError } from '../../../go/numbers/parse-float.ts';
import { parseByteSize } from '../../units/bytes.ts';
import { parseGoDuration } from '../../../go/durations/go-duration.ts';
import { parseIpPattern } from '../../units/ip.ts';
import { containsIp } from './find-ip.ts';
import type { LabelState } from './label-state.ts';

/** Whether a line stays. */
export type LineTest = (state: LabelState) => boolean;

const LABEL_FILTER_ERROR = 'LabelFilterErr';

/** A label filter ready to run. */
export function compileLabelFilter(filter: LabelFilter): LineTest {
  switch (filter.kind) {
    case 'StringFilter': {
      const test = matcherTest(filter.matcher);
      return (state) => test(state.filterValue(filter.matcher.name));
    }
    case 'IpFilter': {
      const range = parseIpPattern(filter.pattern.value);
      return (state) => {
        // A line with an error is dropped by string filters alone.
        if (state.error !== '') return true;
        const value = state.get(filter.name);
        if (value === undefined || range === undefined) return false;
        return containsIp(range, value) === (filter.op === '=');
      };
    }
    case 'DurationFilter':
      return amountFilter(filter.name, filter.op, filter.nanoseconds, readDuration);
    case 'BytesFilter':
      return amountFilter(filter.name, filter.op, filter.bytes, readBytes);
    case 'NumberFilter':
      return amountFilter(filter.name, filter.op, filter.value, readFloat);
    case 'LabelFilterBinary': {
      const [lhs, rhs] = [compileLabelFilter(filter.lhs), compileLabelFilter(filter.rhs)];
      return filter.op === 'and' ? (state) => lhs(state) && rhs(state) : (state) => lhs(state) || rhs(state);
    }
  }
}

type Reading = { readonly value: number } | { readonly error: string };

/** A label's text as a number, by Go's strconv.ParseFloat (which also reads Inf and NaN). */
export function readFloat(text: string): Reading {
  const { value, error } = parseFloat64(text);
  return error === undefined ? { value } : { error: parseFloatError(text, error) };
}

/** A label's text as nanoseconds, by Go's time.ParseDuration. */
export function readDuration(text: string): Reading {
  const read = parseGoDuration(text);
  return 'nanos' in read ? { value: Number(read.nanos) } : { error: `time: ${read.error}` };
}

export function readBytes(text: string): Reading {
  const value = parseByteSize(text);
  if (value !== undefined) return { value };
  const number = /^[\d.,]*/.exec(text)?.[0] ?? '';
  if (/^(?:\d+(?:\.\d*)?|\.\d+)$/.test(number.replaceAll(',', ''))) {
    return { error: `unhandled size name: ${text.slice(number.length).trim().toLowerCase()}` };
  }
  return { error: `strconv.ParseFloat: parsing ${JSON.stringify(number)}: invalid syntax` };
}

/** A line whose label cannot be read stays, with an error; one without the label goes. */
function amountFilter(
  name: string,
  op: CompareOp,
  wanted: number,
  read: (text: string) => Reading,
): LineTest {
  return (state) => {
    const text = state.get(name);
    if (text === undefined) return false;
    const reading = read(text);
    if ('value' in reading) return compares(op, reading.value, wanted);
    if (state.error === '') state.setError(LABEL_FILTER_ERROR, reading.error);
    return true;
  };
}

function compares(op: CompareOp, value: number, wanted: number): boolean {
  switch (op) {
    case '=':
    case '==':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
  }
}
