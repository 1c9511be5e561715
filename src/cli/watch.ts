import { resolve } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { impactOf } from '../lint/impact.ts';
import { displayPath } from '../project/discover.ts';
import type { FoundFile } from '../project/discover.ts';
import type { Project } from '../project/project.ts';
import { readProject } from '../project/read-project.ts';
import type { SourceFile } from '../source/source-file.ts';
import { plural } from '../util/plural.ts';
import { printable, printablePath } from '../util/printable.ts';
import type { Io } from './io.ts';
import { loadAll } from './load.ts';
import type { EnteredProject } from './load.ts';
import { report } from './report.ts';
import type { RunProjectTestsOptions } from './run-tests.ts';
import { affected, joinRuns, testProjects } from './test-projects.ts';
import type { ProjectTests } from './test-projects.ts';
import { errorText } from '../util/error-text.ts';

export interface WatchOptions extends RunProjectTestsOptions {
  readonly paths: readonly string[];
  readonly config?: string;
}

/** Editors write a file in several steps; what comes within this time (milliseconds) is one change. */
const SETTLE_MS = 40;

const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/**
 * Runs the tests, and then, whenever files change, those that depend on them, until it is stopped.
 *
 * @param stop ends the watch (Ctrl-C)
 * @returns the exit code of the last run of the tests
 */
export async function watchTests(options: WatchOptions, io: Io, stop: AbortSignal): Promise<number> {
  const { watch } = await import('chokidar');
  const session = new Session(options, io);
  const changed = new Set<string>();
  let wake: () => void = () => undefined;
  const watcher = watch(options.paths.length > 0 ? ['.', ...options.paths] : ['.'], {
    cwd: io.cwd,
    ignoreInitial: true,
    ignored: /(?:^|[\\/])(?:node_modules|\.git|\.terraform|vendor)(?:[\\/]|$)/,
  });
  watcher.on('all', (event, path) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    changed.add(resolve(io.cwd, path));
    wake();
  });
  stop.addEventListener('abort', () => wake(), { once: true });
  const stopped = (): boolean => stop.aborted;
  try {
    await new Promise<void>((ready) => watcher.once('ready', () => ready()));
    await session.runAll();
    while (!stopped()) {
      if (changed.size === 0) await new Promise<void>((resume) => (wake = resume));
      await new Promise((settled) => setTimeout(settled, SETTLE_MS));
      if (stopped() || changed.size === 0) continue;
      const now = new Set(changed);
      changed.clear();
      await session.rerun(now);
    }
  } finally {
    await watcher.close();
  }
  return session.exitCode;
}

/** The projects as they were read last, and the last results of their tests. */
class Session {
  readonly #options: WatchOptions;
  readonly #io: Io;
  #projects: readonly EnteredProject[] | undefined;
  /** Files with failed tests; absolute paths. */
  readonly #failed = new Set<string>();

  constructor(options: WatchOptions, io: Io) {
    this.#options = options;
    this.#io = io;
  }

  get exitCode(): number {
    return this.#failed.size > 0 ? EXIT.findings : EXIT.clean;
  }

  async runAll(): Promise<void> {
    await this.#attempt(async () => {
      const projects = await loadAll(this.#options, this.#io);
      this.#projects = projects;
      await this.#run(
        projects.map((one) => ({ ...one, tests: affected(one.project, undefined) })),
        '',
      );
    });
  }

  /** Runs what depends on changed files; tests that failed are tried again too. @param changed absolute paths */
  async rerun(changed: ReadonlySet<string>): Promise<void> {
    const before = this.#projects;
    if (before === undefined) return this.runAll();
    await this.#attempt(async () => {
      const after = await loadAll(this.#options, this.#io);
      this.#projects = after;
      const there = new Set(after.flatMap(({ project }) => project.tests.map(absolute)));
      for (const path of this.#failed) if (!there.has(path)) this.#failed.delete(path);
      const rerun = after.flatMap((one) => this.#concerned(one, rootedAt(before, one), changed));
      if (rerun.length === 0) return;
      const names = [...changed].map((path) => printablePath(displayPath(this.#io.cwd, path)));
      await this.#run(rerun, `${names.join(', ')} changed: `);
    });
  }

  /** The tests of a project that changes concern; none where they do not concern the project at all. */
  #concerned(
    after: EnteredProject,
    before: EnteredProject | undefined,
    absolutePaths: ReadonlySet<string>,
  ): ProjectTests[] {
    const changed = new Set([...absolutePaths].map((path) => displayPath(after.io.cwd, path)));
    const impact = impactOf({
      before: onlyFiles((before ?? after).project, changed),
      after: after.project,
      changed,
      removed: new Set(),
      configuration: before === undefined || [...changed].some((path) => CONFIG.test(path)),
    });
    const isConcerned =
      impact.everything || concerns(after.project, changed) || (before && concerns(before.project, changed));
    if (isConcerned !== true) return [];
    const touched = new Set(affected(after.project, impact));
    const tests = affected(after.project, undefined).filter(
      (test) => touched.has(test) || this.#failed.has(absolute(test)),
    );
    return [{ ...after, tests }];
  }

  async #run(projects: readonly ProjectTests[], why: string): Promise<void> {
    const { stdout } = this.#io;
    if (stdout.isTTY) stdout.write(CLEAR);
    const tests = projects.flatMap((one) => one.tests);
    if (tests.length === 0) {
      stdout.write(`${why}no test is affected\n`);
    } else {
      const run = joinRuns(await testProjects(projects, this.#options));
      for (const test of tests) this.#failed.delete(absolute(test));
      for (const result of run.results) if (result.status === 'failed') this.#failed.add(absolute(result));
      if (why !== '') stdout.write(`${why}${plural(tests.length, 'test file')}\n`);
      stdout.write(await report({ tests: run, checks: [], command: 'test' }, 'text', this.#io));
    }
    stdout.write('watching for changes; press Ctrl-C to stop\n');
  }

  /** A file that is half written must not end the watch. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const message = errorText(error);
      this.#io.stderr.write(`rulecheck: ${printable(message)}\n`);
    }
  }
}

const CONFIG = /(?:^|\/)\.?rulecheck\.ya?ml$/;

const absolute = ({ file }: { readonly file: SourceFile }): string => resolve(file.base ?? '', file.path);

const rootedAt = (projects: readonly EnteredProject[], { io }: EnteredProject): EnteredProject | undefined =>
  projects.find((one) => one.io.cwd === io.cwd);

const concerns = (project: Project, changed: ReadonlySet<string>): boolean =>
  project.files.some(({ file }) => changed.has(file.path));

/** A project of some of its files alone. */
function onlyFiles(project: Project, paths: ReadonlySet<string>): Project {
  const files = project.files.filter(({ file }) => paths.has(file.path));
  const found = files.map(({ file: { path, text, base } }): FoundFile => {
    return { path, text, named: false, ...(base === undefined ? {} : { base }) };
  });
  return readProject(found, project.settings);
}
