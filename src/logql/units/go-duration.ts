const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const PART = /^(\d*)(?:\.(\d*))?([^\d.]+)/;

/**
 * Reads a duration as Go's time.ParseDuration: a sign, then numbers with fractions and the units ns us µs ms s
 * m h in any order. Returns nanoseconds, or undefined where Go returns an error.
 */
export function parseGoDuration(text: string): number | undefined {
  const negative = text.startsWith('-');
  let rest = negative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '') return undefined;
  let total = 0;
  while (rest !== '') {
    const match = PART.exec(rest);
    if (match === null) return undefined;
    const [whole, digits, fraction = '', unit] = [match[0], match[1]!, match[2], match[3]!];
    const size = UNITS[unit];
    if (size === undefined || (digits === '' && fraction === '')) return undefined;
    total += Number(digits) * size + Math.trunc(Number(`0.${fraction || '0'}`) * size);
    if (total > 2 ** 63) return undefined;
    rest = rest.slice(whole.length);
  }
  return negative ? -total : total;
}

/** `123456` and 3 digits of scale give `123.456`; trailing zeros of the fraction go. */
function scaled(value: number, scale: number): string {
  const unit = 10 ** scale;
  const whole = Math.floor(value / unit);
  const fraction = (value % unit)
    .toString()
    .padStart(scale, '0')
    .replace(/(?<!0)0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}

/** Prints nanoseconds as Go's time.Duration: `1h0m0s`, `250ms`, `1.5s`, `0s`. */
export function formatGoDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const sign = nanoseconds < 0 ? '-' : '';
  const value = Math.abs(nanoseconds);
  if (value < 1e3) return `${sign}${value}ns`;
  if (value < 1e6) return `${sign}${scaled(value, 3)}µs`;
  if (value < 1e9) return `${sign}${scaled(value, 6)}ms`;
  const hours = Math.floor(value / 3600e9);
  const minutes = Math.floor((value % 3600e9) / 60e9);
  const seconds = `${scaled(value % 60e9, 9)}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : sign + seconds;
}
