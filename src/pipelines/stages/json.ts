import jmespath from 'jmespath';
import { errorText } from '../../util/error-text.ts';
import { inputOf } from '../entry.ts';
import type { Entry, Extracted } from '../entry.ts';
import type { Settings } from '../settings.ts';
import { compiledRegexp } from './regexp.ts';
import type { Stage } from './stage.ts';
import { keeping } from './stage.ts';

type Extraction = readonly [name: string, read: (data: unknown) => unknown];

/** `json`: values of a JSON object by JMESPath. */
export function compileJson(settings: Settings): (() => Stage) | undefined {
  const regexp = settings.reading.agent === 'alloy' ? compiledRegexp(settings, 'regex') : undefined;
  const source = settings.string('source');
  const dropMalformed = settings.boolean('drop_malformed') ?? false;
  const entries = settings.texts('expressions');
  if (entries.length === 0 && regexp === undefined && !settings.isOpen('expressions'))
    settings.missing('expressions');
  const extractions = entries.flatMap(({ key, value }): Extraction[] => {
    const text = value.kind === 'scalar' ? value.text : '';
    const read = reader(text === '' ? key : text);
    if (typeof read !== 'string') return [[key, read]];
    settings.report('bad-value', {
      // Alloy's reader knows calculations: a-b is the difference of two values.
      ...(settings.reading.agent === 'alloy' ? { severity: 'warning' as const } : {}),
      message: `"${text === '' ? key : text}" is not a JMESPath expression: ${read}`,
      help: 'put a name with characters other than letters, digits and "_" in double quotes: \'"request.id"\'',
      range: value.range,
    });
    return [];
  });
  return keeping((entry) => {
    const text = inputOf(entry, source?.value);
    if (text === undefined) return true;
    const data = parseObject(text);
    if (data === undefined) return !dropMalformed;
    for (const [name, read] of extractions) extract(entry, name, read, data);
    for (const [name, value] of Object.entries(data ?? {}))
      if (regexp?.matcher(name).find() === true) entry.extracted.set(name, plain(value));
    return true;
  });
}

/** An object with what a text holds; undefined: it is not JSON object; null: it is JSON's null. */
function parseObject(text: string): Record<string, unknown> | null | undefined {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data !== 'object' || Array.isArray(data)) return undefined;
    return bare(data) as Record<string, unknown> | null;
  } catch {
    return undefined;
  }
}

/** The same value without what objects inherit: `constructor` is a name like any other. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) copy[name] = bare(member);
  return copy;
}

const PATH = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** Reads an expression, or returns its fault. Plain paths need no interpreter. */
function reader(expression: string): ((data: unknown) => unknown) | string {
  if (PATH.test(expression)) {
    const names = expression.split('.');
    return (data) => names.reduce<unknown>(member, data);
  }
  try {
    (jmespath as unknown as { compile(text: string): unknown }).compile(expression);
  } catch (error) {
    return errorText(error);
  }
  return (data) => jmespath.search(data, expression) as unknown;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return (value as Record<string, unknown>)[name] ?? null;
}

function extract(entry: Entry, name: string, read: (data: unknown) => unknown, data: unknown): void {
  let value: unknown;
  try {
    value = read(data);
  } catch {
    // A function that meets a value of another type: the stage leaves the name out.
    return;
  }
  entry.extracted.set(name, plain(value));
}

function plain(value: unknown): Extracted {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : goJson(value);
}

/** As Go writes JSON: names in order, and &, < and > escaped. */
function goJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replace(
    /[&<>\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}
