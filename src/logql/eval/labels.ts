/** Labels in the order of their names. A label may be empty, which is not the same as absent. */
export type Labels = readonly (readonly [name: string, value: string])[];

export const NO_LABELS: Labels = [];

const byName = (a: readonly [string, string], b: readonly [string, string]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;

/** Labels from pairs in any order; the last of a name wins. */
export function labelsOf(pairs: Iterable<readonly [string, string]>): Labels {
  return [...new Map(pairs)].sort(byName);
}

/** The value of a label, empty where absent. */
export function labelValue(labels: Labels, name: string): string {
  return labels.find(([label]) => label === name)?.[1] ?? '';
}

/** A text that two sets of labels share only when they are equal. */
export function labelsKey(labels: Labels): string {
  return JSON.stringify(labels);
}

/** As Prometheus's label builder leaves them: without the empty ones. */
export function withoutEmpty(labels: Labels): Labels {
  return labels.some(([, value]) => value === '') ? labels.filter(([, value]) => value !== '') : labels;
}

export function keepLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return labels.filter(([name]) => names.has(name));
}

export function dropLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return labels.filter(([name]) => !names.has(name));
}

/** `{a="1", b="2"}` */
export function formatLabels(labels: Labels): string {
  return `{${labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
}

/** Orders by names and values, as Prometheus compares labels. */
export function compareLabels(a: Labels, b: Labels): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [[nameA, valueA], [nameB, valueB]] = [a[i]!, b[i]!];
    if (nameA !== nameB) return nameA < nameB ? -1 : 1;
    if (valueA !== valueB) return valueA < valueB ? -1 : 1;
  }
  return a.length - b.length;
}
