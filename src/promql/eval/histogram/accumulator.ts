import { kahanAdd } from '../../../util/kahan.ts';
import { combinedHint, divide } from './arithmetic.ts';
import { exponentialBound, indexInSchema } from './bounds.ts';
import { lowerResolution, outsideThreshold } from './buckets.ts';
import { commonBounds, countsOnBounds, sameBounds } from './custom-bounds.ts';
import type { Buckets, FloatHistogram } from './types.ts';
import { usesCustomBuckets } from './types.ts';
import { zeroCountFor } from './zero-bucket.ts';

/** What adding one histogram to a running sum met; undefined instead where the two cannot be combined. */
export interface Added {
  readonly boundsReconciled: boolean;
}

/** A running sum with its Kahan compensation. */
interface Cell {
  sum: number;
  compensation: number;
}

type Side = Map<number, Cell>;

/**
 * A running sum of histograms with Kahan compensation in every number, as Prometheus's sum and avg use it.
 * Mutable, unlike FloatHistogram. It starts with a first histogram, whose schema the next ones can coarsen.
 */
export class HistogramSum {
  private histogram: FloatHistogram;
  private count: Cell;
  private sum: Cell;
  private zero: Cell;
  private positive: Side;
  private negative: Side;

  constructor(first: FloatHistogram) {
    this.histogram = first;
    this.count = cell(first.count);
    this.sum = cell(first.sum);
    this.zero = cell(first.zeroCount);
    this.positive = side(first.positive);
    this.negative = side(first.negative);
  }

  clone(): HistogramSum {
    const copy = new HistogramSum(this.histogram);
    copy.count = { ...this.count };
    copy.sum = { ...this.sum };
    copy.zero = { ...this.zero };
    copy.positive = cloneSide(this.positive);
    copy.negative = cloneSide(this.negative);
    return copy;
  }

  /**
   * Adds a histogram, or returns undefined and changes nothing when one has exponential and the other custom
   * buckets.
   */
  add(other: FloatHistogram): Added | undefined {
    if (usesCustomBuckets(this.histogram) !== usesCustomBuckets(other)) return undefined;
    const { hint } = combinedHint(this.histogram.counterResetHint, other.counterResetHint);
    this.histogram = { ...this.histogram, counterResetHint: hint };
    increase(this.count, other.count);
    increase(this.sum, other.sum);
    if (usesCustomBuckets(other)) return { boundsReconciled: this.addCustom(other) };
    this.addExponential(other);
    return { boundsReconciled: false };
  }

  /** Every number of the running sum times `factor`. */
  scale(factor: number): void {
    for (const each of this.cells()) {
      each.sum *= factor;
      each.compensation *= factor;
    }
  }

  /** Whether a count or the sum reached infinity. */
  overflows(): boolean {
    for (const each of this.cells()) if (Math.abs(each.sum) === Infinity) return true;
    return this.histogram.customValues.some((bound) => Math.abs(bound) === Infinity);
  }

  /** The sum so far divided by `divisor`, compensation included, without empty buckets. */
  total(divisor = 1): FloatHistogram {
    const value = ({ sum, compensation }: Cell) => sum / divisor + compensation / divisor;
    return {
      ...this.histogram,
      count: value(this.count),
      sum: value(this.sum),
      zeroCount: value(this.zero),
      positive: bucketsOf(this.positive, value),
      negative: bucketsOf(this.negative, value),
    };
  }

  private *cells(): Generator<Cell> {
    yield this.count;
    yield this.sum;
    yield this.zero;
    yield* this.positive.values();
    yield* this.negative.values();
  }

  private addExponential(other: FloatHistogram): void {
    const zeroCount = this.reconcileZero(other);
    increase(this.zero, zeroCount);
    const schema = Math.min(this.histogram.schema, other.schema);
    this.lowerTo(schema);
    const threshold = this.histogram.zeroThreshold;
    for (const [mine, theirs] of [
      [this.positive, other.positive],
      [this.negative, other.negative],
    ] as const) {
      increaseAll(mine, outsideThreshold(lowerResolution(theirs, other.schema, schema), schema, threshold));
    }
  }

  /** Widens the zero buckets of both until they agree; returns the zero count of `other` then. */
  private reconcileZero(other: FloatHistogram): number {
    let theirs = { count: other.zeroCount, threshold: other.zeroThreshold };
    while (this.histogram.zeroThreshold !== theirs.threshold) {
      if (this.histogram.zeroThreshold > theirs.threshold)
        theirs = zeroCountFor(other, this.histogram.zeroThreshold);
      if (theirs.threshold > this.histogram.zeroThreshold) this.widenZero(theirs.threshold);
    }
    return theirs.count;
  }

