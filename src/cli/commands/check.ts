import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT, failsOn } from '../../diagnostics/exit-code.ts';
import { affectedTests, concerns, withTests } from '../../lint/impact.ts';
import { lint, withDiagnostics } from '../../lint/run.ts';
import { withoutAccepted } from '../baseline.ts';
import type { BaselineOptions } from '../baseline.ts';
import { nothingToCheck } from '../nothing-to-check.ts';
import { unlessQuiet } from '../quiet.ts';
import type { QuietOptions } from '../quiet.ts';
import { report } from '../report.ts';
import type { Format, ShowOptions } from '../report.ts';
import { impactSince } from '../since.ts';
import type { SinceOptions } from '../since.ts';
import { runProjectTests } from '../run-tests.ts';
import type { Project } from '../../project/project.ts';
import type { EngineChoice, TestRun } from '../../testing/index.ts';
import type { Io } from '../io.ts';
import { load } from '../load.ts';

export interface CheckOptions extends BaselineOptions, QuietOptions, ShowOptions, SinceOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly format: Format;
  readonly engine: EngineChoice;
}

/** `rulecheck [check]`: lint, then the tests; both always run. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  const loaded = await load({ ...options, plugins: true }, io);
  const { config, project } = loaded;
  const checks = [...CHECKS, ...loaded.pluginChecks];
  if (project.files.length === 0) throw nothingToCheck(options.paths);
  const impact = await impactSince(project, options, io);
  const isChanged = impact === undefined ? () => true : concerns(impact, project);
  const found = lint(project, checks, config, {
    now: io.now(),
    complete: options.paths.length === 0,
    failures: loaded.pluginFailures,
  });
  // The baseline judges all findings: what --since leaves out is not gone.
  const fresh = await withoutAccepted(found.diagnostics, project, options, io);
  const concerned = fresh.filter(isChanged);
  const result = withDiagnostics(unlessQuiet(concerned, options), project);
  const unshown = concerned.length - result.diagnostics.length;
  const failed = failsOn(result.diagnostics, options.failOn);
  // Findings need not wait for the tests where people read them as they come.
  const early = options.format === 'text';
  if (early) io.stdout.write(await report({ lint: result, unshown, checks }, 'text', io, options));
  const tests = await testsOf(
    impact === undefined ? project : withTests(project, affectedTests(impact, project)),
    options,
    io,
  );
  if (!early)
    io.stdout.write(await report({ lint: result, tests, unshown, checks }, options.format, io, options));
  else if (tests.results.length > 0) {
    const text = await report({ tests, checks }, 'text', io, options);
    if (text !== '') io.stdout.write(`\n${text}`);
  }
  return failed || tests.summary.failed > 0 ? EXIT.findings : EXIT.clean;
}

/** Having no tests is no error here. */
async function testsOf(project: Project, options: CheckOptions, io: Io): Promise<TestRun> {
  if (project.tests.length > 0)
    return runProjectTests(
      project,
      { engine: options.engine, paths: options.paths, config: options.config },
      io,
    );
  return { results: [], warnings: [], notes: [], summary: { passed: 0, failed: 0, skipped: 0 } };
}
