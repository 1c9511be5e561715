import type { Located } from '../fields.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { LabelSet } from '../../routing/labels.ts';

/** A unit-test file in promtool's own format. Times are milliseconds. */
export interface PromtoolFile {
  readonly kind: 'promtool-test';
  readonly file: SourceFile;
  readonly root: YamlNode;
  readonly ruleFiles: readonly Located<string>[];
  readonly evaluationIntervalMs: number;
  readonly groupEvalOrder: readonly Located<string>[];
  readonly fuzzyCompare: boolean;
  readonly tests: readonly PromtoolTest[];
}

/** An input series as written. */
export interface PromtoolSeries {
  /** `up{job="a"}`. */
  readonly selector: string;
  /** `1x5 _ stale`. */
  readonly values: string;
  readonly range: Range;
}

/** One entry of `tests`. */
export interface PromtoolTest {
  /** As written, or `unnamed#0` as promtool calls the first one. */
  readonly name: string;
  readonly range: Range;
  readonly intervalMs: number;
  /** The test itself names its interval; else it has that of the evaluation. */
  readonly ownInterval: boolean;
  readonly startMs: number;
  readonly series: readonly PromtoolSeries[];
  readonly externalLabels: LabelSet;
  readonly externalUrl: string;
  readonly alertTests: readonly PromtoolAlertTest[];
  readonly exprTests: readonly PromtoolExprTest[];
}

export interface PromtoolAlertTest {
  readonly range: Range;
  /** Of the value of `eval_time`. */
  readonly atRange: Range;
  readonly atMs: number;
  /** Of the value of `alertname`. */
  readonly nameRange: Range;
  readonly alertname: string;
  readonly expected: readonly {
    readonly labels: LabelSet;
    readonly annotations: LabelSet;
    readonly range: Range;
  }[];
}

export interface PromtoolExprTest {
  readonly range: Range;
  /** Of the value of `eval_time`. */
  readonly atRange: Range;
  readonly atMs: number;
  readonly expr: string;
  readonly expected: readonly PromtoolSample[];
}

export interface PromtoolSample {
  readonly range: Range;
  /** A series in PromQL's notation: `up{job="a"}`. */
  readonly labels: string;
  readonly value: number;
  /** A native histogram; the value then means nothing. */
  readonly histogram: string;
}
