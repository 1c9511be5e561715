import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import type { LintResult, LintSummary } from '../../lint/run.ts';
import { countSeverities } from '../../lint/run.ts';
import type { Scope } from '../../lint/scope.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { TestRun } from '../../testing/index.ts';
import { groupBy } from '../../util/group-by.ts';
import type { Outcome } from '../report.ts';
import { joinRuns } from '../test-projects.ts';
import type { Blob } from './blob.ts';

/** A blob, and the name of its file. */
export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
}

/**
 * One outcome of what all shards found, in the order of one whole run.
 *
 * @param version the release that merges: another one may know other checks
 * @throws UserError (exit 2) where a shard is missing or is there twice, or where releases or counts differ
 */
export function mergeBlobs(given: readonly NamedBlob[], version: string): Omit<Outcome, 'checks'> {
  refuseOthers(given, version);
  const commands = groupBy(given, ({ blob }) => blob.command);
  for (const [command, blobs] of commands) refuseIncomplete(command, blobs);
  const blobs = [...given].sort((a, b) => a.blob.shard.index - b.blob.shard.index).map(({ blob }) => blob);
  const only = [...commands.keys()];
  return {
    lint: mergeLint(blobs),
    tests: mergeTests(blobs),
    unshown: blobs.reduce((sum, { unshown }) => sum + unshown, 0),
    command: only.length === 1 ? only[0]! : 'check',
  };
}

function refuseOthers(given: readonly NamedBlob[], version: string): void {
  const other = given.find(({ blob }) => blob.version !== version);
  if (other === undefined) return;
  throw wrong(
    `the report "${other.name}" was written by rulecheck ${other.blob.version}, and this is ${version}`,
    'run the same release on every machine',
  );
}

function refuseIncomplete(command: string, blobs: readonly NamedBlob[]): void {
  const counts = [...new Set(blobs.map(({ blob }) => blob.shard.of))];
  if (counts.length > 1)
    throw wrong(
      `the reports of "rulecheck ${command}" are parts of ${counts.join(' and of ')} shards`,
      'merge the reports of one run: give each run a folder of its own',
    );
  const of = counts[0]!;
  const seen = new Set<number>();
  for (const { blob, name } of blobs) {
    const { index } = blob.shard;
    if (seen.has(index))
      throw wrong(
        `the report "${name}" is the second one of shard ${index}/${of} of "rulecheck ${command}"`,
        'remove the reports of other runs from the folder',
      );
    seen.add(index);
  }
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !seen.has(index));
  if (missing.length === 0) return;
  throw wrong(
    `the report of shard ${missing.map((index) => `${index}/${of}`).join(', ')} of "rulecheck ${command}" is missing`,
    'the job of that shard failed before it wrote its report, or its artifact was not downloaded',
  );
}

/** A finding that two files share is reported by the shards of both. */
function mergeLint(blobs: readonly Blob[]): LintResult | undefined {
  const parts = blobs.flatMap(({ lint }) => (lint === undefined ? [] : [lint]));
  if (parts.length === 0) return undefined;
  const files = new Files();
  const scopes = new Map<string, Scope>();
  const byKey = new Map<string, Diagnostic>();
  for (const { diagnostics, scopes: own } of parts) {
    for (const [i, diagnostic] of diagnostics.entries()) {
      const moved = files.diagnostic(diagnostic);
      const key = keyOf(moved);
      if (!byKey.has(key)) byKey.set(key, moved);
      scopes.set(placeKey(moved), own[i]!);
    }
  }
  const diagnostics = [...byKey.values()].sort(
    (a, b) => compare(a.file.path, b.file.path) || a.range.start - b.range.start || compare(a.check, b.check),
  );
  return {
    diagnostics,
    summary: { ...counted(parts.map(({ summary }) => summary)), ...countSeverities(diagnostics) },
    scopeOf: (place) =>
      scopes.get(placeKey(place)) ?? { path: place.file.path, group: undefined, rule: undefined, owners: [] },
  };
}

function counted(summaries: readonly LintSummary[]): Pick<LintSummary, 'files' | 'rules' | 'alerts'> {
  const sum = (key: 'files' | 'rules' | 'alerts'): number =>
    summaries.reduce((total, summary) => total + summary[key], 0);
  return { files: sum('files'), rules: sum('rules'), alerts: sum('alerts') };
}

function mergeTests(blobs: readonly Blob[]): TestRun | undefined {
  const runs = blobs.flatMap(({ tests }) => (tests === undefined ? [] : [tests]));
  if (runs.length === 0) return undefined;
  const joined = joinRuns(runs);
  const inOrder = <T extends { readonly file: SourceFile }>(list: readonly T[]): T[] =>
    [...list].sort((a, b) => compare(a.file.path, b.file.path));
  return {
    ...joined,
    results: inOrder(joined.results),
    warnings: inOrder(joined.warnings),
    notes: [...new Set(joined.notes)],
  };
}

/** One object for each file, as reporters distinguish files by identity. */
class Files {
  readonly #known = new Map<string, SourceFile>();

  diagnostic(diagnostic: Diagnostic): Diagnostic {
    const related = diagnostic.related.map((place) => ({ ...place, file: this.#file(place.file) }));
    return { ...diagnostic, file: this.#file(diagnostic.file), related };
  }

  #file(file: SourceFile): SourceFile {
    const known = this.#known.get(file.path) ?? file;
    this.#known.set(file.path, known);
    return known;
  }
}

const placeKey = ({ file, range }: Pick<Diagnostic, 'file' | 'range'>): string =>
  `${file.path}:${range.start}:${range.end}`;

const keyOf = (diagnostic: Diagnostic): string =>
  JSON.stringify([placeKey(diagnostic), diagnostic.check, diagnostic.message]);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function wrong(message: string, help: string): UserError {
  return new UserError(message, EXIT.usage, help);
}
