import type { Located } from '../../documents/fields.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';

/** A pipeline test in the format of Alloy's `internal/pipelinetest`: one configuration, entries, assertions. */
export interface PipelineTest {
  readonly name: string;
  readonly file: SourceFile;
  readonly range: Range;
  readonly config: { readonly text: Located<string> } | { readonly path: Located<string> };
  readonly inputs: readonly PipelineInput[];
  readonly assertions: readonly PipelineAssertion[];
}

/** Entries, and the receivers that get each of them. */
export interface PipelineInput {
  readonly components: readonly Located<string>[];
  readonly entries: readonly PipelineEntry[];
}

export interface PipelineEntry {
  readonly labels: ReadonlyMap<string, string>;
  readonly metadata: ReadonlyMap<string, string>;
  readonly line: string;
  /** Nanoseconds since 1970; Go's zero time where it is not written. */
  readonly timestamp: bigint;
}

/** `count`: exactly so many of the entries that arrive match; `contains`: at least one. */
export type PipelineAssertion = { readonly range: Range; readonly match: EntryMatch } & (
  { readonly type: 'count'; readonly count: number } | { readonly type: 'contains' }
);

/** What an entry must be; undefined parts are not compared. */
export interface EntryMatch {
  readonly line?: string;
  readonly timestamp?: bigint;
  readonly labels?: MapMatch;
  readonly metadata?: MapMatch;
}

export interface MapMatch {
  /** The entry may have others. */
  readonly partial: boolean;
  readonly values: ReadonlyMap<string, string>;
}
