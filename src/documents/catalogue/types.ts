import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateset' | 'unknown';

/** What a catalogue says of a label's values. */
export interface LabelDefinition {
  readonly name: string;
  /** Every possible value. */
  readonly values?: readonly string[];
  /** How many values there can be, for each value of `per` where that is set. */
  readonly max?: number;
  readonly per?: string;
}

export interface MetricDefinition {
  readonly name: string;
  readonly range: Range;
  readonly file: SourceFile;
  readonly type: MetricType;
  readonly unit?: string;
  readonly help?: string;
  /** Own labels and target labels, without `le` and `quantile`. */
  readonly labels: ReadonlyMap<string, LabelDefinition>;
  /** Upper bounds of a histogram's buckets, without +Inf. */
  readonly buckets?: readonly number[];
  readonly quantiles?: readonly number[];
}

export interface StreamDefinition {
  readonly selector: string;
  readonly labels: ReadonlyMap<string, LabelDefinition>;
  readonly fields: readonly string[];
}

export interface CatalogueDocument {
  readonly kind: 'catalogue';
  readonly file: SourceFile;
  readonly metrics: readonly MetricDefinition[];
  readonly streams: readonly StreamDefinition[];
  readonly range: Range;
}
