import { resolve } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { affectedTests, impactOf, withTests } from '../lint/impact.ts';
import { displayPath } from '../project/discover.ts';
import type { FoundFile } from '../project/discover.ts';
import type { Project } from '../project/project.ts';
import { readProject } from '../project/read-project.ts';
import { plural } from '../util/plural.ts';
import { printable, printablePath } from '../util/printable.ts';
import type { Io } from './io.ts';
import { load } from './load.ts';
import { report } from './report.ts';
import { runProjectTests } from './run-tests.ts';
import type { RunProjectTestsOptions } from './run-tests.ts';
import { errorText } from '../util/error-text.ts';

export interface WatchOptions extends RunProjectTestsOptions {
  readonly paths: readonly string[];
}

/** Editors write a file in several steps; what comes within this time (milliseconds) is one change. */
const SETTLE_MS = 40;

const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/**
 * Runs the tests, and then, whenever files change, those that depend on them, until it is told to stop.
 *
 * @param stop ends the watch (Ctrl-C)
 * @returns the exit code of the tests as they stood last
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
    changed.add(displayPath(io.cwd, resolve(io.cwd, path)));
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

/** The project as it was read last, and how its tests stood. */
class Session {
  readonly #options: WatchOptions;
  readonly #io: Io;
  #project: Project | undefined;
  /** Files with failed tests. */
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
      const { project } = await load(this.#options, this.#io);
      this.#project = project;
      await this.#run(project, '');
    });
  }

  /** Runs what depends on changed files; tests that failed are tried again too. */
  async rerun(changed: ReadonlySet<string>): Promise<void> {
    const before = this.#project;
    if (before === undefined) return this.runAll();
    await this.#attempt(async () => {
      const { project: after } = await load(this.#options, this.#io);
      this.#project = after;
      for (const path of this.#failed)
        if (!after.tests.some(({ file }) => file.path === path)) this.#failed.delete(path);
      const impact = impactOf({
        before: onlyFiles(before, changed),
        after,
        changed,
        removed: new Set(),
        configuration: [...changed].some((path) => /(?:^|\/)\.?rulecheck\.ya?ml$/.test(path)),
      });
      const touched = new Set(affectedTests(impact, after).map(({ file }) => file.path));
      const concerned = concerns(before, changed) || concerns(after, changed) || impact.everything;
      if (!concerned) return;
      const tests = after.tests.filter(({ file }) => touched.has(file.path) || this.#failed.has(file.path));
      await this.#run(withTests(after, tests), `${[...changed].map(printablePath).join(', ')} changed: `);
    });
  }

  async #run(project: Project, why: string): Promise<void> {
    const { stdout } = this.#io;
    if (stdout.isTTY) stdout.write(CLEAR);
    if (project.tests.length === 0) {
      stdout.write(`${why}no test is concerned\n`);
    } else {
      const run = await runProjectTests(project, this.#options, this.#io);
      for (const { file } of project.tests) this.#failed.delete(file.path);
      for (const { file, status } of run.results) if (status === 'failed') this.#failed.add(file.path);
      if (why !== '') stdout.write(`${why}${plural(project.tests.length, 'test file')}\n`);
      stdout.write(await report({ tests: run, checks: [] }, 'text', this.#io));
    }
    stdout.write('watching for changes; Ctrl-C ends\n');
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

const concerns = (project: Project, changed: ReadonlySet<string>): boolean =>
  project.files.some(({ file }) => changed.has(file.path));

/** A project of some of its files alone. */
function onlyFiles(project: Project, paths: ReadonlySet<string>): Project {
  const files = project.files.filter(({ file }) => paths.has(file.path));
  const found = files.map(({ file }): FoundFile => ({ path: file.path, text: file.text, named: false }));
  return readProject(found, project.settings);
}
