import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { affectedTests, withTests } from '../../lint/impact.ts';
import { plural } from '../../util/plural.ts';
import type { Io } from '../io.ts';
import { load } from '../load.ts';
import { report } from '../report.ts';
import type { Format, ShowOptions } from '../report.ts';
import { runProjectTests } from '../run-tests.ts';
import type { RunProjectTestsOptions } from '../run-tests.ts';
import { impactSince } from '../since.ts';
import type { SinceOptions } from '../since.ts';

export interface TestOptions extends RunProjectTestsOptions, ShowOptions, SinceOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly format: Format;
  /** Having no tests is no error. */
  readonly ifAny?: true;
  /** Stay, and run again what changes concern. */
  readonly watch?: true;
}

/** `rulecheck test`: runs scenarios and promtool's unit-test files. */
export async function testCommand(options: TestOptions, io: Io): Promise<number> {
  if (options.watch === true) return watchCommand(options, io);
  const { project: whole } = await load(options, io);
  if (whole.tests.length === 0 && options.ifAny !== true) {
    throw new UserError(
      'there are no tests: neither scenarios ("alert:" with "scenarios:") nor promtool test files ("tests:")',
      EXIT.usage,
      'name the files or folders with your tests: rulecheck test path/to/tests',
    );
  }
  const impact = await impactSince(whole, options, io);
  const project = impact === undefined ? whole : withTests(whole, affectedTests(impact, whole));
  if (project.tests.length < whole.tests.length)
    io.stderr.write(
      `${project.tests.length} of ${plural(whole.tests.length, 'test file')} concern what changed\n`,
    );
  const run = await runProjectTests(project, options, io);
  io.stdout.write(await report({ tests: run, checks: [] }, options.format, io, options));
  return run.summary.failed > 0 ? EXIT.findings : EXIT.clean;
}

async function watchCommand(options: TestOptions, io: Io): Promise<number> {
  if (options.format !== 'text' || options.since !== undefined) {
    const other = options.since === undefined ? `--format ${options.format}` : '--since';
    throw new UserError(
      `--watch and ${other} do not go together`,
      EXIT.usage,
      '--watch is for a person at a terminal; leave one of them out',
    );
  }
  const { watchTests } = await import('../watch.ts');
  const { interrupted } = await import('../interrupt.ts');
  return watchTests(options, io, interrupted());
}
