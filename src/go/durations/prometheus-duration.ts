import { goQuote } from '../strings/quote.ts';

/** Units from large to small, in milliseconds. */
const UNITS = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

const POSITIONS: ReadonlyMap<string, number> = new Map(UNITS.map(([name], i) => [name, i]));

/** Go keeps a duration in 64-bit nanoseconds: about 292 years. */
const MAX_MS = 9_223_372_036_854;
const MAX_UINT = 2n ** 64n - 1n;

export type PrometheusDuration = { readonly ms: number } | { readonly error: string };

const PART = /([0-9]+)([^0-9]+)/y;

/**
 * Prometheus's model.ParseDuration (`1h30m`, `15s`, `0`), in milliseconds, or its error: whole numbers, units from
 * large to small, each once, a year of 365 days, no sign.
 */
export function readPrometheusDuration(text: string): PrometheusDuration {
  if (text === '0') return { ms: 0 };
  if (text === '') return { error: 'empty duration string' };
  const malformed = (): PrometheusDuration => ({ error: `not a valid duration string: ${goQuote(text)}` });
  let ms = 0;
  let last = -1;
  for (let at = 0; at < text.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const match = PART.exec(text);
    if (match === null || isBeyondUint(match[1]!)) return malformed();
    const position = POSITIONS.get(match[2]!);
    if (position === undefined)
      return { error: `unknown unit ${goQuote(match[2]!)} in duration ${goQuote(text)}` };
    if (position <= last) return malformed();
    last = position;
    ms += Number(match[1]) * UNITS[position]![1];
    if (ms > MAX_MS) return { error: 'duration out of range' };
  }
  return { ms };
}

function isBeyondUint(digits: string): boolean {
  return digits.length > 19 && BigInt(digits) > MAX_UINT;
}

/** Milliseconds of a Prometheus duration, or undefined if it is invalid. */
export function parseDurationMs(text: string): number | undefined {
  const read = readPrometheusDuration(text);
  return 'ms' in read ? read.ms : undefined;
}

/**
 * A duration as Prometheus's model.Duration prints it: `90000` is `1m30s`; years and weeks only where they divide it.
 * Fractions of a millisecond are rounded, and a negative duration gets a sign, which Prometheus leaves to others.
 */
export function formatDurationMs(ms: number): string {
  let rest = Math.abs(Math.round(ms));
  if (rest === 0) return '0s';
  let text = ms < 0 ? '-' : '';
  for (const [name, unit] of UNITS) {
    if ((name === 'y' || name === 'w') && rest % unit !== 0) continue;
    const count = Math.floor(rest / unit);
    if (count > 0) text += `${count}${name}`;
    rest -= count * unit;
  }
  return text;
}
