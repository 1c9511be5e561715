import type { TestDocument } from '../documents/types.ts';
import { affectedTests } from '../lint/impact.ts';
import type { Impact } from '../lint/impact.ts';
import type { Project } from '../project/project.ts';
import type { CoverageCollector } from '../testing/coverage/index.ts';
import type { TestRun } from '../testing/index.ts';
import type { Io } from './io.ts';
import { runProjectTests } from './run-tests.ts';
import type { RunProjectTestsOptions } from './run-tests.ts';

/** A project, and those of its tests that are to be run. */
export interface ProjectTests {
  readonly project: Project;
  readonly tests: readonly TestDocument[];
  /** The run, seen from the project. */
  readonly io: Io;
  /** Who notes what the rules and routes of the project do. */
  readonly collector?: CoverageCollector | undefined;
}

/** The tests of a project that were asked about and judge something that changed; undefined: whatever changed. */
export function affected(project: Project, impact: Impact | undefined): readonly TestDocument[] {
  const tests = impact === undefined ? project.tests : affectedTests(impact, project);
  return tests.filter(({ file }) => project.isReported(file));
}

/** Runs the tests of some projects, one after the other; those of projects without any are not there. */
export async function testProjects(
  projects: readonly ProjectTests[],
  options: RunProjectTestsOptions,
): Promise<TestRun[]> {
  const runs: TestRun[] = [];
  for (const { project, tests, io, collector } of projects)
    if (tests.length > 0) runs.push(await runProjectTests(project, tests, { ...options, collector }, io));
  return runs;
}

/** One run of several. */
export function joinRuns(runs: readonly TestRun[]): TestRun {
  const sum = (key: keyof TestRun['summary']): number =>
    runs.reduce((total, { summary }) => total + summary[key], 0);
  return {
    results: runs.flatMap(({ results }) => results),
    warnings: runs.flatMap(({ warnings }) => warnings),
    notes: runs.flatMap(({ notes }) => notes),
    summary: { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
  };
}
