import type { GoTime } from '../../../go/time/time.ts';
import { nanosOfDate, ZERO_TIME } from '../../../go/time/time.ts';
import { MONTHS, splitLayout } from '../../../go/time/layout.ts';
import { loadZone, UTC, zoneOffset } from '../../../go/time/zone.ts';
import { RE2JS } from 're2js';

/** What one element of a layout reads. */
const ELEMENTS: Readonly<Record<string, readonly [pattern: string, part: string]>> = {
  '2006': ['(\\d{4})', 'year'],
  '06': ['(\\d{2})', 'shortYear'],
  '01': ['(\\d{2})', 'month'],
  '1': ['(\\d{1,2})', 'month'],
  Jan: ['([A-Za-z]{3})', 'monthName'],
  January: ['([A-Za-z]+)', 'monthName'],
  '02': ['(\\d{2})', 'day'],
  _2: ['\\s*(\\d{1,2})', 'day'],
  '2': ['(\\d{1,2})', 'day'],
  Mon: ['([A-Za-z]{3})', 'weekday'],
  Monday: ['([A-Za-z]+)', 'weekday'],
  '15': ['(\\d{2})', 'hour'],
  '03': ['(\\d{2})', 'hour12'],
  '3': ['(\\d{1,2})', 'hour12'],
  '04': ['(\\d{2})', 'minute'],
  '4': ['(\\d{1,2})', 'minute'],
  '05': ['(\\d{2}(?:[.,]\\d+)?)', 'second'],
  '5': ['(\\d{1,2}(?:[.,]\\d+)?)', 'second'],
  PM: ['([AaPp][Mm])', 'half'],
  pm: ['([AaPp][Mm])', 'half'],
  MST: ['([A-Z]{3,4})', 'zoneName'],
  'Z07:00': ['(Z|[+-]\\d{2}:\\d{2})', 'offset'],
  '-07:00': ['([+-]\\d{2}:\\d{2})', 'offset'],
  '-0700': ['([+-]\\d{4})', 'offset'],
  Z0700: ['(Z|[+-]\\d{4})', 'offset'],
  '-07': ['([+-]\\d{2})', 'offset'],
};

const quoted = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Reads a time by a Go layout, in `zone` (an IANA name) where the text names no offset. As Loki does with what
 * does not fit: the zero time.
 */
export function parseTime(layout: string, value: string, zone: string): GoTime {
  const parts: string[] = [];
  let pattern = '';
  for (const { element, text } of splitLayout(layout)) {
    const known = element ? ELEMENTS[text] : undefined;
    if (known !== undefined) parts.push(known[1]);
    // A fraction of seconds is read with the seconds.
    pattern += known?.[0] ?? (element && /^[.,]/.test(text) ? '' : quoted(text));
  }
  // In RE2: a layout such as "_2_2_2" can be read in many ways.
  const match = RE2JS.compile(pattern).matcher(value);
  if (!match.matches()) return ZERO_TIME;
  return timeOfParts(new Map(parts.map((part, i) => [part, match.group(i + 1) ?? ''])), zone);
}

function timeOfParts(parts: ReadonlyMap<string, string>, zoneName: string): GoTime {
  const number = (part: string, fallback: number): number => Number(parts.get(part) ?? fallback);
  const short = parts.get('shortYear');
  const year = short === undefined ? number('year', 0) : Number(short) + (Number(short) >= 69 ? 1900 : 2000);
  const name = parts.get('monthName')?.slice(0, 3).toLowerCase();
  const month =
    name === undefined
      ? number('month', 1)
      : MONTHS.findIndex((full) => full.slice(0, 3).toLowerCase() === name) + 1;
  const [seconds = '0', fraction = ''] = (parts.get('second') ?? '0').split(/[.,]/);
  const nanos = nanosOfDate({
    year,
    month,
    day: number('day', 1),
    hour: hourOf(parts),
    minute: number('minute', 0),
    second: Number(seconds),
    nanosecond: Number(fraction.padEnd(9, '0').slice(0, 9)),
  });
  const offset = parts.get('offset');
  if (offset !== undefined)
    return { nanos: nanos - BigInt(offsetSeconds(offset)) * 1_000_000_000n, zone: UTC };
  const zone = loadZone(zoneName) ?? UTC;
  return { nanos: nanos - BigInt(zoneOffset(zone, Number(nanos / 1_000_000n))) * 1_000_000_000n, zone };
}

function hourOf(parts: ReadonlyMap<string, string>): number {
  const twelve = parts.get('hour12');
  if (twelve === undefined) return Number(parts.get('hour') ?? 0);
  return (Number(twelve) % 12) + (parts.get('half')?.toLowerCase() === 'pm' ? 12 : 0);
}

function offsetSeconds(offset: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return offset.startsWith('-') ? -seconds : seconds;
}