  private widenZero(threshold: number): void {
    const { schema } = this.histogram;
    const widened = zeroCountFor(this.raw(), threshold).threshold;
    this.histogram = { ...this.histogram, zeroThreshold: widened };
    for (const buckets of [this.positive, this.negative]) {
      for (const [index, { sum, compensation }] of buckets) {
        if (exponentialBound(index - 1, schema) >= widened) continue;
        increase(this.zero, sum);
        increase(this.zero, compensation);
        buckets.delete(index);
      }
    }
  }

  private lowerTo(schema: number): void {
    const own = this.histogram.schema;
    if (own === schema) return;
    const lowered = (buckets: Side) => mergeCells(buckets, (index) => indexInSchema(index, own, schema));
    this.positive = lowered(this.positive);
    this.negative = lowered(this.negative);
    this.histogram = { ...this.histogram, schema };
  }

  private addCustom(other: FloatHistogram): boolean {
    const own = this.histogram.customValues;
    if (sameBounds(own, other.customValues)) {
      increaseAll(this.positive, other.positive);
      return false;
    }
    const bounds = commonBounds(own, other.customValues);
    const target = (index: number) => {
      const bound = own[index];
      const found = bound === undefined ? -1 : bounds.findIndex((each) => each >= bound);
      return found < 0 ? bounds.length : found;
    };
    this.positive = mergeCells(this.positive, target);
    for (const [index, count] of countsOnBounds(other.positive, other.customValues, bounds).entries()) {
      if (count !== 0) increaseAt(this.positive, index, count);
    }
    this.histogram = { ...this.histogram, customValues: bounds };
    return true;
  }

  /** The sums alone: the compensation decides nothing about layouts. */
  private raw(): FloatHistogram {
    const sum = (each: Cell) => each.sum;
    return {
      ...this.histogram,
      zeroCount: this.zero.sum,
      positive: bucketsOf(this.positive, sum),
      negative: bucketsOf(this.negative, sum),
    };
  }
}

/**
 * Mean of histograms: a sum divided at the end, or an incremental mean from the moment when the sum would
 * overflow, as Prometheus's avg and avg_over_time compute it.
 */
export class HistogramMean {
  private running: HistogramSum;
  private members = 1;
  private incremental = false;

  constructor(first: FloatHistogram) {
    this.running = new HistogramSum(first);
  }

  /** Adds a histogram; undefined, as in HistogramSum.add, where it cannot be combined with those before. */
  add(histogram: FloatHistogram): Added | undefined {
    this.members++;
    return this.incremental ? this.addToMean(histogram) : this.addToSum(histogram);
  }

  mean(): FloatHistogram {
    return this.incremental ? this.running.total() : this.running.total(this.members);
  }

  private addToSum(histogram: FloatHistogram): Added | undefined {
    const next = this.running.clone();
    const added = next.add(histogram);
    if (added === undefined || !next.overflows()) {
      this.running = next;
      return added;
    }
    this.incremental = true;
    this.running.scale(1 / (this.members - 1));
    return this.addToMean(histogram);
  }

  private addToMean(histogram: FloatHistogram): Added | undefined {
    this.running.scale((this.members - 1) / this.members);
    return this.running.add(divide(histogram, this.members));
  }
}

function cell(sum: number): Cell {
  return { sum, compensation: 0 };
}

function side({ indices, counts }: Buckets): Side {
  return new Map(indices.map((index, i) => [index, cell(counts[i]!)]));
}

function cloneSide(original: Side): Side {
  return new Map([...original].map(([index, each]) => [index, { ...each }]));
}

function increase(target: Cell, term: number): void {
  [target.sum, target.compensation] = kahanAdd(term, target.sum, target.compensation);
}

function increaseAt(target: Side, index: number, term: number): void {
  const existing = target.get(index);
  if (existing === undefined) target.set(index, cell(term));
  else increase(existing, term);
}

function increaseAll(target: Side, { indices, counts }: Buckets): void {
  for (const [i, index] of indices.entries()) increaseAt(target, index, counts[i]!);
}

function mergeCells(cells: Side, target: (index: number) => number): Side {
  const merged: Side = new Map();
  for (const index of [...cells.keys()].sort((a, b) => a - b)) {
    const { sum, compensation } = cells.get(index)!;
    increaseAt(merged, target(index), sum);
    increaseAt(merged, target(index), compensation);
  }
  return merged;
}

/** Buckets in ascending order, without those that `value` makes zero. */
function bucketsOf(cells: Side, value: (each: Cell) => number): Buckets {
  const entries = [...cells]
    .map(([index, each]) => [index, value(each)] as const)
    .filter(([, count]) => count !== 0);
  entries.sort(([a], [b]) => a - b);
  return { indices: entries.map(([index]) => index), counts: entries.map(([, count]) => count) };
}
