import { ZONE_LINKS } from './zone-links.ts';

/** Local time in a zone, as far as time intervals ask. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly minuteOfDay: number;
}

/** Offsets from UTC change at multiples of a quarter of an hour: one look-up serves that long. */
const QUARTER_MS = 900_000;

/** A time zone that converts to local times. */
export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat | undefined;
  readonly #offsets = new Map<number, number>();

  /** `name` must be one that `isKnownZone` accepts; else a RangeError. "UTC" and "" are UTC. */
  constructor(name: string) {
    this.name = name;
    this.#format =
      name === '' || name === 'UTC'
        ? undefined
        : new Intl.DateTimeFormat('en-US', {
            timeZone: name,
            hourCycle: 'h23',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
          });
  }

  /** Milliseconds to add to UTC for local time at an instant. */
  offsetMs(instantMs: number): number {
    if (this.#format === undefined) return 0;
    const quarter = Math.floor(instantMs / QUARTER_MS);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      offset = this.#readOffset(this.#format, quarter * QUARTER_MS);
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }

  #readOffset(format: Intl.DateTimeFormat, instantMs: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instantMs)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - instantMs;
  }

  /** The local time at an instant, in milliseconds since 1970. */
  localTime(instantMs: number): LocalTime {
    const shifted = new Date(instantMs + this.offsetMs(instantMs));
    return {
      year: shifted.getUTCFullYear(),
      month: shifted.getUTCMonth() + 1,
      day: shifted.getUTCDate(),
      weekday: shifted.getUTCDay(),
      minuteOfDay: shifted.getUTCHours() * 60 + shifted.getUTCMinutes(),
    };
  }

  /** The instant of a local midnight (the first of a month, say); the earlier one where it exists twice. */
  instantOfMidnight(year: number, month: number, day: number): number {
    const wall = Date.UTC(year, month - 1, day);
    const guess = wall - this.offsetMs(wall);
    return wall - this.offsetMs(guess);
  }
}

const zones = new Map<string, Zone>();

/** The zone of an IANA name, made once. */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) zones.set(name, (zone = new Zone(name)));
  return zone;
}

let canonical: readonly string[] | undefined;

/** The names that this Node knows, links left out. */
function canonicalZones(): readonly string[] {
  return (canonical ??= Intl.supportedValuesOf('timeZone'));
}

/**
 * Whether Alertmanager finds a zone of this name: IANA names in their exact spelling, "UTC" and "Local" (the
 * zone of the machine that Alertmanager runs on). Intl alone would take `europe/berlin` and `+02:00`.
 */
export function isKnownZone(name: string): boolean {
  if (name === '' || name === 'UTC' || name === 'Local') return true;
  return ZONE_LINKS.has(name) || canonicalZones().includes(name);
}

/** Every zone name, for "did you mean". */
export function knownZones(): string[] {
  return ['UTC', ...canonicalZones(), ...ZONE_LINKS];
}
