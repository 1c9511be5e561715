import type { LabelSet } from '../../routing/labels.ts';
import { eachMember, JsonError } from '../eval/parsers/json-scan.ts';
import { logfmtPairs } from '../eval/parsers/logfmt.ts';
import type { LokiRelease } from '../../util/loki-release.ts';
import { isAtLeast } from '../../util/loki-release.ts';

/** The structured metadata that Loki 3 adds to every line. */
export const DETECTED_LEVEL = 'detected_level';

/** The fields that Loki's `log_level_fields` names by default, in this order. */
export const LEVEL_FIELDS: readonly string[] = [
  'level',
  'LEVEL',
  'Level',
  'log.level',
  'severity',
  'SEVERITY',
  'Severity',
  'SeverityText',
  'lvl',
  'LVL',
  'Lvl',
  'severity_text',
  'Severity_Text',
  'SEVERITY_TEXT',
];

/** Loki's `log_level_from_json_max_depth`. */
const JSON_DEPTH = 2;

const KNOWN: ReadonlyMap<string, string> = new Map([
  ['trace', 'trace'],
  ['trc', 'trace'],
  ['debug', 'debug'],
  ['dbg', 'debug'],
  ['info', 'info'],
  ['inf', 'info'],
  ['information', 'info'],
  ['warn', 'warn'],
  ['wrn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['err', 'error'],
  ['critical', 'critical'],
  ['fatal', 'fatal'],
]);

/** The words that are looked for in a text, and the level that each means. */
const WORDS: readonly (readonly [word: string, level: string])[] = [
  ['trace', 'trace'],
  ['debug', 'debug'],
  ['fatal', 'fatal'],
  ['critical', 'critical'],
  ['error', 'error'],
  ['err', 'error'],
  ['warning', 'warn'],
  ['warn', 'warn'],
  ['info', 'info'],
];

/**
 * The level that Loki detects for a line when it takes it in (pkg/distributor/field_detection.go, since 3.1): that of a
 * label, of structured metadata, of a field of a JSON or logfmt line, or of the first word that names a level; else
 * `unknown`. A value that names no level is kept as it is where it comes from a label or from metadata.
 */
export function detectedLevel(
  labels: LabelSet,
  metadata: LabelSet,
  line: string,
  fields: readonly string[],
  release: LokiRelease,
): string {
  const named = fieldOf(labels, fields) ?? fieldOf(metadata, fields);
  if (named !== undefined) return KNOWN.get(named.toLowerCase()) ?? named;
  const number = metadata.get('severity_number') ?? '';
  if (number !== '') return levelOfNumber(number);
  return KNOWN.get(levelField(line, fields)?.toLowerCase() ?? '') ?? levelInText(line, release);
}

function fieldOf(labels: LabelSet, fields: readonly string[]): string | undefined {
  const name = fields.find((field) => labels.has(field));
  return name === undefined ? undefined : labels.get(name);
}

/** OpenTelemetry's severity numbers: four to a level, from trace to fatal. */
function levelOfNumber(text: string): string {
  if (!/^[+-]?\d+$/.test(text)) return 'info';
  const number = Number(text);
  if (number === 0 || number > 24) return 'unknown';
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  return levels[Math.max(0, Math.ceil(number / 4) - 1)]!;
}

function levelField(line: string, fields: readonly string[]): string | undefined {
  const text = line.trim();
  if (text.startsWith('{') && text.endsWith('}')) return jsonField(line, new Set(fields), 0);
  return line.includes('=') ? logfmtField(line, fields) : undefined;
}

/** The first member that has one of the names, in the order of the line, nested objects included. */
function jsonField(text: string, names: ReadonlySet<string>, depth: number): string | undefined {
  let found: string | undefined;
  try {
    eachMember(text, (key, { type, raw }) => {
      if (type === 'string' && names.has(key)) found = raw;
      else if (type === 'object' && depth + 1 < JSON_DEPTH) found = jsonField(raw, names, depth + 1);
      return found === undefined;
    });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  return found;
}

/** The field whose name comes first in the list; names match in any case here, and reading ends at the first fault. */
function logfmtField(line: string, fields: readonly string[]): string | undefined {
  const wanted = fields.map((field) => field.toLowerCase());
  let best = fields.length;
  let found: string | undefined;
  for (const pair of logfmtPairs(line)) {
    if ('error' in pair) break;
    const rank = wanted.indexOf(pair.key.toLowerCase());
    if (rank === -1 || rank >= best) continue;
    [best, found] = [rank, pair.value];
    if (rank === 0) break;
  }
  return found;
}

/** The level whose word comes first in the text; of two at one place the earlier in the list. */
function levelInText(line: string, release: LokiRelease): string {
  const text = line.toLowerCase();
  let [at, level] = [text.length, 'unknown'];
  for (const [word, meant] of WORDS) {
    const found = placeOf(word, text, isAtLeast(release, 'next'));
    if (found !== -1 && found < at) [at, level] = [found, meant];
  }
  return level;
}

const BEFORE = ' \t\n[({"=';
const AFTER = ' \t\n[](){}:,!"=';
/** What the development branch counts as a boundary, too. */
const QUOTES = "'|";

function placeOf(word: string, text: string, quotes: boolean): number {
  const more = quotes ? QUOTES : '';
  const bounds = (char: string | undefined, chars: string): boolean =>
    char === undefined || (chars + more).includes(char);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (bounds(text[at - 1], BEFORE) && bounds(text[at + word.length], AFTER)) return at;
  return -1;
}
