import type { Located } from '../../documents/fields.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { isKnownZone, zoneOf } from '../../routing/time-intervals/zone.ts';

const START =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?)?(?: ([A-Za-z][\w+-]*(?:\/[\w+-]+)*))?$/;

/**
 * A wall clock: `2026-03-28T22:30:00+01:00`, `2026-03-28 22:30 Europe/Berlin`, without a zone in UTC, a day alone at
 * midnight. Milliseconds since 1970; undefined for an invalid instant, such as an hour that the zone skips.
 */
export function parseStart(text: string): number | undefined {
  const match = START.exec(text);
  if (match === null) return undefined;
  const [, day = '', time = '00:00', seconds = ':00', offset, zone] = match;
  if (zone !== undefined && (offset !== undefined || zone === 'Local' || !isKnownZone(zone)))
    return undefined;
  const ms = Date.parse(`${day}T${time}${seconds}${offset ?? 'Z'}`);
  if (Number.isNaN(ms)) return undefined;
  return zone === undefined ? ms : instantOf(ms, zone);
}

/** The instant at which a zone shows a wall clock; the earlier one where it does so twice. */
function instantOf(wallMs: number, name: string): number | undefined {
  const zone = zoneOf(name);
  const offsets = [wallMs - DAY_MS, wallMs + DAY_MS].map((around) => zone.offsetMs(around));
  const instants = offsets.map((offset) => wallMs - offset);
  const shown = instants.filter((instant) => instant + zone.offsetMs(instant) === wallMs);
  return shown.length === 0 ? undefined : Math.min(...shown);
}

const DAY_MS = 86_400_000;

/** The `start` of a scenario or a file; an invalid instant is an issue. */
export function decodeStart(text: Located<string> | undefined, issues: TestIssueSink): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseStart(text.value);
  if (ms === undefined) {
    issues({
      code: 'bad-value',
      message: `"${text.value}" is not a timestamp`,
      help: 'use a time with a zone, 2026-03-28T22:30:00+01:00 or "2026-03-28 22:30 Europe/Berlin", or a date, 2026-03-28; times that the clock change skips do not exist',
      range: text.range,
    });
  }
  return ms;
}
