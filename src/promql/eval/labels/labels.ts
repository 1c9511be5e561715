import { compareGoStrings } from './go-string-order.ts';
import { goQuote } from '../../../go/strings/quote.ts';
import { xxhash64 } from './xxhash64.ts';

export const METRIC_NAME = '__name__';
const TYPE_LABEL = '__type__';
const UNIT_LABEL = '__unit__';

/** The labels that say which metric a series is of; arithmetic and functions drop them. */
export const METADATA_LABELS: ReadonlySet<string> = new Set([METRIC_NAME, TYPE_LABEL, UNIT_LABEL]);

/** Bytes that no valid UTF-8 text holds, so they cannot occur in a name or value. */
const SEPARATOR = '\uDC00';

/**
 * An immutable label set, sorted by name, without empty values (Prometheus treats an empty value as an absent
 * label). Derived sets that queries ask for again and again are remembered on the set they come from.
 */
export class Labels {
  static readonly EMPTY: Labels = new Labels([], []);

  readonly names: readonly string[];
  readonly values: readonly string[];
  #key: string | undefined;
  #hash: bigint | undefined;
  #withoutMetadata: Labels | undefined;

  /** @internal The arrays must be sorted, unique and free of empty values; use `Labels.of`. */
  constructor(names: readonly string[], values: readonly string[]) {
    this.names = names;
    this.values = values;
  }

  /** A label set of a record or of [name, value] pairs; of a repeated name the last value stays. */
  static of(source: Readonly<Record<string, string>> | Iterable<readonly [string, string]>): Labels {
    const map = new Map(
      Symbol.iterator in source ? (source as Iterable<[string, string]>) : Object.entries(source),
    );
    return Labels.#sorted([...map].filter(([, value]) => value !== ''));
  }

  static #sorted(pairs: (readonly [string, string])[]): Labels {
    if (pairs.length === 0) return Labels.EMPTY;
    pairs.sort((a, b) => compareGoStrings(a[0], b[0]));
    return new Labels(
      pairs.map(([name]) => name),
      pairs.map(([, value]) => value),
    );
  }

  /** The value of a label, or the empty string where the set has none of that name. */
  get(name: string): string {
    const at = this.names.indexOf(name);
    return at < 0 ? '' : this.values[at]!;
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  get size(): number {
    return this.names.length;
  }

  /** The metric's name, or the empty string. */
  get metricName(): string {
    return this.get(METRIC_NAME);
  }

  /** A string that two sets share exactly when they are equal. */
  get key(): string {
    if (this.#key === undefined) {
      let key = '';
      for (let i = 0; i < this.names.length; i++) {
        key += this.names[i]! + SEPARATOR + this.values[i]! + SEPARATOR;
      }
      this.#key = key;
    }
    return this.#key;
  }

  /** The hash that Prometheus's default build gives this set (xxhash64 over its length-prefixed strings). */
  get hash(): bigint {
    this.#hash ??= xxhash64(lengthPrefixed(this));
    return this.#hash;
  }

  *[Symbol.iterator](): IterableIterator<[string, string]> {
    for (let i = 0; i < this.names.length; i++) yield [this.names[i]!, this.values[i]!];
  }

  toRecord(): Record<string, string> {
    return Object.fromEntries(this);
  }

  /** The set without the labels for which `drop` holds. */
  filter(keep: (name: string) => boolean): Labels {
    const names: string[] = [];
    const values: string[] = [];
    for (let i = 0; i < this.names.length; i++) {
      if (!keep(this.names[i]!)) continue;
      names.push(this.names[i]!);
      values.push(this.values[i]!);
    }
    if (names.length === this.names.length) return this;
    return names.length === 0 ? Labels.EMPTY : new Labels(names, values);
  }

  keep(names: ReadonlySet<string>): Labels {
    return this.filter((name) => names.has(name));
  }

  drop(names: ReadonlySet<string>): Labels {
    return this.filter((name) => !names.has(name));
  }

  /** The set without `__name__`, `__type__` and `__unit__`. */
  withoutMetadata(): Labels {
    this.#withoutMetadata ??= this.drop(METADATA_LABELS);
    return this.#withoutMetadata;
  }

  /** The set with `name` set to `value`; an empty value removes the label. */
  with(name: string, value: string): Labels {
    return this.withAll([[name, value]]);
  }

  withAll(pairs: Iterable<readonly [string, string]>): Labels {
    const map = new Map<string, string>(this);
    for (const [name, value] of pairs) {
      if (value === '') map.delete(name);
      else map.set(name, value);
    }
    return Labels.#sorted([...map]);
  }

  /** `{a="b", c="d"}`, the way Prometheus prints a label set, the metric's name among them. */
  toString(): string {
    const parts: string[] = [];
    for (const [name, value] of this) {
      parts.push(`${isLegacyLabelName(name) ? name : goQuote(name)}=${goQuote(value)}`);
    }
    return `{${parts.join(', ')}}`;
  }
}

/** Orders label sets as Prometheus orders the series of a range query: label by label, the shorter set first. */
export function compareLabels(a: Labels, b: Labels): number {
  const length = Math.min(a.size, b.size);
  for (let i = 0; i < length; i++) {
    if (a.names[i] !== b.names[i]) return compareGoStrings(a.names[i]!, b.names[i]!);
    if (a.values[i] !== b.values[i]) return compareGoStrings(a.values[i]!, b.values[i]!);
  }
  return a.size - b.size;
}

/** Whether a label name needs no quotes. */
export function isLegacyLabelName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
}

function lengthPrefixed(labels: Labels): Uint8Array {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  const push = (text: string): void => {
    const encoded = encoder.encode(text);
    const size = encoded.length;
    if (size < 255) bytes.push(size);
    else bytes.push(255, size & 0xff, (size >> 8) & 0xff, (size >> 16) & 0xff);
    for (const byte of encoded) bytes.push(byte);
  };
  for (const [name, value] of labels) {
    push(name);
    push(value);
  }
  return Uint8Array.from(bytes);
}
