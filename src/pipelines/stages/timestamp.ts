import { parseTime } from '../../go/time/parse.ts';
import { civilOf, nanosOfDate } from '../../go/time/time.ts';
import type { TimeZone } from '../../go/time/zone.ts';
import { loadZone, UTC } from '../../go/time/zone.ts';
import { streamKey, textOf } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { Settings } from '../settings.ts';
import { changing } from './stage.ts';
import type { Stage } from './stage.ts';

/** Go's layouts by name. */
const LAYOUTS: ReadonlyMap<string, string> = new Map([
  ['ANSIC', 'Mon Jan _2 15:04:05 2006'],
  ['UnixDate', 'Mon Jan _2 15:04:05 MST 2006'],
  ['RubyDate', 'Mon Jan 02 15:04:05 -0700 2006'],
  ['RFC822', '02 Jan 06 15:04 MST'],
  ['RFC822Z', '02 Jan 06 15:04 -0700'],
  ['RFC850', 'Monday, 02-Jan-06 15:04:05 MST'],
  ['RFC1123', 'Mon, 02 Jan 2006 15:04:05 MST'],
  ['RFC1123Z', 'Mon, 02 Jan 2006 15:04:05 -0700'],
  ['RFC3339', '2006-01-02T15:04:05Z07:00'],
  ['RFC3339Nano', '2006-01-02T15:04:05.999999999Z07:00'],
]);

/** Nanoseconds of one unit, for the formats that count. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['UnixMs', 1_000_000n],
  ['UnixUs', 1000n],
  ['UnixNs', 1n],
]);

const INTEGER = /^[+-]?\d+$/;

/** Reads a time by one of the stage's formats. @param now decides the year of a layout without one */
function readTimestamp(
  format: string,
  text: string,
  zone: TimeZone | undefined,
  now: bigint,
): bigint | undefined {
  const unit = UNITS.get(format);
  if (unit !== undefined) return INTEGER.test(text) ? BigInt(text) * unit : undefined;
  if (format === 'Unix') return unixSeconds(text);
  const layout = LAYOUTS.get(format);
  if (layout !== undefined) return parseTime(layout, text)?.nanos;
  const time = parseTime(format, text, zone ?? UTC);
  if (time === undefined || /06/.test(format)) return time?.nanos;
  const civil = civilOf(time);
  const today = civilOf({ nanos: now, zone: UTC });
  if (civil.year !== 0) return undefined;
  const turn = civil.month === 12 && today.month === 1 ? -1 : civil.month === 1 && today.month === 12 ? 1 : 0;
  const offset = BigInt(civil.offsetSeconds) * 1_000_000_000n;
  return nanosOfDate({ ...civil, year: today.year + turn }) - offset;
}

/** Whole seconds, or seconds with a fraction. */
function unixSeconds(text: string): bigint | undefined {
  const [seconds = '', fraction, ...more] = text.split('.');
  if (!INTEGER.test(seconds) || more.length > 0) return undefined;
  if (fraction === undefined) return BigInt(seconds) * 1_000_000_000n;
  if (!INTEGER.test(fraction)) return undefined;
  const nanos = Math.trunc(Number(fraction) * 10 ** (9 - fraction.length));
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
}

/** `timestamp`: an extracted value becomes the time of the line. */
export function compileTimestamp(settings: Settings): (() => Stage) | undefined {
  const [source, format] = [settings.required('source')?.value, settings.required('format')?.value];
  const formats = [
    ...(format === undefined ? [] : [format]),
    ...settings.strings('fallback_formats').map(({ value }) => value),
  ];
  const zone = zoneOf(settings);
  const fudgeFailed = choice(settings, 'action_on_failure', ['fudge', 'skip']) === 'fudge';
  const isAlloy = settings.reading.agent === 'alloy';
  const fudgeSame =
    isAlloy && choice(settings, 'action_on_duplicate_timestamp', ['fudge', 'keep']) === 'fudge';
  if (source === undefined || format === undefined) return undefined;
  return () => {
    const stamper = new Stamper(fudgeFailed, fudgeSame);
    return changing((entry, now) => {
      const text = textOf(entry.extracted.get(source));
      stamper.stamp(entry, text === undefined ? undefined : firstTime(formats, text, zone, now));
    })();
  };
}

/** Gives lines their times. What cannot be read comes a nanosecond after the stream's last line, where that is wanted. */
export class Stamper {
  readonly #fudgeFailed: boolean;
  readonly #fudgeSame: boolean;
  readonly #known = new Map<string, { readonly parsed: bigint; readonly given: bigint }>();

  /** @param fudgeSame a time that comes twice in a row is moved as well */
  constructor(fudgeFailed: boolean, fudgeSame = false) {
    this.#fudgeFailed = fudgeFailed;
    this.#fudgeSame = fudgeSame;
  }

  stamp(entry: Entry, parsed: bigint | undefined): void {
    const key = streamKey(entry.labels);
    const last = this.#known.get(key);
    if (parsed === undefined) {
      if (!this.#fudgeFailed || last === undefined) return;
      entry.timestamp = last.given + 1n;
      this.#known.set(key, { parsed: last.parsed, given: entry.timestamp });
      return;
    }
    entry.timestamp = this.#fudgeSame && last?.parsed === parsed ? last.given + 1n : parsed;
    if (this.#fudgeFailed || this.#fudgeSame) this.#known.set(key, { parsed, given: entry.timestamp });
  }
}

function firstTime(
  formats: readonly string[],
  text: string,
  zone: TimeZone | undefined,
  now: bigint,
): bigint | undefined {
  for (const format of formats) {
    const time = readTimestamp(format, text, zone, now);
    if (time !== undefined) return time;
  }
  return undefined;
}

function zoneOf(settings: Settings): TimeZone | undefined {
  const location = settings.string('location');
  const zone = location === undefined ? undefined : loadZone(location.value);
  if (location !== undefined && zone === undefined)
    settings.report('bad-value', {
      message: `"${location.value}" is not a time zone`,
      why: 'the agent does not start with this configuration',
      help: 'use a name of the IANA database: Europe/Berlin',
      range: location.range,
    });
  return zone;
}

/** One of some words; the first is the default. */
function choice(settings: Settings, key: string, words: readonly [string, ...string[]]): string {
  const text = settings.string(key);
  if (text === undefined || words.includes(text.value)) return text?.value ?? words[0];
  settings.report('bad-value', {
    message: `"${key}" of ${settings.what} is "${text.value}", but must be ${words.join(' or ')}`,
    why: 'the agent does not start with this configuration',
    help: `use ${words.join(' or ')}`,
    range: text.range,
  });
  return words[0];
}
