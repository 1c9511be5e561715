import { CHECKS } from '../../checks/index.generated.ts';
import type { Severity } from '../../diagnostics/diagnostic.ts';
import { EXIT, failsOn } from '../../diagnostics/exit-code.ts';
import { lint } from '../../lint/run.ts';
import { nothingToCheck } from '../nothing-to-check.ts';
import { reportLint, reportTests } from '../report.ts';
import { runProjectTests } from '../run-tests.ts';
import type { EngineChoice } from '../../testing/index.ts';
import { styleFor } from '../io.ts';
import type { Io } from '../io.ts';
import { load } from '../load.ts';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly failOn: Severity | 'never';
  readonly engine: EngineChoice;
}

/** `rulecheck [check]`: lint, then the tests; both always run. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  const { config, project } = await load(options, io);
  if (project.files.length === 0) throw nothingToCheck(options.paths);
  const style = styleFor(io.stdout, io.env);
  const result = lint(project, CHECKS, config);
  io.stdout.write(await reportLint(result, 'text', CHECKS, style));
  const failed = failsOn(result.diagnostics, options.failOn);
  if (project.tests.length === 0) return failed ? EXIT.findings : EXIT.clean;
  const run = await runProjectTests(project, { engine: options.engine }, io);
  io.stdout.write(await reportTests(run, 'text', style));
  return failed || run.summary.failed > 0 ? EXIT.findings : EXIT.clean;
}
