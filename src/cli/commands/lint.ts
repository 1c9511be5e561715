import type { AnyCheck } from '../../checks/contract.ts';
import { CHECKS } from '../../checks/index.generated.ts';
import { EXIT, failsOn } from '../../diagnostics/exit-code.ts';
import { concerns } from '../../lint/impact.ts';
import { lint, withDiagnostics } from '../../lint/run.ts';
import { withoutAccepted } from '../baseline.ts';
import type { BaselineOptions } from '../baseline.ts';
import type { Fixed, FixOptions } from '../fix.ts';
import type { Io } from '../io.ts';
import { load } from '../load.ts';
import type { Loaded } from '../load.ts';
import { nothingToCheck } from '../nothing-to-check.ts';
import { unlessQuiet } from '../quiet.ts';
import type { QuietOptions } from '../quiet.ts';
import { report } from '../report.ts';
import type { Format, ShowOptions } from '../report.ts';
import { impactSince } from '../since.ts';
import type { SinceOptions } from '../since.ts';
import { standardInput } from '../standard-input.ts';

export interface LintOptions extends BaselineOptions, FixOptions, QuietOptions, ShowOptions, SinceOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly format: Format;
  readonly stdinFilename?: string;
  readonly skipUnknown?: true;
}

/** `rulecheck lint`: reads, checks, reports. */
export async function lintCommand(options: LintOptions, io: Io): Promise<number> {
  const stdin = await standardInput(options, io);
  const loaded = await load({ paths: options.paths, config: options.config, plugins: true, stdin }, io);
  const checks = [...CHECKS, ...loaded.pluginChecks];
  if (loaded.project.files.length === 0) throw nothingToCheck(options.paths);
  const { project, result: found } = await findings(loaded, checks, options, io);
  const impact = await impactSince(project, options, io);
  const isChanged = impact === undefined ? () => true : concerns(impact, project);
  const known = found.diagnostics.filter(
    ({ check }) => options.skipUnknown !== true || check !== 'syntax/unrecognised',
  );
  // The baseline judges all findings: what --since leaves out is not gone.
  const fresh = await withoutAccepted(known, project, options, io);
  const concerned = fresh.filter(isChanged);
  const result = withDiagnostics(unlessQuiet(concerned, options), project);
  const unshown = concerned.length - result.diagnostics.length;
  // A diff is to be piped into patch: nothing else may stand there.
  if (options.fixDryRun !== true)
    io.stdout.write(await report({ lint: result, unshown, checks }, options.format, io, options));
  return failsOn(result.diagnostics, options.failOn) ? EXIT.findings : EXIT.clean;
}

async function findings(
  loaded: Loaded,
  checks: readonly AnyCheck[],
  options: LintOptions,
  io: Io,
): Promise<Fixed> {
  const { project, config, pluginFailures: failures } = loaded;
  const lintOptions = { now: io.now(), complete: options.paths.length === 0, failures };
  if (options.fix === true || options.fixDryRun === true) {
    const { fixFiles } = await import('../fix.ts');
    return fixFiles(loaded, checks, options, lintOptions, io);
  }
  return { project, result: lint(project, checks, config, lintOptions) };
}
