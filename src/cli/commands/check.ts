import { EXIT, failsOn } from '../../diagnostics/exit-code.ts';
import type { EngineChoice } from '../../testing/index.ts';
import type { Io } from '../io.ts';
import { withAnswers } from '../live/with-answers.ts';
import type { LiveOptions } from '../live/with-answers.ts';
import { lintProjects } from '../lint-projects.ts';
import type { LintProjectsOptions } from '../lint-projects.ts';
import { loadAll } from '../load.ts';
import { writeOutputs } from '../outputs.ts';
import type { OutputFile } from '../outputs.ts';
import { report } from '../report.ts';
import type { Format, ShowOptions } from '../report.ts';
import { blobName } from '../shards/shard.ts';
import type { Shard } from '../shards/shard.ts';
import { tellStats } from '../stats.ts';
import { affected, joinRuns, testProjects } from '../test-projects.ts';
import { took, tookMs } from '../took.ts';

export interface CheckOptions extends LintProjectsOptions, ShowOptions, LiveOptions {
  readonly format: Format;
  readonly engine: EngineChoice;
  readonly output?: readonly OutputFile[];
  /** Only the part of the files that falls to this machine. */
  readonly shard?: Shard;
}

/** `rulecheck [check]`: lint, then the tests; both always run. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  const loaded = await withAnswers(await loadAll({ ...options, plugins: true }, io), options, io);
  const { projects, result, unshown, checks, nothingChecked } = await lintProjects(loaded, options, io);
  const failed = failsOn(result.diagnostics, options.failOn);
  // Findings need not wait for the tests where people read them as they come.
  const early = options.format === 'text';
  const found = { lint: result, unshown, checks, command: 'check' } as const;
  if (early) io.stdout.write(await report(found, 'text', io, { ...options, took: took(io) }));
  const lintedMs = io.now();
  const concerned = loaded.map((one, i) => ({ ...one, tests: affected(one.project, projects[i]!.impact) }));
  // Missing tests are not an error here.
  const tests = joinRuns(await testProjects(concerned, { engine: options.engine, paths: options.paths }));
  const outcome = { ...found, tests };
  const show = { ...options, took: took(io), tookMs: tookMs(io) };
  if (!early) io.stdout.write(await report(outcome, options.format, io, show));
  else if (tests.results.length > 0) {
    const text = await report({ tests, checks, command: 'check' }, 'text', io, {
      ...options,
      took: took(io, lintedMs),
    });
    if (text !== '') io.stdout.write(`\n${text}`);
  }
  await writeOutputs(
    options.output,
    io,
    (format) => report(outcome, format, io, show),
    blobName('check', options.shard),
  );
  tellStats(io, result.summary, tests.results.length);
  if (nothingChecked) return EXIT.usage;
  return failed || tests.summary.failed > 0 ? EXIT.findings : EXIT.clean;
}
