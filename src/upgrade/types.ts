import type { DatedChange } from '../releases/index.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';

/**
 * What becomes of a place of the project: `fails` is refused or returns nothing, `differs` has another result or
 * meaning, `warns` is a new warning of lint.
 */
export type UpgradeEffect = 'fails' | 'differs' | 'warns';

/** One place that the new release reads, evaluates or judges differently. */
export interface UpgradeFinding {
  readonly effect: UpgradeEffect;
  readonly file: SourceFile;
  readonly range: Range;
  /** What changes there, one sentence. */
  readonly message: string;
  /** What to do. */
  readonly help?: string | undefined;
  /** The evaluation or test on both sides, with both answers. */
  readonly proof?: string | undefined;
  /** The change of the release; undefined: found by linting with both versions. */
  readonly change?: DatedChange | undefined;
  /** The check that found it, where lint did. */
  readonly check?: string | undefined;
}

/** A test whose result is another one on the new release. */
export interface TestChange {
  readonly file: SourceFile;
  readonly range: Range;
  readonly name: string;
  readonly before: 'passed' | 'failed' | 'skipped';
  readonly after: 'passed' | 'failed' | 'skipped';
  /** What the failing side says. */
  readonly message: string;
}

/** Everything that an upgrade changes for a project. */
export interface UpgradeReport {
  readonly product: string;
  readonly from: string;
  readonly to: string;
  readonly findings: readonly UpgradeFinding[];
  readonly tests: readonly TestChange[];
  /** How many tests were played on both sides. */
  readonly played: number;
  /** Changes between the two releases that files cannot show: they depend on targets, flags or data. */
  readonly unseen: readonly DatedChange[];
  /** What the reader should know of how far the answer goes. */
  readonly notes: readonly string[];
}
