import type { TemplateFunction } from '../../../template/functions.ts';
import { formatTime } from '../../../go/time/layout.ts';
import { UTC } from '../../../go/time/zone.ts';
import { GoFailure } from '../../../template/value/callable.ts';
import { TIME, timeOf, timeValue } from '../../../template/value/time-types.ts';
import { ANY_LIST, ANY_MAP } from '../../../template/value/types.ts';
import { bool, boxed, float, list, string, unboxed } from '../../../template/value/value.ts';
import type { Value } from '../../../template/value/value.ts';
import { ANY, entry, STRING, text } from './helpers.ts';
import { parseTime } from './parse-time.ts';

const UNIT_NANOS: Readonly<Record<number, bigint>> = {
  5: 86_400_000_000_000n,
  10: 1_000_000_000n,
  13: 1_000_000n,
  16: 1_000n,
  19: 1n,
};

function unixToTime(digits: string): Value {
  const unit = UNIT_NANOS[digits.length];
  if (unit === undefined || !/^[+-]?\d+$/.test(digits))
    throw new GoFailure(`unable to parse time '${digits}'`);
  return timeValue({ nanos: BigInt(digits) * unit, zone: UTC });
}

function fromJson(json: string): Value {
  try {
    return toValue(JSON.parse(json));
  } catch {
    return { kind: 'invalid' };
  }
}

function toValue(json: unknown): Value {
  if (typeof json === 'string') return string(json);
  if (typeof json === 'number') return float(json);
  if (typeof json === 'boolean') return bool(json);
  if (Array.isArray(json))
    return list(
      json.map((item) => boxed(toValue(item))),
      ANY_LIST,
    );
  if (typeof json === 'object' && json !== null) {
    return {
      kind: 'map',
      type: ANY_MAP,
      entries: new Map(Object.entries(json).map(([key, value]) => [key, boxed(toValue(value))])),
    };
  }
  return { kind: 'invalid' };
}

/** The functions of Loki's templates that deal with times and JSON. */
export const TIME_FUNCTIONS: readonly TemplateFunction[] = [
  entry('now', [], (_args, environment) => timeValue({ nanos: environment.nowNanos, zone: UTC })),
  entry('date', [STRING, ANY], (args) => string(formatTime(timeOf(unboxed(args[1]!)), text(args, 0)))),
  entry('toDate', [STRING, STRING], (args) => timeValue(parseTime(text(args, 0), text(args, 1), 'UTC'))),
  entry('toDateInZone', [STRING, STRING, STRING], (args) =>
    timeValue(parseTime(text(args, 0), text(args, 2), text(args, 1))),
  ),
  entry('unixEpoch', [TIME], (args) => string(String(timeOf(args[0]).nanos / 1_000_000_000n))),
  entry('unixEpochMillis', [TIME], (args) => string(String(timeOf(args[0]).nanos / 1_000_000n))),
  entry('unixEpochNanos', [TIME], (args) => string(String(timeOf(args[0]).nanos))),
  entry('unixToTime', [STRING], (args) => unixToTime(text(args, 0))),
  entry('fromJson', [STRING], (args) => fromJson(text(args, 0))),
];
