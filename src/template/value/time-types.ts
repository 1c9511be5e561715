import { formatGoDuration, roundDuration } from '../../go/durations/go-duration.ts';
import { civilOf, floorDiv, nanosOfDate, unixMillis } from '../../go/time/time.ts';
import type { GoTime } from '../../go/time/time.ts';
import { MONTHS, STRING_LAYOUT, WEEKDAYS, formatTime } from '../../go/time/layout.ts';
import { UTC, loadZone } from '../../go/time/zone.ts';
import type { TimeZone } from '../../go/time/zone.ts';
import type { CallEnvironment, Callable } from './callable.ts';
import { GoFailure } from './callable.ts';
import { INT, INT64, STRING, pointerTo, structType } from './types.ts';
import type { GoType } from './types.ts';
import { bool, float, int, string } from './value.ts';
import type { IntValue, StructValue, Value } from './value.ts';

/** Methods of a type are made before the type they mention, so this is filled below. */
const durationMethods = new Map<string, Callable>();
const timeMethods = new Map<string, Callable>();
const monthMethods = new Map<string, Callable>();
const weekdayMethods = new Map<string, Callable>();

export const DURATION: GoType = { ...INT64, name: 'time.Duration', methods: durationMethods };
const MONTH: GoType = { ...INT, name: 'time.Month', methods: monthMethods };
const WEEKDAY: GoType = { ...INT, name: 'time.Weekday', methods: weekdayMethods };
export const TIME: GoType = structType('time.Time', [], timeMethods);
export const TIME_POINTER = pointerTo(TIME);
export const DURATION_POINTER = pointerTo(DURATION);

/** A time.Time. */
export function timeValue(time: GoTime): StructValue {
  return { kind: 'struct', type: TIME, fields: new Map(), time };
}

/** A time.Duration of so many nanoseconds. */
export function durationValue(nanos: bigint): IntValue {
  return int(BigInt.asIntN(64, nanos), DURATION);
}

/** The time in a value of type time.Time. */
export function timeOf(value: Value | undefined): GoTime {
  if (value?.kind === 'struct' && value.time !== undefined) return value.time;
  throw new GoFailure('runtime error: invalid memory address or nil pointer dereference');
}

function intOf(value: Value | undefined): bigint {
  return value?.kind === 'int' || value?.kind === 'uint' ? value.value : 0n;
}

function stringOf(value: Value | undefined): string {
  return value?.kind === 'string' ? value.value : '';
}

type Body = (args: readonly Value[], environment: CallEnvironment) => Value;

function define(table: Map<string, Callable>, name: string, params: readonly GoType[], invoke: Body): void {
  table.set(name, { params, invoke });
}

/** Methods that Go refuses in templates because they return several values. */
function refuse(
  table: Map<string, Callable>,
  name: string,
  params: readonly GoType[],
  results: number,
): void {
  table.set(name, { params, results, invoke: () => string('') });
}

const NANOS_PER: Readonly<Record<string, bigint>> = {
  Nanoseconds: 1n,
  Microseconds: 1_000n,
  Milliseconds: 1_000_000n,
};
for (const [name, unit] of Object.entries(NANOS_PER)) {
  define(durationMethods, name, [], ([self]) => int(intOf(self) / unit, INT64));
}
const FLOAT_UNITS: Readonly<Record<string, number>> = { Seconds: 1e9, Minutes: 60e9, Hours: 3600e9 };
for (const [name, unit] of Object.entries(FLOAT_UNITS)) {
  define(durationMethods, name, [], ([self]) => {
    const [nanos, size] = [intOf(self), BigInt(unit)];
    return float(Number(nanos / size) + Number(nanos % size) / unit);
  });
}
define(durationMethods, 'String', [], ([self]) => string(formatGoDuration(intOf(self))));
define(durationMethods, 'Abs', [], ([self]) => durationValue(intOf(self) < 0n ? -intOf(self) : intOf(self)));
define(durationMethods, 'Round', [DURATION], ([self, by]) =>
  durationValue(roundDuration(intOf(self), intOf(by))),
);
define(durationMethods, 'Truncate', [DURATION], ([self, by]) => {
  const [nanos, size] = [intOf(self), intOf(by)];
  return durationValue(size <= 0n ? nanos : nanos - (nanos % size));
});

define(monthMethods, 'String', [], ([self]) => {
  const number = Number(intOf(self));
  return string(MONTHS[number - 1] ?? `%!Month(${number})`);
});
define(weekdayMethods, 'String', [], ([self]) => {
  const number = Number(intOf(self));
  return string(WEEKDAYS[number] ?? `%!Weekday(${number})`);
});

