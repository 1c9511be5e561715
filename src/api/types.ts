/** A position in a file: line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A part of a file; the end is exclusive. */
export interface FileRange {
  readonly start: Position;
  readonly end: Position;
}

/** One finding of a check, as the JSON output has it (docs/output.md). */
export interface ReportedDiagnostic {
  /** `group/name` of the check. */
  readonly check: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** The fault, in one sentence. */
  readonly message: string;
  /** Why it matters. */
  readonly why: string | null;
  /** What to do. */
  readonly help: string | null;
  readonly file: string;
  readonly range: FileRange;
  readonly related: readonly {
    readonly file: string;
    readonly range: FileRange;
    readonly message: string;
  }[];
}

/** Counts of a lint. */
export interface LintCounts {
  readonly files: number;
  readonly rules: number;
  readonly alerts: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** Why a test failed. */
export interface ReportedFailure {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly why: string | null;
  readonly help: string | null;
}

/** One test: a scenario, a test of promtool or a route test. */
export interface ReportedTest {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly alert: string | null;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly message: string;
  readonly failures: readonly ReportedFailure[];
}

/** Counts of a run of tests. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
