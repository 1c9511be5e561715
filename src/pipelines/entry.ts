import { formatGoFloat } from '../go/numbers/format-float.ts';

/** What stages put aside for one another: texts, numbers and booleans of JSON, or null. */
export type Extracted = string | number | boolean | null;

/** A log line on its way through an agent. Stages change it in place. */
export interface Entry {
  labels: Map<string, string>;
  /** Structured metadata, in the order in which it was added. */
  metadata: [name: string, value: string][];
  extracted: Map<string, Extracted>;
  /** Nanoseconds since 1970. */
  timestamp: bigint;
  line: string;
}

/** An extracted value as text, as Promtail's and Alloy's getString; undefined if it is not one. */
export function textOf(value: Extracted | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatGoFloat(value, 'f');
  return typeof value === 'boolean' ? String(value) : undefined;
}

/** The text that a stage reads: an extracted value, or the line where it names no source. */
export function inputOf(entry: Entry, source: string | undefined): string | undefined {
  return source === undefined ? entry.line : textOf(entry.extracted.get(source));
}

/** A key that two entries share where their labels are equal. */
export function streamKey(labels: ReadonlyMap<string, string>): string {
  return JSON.stringify([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));
}
