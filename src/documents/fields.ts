import type { Fix } from '../diagnostics/diagnostic.ts';
import type { Range } from '../source/range.ts';
import { didYouMean, didYouMeanText } from '../util/did-you-mean.ts';
import { parseDurationMs } from '../go/durations/prometheus-duration.ts';
import { describeType, isNull } from '../yaml/node.ts';
import type { MapEntry, MapNode, ScalarNode, SeqNode, YamlNode } from '../yaml/node.ts';
import type { IssueSink } from './issue.ts';

/** A value and its position. */
export interface Located<T> {
  readonly value: T;
  readonly range: Range;
  readonly node: ScalarNode;
}

/** A label or annotation: name and value, each with its place. */
export interface KeyValue {
  readonly name: string;
  readonly nameRange: Range;
  readonly value: string;
  readonly node: ScalarNode;
}

/**
 * Reads the fields of a map. Unknown keys, keys written twice and values of the wrong type are issues; what can
 * be read is returned all the same.
 */
export class Fields {
  readonly node: MapNode;
  /** What the map is, for messages: "a rule group". */
  readonly what: string;
  readonly #issues: IssueSink;
  readonly #entries = new Map<string, MapEntry>();
  #written: ReadonlySet<string> | undefined;

  private constructor(node: MapNode, what: string, issues: IssueSink) {
    this.node = node;
    this.what = what;
    this.#issues = issues;
  }

  /**
   * @param known the keys that may occur; undefined: any key
   * @returns undefined (and an issue) if `node` is not a map
   */
  static of(
    node: YamlNode,
    what: string,
    known: readonly string[] | undefined,
    issues: IssueSink,
  ): Fields | undefined {
    if (node.kind !== 'map') {
      issues({
        code: 'wrong-type',
        message: `${what} must be a map, but this is ${describeType(node)}`,
        help:
          known === undefined
            ? undefined
            : `write it as "key: value" lines with ${known.slice(0, 4).join(', ')}, ...`,
        range: node.range,
      });
      return undefined;
    }
    const fields = new Fields(node, what, issues);
    fields.#collect(known);
    return fields;
  }

