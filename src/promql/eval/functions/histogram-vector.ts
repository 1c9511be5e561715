import type { Range } from '../../../source/range.ts';
import { badBucketLabel, mixedClassicNativeHistograms } from '../annotations/remarks.ts';
import { ABSENT, HISTOGRAM } from '../engine/column.ts';
import type { Column } from '../engine/column.ts';
import type { EvalContext } from '../engine/context.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import type { Labels } from '../labels/labels.ts';
import type { ClassicBucket } from './classic-buckets.ts';
import { parseFloat64 } from '../../../go/numbers/parse-float.ts';

const BUCKET_LABEL = 'le';

/** The series of one classic histogram: its labels without `le`, and a column per bound. */
interface ClassicGroup {
  readonly labels: Labels;
  readonly buckets: { readonly upperBound: number; readonly column: Column }[];
}

/** A histogram of either kind at one step. */
export type AnyHistogram =
  | { readonly kind: 'native'; readonly labels: Labels; readonly histogram: FloatHistogram }
  | { readonly kind: 'classic'; readonly labels: Labels; readonly buckets: ClassicBucket[] };

/**
 * A vector read as histograms, classic ones put together from their bucket series. Where a classic and a native
 * histogram of the same labels meet at a step, neither is used, and an annotation says so.
 */
export class HistogramVector {
  readonly #context: EvalContext;
  readonly #range: Range;
  readonly #native: Column[] = [];
  readonly #nativeByKey = new Map<string, Column[]>();
  readonly #classic = new Map<string, ClassicGroup>();
  /** Float series whose `le` is not a number. */
  readonly #malformed: Column[] = [];

  constructor(columns: readonly Column[], context: EvalContext, range: Range) {
    this.#context = context;
    this.#range = range;
    for (const column of columns) {
      if (column.histograms !== undefined) this.#addNative(column);
      this.#addClassic(column);
    }
    for (const { buckets } of this.#classic.values()) buckets.sort((a, b) => a.upperBound - b.upperBound);
  }

  #addNative(column: Column): void {
    this.#native.push(column);
    const { key } = column.labels;
    this.#nativeByKey.set(key, [...(this.#nativeByKey.get(key) ?? []), column]);
  }

  #addClassic(column: Column): void {
    const { value: upperBound, error } = parseFloat64(column.labels.get(BUCKET_LABEL));
    if (error !== undefined) {
      this.#malformed.push(column);
      return;
    }
    const labels = column.labels.filter((name) => name !== BUCKET_LABEL);
    let group = this.#classic.get(labels.key);
    if (group === undefined) this.#classic.set(labels.key, (group = { labels, buckets: [] }));
    group.buckets.push({ upperBound, column });
  }

  /** The metric's name for annotations, which know it only where names are dropped at the end. */
  nameOf(labels: Labels): string {
    return this.#context.settings.delayedNameRemoval ? labels.metricName : '';
  }

  /** The histograms present at a step. */
  at(step: number): AnyHistogram[] {
    this.#remarkMalformed(step);
    const conflicts = new Set<string>();
    const found: AnyHistogram[] = [];
    const classic: AnyHistogram[] = [];
    for (const { labels, buckets } of this.#classic.values()) {
      const present: ClassicBucket[] = [];
      for (const { upperBound, column } of buckets) {
        if (isFloat(column, step)) present.push({ upperBound, count: column.values[step]! });
      }
      if (present.length === 0) continue;
      if (this.#hasNative(labels, step)) {
        conflicts.add(labels.key);
        this.#context.annotate(mixedClassicNativeHistograms(this.nameOf(labels), this.#range));
        continue;
      }
      classic.push({ kind: 'classic', labels, buckets: present });
    }
    for (const { labels, kinds, histograms } of this.#native) {
      if (kinds[step] !== HISTOGRAM || conflicts.has(labels.key)) continue;
      found.push({ kind: 'native', labels, histogram: histograms![step]! });
    }
    return [...found, ...classic];
  }

  #hasNative(labels: Labels, step: number): boolean {
    if (this.#native.length === 0) return false;
    const columns = this.#nativeByKey.get(labels.key) ?? [];
    return columns.some(({ kinds }) => kinds[step] === HISTOGRAM);
  }

  #remarkMalformed(step: number): void {
    for (const column of this.#malformed) {
      if (!isFloat(column, step)) continue;
      const { labels } = column;
      this.#context.annotate(badBucketLabel(this.nameOf(labels), labels.get(BUCKET_LABEL), this.#range));
    }
  }
}

function isFloat({ kinds }: Column, step: number): boolean {
  return kinds[step] !== ABSENT && kinds[step] !== HISTOGRAM;
}
