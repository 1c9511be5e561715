import { duplicateLabelset } from '../errors.ts';
import type { FloatHistogram } from '../histogram/types.ts';
import type { Labels } from '../labels/labels.ts';

/** What a column holds at one step. */
export const ABSENT = 0;
export const FLOAT = 1;
export const HISTOGRAM = 2;

/**
 * One series of an intermediate result, one cell per step of the query. Columns are not changed once another part
 * of the engine has them, so they may share their arrays.
 */
export interface Column {
  readonly labels: Labels;
  /** The metadata labels are to go at the end of the query (delayed name removal). */
  readonly dropName: boolean;
  /** ABSENT, FLOAT or HISTOGRAM by step. */
  readonly kinds: Uint8Array;
  readonly values: Float64Array;
  readonly histograms: readonly (FloatHistogram | undefined)[] | undefined;
}

/** A column being filled. */
export class ColumnBuilder {
  readonly kinds: Uint8Array;
  readonly values: Float64Array;
  histograms: (FloatHistogram | undefined)[] | undefined;
  /** How many cells are filled. */
  filled = 0;

  constructor(steps: number) {
    this.kinds = new Uint8Array(steps);
    this.values = new Float64Array(steps);
  }

  setFloat(step: number, value: number): void {
    if (this.kinds[step] === ABSENT) this.filled++;
    this.kinds[step] = FLOAT;
    this.values[step] = value;
  }

  setHistogram(step: number, histogram: FloatHistogram): void {
    if (this.kinds[step] === ABSENT) this.filled++;
    this.kinds[step] = HISTOGRAM;
    this.histograms ??= new Array<FloatHistogram | undefined>(this.kinds.length);
    this.histograms[step] = histogram;
  }

  /** Sets a float, a histogram, or nothing. */
  set(step: number, result: number | FloatHistogram | undefined): void {
    if (typeof result === 'number') this.setFloat(step, result);
    else if (result !== undefined) this.setHistogram(step, result);
  }

  /** Copies the cell of another column. */
  copy(step: number, from: Column): void {
    const kind = from.kinds[step]!;
    if (kind === FLOAT) this.setFloat(step, from.values[step]!);
    else if (kind === HISTOGRAM) this.setHistogram(step, from.histograms![step]!);
  }

  finish(labels: Labels, dropName: boolean): Column {
    return { labels, dropName, kinds: this.kinds, values: this.values, histograms: this.histograms };
  }
}

/** The histogram of a cell, or undefined where it holds a float or nothing. */
export function histogramAt(column: Column, step: number): FloatHistogram | undefined {
  return column.kinds[step] === HISTOGRAM ? column.histograms![step] : undefined;
}

/** Whether any two columns have the same labels. */
export function hasDuplicates(columns: readonly Column[]): boolean {
  if (columns.length < 2) return false;
  return new Set(columns.map(({ labels }) => labels.key)).size < columns.length;
}

/**
 * One column per label set: those with the same labels become one, in the place of the first.
 * @throws EvalError duplicate-labelset where two of them have a value at the same step
 */
export function mergeDuplicates(columns: readonly Column[]): readonly Column[] {
  if (!hasDuplicates(columns)) return columns;
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const group = groups.get(column.labels.key);
    if (group === undefined) groups.set(column.labels.key, [column]);
    else group.push(column);
  }
  return [...groups.values()].map((group) => (group.length === 1 ? group[0]! : merged(group)));
}

function merged(group: readonly Column[]): Column {
  const [first] = group as [Column];
  const builder = new ColumnBuilder(first.kinds.length);
  for (const column of group) {
    for (let step = 0; step < column.kinds.length; step++) {
      if (column.kinds[step] === ABSENT) continue;
      if (builder.kinds[step] !== ABSENT) throw duplicateLabelset();
      builder.copy(step, column);
    }
  }
  return builder.finish(first.labels, first.dropName);
}

/** The one-step columns of something that is the same at every step, repeated for all steps. */
export function broadcast(columns: readonly Column[], steps: number): readonly Column[] {
  return columns.map((column) => {
    const histogram = histogramAt(column, 0);
    return {
      labels: column.labels,
      dropName: column.dropName,
      kinds: new Uint8Array(steps).fill(column.kinds[0]!),
      values: new Float64Array(steps).fill(column.values[0]!),
      histograms: histogram && new Array<FloatHistogram | undefined>(steps).fill(histogram),
    };
  });
}
