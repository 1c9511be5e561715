import { zoneNames } from './zone-names.ts';

/** A zone as Go's time.Location: UTC, a fixed offset, or an IANA zone. */
export type TimeZone =
  | { readonly kind: 'utc' }
  | { readonly kind: 'fixed'; readonly offsetSeconds: number; readonly name: string }
  | { readonly kind: 'named'; readonly name: string };

export const UTC: TimeZone = { kind: 'utc' };

/** Locales whose English knows the abbreviations of a region; tzdata's own names are not in Intl. */
const ABBREVIATION_LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA', 'en-NZ', 'en-CA'];

const formats = new Map<string, Intl.DateTimeFormat>();

/** The zone called `name` as Go's time.LoadLocation finds it, or undefined if it does not exist. */
export function loadZone(name: string): TimeZone | undefined {
  if (name === '' || name === 'UTC') return UTC;
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return undefined;
  try {
    offsetFormat(name);
    return { kind: 'named', name };
  } catch {
    return undefined;
  }
}

/** Seconds east of UTC at `unixMs`. */
export function zoneOffset(zone: TimeZone, unixMs: number): number {
  switch (zone.kind) {
    case 'utc':
      return 0;
    case 'fixed':
      return zone.offsetSeconds;
    case 'named': {
      const text = offsetFormat(zone.name).format(unixMs);
      const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
      const [, sign, hours = '0', minutes = '0', seconds = '0'] = match ?? [];
      const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
      return sign === '-' ? -offset : offset;
    }
  }
}

/** The abbreviation in force at `unixMs`: `CET`, or digits such as `+03` where the zone has no letters. */
export function zoneAbbreviation(zone: TimeZone, unixMs: number): string {
  if (zone.kind === 'utc') return 'UTC';
  if (zone.kind === 'fixed') return zone.name === '' ? fixedName(zone.offsetSeconds) : zone.name;
  const known = zoneNames(zone.name);
  if (known !== undefined) {
    const name = known.standard === known.summer || !isSummer(zone, unixMs) ? known.standard : known.summer;
    return name === '' ? numericName(zoneOffset(zone, unixMs)) : name;
  }
  for (const locale of ABBREVIATION_LOCALES) {
    const format = cached(`${locale} ${zone.name}`, () => shortFormat(locale, zone.name));
    const name = format.formatToParts(unixMs).find((part) => part.type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]{2,5}$/.test(name) && (name !== 'GMT' || zoneOffset(zone, unixMs) === 0)) return name;
  }
  return numericName(zoneOffset(zone, unixMs));
}

function isSummer(zone: TimeZone, unixMs: number): boolean {
  const year = new Date(unixMs).getUTCFullYear();
  const offsets = [0, 6].map((month) => zoneOffset(zone, Date.UTC(year, month, 1)));
  return zoneOffset(zone, unixMs) > Math.min(...offsets);
}

/** A zone read from an offset has no name; Go shows the offset in its place, with the minutes. */
function fixedName(offsetSeconds: number): string {
  const name = numericName(offsetSeconds);
  return name.length === 3 ? `${name}00` : name;
}

function numericName(offsetSeconds: number): string {
  const minutes = Math.trunc(Math.abs(offsetSeconds) / 60);
  const hours = String(Math.trunc(minutes / 60)).padStart(2, '0');
  const rest = minutes % 60 === 0 ? '' : String(minutes % 60).padStart(2, '0');
  return `${offsetSeconds < 0 ? '-' : '+'}${hours}${rest}`;
}

function offsetFormat(name: string): Intl.DateTimeFormat {
  return cached(name, () => new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' }));
}

function shortFormat(locale: string, name: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone: name, timeZoneName: 'short' });
}

function cached(key: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = make();
  formats.set(key, made);
  return made;
}