  #collect(known: readonly string[] | undefined): void {
    const { entries, written } = this.node;
    // What a merge (`<<`) brings is not written here: a key of the map itself overrides it.
    const own = written === undefined ? undefined : new Set<unknown>(written);
    for (const entry of entries) {
      const name = entry.key.text;
      const first = this.#entries.get(name);
      const isTwice = first !== undefined && (own === undefined || (own.has(first) && own.has(entry)));
      if (isTwice) {
        this.#issues({
          code: 'duplicate-key',
          message: `the key "${name}" is written twice in ${this.what}`,
          why: 'Go programs reject a map with a duplicate key; other readers silently keep the last value',
          help: 'remove one of them',
          range: entry.key.range,
          related: [{ range: first.key.range, message: `"${name}" is written here first` }],
        });
      } else if (first === undefined && known !== undefined && !known.includes(name)) {
        this.#issues({
          code: 'unknown-key',
          message: `${this.what} has no key "${name}"${didYouMeanText(name, known)}`,
          help: `allowed keys are ${known.join(', ')}`,
          range: entry.key.range,
          fix: this.#renamed(entry.key, didYouMean(name, known)),
        });
      }
      this.#entries.set(name, entry);
    }
  }

  /** A key under another name, where the map has no such key yet. */
  #renamed(key: ScalarNode, name: string | undefined): Fix | undefined {
    if (name === undefined || key.style !== 'plain') return undefined;
    this.#written ??= new Set(this.node.entries.map((entry) => entry.key.text));
    if (this.#written.has(name)) return undefined;
    return {
      description: `rename to "${name}"`,
      safe: false,
      edits: [{ range: key.range, text: name }],
    };
  }

  /** Every key, each once. */
  keys(): string[] {
    return [...this.#entries.keys()];
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** The entry of a key whatever its value is. */
  entry(key: string): MapEntry | undefined {
    return this.#entries.get(key);
  }

  /** The value of a key; undefined where the key is absent or its value empty. */
  raw(key: string): YamlNode | undefined {
    const value = this.#entries.get(key)?.value;
    return value === undefined || isNull(value) ? undefined : value;
  }

  /** Range to point at when a key is missing: the first key of the map, or all of it. */
  get anchor(): Range {
    return this.node.entries[0]?.key.range ?? this.node.range;
  }

  /** A scalar of any type, as Go decodes it into a string. */
  string(key: string): Located<string> | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (value.kind !== 'scalar') {
      this.wrongType(key, value, 'a string');
      return undefined;
    }
    return { value: value.text, range: value.range, node: value };
  }

  /** A Prometheus duration, in milliseconds. */
  duration(key: string): Located<number> | undefined {
    const text = this.string(key);
    if (text === undefined) return undefined;
    const ms = parseDurationMs(text.value);
    if (ms === undefined) {
      this.#issues(badDuration(text.value, text.range, `"${key}" of ${this.what}`));
      return undefined;
    }
    return { value: ms, range: text.range, node: text.node };
  }

  number(key: string): Located<number> | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (value.kind === 'scalar' && typeof value.value === 'number') {
      return { value: value.value, range: value.range, node: value };
    }
    this.wrongType(key, value, 'a number');
    return undefined;
  }

  boolean(key: string): Located<boolean> | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    // Go's YAML reads the words of YAML 1.1 too where a boolean is wanted.
    const word = value.kind === 'scalar' ? value.text.toLowerCase() : '';
    if (value.kind === 'scalar' && /^(true|false|yes|no|on|off|y|n)$/.test(word)) {
      return { value: /^(true|yes|on|y)$/.test(word), range: value.range, node: value };
    }
    this.wrongType(key, value, 'true or false');
    return undefined;
  }

  seq(key: string): SeqNode | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (value.kind === 'seq') return value;
    this.wrongType(key, value, 'a list');
    return undefined;
  }

  map(key: string): MapNode | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (value.kind === 'map') return value;
    this.wrongType(key, value, 'a map');
    return undefined;
  }

  /** A list of strings. */
  strings(key: string): Located<string>[] {
    const result: Located<string>[] = [];
    for (const item of this.seq(key)?.items ?? []) {
      if (item.kind === 'scalar') result.push({ value: item.text, range: item.range, node: item });
      else this.wrongType(key, item, 'a list of strings');
    }
    return result;
  }

  /** A map of names to strings: labels, annotations. */
  keyValues(key: string): KeyValue[] {
    const map = this.map(key);
    const fields = map === undefined ? undefined : Fields.of(map, `"${key}"`, undefined, this.#issues);
    if (fields === undefined) return [];
    const result: KeyValue[] = [];
    for (const [name, entry] of fields.#entries) {
      if (entry.value.kind === 'scalar') {
        result.push({ name, nameRange: entry.key.range, value: entry.value.text, node: entry.value });
      } else fields.wrongType(name, entry.value, 'a string');
    }
    return result;
  }

  wrongType(key: string, value: YamlNode, wanted: string): void {
    const braces = value.kind === 'map' && value.entries.length === 0;
    this.#issues({
      code: 'wrong-type',
      message: `"${key}" of ${this.what} must be ${wanted}, but this is ${describeType(value)}`,
      why: 'the program that reads the file rejects it',
      help: braces ? 'a value that starts with "{" needs quotes' : `write ${wanted}`,
      range: value.range,
    });
  }
}

/** The issue of a text that is not a Prometheus duration. */
export function badDuration(text: string, range: Range, where: string): Parameters<IssueSink>[0] {
  const help = /^\d+$/.test(text)
    ? `add the unit: ${text}s, ${text}m, ${text}h`
    : /\d\.\d/.test(text)
      ? 'use whole numbers: 1.5h is 1h30m'
      : /^-/.test(text)
        ? 'durations cannot be negative here'
        : 'use whole numbers with units from large to small, each at most once: 1d, 1h30m, 15s, 500ms';
  return { code: 'bad-duration', message: `${where} is "${text}", which is not a duration`, help, range };
}
