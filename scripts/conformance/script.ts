import type { Labels } from '../../src/promql/eval/labels/labels.ts';
import type { SequenceItem, StartTimestampItem } from '../../src/promql/eval/series/index.ts';

/** One series of a load command or of an expected result. */
export interface ScriptSeries {
  readonly labels: Labels;
  readonly items: readonly SequenceItem[];
  readonly starts: readonly StartTimestampItem[] | undefined;
}

export interface LoadCommand {
  readonly kind: 'load';
  readonly line: number;
  readonly stepMs: number;
  /** Also store classic histograms as native ones with custom buckets. */
  readonly withNhcb: boolean;
  readonly series: readonly ScriptSeries[];
}

export interface ClearCommand {
  readonly kind: 'clear';
  readonly line: number;
}

/** Times of a query or of an expected matrix, in milliseconds. */
export interface StepRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** A text that an error or annotation must have, whole or by regular expression; undefined takes any. */
export type TextPattern = { readonly text: string } | { readonly regexp: string } | undefined;

export interface Expectations {
  readonly ordered: boolean;
  readonly fails: boolean;
  readonly fail: TextPattern;
  /** Undefined if the script does not mention them. */
  readonly warnings: readonly TextPattern[] | 'any' | 'none' | undefined;
  readonly infos: readonly TextPattern[] | 'any' | 'none' | undefined;
  readonly result:
    | { readonly kind: 'scalar'; readonly value: number }
    | { readonly kind: 'string'; readonly value: string }
    | {
        readonly kind: 'series';
        readonly series: readonly ScriptSeries[];
        readonly range: StepRange | undefined;
      };
}

export interface EvalCommand {
  readonly kind: 'eval';
  readonly line: number;
  readonly query: string;
  readonly at:
    { readonly kind: 'instant'; readonly timeMs: number } | ({ readonly kind: 'range' } & StepRange);
  readonly expected: Expectations;
}

export type ScriptCommand = LoadCommand | ClearCommand | EvalCommand;

/** A script that cannot be read. */
export class ScriptError extends Error {
  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = 'ScriptError';
  }
}
