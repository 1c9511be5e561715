/** Units of Prometheus durations, largest first, in nanoseconds. */
const UNITS = [
  ['y', 365 * 24 * 3600e9],
  ['w', 7 * 24 * 3600e9],
  ['d', 24 * 3600e9],
  ['h', 3600e9],
  ['m', 60e9],
  ['s', 1e9],
  ['ms', 1e6],
] as const;

const MAX_NANOSECONDS = 2 ** 63;

export type DurationResult =
  { readonly ok: true; readonly nanoseconds: number } | { readonly ok: false; readonly message: string };

/** Go's %q for the ASCII texts that occur here. */
const quote = (text: string): string => JSON.stringify(text);

/**
 * Reads a duration as Prometheus's model.ParseDuration does, the parser behind LogQL's `[5m]`: whole numbers
 * with the units y w d h m s ms, from large to small, each at most once. Returns nanoseconds, or the message
 * of the Go function.
 */
export function parsePromDuration(text: string): DurationResult {
  const fail = (message: string): DurationResult => ({ ok: false, message });
  if (text === '') return fail('empty duration string');
  if (text === '0') return { ok: true, nanoseconds: 0 };
  let total = 0;
  let last = -1;
  for (let rest = text; rest !== '';) {
    const match = /^(\d+)([^\d]+)/.exec(rest);
    if (match === null) return fail(`not a valid duration string: ${quote(text)}`);
    const unit = UNITS.findIndex(([name]) => name === match[2]);
    if (unit < 0) return fail(`unknown unit ${quote(match[2]!)} in duration ${quote(text)}`);
    if (unit <= last) return fail(`not a valid duration string: ${quote(text)}`);
    last = unit;
    total += Number(match[1]) * UNITS[unit]![1];
    if (total >= MAX_NANOSECONDS) return fail('duration out of range');
    rest = rest.slice(match[0].length);
  }
  return { ok: true, nanoseconds: total };
}

/** Prints a duration as Prometheus's model.Duration: `1h30m`; years and weeks only where they divide evenly. */
export function formatPromDuration(nanoseconds: number): string {
  let left = Math.trunc(nanoseconds / 1e6);
  if (left === 0) return '0s';
  let text = left < 0 ? '-' : '';
  left = Math.abs(left);
  for (const [name, size] of UNITS) {
    const milliseconds = size / 1e6;
    const exact = name === 'y' || name === 'w';
    if (exact && left % milliseconds !== 0) continue;
    const count = Math.floor(left / milliseconds);
    if (count > 0) text += `${count}${name}`;
    left -= count * milliseconds;
  }
  return text;
}
