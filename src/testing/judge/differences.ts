import type { LabelSet } from '../../routing/labels.ts';
import type { DiffLine } from '../result.ts';
import { matchesPattern, printPattern } from '../scenario/pattern.ts';
import type { FieldPattern } from '../scenario/field-pattern.ts';

/** One field of an alert or a sample, compared with what was expected of it. */
export interface Comparison {
  /** `label severity`, `annotation summary`, `receivers`, ... */
  readonly field: string;
  /** undefined: nothing was expected, and the field should not be there. */
  readonly expected: string | undefined;
  /** undefined: the field is not there. */
  readonly got: string | undefined;
  readonly holds: boolean;
}

/**
 * Compares labels or annotations with their patterns. Labels that no pattern names are free, unless `exact`. A
 * missing label equals the empty text, as everywhere in Prometheus.
 */
export function compareFields(
  what: 'label' | 'annotation',
  patterns: readonly FieldPattern[],
  got: LabelSet,
  options: { readonly exact: boolean; readonly free?: ReadonlySet<string> },
): Comparison[] {
  const comparisons = patterns.map(({ name, pattern }): Comparison => {
    const value = got.get(name);
    return {
      field: `${what} ${name}`,
      expected: printPattern(pattern),
      got: value,
      holds: matchesPattern(pattern, value ?? ''),
    };
  });
  if (!options.exact) return comparisons;
  const named = new Set(patterns.map((pattern) => pattern.name));
  for (const [name, value] of got) {
    if (named.has(name) || options.free?.has(name) === true) continue;
    comparisons.push({ field: `${what} ${name}`, expected: undefined, got: value, holds: false });
  }
  return comparisons;
}

/** Comparisons as lines of a diff: what holds once, the rest expected over got. */
export function diffOf(comparisons: readonly Comparison[]): DiffLine[] {
  return comparisons.flatMap(({ field, expected, got, holds }): DiffLine[] => {
    if (holds) return [{ kind: 'same', text: `${field}: ${got ?? expected ?? ''}` }];
    const lines: DiffLine[] = [];
    if (expected !== undefined) lines.push({ kind: 'expected', text: `${field}: ${expected}` });
    if (got !== undefined) lines.push({ kind: 'got', text: `${field}: ${got}` });
    else if (expected !== undefined) lines.push({ kind: 'got', text: `${field} is not set` });
    return lines;
  });
}

/** How many of the comparisons fail: the nearest candidate has the fewest. */
export function distanceOf(comparisons: readonly Comparison[]): number {
  return comparisons.filter((comparison) => !comparison.holds).length;
}
