import type { Located } from '../../documents/fields.ts';
import type { TestIssueSink } from '../issue.ts';

const START = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A wall clock: `2026-03-28T22:30:00+01:00`, without a zone in UTC, a day alone at midnight. Milliseconds since 1970. */
export function parseStart(text: string): number | undefined {
  const match = START.exec(text);
  if (match === null) return undefined;
  const [, day = '', time = '00:00', seconds = ':00', zone = 'Z'] = match;
  const ms = Date.parse(`${day}T${time}${seconds}${zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The `start` of a scenario or a file; what is no instant is an issue. */
export function decodeStart(text: Located<string> | undefined, issues: TestIssueSink): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseStart(text.value);
  if (ms === undefined) {
    issues({
      code: 'bad-value',
      message: `"${text.value}" is no instant`,
      help: 'write one with its zone, 2026-03-28T22:30:00+01:00, or a day, 2026-03-28',
      range: text.range,
    });
  }
  return ms;
}
