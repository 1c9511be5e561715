import { CONFIG_KEYS } from './config-keys.ts';
import { DISCOVERY_KEYS } from './discovery-keys.ts';
import { HTTP_KEYS } from './http-keys.ts';

type SimpleKind =
  | ('string' | 'bool' | 'int' | 'uint' | 'float' | 'duration' | 'size')
  | ('strings' | 'map' | 'params' | 'headers' | 'protocols' | 'any');

/** What a value must be. */
export type ValueType =
  | { readonly kind: 'section'; readonly name: string }
  | { readonly kind: 'sections'; readonly name: string }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { [K in SimpleKind]: { readonly kind: K } }[SimpleKind];

/** A key of a section, and the release lines that have it. */
export interface Key {
  readonly type: ValueType;
  /** undefined: 2.42 or earlier. */
  readonly since?: string;
  /** The last release line with it. */
  readonly until?: string;
}

export type Shape = ReadonlyMap<string, Key>;

const SOURCES: Readonly<Record<string, string>> = { ...CONFIG_KEYS, ...HTTP_KEYS, ...DISCOVERY_KEYS };
const shapes = new Map<string, Shape>();

/** The keys of a section by its name in the tables: `root`, `scrape`, `sd_ec2`. */
export function shapeOf(name: string): Shape {
  let shape = shapes.get(name);
  if (shape === undefined) shapes.set(name, (shape = parse(SOURCES[name] ?? '')));
  return shape;
}

/** The sections that have a key, for what is written in the wrong place. */
export function sectionsWith(key: string): string[] {
  return Object.keys(SOURCES).filter((name) => shapeOf(name).has(key));
}

function parse(source: string): Shape {
  const keys = new Map<string, Key>();
  for (const part of source.split(',')) {
    const [key = '', type = '', range = ''] = part.trim().split(/\s+/);
    if (key.startsWith('+')) for (const [name, other] of shapeOf(key.slice(1))) keys.set(name, other);
    else keys.set(key, { type: parseType(type), ...parseRange(range) });
  }
  return keys;
}

function parseRange(text: string): Pick<Key, 'since' | 'until'> {
  const [since = '', until = ''] = text.split('-');
  return { ...(since === '' ? {} : { since }), ...(until === '' ? {} : { until }) };
}

/** The protocols that a scrape can ask for, in the names of `scrape_protocols`. */
export const PROTOCOLS = [
  'PrometheusProto',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
  'OpenMetricsText2.0.0',
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
];

const ACTIONS = [
  ...['replace', 'keep', 'drop', 'keepequal', 'dropequal', 'hashmod', 'labelmap', 'labeldrop', 'labelkeep'],
  ...['lowercase', 'uppercase'],
];

function parseType(text: string): ValueType {
  if (text.startsWith('[@')) return { kind: 'sections', name: text.slice(2, -1) };
  if (text.startsWith('@')) return { kind: 'section', name: text.slice(1) };
  if (text.startsWith('enum(')) return { kind: 'enum', values: text.slice(5, -1).split('|') };
  if (text === 'action') return { kind: 'enum', values: ACTIONS };
  if (text === 'protocol') return { kind: 'enum', values: PROTOCOLS };
  // The tables hold these words only; a test reads every key of them.
  return { kind: text as SimpleKind };
}
