import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import type { TestDocument } from '../documents/types.ts';
import { lokiIngest } from '../project/loki-ingest.ts';
import type { Project } from '../project/project.ts';
import { runTests } from '../testing/index.ts';
import type {
  EngineChoice,
  PaceOptions,
  Progress,
  RunTestsOptions,
  RunTestsOutcome,
  TestRun,
} from '../testing/index.ts';
import type { CoverageCollector } from '../testing/coverage/index.ts';
import { findTool, INSTALL_COMMAND } from '../tools/index.ts';
import { plural } from '../util/plural.ts';
import { printable, printablePath } from '../util/printable.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';
import { ruleFileReader } from './rule-file-reader.ts';
import { routingChoice } from './routing-choice.ts';
import { withProgress } from './progress.ts';
import { inPhase } from './stats.ts';
import { errorText } from '../util/error-text.ts';

export interface RunProjectTestsOptions {
  readonly engine: EngineChoice;
  /** Which tests, by a regular expression on their names. */
  readonly run?: string;
  readonly promtool?: string;
  readonly amtool?: string;
  readonly cache?: string;
  /** The paths of the command line; the tests use an Alertmanager configuration among them. */
  readonly paths?: readonly string[];
  /** Who notes what rules and routes do. */
  readonly collector?: CoverageCollector | undefined;
}

/**
 * Runs some tests of a project with the engines and tools of this machine.
 *
 * @throws UserError exit 3 without a needed tool
 */
export async function runProjectTests(
  project: Project,
  tests: readonly TestDocument[],
  options: RunProjectTestsOptions,
  io: Io,
): Promise<TestRun> {
  const input = await runInput(project, tests, options, io);
  let progress: Progress = { played: 0, total: 0 };
  const pace: PaceOptions = {
    now: () => io.now(),
    rest: () => new Promise((resume) => setImmediate(resume)),
    onProgress: (now) => (progress = now),
  };
  const what = (): string => describeProgress(progress, tests.length, input.promtool !== undefined);
  io.debug?.(`promtool: ${input.promtool ?? 'not used'}; amtool: ${input.amtool ?? 'not used'}`);
  const run = (): Promise<RunTestsOutcome> => runTests({ ...input, pace });
  const outcome = await inPhase('run tests', io, () => withProgress(what, io, run));
  if (outcome.status === 'ran') {
    for (const note of outcome.run.notes) io.stderr.write(`note: ${printable(note)}\n`);
    return outcome.run;
  }
  throw new UserError(
    `--engine ${options.engine} needs ${outcome.tool}, which is neither on PATH nor in the cache`,
    EXIT.failure,
    `install it with: ${INSTALL_COMMAND}`,
  );
}

/** What a run of a project's tests is given, with the tools of this machine as far as the engine asks for them. */
export async function runInput(
  project: Project,
  tests: readonly TestDocument[],
  options: RunProjectTestsOptions,
  io: Io,
): Promise<RunTestsOptions> {
  const isNamed = (options.paths ?? []).length > 0;
  const named = isNamed ? project.withFiles(project.reportedFiles) : project;
  const wanted = options.run === undefined ? undefined : await namePattern(options.run);
  const onRefused = (note: string): void => {
    io.stderr.write(`note: ${printablePath(note)}\n`);
  };
  const find = { env: io.env, cache: options.cache, cwd: userPath(io, '.'), onRefused: once(onRefused) };
  const useTools = options.engine !== 'embedded';
  const promtool = useTools ? await findTool('promtool', { ...find, override: options.promtool }) : undefined;
  const amtool = useTools ? await findTool('amtool', { ...find, override: options.amtool }) : undefined;
  return {
    tests,
    rules: project.ruleDocuments,
    cwd: io.cwd,
    ruleFileReader: ruleFileReader(io.cwd),
    engine: options.engine,
    promtool: promtool?.path,
    amtool: amtool?.path,
    routing: routingChoice(project, named, io.cwd),
    defaults: {
      intervalMs: project.settings.test.interval,
      loki: lokiIngest(project),
      queries: cataloguedTexts(project),
    },
    evaluation: evaluationOf(project),
    wanted: wanted === undefined ? undefined : (name) => wanted(name),
    coverage: options.collector,
  };
}

/** Passes each text on once: both tools may be refused for one reason. */
function once(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) tell(text);
    told.add(text);
  };
}

/** `running the tests of 42 files: 37 of 92`; the remaining time is promtool's. */
function describeProgress({ played, total }: Progress, files: number, confirms: boolean): string {
  const what = `running the tests of ${plural(files, 'file')}`;
  if (total === 0) return what;
  const left = played === total && confirms ? ', confirming with promtool' : '';
  return `${what}: ${played} of ${total} done${left}`;
}

/** Names are matched in RE2, unanchored: a pattern from a pull request cannot hang the run. */
async function namePattern(pattern: string): Promise<(name: string) => boolean> {
  const { RE2JS } = await import('re2js');
  try {
    const compiled = RE2JS.compile(pattern);
    return (name) => compiled.matcher(name).find();
  } catch (error) {
    throw new UserError(`--run is not a valid regular expression: ${errorText(error)}`, EXIT.usage);
  }
}

/** The catalogued queries, by name; of two with one name the last. */
function cataloguedTexts({ queries }: Project): Map<string, { text: string; language: 'promql' | 'logql' }> {
  return new Map(
    queries.flatMap(({ owner, language, source }) => {
      const name = owner.kind === 'catalogued' ? owner.query.name?.value : undefined;
      return name === undefined ? [] : [[name, { text: source.text, language }] as const];
    }),
  );
}

/** The server that the configuration describes. */
function evaluationOf({ settings }: Project): NonNullable<RunTestsOptions['evaluation']> {
  const { version, features } = settings.prometheus;
  return features === undefined ? { version } : { version, features };
}
