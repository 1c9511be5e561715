import type { Severity } from '../diagnostics/diagnostic.ts';
import type { AnyCheck } from '../checks/contract.ts';
import type { LintResult } from '../lint/run.ts';
import type { TextOptions } from '../reporters/text-lint.ts';
import type { TestRun } from '../testing/index.ts';
import { errorCode } from '../util/error-code.ts';
import { isWithin, placeOf } from '../project/place.ts';
import { styleFor, userPath } from './io.ts';
import { linkBase } from './link-base.ts';
import type { Io } from './io.ts';
import { isOwnFormat, reportByOwn } from './own-format.ts';
import type { OwnFormat } from './own-format.ts';
import { Relocation } from './relocate.ts';
import { WHOLE } from './shards/shard.ts';
import type { Shard } from './shards/shard.ts';
import { version } from './version.ts';

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown', 'agent'] as const;
export type Format = (typeof FORMATS)[number] | OwnFormat;

/** The format of this name; undefined: there is no such format. A path with a slash names a reporter of the user's. */
export function formatNamed(name: string | undefined): Format | undefined {
  return name !== undefined && isOwnFormat(name) ? name : FORMATS.find((known) => known === name);
}

/** What `--output` can write besides: the report of one shard, which `merge-reports` reads. */
export const BLOB = 'blob';

/** What there is to report: findings, results of tests, or both. */
export interface Outcome {
  readonly lint?: LintResult | undefined;
  readonly tests?: TestRun | undefined;
  /** Findings that were left out, since they do not fail the run. */
  readonly unshown?: number | undefined;
  /** The checks that were run, for formats that describe them. */
  readonly checks: readonly AnyCheck[];
  /** The command that found it: results of one command replace those of its last run, and no others. */
  readonly command: 'check' | 'lint' | 'test';
}

/** How much of an outcome is shown. */
export interface ShowOptions {
  /** Each of alike findings, too. */
  readonly all?: true;
  /** So many findings at most; reports for machines have all. */
  readonly maxFindings?: number;
  /** Only what fails the run, and nothing where nothing does. */
  readonly quiet?: true;
}

/** What else a report says. */
export interface ReportOptions extends ShowOptions {
  /** From which severity on a finding fails the run; default error. */
  readonly failOn?: Severity | 'never';
  /** How long it took, for the summary: ` in 1.2 s`. */
  readonly took?: string | undefined;
  /** The same in milliseconds. */
  readonly tookMs?: number | undefined;
  /** The part of a run that this is. */
  readonly shard?: Shard;
}

/** How reports for people are drawn on this run's standard output: lines are fitted to a terminal only. */
export function textOptions(io: Io): TextOptions {
  const style = styleFor(io.stdout, io.env);
  return io.stdout.isTTY ? { style, columns: io.stdout.columns } : { style };
}

/** The outcome in a format, one document for findings and tests together; only the writer that is asked for is loaded. */
export async function report(
  found: Outcome,
  format: Format | typeof BLOB,
  io: Io,
  show: ReportOptions = {},
): Promise<string> {
  const outcome = namedFrom(found, folderOf(format, io));
  const { lint, tests, checks, command } = outcome;
  switch (format) {
    case 'text':
      return reportText(outcome, show, textOptions(io));
    case 'json':
      return `${JSON.stringify(await jsonOf(outcome), null, 2)}\n`;
    case 'junit':
      return (await import('../reporters/junit.ts')).reportJunit(lint, tests, show);
    case 'sarif':
      return (await import('../reporters/sarif.ts')).reportSarif(
        await findings(outcome),
        checks,
        version,
        command,
      );
    case 'github': {
      const elsewhere = await addStepSummary(outcome, io);
      return (await import('../reporters/github.ts')).reportGithub(await findings(outcome), elsewhere);
    }
    case 'markdown':
      return markdown(outcome, show, io);
    case 'agent':
      return (await import('../reporters/agent.ts')).reportAgent(lint, tests, show);
    case 'gitlab':
      return (await import('../reporters/gitlab.ts')).reportGitlab(await findings(outcome));
    case BLOB:
      return (await import('./shards/blob.ts')).writeBlob(outcome, show.shard ?? WHOLE, version);
    default:
      return reportByOwn(format, await jsonOf(outcome), io);
  }
}

