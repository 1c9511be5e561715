import type { AnyCheck } from '../checks/contract.ts';
import type { Config } from '../config/types.ts';
import type { Diagnostic, TextEdit } from '../diagnostics/diagnostic.ts';
import type { FoundFile } from '../project/discover.ts';
import type { Project } from '../project/project.ts';
import { readProject } from '../project/read-project.ts';
import { applyEdits, overlap } from './edits.ts';
import { lint } from './run.ts';
import type { LintOptions, LintResult } from './run.ts';
import { append } from '../util/append.ts';

/** One fix can make room for the next: this often, and no more. */
const MAX_PASSES = 10;

export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** How many findings were corrected. */
  readonly fixes: number;
}

export interface FixRun {
  readonly changed: readonly FixedFile[];
  /** Findings whose fix was undone: with it there were errors that had not been there. */
  readonly refused: readonly Diagnostic[];
  /** The project and its findings after the fixes. */
  readonly project: Project;
  readonly result: LintResult;
}

/** The facts before the first fix. */
export interface First {
  readonly project: Project;
  readonly isWanted?: (diagnostic: Diagnostic) => boolean;
}

interface State {
  readonly files: readonly FoundFile[];
  readonly project: Project;
  readonly result: LintResult;
}

/**
 * Applies the safe fixes of all findings, and again as long as there are some. Fixes that touch the same characters
 * wait for the next pass. After each pass everything is linted again; fixes of a file that then has new errors are
 * undone. Pure: texts in, texts out.
 *
 * @param first the project of these files, with the findings that are to be corrected (undefined: all of them)
 */
export function fixAll(
  files: readonly FoundFile[],
  checks: readonly AnyCheck[],
  config: Config,
  options: LintOptions = {},
  first: First = { project: readProject(files, config.settings) },
): FixRun {
  const read = (
    texts: readonly FoundFile[],
    project = readProject(texts, config.settings, first.project.live),
  ): State => {
    // A fix may break any file, and which queries are wanted is known of the first project only.
    const result = lint(project, checks, config, { ...options, isWanted: undefined });
    return { files: texts, project, result };
  };
  // What could not be read whole cannot be written back.
  const lossy = new Set(files.filter(({ problem }) => problem !== undefined).map(({ path }) => path));
  const isWhole = ({ file }: Diagnostic): boolean => !lossy.has(file.path);
  let state = read(files, first.project);
  const unwanted = new Set(
    state.result.diagnostics.filter((each) => first.isWanted?.(each) === false).map(likeness),
  );
  const counts = new Map<string, number>();
  const refused: Diagnostic[] = [];
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const { project, result } = state;
    const isAsked = (each: Diagnostic): boolean =>
      project.isReported(each.file) && isWhole(each) && !unwanted.has(likeness(each));
    const asked = result.diagnostics.filter(isAsked);
    const plan = planFixes(asked, refused);
    if (plan.size === 0) break;
    const next = read(apply(state.files, plan));
    const bad = spoiltFiles(state, next, [...plan.keys()]);
    for (const [path, { mended }] of plan) {
      if (bad.has(path)) append(refused, mended);
      else counts.set(path, (counts.get(path) ?? 0) + mended.length);
    }
    state = bad.size === 0 ? next : read(apply(state.files, without(plan, bad)));
  }
  const before = new Map(files.map(({ path, text }) => [path, text]));
  const changed = state.files.flatMap(({ path, text }) => {
    const old = before.get(path);
    return old === undefined || old === text
      ? []
      : [{ path, before: old, after: text, fixes: counts.get(path) ?? 0 }];
  });
  return { changed, refused, project: state.project, result: state.result };
}

interface FilePlan {
  readonly mended: readonly Diagnostic[];
  readonly edits: readonly TextEdit[];
}

type Plan = ReadonlyMap<string, FilePlan>;

/** The safe fixes that do not get in each other's way, by path; of two that do, the first in the text. */
function planFixes(diagnostics: readonly Diagnostic[], refused: readonly Diagnostic[]): Plan {
  const plan = new Map<string, { mended: Diagnostic[]; edits: TextEdit[] }>();
  for (const diagnostic of diagnostics) {
    const { fix, file } = diagnostic;
    if (fix?.safe !== true || fix.edits.length === 0 || refused.some((other) => isAlike(other, diagnostic)))
      continue;
    const known = plan.get(file.path) ?? { mended: [], edits: [] };
    const fresh = fix.edits.filter((edit) => !known.edits.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => known.edits.some((other) => overlap(edit, other)))) continue;
    append(known.edits, fresh);
    known.mended.push(diagnostic);
    plan.set(file.path, known);
  }
  return plan;
}

function isAlike(a: Diagnostic, b: Diagnostic): boolean {
  return likeness(a) === likeness(b);
}

/** What a finding keeps while fixes move its place. */
function likeness({ check, file, message }: Diagnostic): string {
  return JSON.stringify([check, file.path, message]);
}

/** Two rules that share a value through an alias have the same fix. */
function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.text === b.text && a.range.start === b.range.start && a.range.end === b.range.end;
}

function apply(files: readonly FoundFile[], plan: Plan): FoundFile[] {
  return files.map((file) => {
    const edits = plan.get(file.path)?.edits;
    return edits === undefined ? file : { ...file, text: applyEdits(file.text, edits) };
  });
}

function without(plan: Plan, paths: ReadonlySet<string>): Plan {
  return new Map([...plan].filter(([path]) => !paths.has(path)));
}

/** Of some changed files those that hold other things than before, or errors that were not there. */
function spoiltFiles(before: State, after: State, changed: readonly string[]): ReadonlySet<string> {
  const shapes = shapesOf(before.project);
  const now = shapesOf(after.project);
  const bad = changed.filter((path) => shapes.get(path) !== now.get(path));
  const errors = newErrors(before.result.diagnostics, after.result.diagnostics);
  const paths = new Set([...bad, ...errors.map(({ file }) => file.path)]);
  // An error in a file that nobody touched may come from any of the others.
  return [...paths].every((path) => changed.includes(path)) ? paths : new Set(changed);
}

/** What each file holds: a fix must not make rules vanish. */
function shapesOf(project: Project): Map<string, string> {
  return new Map(
    project.files.map(({ file, documents }) => {
      const parts = documents.map((document) =>
        document.kind === 'rules' ? document.groups.map(({ rules }) => rules.length) : document.kind,
      );
      return [file.path, JSON.stringify(parts)];
    }),
  );
}

function newErrors(before: readonly Diagnostic[], after: readonly Diagnostic[]): Diagnostic[] {
  const left = new Map<string, number>();
  for (const diagnostic of before) left.set(likeness(diagnostic), (left.get(likeness(diagnostic)) ?? 0) + 1);
  return after.filter((diagnostic) => {
    const count = left.get(likeness(diagnostic)) ?? 0;
    left.set(likeness(diagnostic), count - 1);
    return count <= 0 && diagnostic.severity === 'error';
  });
}
