import type { AnyCheck } from '../checks/contract.ts';
import { CHECKS } from '../checks/index.generated.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ParsedFile } from '../documents/types.ts';
import { focusOf, isAskedAbout } from '../lint/focus.ts';
import { concerns } from '../lint/impact.ts';
import type { Impact } from '../lint/impact.ts';
import { joinResults, lint } from '../lint/run.ts';
import type { LintOptions, LintResult } from '../lint/run.ts';
import type { Project } from '../project/project.ts';
import { plural } from '../util/plural.ts';
import { printable } from '../util/printable.ts';
import { withoutAccepted } from './baseline.ts';
import type { BaselineOptions } from './baseline.ts';
import { enter } from './load.ts';
import type { EnteredProject } from './load.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';
import { nothingToCheck } from './nothing-to-check.ts';
import { unlessQuiet } from './quiet.ts';
import type { QuietOptions } from './quiet.ts';
import { pathFrom, Relocation } from './relocate.ts';
import type { Shard } from './shards/shard.ts';
import { impactSince } from './since.ts';
import type { SinceOptions } from './since.ts';
import { inPhase } from './stats.ts';

export interface LintProjectsOptions extends BaselineOptions, QuietOptions, SinceOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly skipUnknown?: true;
  /** The part of the files that is reported on. */
  readonly shard?: Shard;
  /** Report also what depends on what changed since the last commit. */
  readonly dependents?: true;
}

/** A project with what a lint of it found. */
export interface LintedProject {
  readonly project: Project;
  readonly result: LintResult;
  /** What changed, where somebody asked. */
  readonly impact: Impact | undefined;
}

export interface LintedProjects {
  readonly projects: readonly LintedProject[];
  /** The findings to report of all of them. */
  readonly result: LintResult;
  /** How many findings --quiet left out. */
  readonly unshown: number;
  readonly checks: readonly AnyCheck[];
  /** Files were named, and none of them holds anything that could be checked. */
  readonly nothingChecked: boolean;
}

/** How a project is linted; `--fix` brings a way of its own. */
export type LintOne = (
  loaded: EnteredProject,
  checks: readonly AnyCheck[],
  options: LintOptions,
) => Promise<{ readonly project: Project; readonly result: LintResult }>;

/**
 * Lints each project and puts the findings together: those in the files that were asked about and those that point into
 * them, without what the baseline accepts.
 *
 * @throws UserError (exit 2) where nothing was found to look at
 */
export async function lintProjects(
  loaded: readonly EnteredProject[],
  options: LintProjectsOptions,
  io: Io,
  lintOne: LintOne = lintWhole,
): Promise<LintedProjects> {
  const mayBeEmpty =
    options.shard !== undefined || (options.skipUnknown === true && options.paths.length > 0);
  if (!mayBeEmpty && loaded.every(({ project }) => project.reportedFiles.length === 0))
    throw nothingToCheck(options.paths, foreignIn(loaded, io));
  if (options.quiet !== true) tellForeign(foreignIn(loaded, io), io);
  const home = enter(io, options.config).cwd;
  const relocation = new Relocation(home);
  // A hook names what is there; a commit that only removes files concerns what used them.
  const nothingNamed = options.dependents === true && options.paths.length === 0;
  const linted: LintedProject[] = [];
  const known: Diagnostic[] = [];
  const concerned = new Set<Diagnostic>();
  for (const one of loaded) {
    const { project, result, impact } = await inPhase('lint', io, () => lintInFull(one, options, lintOne));
    linted.push({ project, result, impact });
    const isAsked = nothingNamed ? () => false : isAskedAbout(project);
    const isConcerned = impact === undefined ? () => true : concerns(impact, project);
    for (const diagnostic of result.diagnostics) {
      if (options.skipUnknown === true && diagnostic.check === 'syntax/unrecognised') continue;
      const asked = isAsked(diagnostic);
      const isDependent = options.dependents === true && isConcerned(diagnostic);
      if (!asked && !isDependent) continue;
      const moved = relocation.diagnostic(diagnostic);
      known.push(moved);
      if (options.dependents === true || isConcerned(diagnostic)) concerned.add(moved);
    }
  }
  // The baseline judges all findings: what --since leaves out is not gone.
  const fresh = await withoutAccepted(known, lookedAt(linted, home, options), options, io);
  const left = fresh.filter((diagnostic) => concerned.has(diagnostic));
  const shown = unlessQuiet(left, options);
  const reported = linted.flatMap(({ project }) => project.reportedFiles);
  const nothingChecked =
    options.skipUnknown !== true && options.shard === undefined && reported.every(holdsNothing);
  const checks = [...new Set([...CHECKS, ...loaded.flatMap(({ pluginChecks }) => pluginChecks)])];
  const result = joinResults(
    linted.map((one) => relocation.lint(one.result)),
    shown,
  );
  return { projects: linted, result, unshown: left.length - shown.length, checks, nothingChecked };
}

