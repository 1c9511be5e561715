import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import type { Impact } from '../../lint/impact.ts';
import { CoverageCollector } from '../../testing/coverage/index.ts';
import type { CoverageReport } from '../../testing/coverage/index.ts';
import { plural } from '../../util/plural.ts';
import { coverageFormats, joinCoverage, reportCoverage } from '../coverage.ts';
import type { CoverageFormat } from '../coverage.ts';
import { userPath } from '../io.ts';
import type { Io } from '../io.ts';
import { loadAll } from '../load.ts';
import { writeOutputs } from '../outputs.ts';
import type { OutputFile } from '../outputs.ts';
import { Relocation } from '../relocate.ts';
import { report } from '../report.ts';
import type { Format, ShowOptions } from '../report.ts';
import type { RunProjectTestsOptions } from '../run-tests.ts';
import { impactSince } from '../since.ts';
import type { SinceOptions } from '../since.ts';
import { blobName, ofShard } from '../shards/shard.ts';
import type { Shard } from '../shards/shard.ts';
import { tellStats } from '../stats.ts';
import { affected, joinRuns, testProjects } from '../test-projects.ts';
import type { ProjectTests } from '../test-projects.ts';
import { took, tookMs } from '../took.ts';

export interface TestOptions extends Omit<RunProjectTestsOptions, 'collector'>, ShowOptions, SinceOptions {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly output?: readonly OutputFile[];
  /** Only the part of the files that falls to this machine. */
  readonly shard?: Shard;
  /** Missing tests are not an error. */
  readonly ifAny?: true;
  /** Stay, and run again what changes concern. */
  readonly watch?: true;
  /** Formats of the coverage; true: text. */
  readonly coverage?: string | true;
  readonly coverageDir?: string;
  /** Exit with 1 below this coverage, in percent. */
  readonly failUnder?: number;
}

/** `rulecheck test`: runs scenarios and promtool's unit-test files. */
export async function testCommand(options: TestOptions, io: Io): Promise<number> {
  if (options.watch === true) return watchCommand(options, io);
  const formats = formatsOf(options);
  const { shard, ...whole } = options;
  const loaded = await loadAll(whole, io);
  const all = loaded.map(({ project }) => affected(project, undefined));
  const total = count(all);
  if (total === 0 && options.ifAny !== true) {
    throw new UserError(
      'no tests found: neither scenarios ("alert:" with "scenarios:") nor promtool test files ("tests:")',
      EXIT.usage,
      'pass the files or folders with your tests: rulecheck test path/to/tests',
    );
  }
  const concerned: (ProjectTests & { readonly impact: Impact | undefined })[] = [];
  for (const { project, io: entered } of loaded) {
    const impact = await impactSince(project, options, entered);
    const collector = formats === undefined ? undefined : new CoverageCollector(entered.cwd);
    concerned.push({ project, tests: affected(project, impact), io: entered, collector, impact });
  }
  const ours = shard === undefined ? concerned : partOf(concerned, shard);
  const wanted = count(concerned.map(({ tests }) => tests));
  if (wanted < total) io.stderr.write(`${wanted} of ${plural(total, 'test file')} affected by the change\n`);
  const run = joinRuns(await testProjects(ours, options));
  if (
    options.run !== undefined &&
    wanted > 0 &&
    run.results.length === 0 &&
    options.ifAny !== true &&
    shard === undefined
  ) {
    throw new UserError(
      `no test name matches "${options.run}", so no test ran`,
      EXIT.usage,
      'the pattern may match any part of a name; rulecheck test --format json lists the names',
    );
  }
  const outcome = { tests: run, checks: [], command: 'test' } as const;
  const show = { ...options, took: took(io), tookMs: tookMs(io) };
  io.stdout.write(await report(outcome, options.format, io, show));
  await writeOutputs(
    options.output,
    io,
    (format) => report(outcome, format, io, show),
    blobName('test', options.shard),
  );
  tellStats(io, undefined, run.results.length);
  const reports = concerned.flatMap(
    ({ collector, project, impact }) => collector?.report(project, impact) ?? [],
  );
  const isCovered = formats === undefined || (await tellCoverage(reports, formats, options, io));
  return run.summary.failed > 0 || !isCovered ? EXIT.findings : EXIT.clean;
}

/** @throws UserError where the options do not go together */
function formatsOf({
  coverage,
  coverageDir,
  failUnder,
  engine,
  shard,
}: TestOptions): readonly CoverageFormat[] | undefined {
  if (coverage === undefined) {
    if (coverageDir === undefined && failUnder === undefined) return undefined;
    const option = failUnder === undefined ? '--coverage-dir' : '--fail-under';
    throw new UserError(
      `${option} is about the coverage, which was not asked for`,
      EXIT.usage,
      'add --coverage',
    );
  }
  if (shard !== undefined && failUnder !== undefined) {
    throw new UserError(
      '--fail-under cannot judge the coverage of one shard',
      EXIT.usage,
      'run --coverage --fail-under without --shard',
    );
  }
  if (engine === 'promtool') {
    throw new UserError(
      'promtool cannot say what its tests cover',
      EXIT.usage,
      'leave out --engine: the embedded engine measures, and promtool confirms',
    );
  }
  return coverageFormats(coverage === true ? 'text' : coverage);
}

/** The coverage behind the results, or on stderr where the results are for a program. */
function tellCoverage(
  reports: readonly CoverageReport[],
  coverage: readonly CoverageFormat[],
  options: TestOptions,
  io: Io,
): Promise<boolean> {
  const report = joinCoverage(reports, new Relocation(userPath(io, '.')));
  const { coverageDir, failUnder, format } = options;
  const asked = {
    coverage,
    ...(coverageDir === undefined ? {} : { coverageDir }),
    ...(failUnder === undefined ? {} : { failUnder }),
  };
  return reportCoverage(report, asked, format === 'text' ? io.stdout : io.stderr, io);
}

/** The test files that fall to a shard. Rules are known to each, so whole test files are what is dealt out. */
function partOf(projects: readonly ProjectTests[], shard: Shard): ProjectTests[] {
  const all = projects.flatMap(({ tests, io }) =>
    tests.map(({ file }) => ({ file, key: `${io.cwd}/${file.path}` })),
  );
  const ours = new Set(ofShard(all, ({ key }) => key, shard).map(({ file }) => file));
  return projects.map((one) => ({ ...one, tests: one.tests.filter(({ file }) => ours.has(file)) }));
}

const count = (lists: readonly (readonly unknown[])[]): number =>
  lists.reduce((sum, list) => sum + list.length, 0);

async function watchCommand(options: TestOptions, io: Io): Promise<number> {
  if (options.format !== 'text' || options.since !== undefined) {
    const other = options.since === undefined ? `--format ${options.format}` : '--since';
    throw new UserError(
      `--watch cannot be combined with ${other}`,
      EXIT.usage,
      'remove one of the two options',
    );
  }
  const { watchTests } = await import('../watch.ts');
  const { interrupted } = await import('../interrupt.ts');
  return watchTests(options, io, interrupted());
}
