import type { GoTime } from './time.ts';
import { nanosOfDate } from './time.ts';
import { MONTHS, WEEKDAYS, splitLayout } from './layout.ts';
import { UTC, zoneOffset } from './zone.ts';
import type { TimeZone } from './zone.ts';
import { RE2JS } from 're2js';

/** What each reference element reads. */
const PATTERNS: Readonly<Record<string, string>> = {
  '2006': '\\d{4}',
  '06': '\\d\\d',
  January: MONTHS.join('|'),
  Jan: MONTHS.map((name) => name.slice(0, 3)).join('|'),
  Monday: WEEKDAYS.join('|'),
  Mon: WEEKDAYS.map((name) => name.slice(0, 3)).join('|'),
  MST: '[A-Z]{3,5}|[+-]\\d\\d',
  PM: 'AM|PM',
  pm: 'am|pm',
  '1': '\\d{1,2}',
  '2': '\\d{1,2}',
  '3': '\\d{1,2}',
  '4': '\\d{1,2}',
  '5': '\\d{1,2}(?:[.,]\\d+)?',
  '05': '\\d\\d(?:[.,]\\d+)?',
  _2: ' ?\\d{1,2}',
  '002': '\\d{3}',
};

/**
 * Go's time.ParseInLocation(layout, text, location); undefined where the text does not fit the layout. A layout without
 * a year gives the year 0.
 */
export function parseTime(layout: string, text: string, location: TimeZone = UTC): GoTime | undefined {
  const names: string[] = [];
  const pattern = splitLayout(layout).map((part) => {
    if (!part.element) return part.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(part.text);
    return `(${PATTERNS[part.text] ?? offsetOrFraction(part.text)})`;
  });
  // In RE2: a layout such as "_2_2_2" can be read in many ways.
  const match = RE2JS.compile(pattern.join(''), RE2JS.CASE_INSENSITIVE).matcher(text);
  if (!match.matches()) return undefined;
  return timeOfParts(new Map(names.map((name, index) => [name, match.group(index + 1) ?? ''])), location);
}

function offsetOrFraction(name: string): string {
  if (/^[.,]0/.test(name)) return `[.,]\\d{${name.length - 1}}`;
  if (/^[.,]9/.test(name)) return '[.,]\\d+|';
  if (!/^[-Z]/.test(name)) return '\\d\\d';
  const digits = name.slice(1).replace(/\d\d/g, '\\d\\d');
  return name.startsWith('Z') ? `Z|[+-]${digits}` : `[+-]${digits}`;
}

function timeOfParts(parts: ReadonlyMap<string, string>, location: TimeZone): GoTime | undefined {
  const find = (...names: readonly string[]): string | undefined => {
    const name = names.find((candidate) => parts.has(candidate));
    return name === undefined ? undefined : parts.get(name);
  };
  const number = (fallback: number, ...names: readonly string[]): number =>
    Number(find(...names) ?? fallback);
  const short = find('06');
  const twoDigits = short === undefined ? 0 : Number(short) + (Number(short) >= 69 ? 1900 : 2000);
  const year = number(twoDigits, '2006');
  const named = find('January', 'Jan')?.slice(0, 3).toLowerCase();
  const month =
    named === undefined
      ? number(1, '01', '1')
      : MONTHS.findIndex((name) => name.toLowerCase().startsWith(named)) + 1;
  const day = number(1, '02', '2', '_2');
  const second = (find('05', '5') ?? '0').replace(',', '.');
  // The element for the seconds takes the fraction, too, where that for fractions may be empty.
  const separate = [...parts].find(([name]) => /^[.,]/.test(name))?.[1];
  const fraction = separate || (/\.\d+$/.exec(second)?.[0] ?? '');
  const clock = {
    hour: hourOf(number(0, '15', '03', '3'), find('PM', 'pm')),
    minute: number(0, '04', '4'),
    second: Math.trunc(Number(second)),
    nanosecond: Number(fraction.replace(/^[.,]/, '').slice(0, 9).padEnd(9, '0')),
  };
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const valid = month <= 12 && month >= 1 && day >= 1 && day <= daysInMonth;
  if (!valid || clock.hour > 23 || clock.minute > 59 || clock.second > 59) return undefined;
  const local = nanosOfDate({ year, month, day, ...clock });
  const written = [...parts].find(([name]) => /^[-Z]/.test(name))?.[1];
  if (written === undefined) return { nanos: inLocation(local, location), zone: location };
  const zone = zoneOf(written);
  const offset = zone.kind === 'fixed' ? BigInt(zone.offsetSeconds) * 1_000_000_000n : 0n;
  return { nanos: local - offset, zone };
}

/** The instant of a local time, as Go's time.Date finds it where a zone changes its offset. */
function inLocation(local: bigint, location: TimeZone): bigint {
  const at = (nanos: bigint): bigint =>
    BigInt(zoneOffset(location, Number(nanos / 1_000_000n))) * 1_000_000_000n;
  return local - at(local - at(local));
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return half.toLowerCase() === 'pm' ? (hour % 12) + 12 : hour % 12;
}

function zoneOf(text: string): TimeZone {
  if (text.toUpperCase() === 'Z') return UTC;
  const digits = text.slice(1).replaceAll(':', '').padEnd(6, '0');
  const [hours, minutes, seconds] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number);
  const magnitude = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  if (magnitude === 0) return UTC;
  return { kind: 'fixed', offsetSeconds: text.startsWith('-') ? -magnitude : magnitude, name: '' };
}
