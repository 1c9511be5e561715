import { goQuote } from '../go/strings/quote.ts';

/** The labels of an alert. A map, not an object: `constructor` and `__proto__` are valid label names. */
export type LabelSet = ReadonlyMap<string, string>;

/** A label set from a plain record. Labels with an empty value are dropped, as Alertmanager does on arrival. */
export function labelSet(record: Readonly<Record<string, string>>): LabelSet {
  const labels = new Map<string, string>();
  for (const [name, value] of Object.entries(record)) if (value !== '') labels.set(name, value);
  return labels;
}

/** The value of a label; a missing label equals "" everywhere in Alertmanager. */
export function labelValue(labels: LabelSet, name: string): string {
  return labels.get(name) ?? '';
}

/** Compares two strings as Go does, by their UTF-8 bytes (UTF-16 order differs beyond U+FFFF). */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return surrogateLast(x) - surrogateLast(y);
  }
  return a.length - b.length;
}

/** Sorts surrogates behind every other code unit: their code points are the highest. */
function surrogateLast(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** An identity of a label set: equal for equal sets, whatever the order of the labels. */
export function labelsKey(labels: LabelSet): string {
  const names = [...labels.keys()].sort(compareUtf8);
  return JSON.stringify(names.map((name) => [name, labels.get(name)]));
}

/** A label set as Prometheus prints one: `{a="1", b="2"}`, names sorted. */
export function formatLabels(labels: LabelSet): string {
  const names = [...labels.keys()].sort(compareUtf8);
  return `{${names.map((name) => `${name}=${goQuote(labels.get(name) ?? '')}`).join(', ')}}`;
}

const CLASSIC_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A label name as every version accepts it: `[a-zA-Z_][a-zA-Z0-9_]*`. */
export function isClassicLabelName(name: string): boolean {
  return CLASSIC_NAME.test(name);
}

/** A label name as Alertmanager 0.27 and later accepts it: any text that is not empty. */
export function isUtf8LabelName(name: string): boolean {
  return name !== '' && !/\p{Surrogate}/u.test(name);
}
