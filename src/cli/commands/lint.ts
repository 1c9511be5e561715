import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT, failsOn } from '../../diagnostics/exit-code.ts';
import type { Severity } from '../../diagnostics/diagnostic.ts';
import { lint, withDiagnostics } from '../../lint/run.ts';
import { withoutAccepted } from '../baseline.ts';
import type { BaselineOptions } from '../baseline.ts';
import type { Io } from '../io.ts';
import { load } from '../load.ts';
import { nothingToCheck } from '../nothing-to-check.ts';
import { report } from '../report.ts';
import type { Format } from '../report.ts';

export interface LintOptions extends BaselineOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly format: Format;
  readonly failOn: Severity | 'never';
  readonly stdinFilename?: string;
  readonly skipUnknown?: true;
}

/** `rulecheck lint`: reads, checks, reports. */
export async function lintCommand(options: LintOptions, io: Io): Promise<number> {
  const stdin = options.paths.includes('-')
    ? { name: options.stdinFilename ?? '<stdin>', text: await io.readStdin() }
    : undefined;
  const { config, project } = await load({ paths: options.paths, config: options.config, stdin }, io);
  if (project.files.length === 0) throw nothingToCheck(options.paths);
  const found = lint(project, CHECKS, config, { now: io.now() });
  const known = found.diagnostics.filter(
    ({ check }) => options.skipUnknown !== true || check !== 'syntax/unrecognised',
  );
  const result = withDiagnostics(await withoutAccepted(known, project, options, io), project);
  io.stdout.write(await report({ lint: result, checks: CHECKS }, options.format, io));
  return failsOn(result.diagnostics, options.failOn) ? EXIT.findings : EXIT.clean;
}
