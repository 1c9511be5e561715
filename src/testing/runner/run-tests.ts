import { resolve } from 'node:path';
import type { RuleDocument } from '../../documents/rules/types.ts';
import type { TestDocument } from '../../documents/types.ts';
import { displayPath } from '../../project/discover.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { embeddedOracle } from '../observe/embedded-oracle.ts';
import { promtoolOracle } from '../observe/promtool-oracle.ts';
import type { CoverageCollector, RoutingTally } from '../coverage/index.ts';
import type { Delivery } from '../notifications/delivery.ts';
import { NotificationJudge } from '../notifications/judge-expectation.ts';
import type { Oracle } from '../observe/types.ts';
import { Pace, type PaceOptions } from '../pace.ts';
import { embeddedFileEngine } from '../promtool/embedded-engine.ts';
import { type FileEngine, type FileSources, promtoolFileEngine } from '../promtool/engine.ts';
import type { PromtoolFile } from '../../documents/promtool-test/types.ts';
import type { Failure, TestFileIssue, TestResult, TestRun } from '../result.ts';
import { runPipelineTest } from '../pipeline-tests/run.ts';
import { type RouteTestContext, runRouteTests } from '../route-tests/run.ts';
import { NO_CONFIGURATION } from '../routing/choice.ts';
import type { NoRouting, RoutingChoice, RoutingSource } from '../routing/choice.ts';
import { resolveRouting } from '../routing/resolve.ts';
import { type FoundRules, RuleFiles } from '../rule-files.ts';
import type { RuleFileReader } from '../rule-file-reader.ts';
import { SCENARIO_DEFAULTS, type ScenarioDefaults } from '../scenario/plan.ts';
import { ToolError, readVersion } from '../../tools/index.ts';
import { plural } from '../../util/plural.ts';
import { type EngineChoice, type EngineSelection, selectEngines } from './engines.ts';
import type { Loaded } from './load.ts';
import { byConfiguration, deliveryOf, loadFiles } from './loaded-files.ts';
import type { LoadedFile, RoutingOption } from './loaded-files.ts';
import { runPromtoolFiles } from './run-promtool.ts';
import type { PromtoolRun } from './run-promtool.ts';
import { planFile, runScenarios } from './run-scenarios.ts';
import type { PlannedScenario } from './run-scenarios.ts';
import { append } from '../../util/append.ts';

/** Everything that a run of tests needs. */
export interface RunTestsOptions {
  /** The test files, as the project found them. */
  readonly tests: readonly TestDocument[];
  /** The rule files of the project: scenarios that name none are about these. */
  readonly rules: readonly RuleDocument[];
  /** The folder that the paths of documents are relative to; absolute. */
  readonly cwd: string;
  readonly ruleFileReader: RuleFileReader;
  readonly engine: EngineChoice;
  /** The executables, where they are found. */
  readonly promtool?: string | undefined;
  readonly amtool?: string | undefined;
  /** The Alertmanager configuration that tests are judged by; one for all, or chosen for each file. */
  readonly routing?: RoutingOption;
  readonly defaults?: Partial<ScenarioDefaults>;
  /** Which tests to run, by name; default all. */
  readonly wanted?: (name: string) => boolean;
  /** Time limit of one process of a tool, in milliseconds. */
  readonly timeoutMs?: number;
  /** Processes of a tool at a time; default 2. */
  readonly concurrency?: number;
  /** How the embedded engine evaluates: Prometheus's version and features. */
  readonly evaluation?: EvalOptions;
  /** Who notes what rules and routes do, where the embedded engine plays. */
  readonly coverage?: CoverageCollector | undefined;
  /** Who wants to know how far the run is and how long tests take. */
  readonly pace?: PaceOptions;
}

/** A run, or the tool without which it cannot begin (exit code 3 on the command line). */
export type RunTestsOutcome =
  | { readonly status: 'ran'; readonly run: TestRun }
  | { readonly status: 'tool-missing'; readonly tool: 'promtool' | 'amtool' };

/**
 * Runs scenario files and promtool's unit-test files. Never throws for what the files say: an error in a file is a
 * failed result with its place, and the other tests still run.
 */
