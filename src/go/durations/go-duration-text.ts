const UNITS: readonly (readonly [string, bigint])[] = [
  ['ns', 1n],
  ['µs', 1_000n],
  ['ms', 1_000_000n],
];
const SECOND = 1_000_000_000n;

/** Nanoseconds as Go's Duration.String writes them: `1h15m30.918s`, `0s`. */
export function formatDuration(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const magnitude = nanos < 0n ? -nanos : nanos;
  if (magnitude < SECOND) {
    const [name, unit] = [...UNITS].reverse().find(([, size]) => magnitude >= size)!;
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
