import { EXIT, failsOn } from '../../diagnostics/exit-code.ts';
import type { FixOptions } from '../fix.ts';
import type { Io } from '../io.ts';
import { withAnswers } from '../live/with-answers.ts';
import type { LiveOptions } from '../live/with-answers.ts';
import { lintProjects } from '../lint-projects.ts';
import type { LintOne, LintProjectsOptions } from '../lint-projects.ts';
import { loadAll } from '../load.ts';
import { writeOutputs } from '../outputs.ts';
import type { OutputFile } from '../outputs.ts';
import { report } from '../report.ts';
import type { Format, ShowOptions } from '../report.ts';
import { standardInput } from '../standard-input.ts';
import { blobName } from '../shards/shard.ts';
import type { Shard } from '../shards/shard.ts';
import { tellStats } from '../stats.ts';
import { took, tookMs } from '../took.ts';

export interface LintOptions extends LintProjectsOptions, FixOptions, ShowOptions, LiveOptions {
  readonly format: Format;
  readonly stdinFilename?: string;
  readonly output?: readonly OutputFile[];
  /** Only the part of the files that falls to this machine. */
  readonly shard?: Shard;
}

/** `rulecheck lint`: reads, checks, reports. */
export async function lintCommand(options: LintOptions, io: Io): Promise<number> {
  const stdin = await standardInput(options, io);
  const read = await loadAll({ ...options, plugins: true, stdin }, io);
  const loaded = await withAnswers(read, options, io);
  const { result, unshown, checks, nothingChecked } = await lintProjects(
    loaded,
    options,
    io,
    fixing(options),
  );
  // A diff is to be piped into patch: nothing else may be there.
  const outcome = { lint: result, unshown, checks, command: 'lint' } as const;
  const show = { ...options, took: took(io), tookMs: tookMs(io) };
  if (options.fixDryRun !== true) io.stdout.write(await report(outcome, options.format, io, show));
  await writeOutputs(
    options.output,
    io,
    (format) => report(outcome, format, io, show),
    blobName('lint', options.shard),
  );
  tellStats(io, result.summary);
  if (nothingChecked) return EXIT.usage;
  return failsOn(result.diagnostics, options.failOn) ? EXIT.findings : EXIT.clean;
}

/** The way to lint that also applies fixes; undefined: nobody asked for it. */
function fixing(options: LintOptions): LintOne | undefined {
  if (options.fix !== true && options.fixDryRun !== true) return undefined;
  return async (loaded, checks, lintOptions) => {
    const { fixFiles } = await import('../fix.ts');
    return fixFiles(loaded, checks, options, lintOptions);
  };
}