export async function runTests(options: RunTestsOptions): Promise<RunTestsOutcome> {
  const defaults = { ...SCENARIO_DEFAULTS, ...options.defaults };
  const wanted = options.wanted ?? (() => true);
  const limits = {
    timeoutMs: options.timeoutMs,
    concurrency: options.concurrency,
    ...promtoolFeatures(options.evaluation),
  };
  const { promtool } = options;
  const evaluation = options.evaluation ?? {};
  const pace = new Pace(options.pace);
  const selected = selectEngines(options.engine, {
    embedded: embeddedOracle(evaluation, pace, options.coverage),
    promtool: promtool === undefined ? undefined : promtoolOracle(promtool, limits),
  });
  const { selection, notes } = await dropForeignPromtool(selected, options);
  if (selection.status === 'missing') return { status: 'tool-missing', tool: 'promtool' };
  const ruleFiles = new RuleFiles(options.cwd, options.ruleFileReader);
  const loaded = await loadFiles(options.tests, options.rules, ruleFiles, defaults, options.routing);
  if (needsAmtool(options, loaded)) return { status: 'tool-missing', tool: 'amtool' };

  const fileEngine = (oracle: Oracle | undefined): FileEngine | undefined => {
    if (oracle === undefined) return undefined;
    if (oracle.name === 'embedded') return embeddedFileEngine(ruleFiles, evaluation, pace, options.coverage);
    return promtool === undefined
      ? undefined
      : promtoolFileEngine(promtool, sourcesOf(options.cwd, ruleFiles), limits);
  };
  const files = loaded.flatMap(({ loaded: { promtool: file, failures } }) =>
    file === undefined || failures.length > 0 ? [] : [file],
  );
  notes.push(...(await wrappedNotes(files, ruleFiles, options.cwd)));
  const first = fileEngine(selection.first);
  if (selection.first.name === 'embedded') pace.expect(countOf(loaded, wanted));
  const routed: TestResult[] = [];
  for (const group of byConfiguration(loaded)) {
    const planned: PlannedScenario[] = [];
    for (const { loaded: one } of group.files) {
      const { scenarios, failures } = one;
      if (scenarios === undefined || failures.length > 0) continue;
      const valid = scenarios.file.scenarios.filter((scenario) => !scenarios.invalid.has(scenario));
      const file = { ...scenarios.file, scenarios: valid };
      const plan = (): PlannedScenario[] => planFile(file, scenarios.rules, defaults, wanted, evaluation);
      append(planned, await pace.time(one, plan));
    }
    const routeFiles = group.files.flatMap(({ loaded: { routes, failures } }) =>
      routes === undefined || failures.length > 0
        ? []
        : [{ ...routes.file, tests: routes.file.tests.filter((test) => !routes.invalid.has(test)) }],
    );
    const tally =
      group.choice.status === 'found' ? options.coverage?.routing(group.choice.config) : undefined;
    const source = watchedSource(sourceOf(group.choice, options, limits, notes), tally);
    for (const { labels, atMs } of routeFiles.flatMap(({ tests }) => tests.flatMap(({ alerts }) => alerts)))
      tally?.routed(labels, atMs);
    const delivery = await deliveryOf(group.choice, options.ruleFileReader);
    routed.push(
      ...(await runScenarios(planned, selection, source, judgeOf(delivery, evaluation, tally), pace)),
      ...(await runRouteTests(routeFiles, routeContext(options, delivery, source), wanted)),
    );
  }
  const unit: PromtoolRun =
    first === undefined
      ? { results: [], warnings: [] }
      : await runPromtoolFiles(files, { first, second: fileEngine(selection.second) }, wanted, pace);
  const results = [
    ...loaded.flatMap(({ document, loaded: one }) => invalidResults(document, one, selection.first, wanted)),
    ...routed,
    ...unit.results,
    ...loaded.flatMap(({ loaded: { pipeline, failures } }) =>
      pipeline === undefined || failures.length > 0 || !wanted(pipeline.test.name)
        ? []
        : [runPipelineTest(pipeline.test, pipeline.config)],
    ),
  ];
  const warnings = loaded.flatMap(({ document, loaded: one }) =>
    one.warnings.map((issue): TestFileIssue => ({ ...issue, file: document.file })),
  );
  return {
    status: 'ran',
    run: {
      results: inOrder(results, options.tests),
      warnings: [...warnings, ...unit.warnings],
      notes: [...notes, ...notesOf(results)],
      summary: summaryOf(results),
    },
  };
}

