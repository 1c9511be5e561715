import { civilOf, unixMillis } from './time.ts';
import type { CivilTime, GoTime } from './time.ts';
import { zoneAbbreviation } from './zone.ts';

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Layout of Go's Time.String. */
export const STRING_LAYOUT = '2006-01-02 15:04:05.999999999 -0700 MST';
export const RFC3339_NANO = '2006-01-02T15:04:05.999999999Z07:00';

/**
 * The reference elements, longest first where one is the beginning of another. A fraction counts only where no
 * digit follows; `Jan` and `Mon` only where no lower-case letter does.
 */
const ELEMENT =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|_2006|__2|_2|002|01|02|03|04|05|06|15|PM|pm|-07:00:00|-070000|-07:00|-0700|-07|Z07:00:00|Z070000|Z07:00|Z0700|Z07|[.,](?:0+|9+)(?!\d)|[12345]/g;

/** A layout split into reference elements and the text between them. */
export function splitLayout(layout: string): { element: boolean; text: string }[] {
  const parts: { element: boolean; text: string }[] = [];
  let at = 0;
  for (const match of layout.matchAll(ELEMENT)) {
    if (match.index > at) parts.push({ element: false, text: layout.slice(at, match.index) });
    parts.push({ element: true, text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < layout.length) parts.push({ element: false, text: layout.slice(at) });
  return parts;
}

/** `time` in the given layout, as Go's Time.Format. */
export function formatTime(time: GoTime, layout: string): string {
  const civil = civilOf(time);
  return splitLayout(layout)
    .map((part) => (part.element ? element(part.text, civil, time) : part.text))
    .join('');
}

function element(name: string, civil: CivilTime, time: GoTime): string {
  switch (name) {
    case '2006':
      return year(civil.year);
    case '_2006':
      return `_${year(civil.year)}`;
    case '06':
      return two(((civil.year % 100) + 100) % 100);
    case 'January':
      return MONTHS[civil.month - 1] ?? '';
    case 'Jan':
      return (MONTHS[civil.month - 1] ?? '').slice(0, 3);
    case '1':
      return String(civil.month);
    case '01':
      return two(civil.month);
    case 'Monday':
      return WEEKDAYS[civil.weekday] ?? '';
    case 'Mon':
      return (WEEKDAYS[civil.weekday] ?? '').slice(0, 3);
    case '2':
      return String(civil.day);
    case '_2':
      return String(civil.day).padStart(2);
    case '02':
      return two(civil.day);
    case '__2':
      return String(civil.yearDay).padStart(3);
    case '002':
      return String(civil.yearDay).padStart(3, '0');
    case '15':
      return two(civil.hour);
    case '3':
      return String(civil.hour % 12 || 12);
    case '03':
      return two(civil.hour % 12 || 12);
    case '4':
      return String(civil.minute);
    case '04':
      return two(civil.minute);
    case '5':
      return String(civil.second);
    case '05':
      return two(civil.second);
    case 'PM':
      return civil.hour >= 12 ? 'PM' : 'AM';
    case 'pm':
      return civil.hour >= 12 ? 'pm' : 'am';
    case 'MST':
      return zoneAbbreviation(time.zone, unixMillis(time));
    default:
      return /^[-Z]/.test(name) ? offset(name, civil.offsetSeconds) : fraction(name, civil.nanosecond);
  }
}

function year(value: number): string {
  return value < 0 ? `-${String(-value).padStart(4, '0')}` : String(value).padStart(4, '0');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function offset(name: string, seconds: number): string {
  if (name.startsWith('Z') && seconds === 0) return 'Z';
  const magnitude = Math.abs(seconds);
  const parts = [two(Math.trunc(magnitude / 3600))];
  if (/^.07:?00/.test(name)) parts.push(two(Math.trunc(magnitude / 60) % 60));
  if (/^.07:?00:?00/.test(name)) parts.push(two(magnitude % 60));
  return (seconds < 0 ? '-' : '+') + parts.join(name.includes(':') ? ':' : '');
}

/** `.000` keeps its digits, `.999` drops the zeros at the end and then the point. */
function fraction(name: string, nanosecond: number): string {
  const digits = String(nanosecond)
    .padStart(9, '0')
    .slice(0, name.length - 1);
  const kept = name[1] === '9' ? digits.replace(/(?<!0)0+$/, '') : digits;
  return kept === '' ? '' : (name[0] ?? '') + kept;
}
