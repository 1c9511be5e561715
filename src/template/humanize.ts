import { formatGoFloat } from '../go/numbers/format-float.ts';
import { timeFromMillis } from '../go/time/time.ts';
import type { GoTime } from '../go/time/time.ts';
import { STRING_LAYOUT, formatTime } from '../go/time/layout.ts';
import { GoFailure } from './value/callable.ts';
import { parseFloat64, parseFloatError } from '../go/numbers/parse-float.ts';
import type { Value } from './value/value.ts';
import { sprintf } from './fmt/printf.ts';
import { DURATION } from './value/time-types.ts';

const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];
const BINARY = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];
const NO_ENVIRONMENT = { nowNanos: 0n, localZone: 'UTC' };

/** The number in an argument of the humanize functions: a number, or text that reads as one. */
export function toFloat(value: Value): number {
  if (value.kind === 'float') return value.value;
  if (value.kind === 'string' && value.type.name === 'string') return readFloat(value.value);
  if (value.kind === 'int' || value.kind === 'uint') {
    if (value.type === DURATION) return Number(value.value) / 1e9;
    if (['int', 'uint', 'int64', 'uint64'].includes(value.type.name)) return Number(value.value);
  }
  throw new GoFailure(`can't convert ${sprintf('%T', [value], NO_ENVIRONMENT)} to float`);
}

function readFloat(text: string): number {
  const { value, error } = parseFloat64(text);
  if (error !== undefined) throw new GoFailure(parseFloatError(text, error));
  return value;
}

function fourDigits(value: number): string {
  return formatGoFloat(value, 'g', 4);
}

/** `humanize`: 1234567 as `1.235M`, 0.0012 as `1.2m`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return fourDigits(value);
  if (Math.abs(value) < 1) return scaleUp(value);
  return scaleDown(value, 1000, LARGE);
}

/** `humanize1024`: 1234567 as `1.177Mi`. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return fourDigits(value);
  return scaleDown(value, 1024, BINARY);
}

/** `humanizePercentage`: 0.1234 as `12.34%`. */
export function humanizePercentage(value: number): string {
  return `${fourDigits(value * 100)}%`;
}

/** `humanizeDuration`: seconds as `1d 2h 3m 4s`, `4.5s`, `3ms`. */
export function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return fourDigits(value);
  if (value === 0) return `${fourDigits(value)}s`;
  if (Math.abs(value) < 1) return `${scaleUp(value)}s`;
  const sign = value < 0 ? '-' : '';
  const magnitude = Math.abs(value);
  const whole = BigInt.asIntN(64, magnitude >= 2 ** 63 ? -(2n ** 63n) : BigInt(Math.trunc(magnitude)));
  const [seconds, minutes, hours] = [whole % 60n, (whole / 60n) % 60n, (whole / 3600n) % 24n];
  const days = whole / 86_400n;
  const parts: [bigint, string][] = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'm'],
    [seconds, 's'],
  ];
  const first = parts.findIndex(([count]) => count !== 0n);
  // Below a minute the fraction counts, above it only whole seconds are shown.
  if (first < 0 || first === 3) return `${sign}${fourDigits(magnitude)}s`;
  return (
    sign +
    parts
      .slice(first)
      .map(([count, unit]) => `${String(count)}${unit}`)
      .join(' ')
  );
}

/** `humanizeTimestamp`: a Unix time in seconds as Go prints a time in UTC. */
export function humanizeTimestamp(value: number): string {
  const time = floatToTime(value);
  return time === undefined ? fourDigits(value) : formatTime(time, STRING_LAYOUT);
}

/** A Unix time in seconds, cut to milliseconds as Prometheus does; undefined for NaN and infinity. */
export function floatToTime(value: number): GoTime | undefined {
  if (!Number.isFinite(value)) return undefined;
  const nanos = value * 1e9;
  if (nanos > 2 ** 63 || nanos < -(2 ** 63)) {
    const shown = formatGoFloat(value, 'g');
    throw new GoFailure(`${shown} cannot be represented as a nanoseconds timestamp since it overflows int64`);
  }
  return timeFromMillis(Number(BigInt(Math.trunc(nanos)) / 1_000_000n));
}

function scaleDown(value: number, base: number, prefixes: readonly string[]): string {
  let scaled = value;
  let prefix = '';
  for (const next of prefixes) {
    if (Math.abs(scaled) < base) break;
    prefix = next;
    scaled /= base;
  }
  return fourDigits(scaled) + prefix;
}

function scaleUp(value: number): string {
  let scaled = value;
  let prefix = '';
  for (const next of SMALL) {
    if (Math.abs(scaled) >= 1) break;
    prefix = next;
    scaled *= 1000;
  }
  return fourDigits(scaled) + prefix;
}
