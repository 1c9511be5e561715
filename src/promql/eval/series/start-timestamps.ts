import { parseDurationMs } from '../../../go/durations/prometheus-duration.ts';
import type { SeriesError } from './errors.ts';

/** Start timestamps as written: `count` offsets in milliseconds from their samples, or places without one. */
export type StartTimestampItem =
  | { readonly kind: 'gap'; readonly count: number }
  | { readonly kind: 'offset'; readonly count: number; readonly offsetMs: number; readonly stepMs: number };

const DURATION = '[+-]?[0-9]+(?:(?!x)[a-zA-Z])*';
const ITEM = new RegExp(
  `^(?:_(?:x(?<gaps>[0-9]+))?|(?<base>${DURATION})(?:(?<step>[+-]${DURATION})(?=x))?(?:x(?<times>[0-9]+))?)$`,
);

/**
 * Reads the values of an `@st` line: durations relative to the samples' own times, with the expansions `_x3`,
 * `-1mx4` (five times) and `-30s-1mx3` (each a minute earlier than the one before).
 */
export function parseStartTimestamps(text: string): { items: StartTimestampItem[]; errors: SeriesError[] } {
  const items: StartTimestampItem[] = [];
  const errors: SeriesError[] = [];
  for (const match of text.matchAll(/\S+/g)) {
    const item = readItem(match[0]);
    if (item !== undefined) {
      items.push(item);
      continue;
    }
    const message = `"${match[0]}" is not a start timestamp: expected "_" or a duration such as -30s, -1mx4 or -30s-1mx4`;
    errors.push({
      code: 'bad-start-timestamp',
      message,
      start: match.index,
      end: match.index + match[0].length,
    });
  }
  return { items, errors };
}

/** The offsets one after the other; undefined where a sample has no start timestamp. */
export function* expandStartTimestamps(items: readonly StartTimestampItem[]): Generator<number | undefined> {
  for (const item of items) {
    for (let i = 0; i < item.count; i++)
      yield item.kind === 'gap' ? undefined : item.offsetMs + i * item.stepMs;
  }
}

function readItem(text: string): StartTimestampItem | undefined {
  const groups = ITEM.exec(text)?.groups;
  if (groups === undefined) return undefined;
  if (groups['base'] === undefined) return { kind: 'gap', count: Number(groups['gaps'] ?? '1') };
  const offsetMs = signedDuration(groups['base']);
  const stepMs = groups['step'] === undefined ? 0 : signedDuration(groups['step']);
  if (offsetMs === undefined || stepMs === undefined) return undefined;
  const count = groups['times'] === undefined ? 1 : Number(groups['times']) + 1;
  return { kind: 'offset', count, offsetMs, stepMs };
}

function signedDuration(text: string): number | undefined {
  const ms = parseDurationMs(text.replace(/^[+-]/, ''));
  return ms === undefined ? undefined : text.startsWith('-') ? -ms : ms;
}
