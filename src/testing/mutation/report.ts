import type { SourceFile } from '../../source/source-file.ts';
import type { MutantResult, MutantStatus } from './run.ts';
import type { Hint } from './hint.ts';
import type { TestUnit } from './unit.ts';

/** A mutant that every covering test let pass, and what would notice it. */
export interface Survivor {
  readonly result: MutantResult;
  readonly hint: Hint | undefined;
}

/** What a run of mutants found out. */
export interface MutationReport {
  readonly results: readonly MutantResult[];
  readonly survivors: readonly Survivor[];
  /** Every test that was there to kill. */
  readonly tests: readonly TestUnit[];
  /** Tests that fail without any mutant: they were left out. */
  readonly failing: readonly TestUnit[];
  /** Milliseconds that the mutants took, the first run of all tests left out. */
  readonly tookMs: number;
}

/** How many mutants have each status. */
export function countsOf(results: readonly MutantResult[]): Readonly<Record<MutantStatus, number>> {
  const counts = { killed: 0, survived: 0, 'no-coverage': 0, equivalent: 0, invalid: 0 };
  for (const { status } of results) counts[status]++;
  return counts;
}

/**
 * The share of mutants that tests killed, in percent. Equivalent and invalid mutants do not count, those that no test
 * covers do. undefined: there is no mutant.
 */
export function scoreOf(results: readonly MutantResult[]): number | undefined {
  const { killed, survived, 'no-coverage': uncovered } = countsOf(results);
  const valid = killed + survived + uncovered;
  return valid === 0 ? undefined : (killed / valid) * 100;
}

/** Results by file, in the order of the files' first mutants. */
export function byFile(results: readonly MutantResult[]): Map<SourceFile, MutantResult[]> {
  const files = new Map<SourceFile, MutantResult[]>();
  for (const result of results) {
    const { file } = result.mutant;
    files.set(file, [...(files.get(file) ?? []), result]);
  }
  return files;
}