/** How many tests will be played. Those of promtool's files are all run, and shown as far as they are wanted. */
function countOf(loaded: readonly LoadedFile[], wanted: (name: string) => boolean): number {
  const counts = loaded.map(({ loaded: { scenarios, promtool, failures } }) => {
    if (failures.length > 0) return 0;
    const { file, invalid } = scenarios ?? {};
    const played = file?.scenarios.filter((one) => invalid?.has(one) !== true && wanted(one.name));
    return (played?.length ?? 0) + (promtool?.tests.length ?? 0);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * With `auto`, a promtool of another major version does not confirm: the two versions differ where ranges begin, and
 * every such difference would look like a fault of the rules.
 */
async function dropForeignPromtool(
  selection: EngineSelection,
  options: RunTestsOptions,
): Promise<{ selection: EngineSelection; notes: string[] }> {
  const { engine, promtool } = options;
  if (
    engine !== 'auto' ||
    promtool === undefined ||
    selection.status === 'missing' ||
    selection.second === undefined
  ) {
    return { selection, notes: [] };
  }
  const wanted = options.evaluation?.version ?? 3;
  let problem: string;
  try {
    const version = await readVersion('promtool', promtool);
    if (Number(version.split('.')[0]) === wanted) return { selection, notes: [] };
    problem = `it is version ${version}, and the rules are for Prometheus ${wanted}`;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    problem = error.message;
  }
  const note = `promtool (${promtool}) was not used to confirm: ${problem}`;
  return { selection: { ...selection, second: undefined }, notes: [note] };
}

/** The configured features that promtool has a flag for. */
function promtoolFeatures({ version, features }: EvalOptions = {}): { features?: readonly string[] } {
  const known = [...(features ?? [])].filter((name) => PROMTOOL_FEATURES.has(name));
  return version === 2 || known.length === 0 ? {} : { features: known };
}

const PROMTOOL_FEATURES: ReadonlySet<string> = new Set([
  'promql-experimental-functions',
  'promql-delayed-name-removal',
]);

/** Where promtool finds the unit-test files of a run and their rules. */
function sourcesOf(cwd: string, ruleFiles: RuleFiles): FileSources {
  return {
    pathOf: (file) => resolve(cwd, file.file.path),
    unwrap: async (file) => {
      const found = await findRules(file, ruleFiles);
      return found.wrapped.length > 0 && found.problems.length === 0 ? found.documents : undefined;
    },
  };
}

const findRules = (file: PromtoolFile, ruleFiles: RuleFiles): Promise<FoundRules> =>
  ruleFiles.find(
    file.ruleFiles.map((pattern) => pattern.value),
    file.file,
  );

/** Says which rule files only rulecheck can read as they are. */
async function wrappedNotes(
  files: readonly PromtoolFile[],
  ruleFiles: RuleFiles,
  cwd: string,
): Promise<string[]> {
  const paths = new Set<string>();
  for (const file of files)
    for (const path of (await findRules(file, ruleFiles)).wrapped) paths.add(displayPath(cwd, path));
  const [first] = paths;
  if (first === undefined) return [];
  const what = paths.size === 1 ? first : `${first} and ${paths.size - 1} more rule files of unit tests`;
  return [
    `${what}: the rules are in a Kubernetes object, which promtool alone would reject; its groups were tested`,
  ];
}

/** amtool must answer where promtool was asked for by name and scenarios ask for receivers. */
function needsAmtool(options: RunTestsOptions, loaded: readonly LoadedFile[]): boolean {
  if (options.amtool !== undefined) return false;
  if (options.engine !== 'promtool' && options.engine !== 'both') return false;
  return loaded.some(
    ({ choice, loaded: { scenarios } }) =>
      choice.status === 'found' &&
      scenarios?.file.scenarios.some((scenario) =>
        scenario.expectations.some(
          (e) => e.kind === 'alerts' && e.alerts.some((alert) => alert.receivers !== undefined),
        ),
      ),
  );
}

function judgeOf(
  delivery: Delivery | undefined,
  evaluation: EvalOptions,
  tally: RoutingTally | undefined,
): NotificationJudge | undefined {
  if (delivery === undefined) return undefined;
  return new NotificationJudge(delivery, evaluation, undefined, (timeline, played) =>
    tally?.timeline(timeline, played),
  );
}

/** Answers that a tally counts. */
function watchedSource(source: RoutingSource, tally: RoutingTally | undefined): RoutingSource {
  if (tally === undefined || typeof source !== 'function') return source;
  return async (alerts) => tally.watched(await source(alerts));
}

function routeContext(
  { engine, amtool }: RunTestsOptions,
  delivery: Delivery | undefined,
  source: RoutingSource,
): RouteTestContext | NoRouting {
  if (typeof source !== 'function') return source;
  if (delivery === undefined) return NO_CONFIGURATION;
  const asked = engine !== 'embedded' && amtool !== undefined;
  return { delivery, resolveRouting: source, engine: asked ? 'both' : 'embedded' };
}

function sourceOf(
  choice: RoutingChoice,
  options: RunTestsOptions,
  limits: { readonly timeoutMs?: number | undefined; readonly concurrency?: number | undefined },
  notes: string[],
): RoutingSource {
  if (choice.status === 'missing') return choice;
  const { engine } = options;
  const { config } = choice;
  const engines = {
    embedded: engine !== 'promtool',
    amtool: engine === 'embedded' ? undefined : options.amtool,
    note: (text: string) => {
      if (!notes.includes(text)) notes.push(text);
    },
  };
  return (alerts) => resolveRouting(config, alerts, engines, limits);
}

const RESULT_KINDS = {
  scenarios: 'scenario',
  'promtool-test': 'promtool',
  'route-tests': 'routes',
  'pipeline-test': 'pipeline',
} as const;

/** The failed results of files and scenarios that say something wrong. */
function invalidResults(
  document: TestDocument,
  loaded: Loaded,
  engine: Oracle,
  wanted: (name: string) => boolean,
): TestResult[] {
  const base = {
    kind: RESULT_KINDS[document.kind],
    file: document.file,
    engine: engine.name,
  } as const;
  const alert = loaded.scenarios?.file.alert.value;
  const failed = (name: string, failures: readonly Failure[]): TestResult => ({
    ...base,
    name,
    range: failures[0]?.range ?? { start: 0, end: 0 },
    alert,
    status: 'failed',
    message: failures[0]?.message ?? '',
    failures,
  });
  if (loaded.failures.length > 0) return [failed(document.file.path, loaded.failures)];
  return [...(loaded.scenarios?.invalid ?? []), ...(loaded.routes?.invalid ?? [])]
    .filter(([{ name }]) => wanted(name))
    .map(([{ name }, failures]) => failed(name, failures));
}

/** Results by file, in the order of the files, and by place within a file. */
function inOrder(results: readonly TestResult[], tests: readonly TestDocument[]): TestResult[] {
  const position = new Map(tests.map((document, i) => [document.file, i]));
  return [...results].sort(
    (a, b) => (position.get(a.file) ?? 0) - (position.get(b.file) ?? 0) || a.range.start - b.range.start,
  );
}

/** The notes of single results, each once, with the number of tests that it is about. */
function notesOf(results: readonly TestResult[]): string[] {
  const counts = new Map<string, number>();
  for (const { note } of results) if (note !== undefined) counts.set(note, (counts.get(note) ?? 0) + 1);
  return [...counts].map(([note, count]) => `${plural(count, 'test')}: ${note}`);
}

function summaryOf(results: readonly TestResult[]): TestRun['summary'] {
  const count = (status: TestResult['status']): number =>
    results.filter((result) => result.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
