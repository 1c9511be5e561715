import type { AnyCheck } from '../checks/contract.ts';
import type { Config } from '../config/types.ts';
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import type { ParsedFile } from '../documents/types.ts';
import type { Project, Query } from '../project/project.ts';
import type { SourceFile } from '../source/source-file.ts';
import { bounded } from './bounded.ts';
import { Settings } from './place-settings.ts';
import { Scopes } from './scope.ts';
import type { Scope } from './scope.ts';
import { applyDirectives, overrideFindings, SUPPRESSION_CHECK } from './suppress.ts';
import { createVisitors } from './visitors.ts';
import type { Stopwatch } from './visitors.ts';
import { walkProject } from './walk.ts';

export interface LintResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: LintSummary;
  /** The rule and the group that contain a finding. */
  readonly scopeOf: (place: Pick<Diagnostic, 'file' | 'range'>) => Scope;
}

export interface LintSummary {
  readonly files: number;
  readonly rules: number;
  readonly alerts: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export interface LintOptions {
  /** Milliseconds since the epoch: end dates are compared with it. undefined: end dates are ignored. */
  readonly now?: number;
  /** The whole project is known, not standard input alone. undefined: where folders were searched. */
  readonly complete?: boolean;
  /** Takes the time of each check. */
  readonly stopwatch?: Stopwatch | undefined;
  /** Leaves out rules and queries in which nothing may be found that is asked about; undefined: all are looked at. */
  readonly isWanted?: ((query: Query) => boolean) | undefined;
  /** Findings about the configuration that were made before: plugins that could not be loaded. */
  readonly failures?: readonly Diagnostic[];
}

/**
 * Runs every check that the configuration leaves on over a project, each with the settings of the place where it
 * finds something. Pure; findings come in file and text order, those of the configuration itself first.
 */
export function lint(
  project: Project,
  checks: readonly AnyCheck[],
  config: Config,
  options: LintOptions = {},
): LintResult {
  const today = options.now === undefined ? undefined : new Date(options.now).toISOString().slice(0, 10);
  const complete = options.complete ?? project.whole;
  const settings = new Settings(project, config, today);
  const found: Diagnostic[] = [];
  walkProject(project, createVisitors(project, checks, settings, found, options.stopwatch), options.isWanted);
  const { kept, faults } = applyDirectives(project, found, checks, today, complete);
  const all = [
    ...(options.failures ?? []),
    ...kept,
    ...judged([...faults, ...overrideFindings(settings, project, complete)], checks, settings),
  ];
  return withDiagnostics(bounded(sortDiagnostics(all, project)), project);
}

/** A result with these findings, counted. */
function withDiagnostics(diagnostics: readonly Diagnostic[], project: Project): LintResult {
  let scopes: Scopes | undefined;
  return {
    diagnostics,
    summary: summarise(project, diagnostics),
    scopeOf: ({ file, range }) => (scopes ??= new Scopes(project)).at(file, range.start),
  };
}

/**
 * One result of several projects, with some of their findings.
 *
 * @param diagnostics of any of them, in the order in which they are to be reported
 */
export function joinResults(results: readonly LintResult[], diagnostics: readonly Diagnostic[]): LintResult {
  const owners = new Map<SourceFile, LintResult>();
  for (const result of results) for (const { file } of result.diagnostics) owners.set(file, result);
  const sum = (key: 'files' | 'rules' | 'alerts'): number =>
    results.reduce((total, { summary }) => total + summary[key], 0);
  return {
    diagnostics,
    summary: {
      files: sum('files'),
      rules: sum('rules'),
      alerts: sum('alerts'),
      ...countSeverities(diagnostics),
    },
    scopeOf: (place) => (owners.get(place.file) ?? results[0]!).scopeOf(place),
  };
}

/** Findings about comments and overrides themselves, with the severity that is set for them. */
function judged(
  faults: readonly Diagnostic[],
  checks: readonly AnyCheck[],
  settings: Settings,
): Diagnostic[] {
  const check = checks.find(({ meta }) => meta.id === SUPPRESSION_CHECK);
  if (check === undefined) return [...faults];
  return faults.flatMap((fault) => {
    const { severity } = settings.at(check, fault);
    return severity === 'off' ? [] : [{ ...fault, severity }];
  });
}

function sortDiagnostics(diagnostics: readonly Diagnostic[], project: Project): Diagnostic[] {
  const order = new Map<unknown, number>(
    project.files.map((parsed: ParsedFile, index) => [parsed.file, index]),
  );
  return [...diagnostics].sort(
    (a, b) =>
      (order.get(a.file) ?? -1) - (order.get(b.file) ?? -1) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      (a.check < b.check ? -1 : a.check > b.check ? 1 : 0),
  );
}

/** Counts the requested files: files that only serve as context are not part of the result. */
function summarise(project: Project, diagnostics: readonly Diagnostic[]): LintSummary {
  const rules = project.isReportedWhole
    ? project.rules
    : project.rules.filter(({ file }) => project.isReported(file));
  return {
    files: project.reportedFiles.length,
    rules: rules.length,
    alerts: rules.filter(({ kind }) => kind === 'alert').length,
    ...countSeverities(diagnostics),
  };
}

/** How many findings there are of each severity. */
export function countSeverities(
  diagnostics: readonly Diagnostic[],
): Pick<LintSummary, 'errors' | 'warnings' | 'infos'> {
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}
