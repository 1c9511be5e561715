import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import type { Io } from '../io.ts';
import { load } from '../load.ts';
import { report } from '../report.ts';
import type { Format } from '../report.ts';
import { runProjectTests } from '../run-tests.ts';
import type { RunProjectTestsOptions } from '../run-tests.ts';

export interface TestOptions extends RunProjectTestsOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly format: Format;
  /** Having no tests is no error. */
  readonly ifAny?: true;
}

/** `rulecheck test`: runs scenarios and promtool's unit-test files. */
export async function testCommand(options: TestOptions, io: Io): Promise<number> {
  const { project } = await load(options, io);
  if (project.tests.length === 0 && options.ifAny !== true) {
    throw new UserError(
      'there are no tests: neither scenarios ("alert:" with "scenarios:") nor promtool test files ("tests:")',
      EXIT.usage,
      'name the files or folders with your tests: rulecheck test path/to/tests',
    );
  }
  const run = await runProjectTests(project, options, io);
  io.stdout.write(await report({ tests: run, checks: [] }, options.format, io));
  return run.summary.failed > 0 ? EXIT.findings : EXIT.clean;
}