define(timeMethods, 'String', [], ([self]) => string(formatTime(timeOf(self), STRING_LAYOUT)));
define(timeMethods, 'Format', [STRING], ([self, layout]) =>
  string(formatTime(timeOf(self), stringOf(layout))),
);
define(timeMethods, 'UTC', [], ([self]) => timeValue({ ...timeOf(self), zone: UTC }));
define(timeMethods, 'Local', [], ([self], environment) =>
  timeValue({ ...timeOf(self), zone: localZone(environment) }),
);
define(timeMethods, 'Unix', [], ([self]) => int(floorDiv(timeOf(self).nanos, 1_000_000_000n), INT64));
define(timeMethods, 'UnixMilli', [], ([self]) => int(BigInt(unixMillis(timeOf(self))), INT64));
define(timeMethods, 'UnixMicro', [], ([self]) => int(floorDiv(timeOf(self).nanos, 1_000n), INT64));
define(timeMethods, 'UnixNano', [], ([self]) => int(BigInt.asIntN(64, timeOf(self).nanos), INT64));
define(timeMethods, 'IsZero', [], ([self]) => bool(timeOf(self).nanos === -62_135_596_800_000_000_000n));
define(timeMethods, 'Year', [], ([self]) => int(civilOf(timeOf(self)).year));
define(timeMethods, 'Month', [], ([self]) => int(civilOf(timeOf(self)).month, MONTH));
define(timeMethods, 'Day', [], ([self]) => int(civilOf(timeOf(self)).day));
define(timeMethods, 'Hour', [], ([self]) => int(civilOf(timeOf(self)).hour));
define(timeMethods, 'Minute', [], ([self]) => int(civilOf(timeOf(self)).minute));
define(timeMethods, 'Second', [], ([self]) => int(civilOf(timeOf(self)).second));
define(timeMethods, 'Nanosecond', [], ([self]) => int(civilOf(timeOf(self)).nanosecond));
define(timeMethods, 'Weekday', [], ([self]) => int(civilOf(timeOf(self)).weekday, WEEKDAY));
define(timeMethods, 'YearDay', [], ([self]) => int(civilOf(timeOf(self)).yearDay));
define(timeMethods, 'After', [TIME], ([self, other]) => bool(timeOf(self).nanos > timeOf(other).nanos));
define(timeMethods, 'Before', [TIME], ([self, other]) => bool(timeOf(self).nanos < timeOf(other).nanos));
define(timeMethods, 'Equal', [TIME], ([self, other]) => bool(timeOf(self).nanos === timeOf(other).nanos));
define(timeMethods, 'Sub', [TIME], ([self, other]) =>
  durationValue(timeOf(self).nanos - timeOf(other).nanos),
);
define(timeMethods, 'Add', [DURATION], ([self, by]) => {
  const time = timeOf(self);
  return timeValue({ ...time, nanos: time.nanos + intOf(by) });
});
define(timeMethods, 'AddDate', [INT, INT, INT], ([self, years, months, days]) => {
  const time = timeOf(self);
  const civil = civilOf(time);
  const moved = nanosOfDate({
    ...civil,
    year: civil.year + Number(intOf(years)),
    month: civil.month + Number(intOf(months)),
    day: civil.day + Number(intOf(days)),
  });
  return timeValue({ ...time, nanos: moved - BigInt(civil.offsetSeconds) * 1_000_000_000n });
});
define(timeMethods, 'Truncate', [DURATION], ([self, by]) => {
  const [time, size] = [timeOf(self), intOf(by)];
  if (size <= 0n) return timeValue(time);
  const since = time.nanos + 62_135_596_800_000_000_000n;
  return timeValue({ ...time, nanos: time.nanos - (since % size) });
});
define(timeMethods, 'IsDST', [], ([self]) => {
  const time = timeOf(self);
  const year = civilOf(time).year;
  const offsets = [1, 7].map((month) => {
    const nanos = nanosOfDate({ year, month, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 });
    return civilOf({ nanos, zone: time.zone }).offsetSeconds;
  });
  return bool(civilOf(time).offsetSeconds > Math.min(...offsets));
});
refuse(timeMethods, 'Date', [], 3);
refuse(timeMethods, 'Clock', [], 3);
refuse(timeMethods, 'ISOWeek', [], 2);
refuse(timeMethods, 'Zone', [], 2);

/** The zone of the machine, as the caller names it. */
function localZone(environment: CallEnvironment): TimeZone {
  return loadZone(environment.localZone) ?? UTC;
}
