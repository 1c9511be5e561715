const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const LIMIT = 1n << 63n;
const PART = /([0-9]*)(?:\.([0-9]*))?([^0-9.]*)/y;

export type GoDuration = { readonly nanos: bigint } | { readonly error: string };

/**
 * Go's time.ParseDuration: a sign, then numbers with fractions and the units ns us µs ms s m h in any order; or its
 * error without the `time: ` in front, as `unknown unit "d" in duration "1d"`.
 */
export function parseGoDuration(text: string): GoDuration {
  const failed = (what: string): GoDuration => ({ error: `${what} ${quote(text)}` });
  const rest = text.replace(/^[-+]/, '');
  if (rest === '0') return { nanos: 0n };
  if (rest === '') return failed('invalid duration');
  let total = 0n;
  for (let at = 0; at < rest.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const [, digits = '', fraction = '', unit = ''] = PART.exec(rest) ?? [];
    if (digits + fraction === '' || readInt(digits) === undefined) return failed('invalid duration');
    if (unit === '') return failed('missing unit in duration');
    const size = UNITS.get(unit);
    if (size === undefined) return failed(`unknown unit ${quote(unit)} in duration`);
    total += BigInt(digits) * size + fractionOf(fraction, size);
    if (total > LIMIT) return failed('invalid duration');
  }
  if (text.startsWith('-')) return { nanos: -total };
  return total === LIMIT ? failed('invalid duration') : { nanos: total };
}

/** Go's leadingInt: undefined where the number is beyond 2 ** 63. */
function readInt(digits: string): bigint | undefined {
  const value = BigInt(digits);
  return value > LIMIT ? undefined : value;
}

/** Go reads fractions as floats, and drops the digits that would overflow 63 bits. */
function fractionOf(digits: string, size: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > (LIMIT - 1n) / 10n || next > LIMIT) break;
    value = next;
    scale *= 10;
  }
  return value === 0n ? 0n : BigInt(Math.trunc(Number(value) * (Number(size) / scale)));
}

/** The quoting of Go's time package: every character except printable ASCII is written byte by byte. */
function quote(text: string): string {
  let quoted = '"';
  for (const byte of new TextEncoder().encode(text)) {
    if (byte === 0x22 || byte === 0x5c) quoted += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f) quoted += String.fromCharCode(byte);
    else quoted += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `${quoted}"`;
}

const SMALL: readonly (readonly [string, bigint])[] = [
  ['ms', 1_000_000n],
  ['µs', 1_000n],
  ['ns', 1n],
];
const SECOND = 1_000_000_000n;

/** Nanoseconds as Go's Duration.String writes them: `1h15m30.918s`, `0s`. */
export function formatGoDuration(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const magnitude = nanos < 0n ? -nanos : nanos;
  if (magnitude < SECOND) {
    const [name, unit] = SMALL.find(([, size]) => magnitude >= size)!;
    return `${sign}${decimal(magnitude, unit)}${name}`;
  }
  const minutes = magnitude / (60n * SECOND);
  const seconds = `${decimal(magnitude % (60n * SECOND), SECOND)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return `${sign}${hours > 0n ? `${String(hours)}h` : ''}${String(minutes % 60n)}m${seconds}`;
}

function decimal(value: bigint, unit: bigint): string {
  const width = String(unit).length - 1;
  const fraction = String(value % unit)
    .padStart(width, '0')
    .replace(/(?<!0)0+$/, '');
  const whole = String(value / unit);
  return width === 0 || fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Rounds half away from zero to a multiple of `multiple`, as Go's Duration.Round. */
export function roundDuration(nanos: bigint, multiple: bigint): bigint {
  if (multiple <= 0n) return nanos;
  const rest = nanos % multiple;
  const down = nanos - rest;
  const magnitude = rest < 0n ? -rest : rest;
  if (magnitude * 2n < multiple) return down;
  return nanos < 0n ? down - multiple : down + multiple;
}
