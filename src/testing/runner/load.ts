import type { RuleDocument } from '../../documents/rules/types.ts';
import type { TestDocument } from '../../documents/types.ts';
import type { Range } from '../../source/range.ts';
import { collectInto, type TestIssue, type TestIssueSink } from '../../documents/test-issue.ts';
import { reviewPromtoolFile } from '../../checks/support/review-promtool.ts';
import { decodePromtoolFile } from '../../documents/promtool-test/decode.ts';
import type { PromtoolFile } from '../../documents/promtool-test/types.ts';
import { withArrived } from '../pipelines/arrive.ts';
import type { PipelineFiles } from '../pipelines/files.ts';
import { decodePipelineTest } from '../pipeline-tests/decode.ts';
import type { PipelineTest } from '../pipeline-tests/types.ts';
import type { Failure } from '../result.ts';
import type { RuleFiles } from '../rule-files.ts';
import { decodeRouteTests } from '../route-tests/decode.ts';
import type { RouteTest, RouteTestFile } from '../route-tests/types.ts';
import type { RoutingChoice } from '../routing/choice.ts';
import { checkRouteTestNames, checkScenarioNames, namesOf } from '../routing/known-names.ts';
import type { RoutingNames } from '../routing/known-names.ts';
import { decodeScenarioFile } from '../scenario/decode.ts';
import type { ScenarioDefaults } from '../scenario/plan.ts';
import type { Scenario, ScenarioFile } from '../scenario/types.ts';
import { validateScenarioFile } from '../scenario/validate.ts';

/** A scenario file ready to be played. */
export interface LoadedScenarios {
  readonly file: ScenarioFile;
  readonly rules: readonly RuleDocument[];
  /** Scenarios that say something wrong, and what; they are not played. */
  readonly invalid: ReadonlyMap<Scenario, readonly Failure[]>;
}

/** A file of route tests ready to be judged. */
export interface LoadedRouteTests {
  readonly file: RouteTestFile;
  /** Tests that say something wrong, and what; they are not judged. */
  readonly invalid: ReadonlyMap<RouteTest, readonly Failure[]>;
}

/** A pipeline test with the text of its configuration. */
export interface LoadedPipelineTest {
  readonly test: PipelineTest;
  readonly config: string;
}

/** What became of one test document. */
export interface Loaded {
  readonly scenarios?: LoadedScenarios;
  readonly promtool?: PromtoolFile;
  readonly routes?: LoadedRouteTests;
  readonly pipeline?: LoadedPipelineTest;
  /** Errors that keep the whole file from running. */
  readonly failures: readonly Failure[];
  readonly warnings: readonly TestIssue[];
}

/** Decodes and checks one test document. */
export async function loadTests(
  document: TestDocument,
  rules: readonly RuleDocument[],
  ruleFiles: RuleFiles,
  defaults: ScenarioDefaults,
  choice: RoutingChoice,
): Promise<Loaded> {
  const issues: TestIssue[] = [];
  const names = choice.status === 'found' ? namesOf(choice.config) : undefined;
  if (choice.status === 'missing' && choice.range !== undefined) {
    const { problem: message, help, range } = choice;
    collectInto(issues)({ code: 'no-configuration', message, help, range });
  }
  if (document.kind === 'scenarios') {
    return loadScenarios(document, rules, ruleFiles, { defaults, names }, issues);
  }
  if (document.kind === 'route-tests') {
    return loadRouteTests(document, names, issues);
  }
  if (document.kind === 'pipeline-test') return loadPipelineTest(document, ruleFiles.pipelines, issues);
  const promtool = decodePromtoolFile(document.root, document.file, collectInto(issues));
  const review = promtool === undefined ? [] : await reviewed(promtool, ruleFiles);
  return { promtool, failures: errorsOf(issues), warnings: [...warningsOf(issues), ...review] };
}

/** What makes the tests of a file prove less than they seem to: the verdict is promtool's all the same. */
async function reviewed(file: PromtoolFile, ruleFiles: RuleFiles): Promise<TestIssue[]> {
  const found = await ruleFiles.find(
    file.ruleFiles.map((pattern) => pattern.value),
    file.file,
  );
  if (found.problems.length > 0) return [];
  const unmatched = file.ruleFiles.filter(({ value }) => found.unmatched.includes(value));
  const issues = reviewPromtoolFile({ file, documents: found.documents, unmatched });
  // Whether the order of groups matters is seen when the tests are played.
  return issues
    .filter(({ code }) => code !== 'group-order')
    .map((issue) => ({ ...issue, severity: 'warning' }));
}