async function lintInFull(
  loaded: EnteredProject,
  options: LintProjectsOptions,
  lintOne: LintOne,
): Promise<LintedProject> {
  const checks = [...CHECKS, ...loaded.pluginChecks];
  const { io } = loaded;
  const { dependents } = options;
  const changes = dependents === true ? { ...options, since: 'HEAD', untracked: false } : options;
  const impactOf = (project: Project): Promise<Impact | undefined> => impactSince(project, changes, io);
  const before = await impactOf(loaded.project);
  const { project, result } = await lintOne(loaded, checks, {
    now: io.now(),
    complete: options.paths.length === 0,
    failures: loaded.pluginFailures,
    stopwatch: io.stats,
    isWanted: focusOf(loaded.project, dependents === true ? before : undefined),
  });
  const impact = project === loaded.project ? before : await impactOf(project);
  return { project, result, impact };
}

const lintWhole: LintOne = ({ project, config }, checks, options) =>
  Promise.resolve({ project, result: lint(project, checks, config, options) });

/** Is there nothing in a file but what rulecheck does not know? An empty one is known to be empty. */
function holdsNothing({ file, documents, issues }: ParsedFile): boolean {
  if (documents.length > 0 || issues.some(({ code }) => code !== 'unrecognised')) return false;
  const lines = file.text.split('\n').map((line) => line.trim());
  return lines.some((line) => line !== '' && line !== '---' && !line.startsWith('#'));
}

/** The files that hold alerting which rulecheck does not read: `slo.yaml (Sloth)`. */
function foreignIn(loaded: readonly EnteredProject[], io: Io): string[] {
  return loaded.flatMap(({ project }) =>
    project.foreign
      .filter(({ file }) => project.isReported(file))
      .map(({ file, format }) => `${pathFrom(userPath(io, '.'), file)} (${format})`),
  );
}

/** Files that are named of those that are not read. */
const MOST_FOREIGN = 5;

function tellForeign(files: readonly string[], { stderr }: Io): void {
  if (files.length === 0) return;
  const named = files.slice(0, MOST_FOREIGN).join(', ');
  const more = files.length > MOST_FOREIGN ? ` and ${files.length - MOST_FOREIGN} more` : '';
  const hold = files.length === 1 ? 'holds' : 'hold';
  const text = `${plural(files.length, 'file')} ${hold} alerting that rulecheck does not read: ${named}${more}`;
  stderr.write(`note: ${printable(text)}\n`);
}

function lookedAt(
  linted: readonly LintedProject[],
  home: string,
  { paths, dependents }: LintProjectsOptions,
): { readonly read: ReadonlySet<string>; readonly complete: boolean } {
  const files = linted.flatMap(({ project }) => project.reportedFiles);
  return {
    read: new Set(files.map(({ file }) => pathFrom(home, file))),
    complete:
      paths.length === 0 && dependents !== true && linted.every(({ project }) => project.isReportedWhole),
  };
}