/** The document of the JSON format. */
async function jsonOf({ lint, tests }: Outcome): Promise<object> {
  const { lintJson } = await import('../reporters/json-lint.ts');
  const { testJson } = await import('../reporters/json-test.ts');
  const parts = [
    ...(lint === undefined ? [] : [lintJson(lint)]),
    ...(tests === undefined ? [] : [testJson(tests)]),
  ];
  const summary = Object.assign({}, ...parts.map((part) => part.summary)) as object;
  return { ...(Object.assign({}, ...parts) as object), summary };
}

/** Services show findings beside the files of a repository, and shards may run in different folders. */
const COUNTED_FROM_REPOSITORY: ReadonlySet<string> = new Set(['github', 'gitlab', 'sarif', BLOB]);

/** Where the paths of a format count from: the root of the repository for services that show findings beside its files. */
export function folderOf(format: Format | typeof BLOB, io: Io): string {
  const from = userPath(io, '.');
  return COUNTED_FROM_REPOSITORY.has(format) ? repositoryAround(from, io) : from;
}

/** The root of the repository that contains a folder; without git's own folder, of the checkout that a job says it has. */
function repositoryAround(folder: string, { env }: Io): string {
  const { repository } = placeOf(folder);
  if (repository !== undefined) return repository;
  const checkouts = [env.GITHUB_WORKSPACE, env.CI_PROJECT_DIR];
  return checkouts.find((root) => root !== undefined && root !== '' && isWithin(folder, root)) ?? folder;
}

function namedFrom(outcome: Outcome, folder: string): Outcome {
  const relocation = new Relocation(folder);
  const { lint, tests } = outcome;
  return {
    ...outcome,
    lint: lint === undefined ? undefined : relocation.lint(lint),
    tests: tests === undefined ? undefined : relocation.tests(tests),
  };
}

async function markdown(outcome: Outcome, { all, maxFindings: most }: ShowOptions, io: Io): Promise<string> {
  const { reportMarkdown } = await import('../reporters/markdown.ts');
  return reportMarkdown(outcome, { all, most, linkBase: linkBase(io) });
}

/** Adds a summary to the page of a GitHub job, where there is one; says in words where it is. */
async function addStepSummary(outcome: Outcome, io: Io): Promise<string | undefined> {
  const file = io.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return undefined;
  const { appendFile } = await import('node:fs/promises');
  try {
    await appendFile(file, `${await markdown(outcome, {}, io)}\n`);
    return 'in the job summary';
  } catch (error) {
    // The findings matter more than a page about them.
    io.stderr.write(`note: cannot write the job summary: ${errorCode(error)}\n`);
    return undefined;
  }
}

async function reportText(
  { lint, tests, unshown }: Outcome,
  { all, maxFindings: most, quiet, took }: ReportOptions,
  options: TextOptions,
): Promise<string> {
  const parts: string[] = [];
  if (lint !== undefined && !(quiet === true && lint.diagnostics.length === 0)) {
    const { reportLintText } = await import('../reporters/text-lint.ts');
    parts.push(reportLintText(lint, { ...options, all, most, unshown, took }));
  }
  if (tests !== undefined && !(quiet === true && tests.summary.failed === 0)) {
    const { reportTestText } = await import('../reporters/text-test.ts');
    parts.push(reportTestText(tests, { ...options, quiet, took }));
  }
  return parts.join('\n');
}

/** Everything as findings, for formats without tests. */
async function findings({ lint, tests }: Outcome): Promise<LintResult['diagnostics']> {
  const { testDiagnostics } = await import('../reporters/test-diagnostics.ts');
  return [...(lint?.diagnostics ?? []), ...(tests === undefined ? [] : testDiagnostics(tests))];
}