async function loadScenarios(
  document: TestDocument,
  projectRules: readonly RuleDocument[],
  ruleFiles: RuleFiles,
  { defaults, names }: { readonly defaults: ScenarioDefaults; readonly names: RoutingNames | undefined },
  issues: TestIssue[],
): Promise<Loaded> {
  const sink = collectInto(issues);
  const written = decodeScenarioFile(document.root, document.file, sink);
  if (written === undefined) return { failures: errorsOf(issues), warnings: warningsOf(issues) };
  const file = await withArrived(written, ruleFiles.pipelines, sink);
  let rules = projectRules;
  if (file.ruleFiles !== undefined) {
    const found = await ruleFiles.find(
      file.ruleFiles.map((pattern) => pattern.value),
      document.file,
    );
    rules = found.documents;
    for (const pattern of file.ruleFiles) {
      if (!found.unmatched.includes(pattern.value)) continue;
      sink({
        code: 'no-rule-files',
        message: `no file matches "${pattern.value}"`,
        help: 'paths are relative to the folder of this file',
        range: pattern.range,
      });
    }
    for (const { path, message } of found.problems) {
      sink({
        code: 'no-rule-files',
        message: `${path} cannot be used: ${message}`,
        range: file.ruleFiles[0]?.range ?? file.alert.range,
      });
    }
  }
  validateScenarioFile(file, rules, defaults, sink);
  if (names !== undefined) checkScenarioNames(file, names, sink);
  const { invalid, failures } = sortIssues(file.scenarios, issues);
  return { scenarios: { file, rules, invalid }, failures, warnings: warningsOf(issues) };
}

function loadRouteTests(
  document: TestDocument,
  names: RoutingNames | undefined,
  issues: TestIssue[],
): Loaded {
  const sink = collectInto(issues);
  const file = decodeRouteTests(document.root, document.file, sink);
  if (file === undefined) return { failures: errorsOf(issues), warnings: warningsOf(issues) };
  if (names !== undefined) for (const test of file.tests) checkRouteTestNames(test, names, sink);
  const { invalid, failures } = sortIssues(file.tests, issues);
  return { routes: { file, invalid }, failures, warnings: warningsOf(issues) };
}

async function loadPipelineTest(
  document: TestDocument,
  files: PipelineFiles,
  issues: TestIssue[],
): Promise<Loaded> {
  const sink = collectInto(issues);
  const test = decodePipelineTest(document.root, document.file, sink);
  const config = test === undefined ? undefined : await configText(test, files, sink);
  const loaded = test === undefined || config === undefined ? {} : { pipeline: { test, config } };
  return { ...loaded, failures: errorsOf(issues), warnings: warningsOf(issues) };
}

/** The configuration that a pipeline test holds or names. */
async function configText(
  { config, file }: PipelineTest,
  files: PipelineFiles,
  issues: TestIssueSink,
): Promise<string | undefined> {
  if ('text' in config) return config.text.value;
  return (await files.read(config.path, file, issues))?.text;
}

/** Errors inside a scenario or a route test stop that one, errors elsewhere the file. */
function sortIssues<T extends { readonly span: Range }>(
  tests: readonly T[],
  issues: readonly TestIssue[],
): { readonly invalid: ReadonlyMap<T, readonly Failure[]>; readonly failures: readonly Failure[] } {
  const invalid = new Map<T, Failure[]>();
  const failures: Failure[] = [];
  for (const issue of issues) {
    if (issue.severity === 'warning') continue;
    const test = tests.find(({ span }) => inside(issue.range, span));
    if (test === undefined) failures.push(toFailure(issue));
    else invalid.set(test, [...(invalid.get(test) ?? []), toFailure(issue)]);
  }
  return { invalid, failures };
}

const inside = (range: Range, outer: Range): boolean => range.start >= outer.start && range.end <= outer.end;

function errorsOf(issues: readonly TestIssue[]): Failure[] {
  return issues.filter((issue) => issue.severity === 'error').map(toFailure);
}

function warningsOf(issues: readonly TestIssue[]): TestIssue[] {
  return issues.filter((issue) => issue.severity === 'warning');
}

function toFailure({ range, message, why, help }: TestIssue): Failure {
  return {
    code: 'invalid-test',
    range,
    message,
    diff: [],
    ...(why === undefined ? {} : { why }),
    ...(help === undefined ? {} : { help }),
  };
}
