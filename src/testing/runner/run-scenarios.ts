import type { RuleDocument } from '../../documents/rules/types.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { Answers, judgeScenario, withExternalLabels } from '../judge/judge-scenario.ts';
import type { RoutingView } from '../judge/routing-view.ts';
import type { NoRouting, RoutingSource } from '../routing/choice.ts';
import type { NotificationJudge } from '../notifications/judge-expectation.ts';
import { LivingRules } from '../narrow/living-rules.ts';
import { RelevantRules } from '../narrow/relevant-rules.ts';
import { RuleSubsets } from '../narrow/rule-subsets.ts';
import { disagreement } from '../observe/compare.ts';
import type { EngineName, Observation, Oracle, TestCase } from '../observe/types.ts';
import { Pace } from '../pace.ts';
import type { Failure, TestResult } from '../result.ts';
import type { FollowedAlert } from '../timeline/types.ts';
import {
  alertRules,
  languageOf,
  planScenario,
  type ScenarioDefaults,
  type ScenarioRules,
  type CataloguedText,
} from '../scenario/plan.ts';
import type { Scenario, ScenarioFile } from '../scenario/types.ts';

/** A scenario with everything that is needed to play it. */
export interface PlannedScenario {
  readonly file: ScenarioFile;
  readonly scenario: Scenario;
  readonly testCase: TestCase;
}

/** The scenarios of a file as cases. @param evaluation how rules are evaluated, to leave out those that say nothing */
export function planFile(
  file: ScenarioFile,
  rules: readonly RuleDocument[],
  defaults: ScenarioDefaults,
  wanted: (name: string) => boolean,
  evaluation: EvalOptions = {},
): PlannedScenario[] {
  const all = viewOf(rules, evaluation);
  const own = file.about === 'query' ? defaults.queries.get(file.alert.value) : undefined;
  return file.scenarios
    .filter((scenario) => wanted(scenario.name))
    .map((written) => {
      const scenario = withQueries(written, defaults);
      const query = own ?? (file.about === 'queries' ? firstQuery(written, defaults) : undefined);
      const loki = (query?.language ?? languageOf(rules, file.alert.value)) === 'logql';
      // Without log lines Loki's rules have no say, and promtool can confirm the rest.
      const about = loki || scenario.hasLogs ? all.every : all.promql;
      const testCase = planScenario(scenario, file.alert.value, about, defaults, query);
      return { file, scenario, testCase };
    });
}

/** The scenario with the texts of the catalogued queries that its expectations name. */
function withQueries(scenario: Scenario, { queries }: ScenarioDefaults): Scenario {
  const expectations = scenario.expectations.map((expectation) => {
    if (!('query' in expectation) || expectation.query === undefined) return expectation;
    const { query } = expectation;
    return { ...expectation, expr: { ...query, value: queries.get(query.value)?.text ?? '' } };
  });
  return { ...scenario, expectations };
}

/** What a scenario without an alert is about: the first catalogued query that it names, or its log lines. */
function firstQuery(scenario: Scenario, { queries }: ScenarioDefaults): CataloguedText | undefined {
  const names = scenario.expectations.flatMap((expectation) =>
    'query' in expectation ? (expectation.query ?? []) : [],
  );
  return (
    queries.get(names[0]?.value ?? '') ?? (scenario.hasLogs ? { text: '', language: 'logql' } : undefined)
  );
}

interface RulesView {
  readonly evaluation: EvalOptions;
  readonly every: ScenarioRules;
  readonly promql: ScenarioRules;
}

/** Files about the same rules share what was found out about these. */
const views = new WeakMap<readonly RuleDocument[], RulesView>();

function viewOf(every: readonly RuleDocument[], evaluation: EvalOptions): RulesView {
  let view = views.get(every);
  if (view?.evaluation !== evaluation) {
    const promql = every.filter((document) => document.language === 'promql');
    view = { evaluation, every: narrowed(every, evaluation), promql: narrowed(promql, evaluation) };
    views.set(every, view);
  }
  return view;
}

function narrowed(documents: readonly RuleDocument[], evaluation: EvalOptions): ScenarioRules {
  const subsets = new RuleSubsets(documents);
  return {
    documents,
    relevant: new RelevantRules(documents, subsets),
    living: new LivingRules(subsets, evaluation),
  };
}

interface Played {
  readonly planned: PlannedScenario;
  readonly first: Observation;
  readonly second: Observation | undefined;
}

/**
 * Plays scenarios on one engine or two and judges what the first one saw; where the second one saw something else,
 * the scenario fails and shows both.
 *
 * @param resolveRouting answers where the given alerts go, or why nobody can
 * @param notifications judges what receivers are sent
 */
export async function runScenarios(
  planned: readonly PlannedScenario[],
  engines: { readonly first: Oracle; readonly second?: Oracle | undefined },
  resolveRouting: RoutingSource,
  notifications?: NotificationJudge,
  pace = new Pace(),
): Promise<TestResult[]> {
  const playable = planned.filter((one) => plays(engines.first, one));
  const confirmable = playable.filter((one) => engines.second !== undefined && plays(engines.second, one));
  const second = engines.second?.observe(confirmable.map(({ testCase }) => testCase));
  const first = await engines.first.observe(playable.map(({ testCase }) => testCase));
  const answers = new Map((await second)?.map((observation, i) => [confirmable[i], observation]));
  const played = playable.map((one, i): Played => ({
    planned: one,
    first: first[i]!,
    second: answers.get(one),
  }));
  const routing =
    typeof resolveRouting === 'function'
      ? await resolveRouting(played.flatMap(routedAlerts))
      : resolveRouting;
  const skipped = planned.filter((one) => !plays(engines.first, one));
  const results: TestResult[] = [];
  for (const one of played) {
    const { scenario, testCase } = one.planned;
    if (notifications !== undefined)
      await pace.timeSteps(testCase, notifications.prepare(scenario, testCase));
    const failures = await pace.time(testCase, () => failuresOf(one, engines, routing, notifications));
    results.push({ ...toResult(one, engines, failures), durationMs: pace.timeOf(testCase) });
  }
  return [...results, ...skipped.map((one) => skippedResult(one, engines.first.name))];
}

/** promtool does not play what its format has no words for. */
function plays(oracle: Oracle, { testCase }: PlannedScenario): boolean {
  return oracle.name === 'embedded' || testCase.embeddedOnly === undefined;
}

/** The labels of every firing alert whose receivers some expectation asks for. */
function routedAlerts({ planned, first }: Played): LabelSet[] {
  if (first.status !== 'observed') return [];
  const { scenario, testCase } = planned;
  const asks = scenario.expectations.some(
    (expectation) =>
      expectation.kind === 'alerts' && expectation.alerts.some((alert) => alert.receivers !== undefined),
  );
  if (!asks) return [];
  return first.answers.flatMap((answer) =>
    answer.kind === 'alerts'
      ? answer.alerts
          .filter((alert) => alert.state === 'firing')
          .map((alert) => withExternalLabels(alert.labels, testCase.externalLabels))
      : [],
  );
}

function failuresOf(
  { planned, first, second }: Played,
  engines: { readonly first: Oracle; readonly second?: Oracle | undefined },
  routing: RoutingView | NoRouting,
  notifications: NotificationJudge | undefined,
): Failure[] {
  const { file, scenario, testCase } = planned;
  const disputed = second === undefined ? undefined : disagreement(testCase.questions, first, second);
  if (disputed !== undefined && engines.second !== undefined) {
    const what =
      disputed.question === undefined ? 'the validity of the expression' : describe(disputed.question);
    return [
      {
        code: 'engines-disagree',
        range: scenario.range,
        message: `${engines.first.name} and ${engines.second.name} disagree on ${what}`,
        diff: disputed.diff,
        help: `"-" is the result of ${engines.first.name}, "+" of ${engines.second.name}; run with --engine to select one, and please report it`,
      },
    ];
  }
  if (first.status === 'observed') {
    return judgeScenario(
      scenario,
      file.alert.value,
      testCase,
      new Answers(testCase.questions, first.answers),
      routing,
      notifications,
      engines.first.record?.(testCase, followed(planned)),
    );
  }
  const code = first.status === 'rejected' ? 'rules-rejected' : 'engine-broken';
  const lead =
    first.status === 'rejected'
      ? `${engines.first.name} cannot evaluate this`
      : `${engines.first.name} failed`;
  return [{ code, range: scenario.range, message: `${lead}: ${first.message}`, diff: [] }];
}

/** The alert of a scenario, for its timeline. */
function followed({ file, testCase }: PlannedScenario): FollowedAlert | undefined {
  const [rule] = alertRules(testCase.rules, file.alert.value);
  if (rule === undefined) return undefined;
  const queryOffsetMs = rule.group.queryOffset?.value ?? 0;
  return { name: rule.name.value, expr: rule.expr.text, holdMs: rule.for?.value ?? 0, queryOffsetMs };
}

function describe(question: TestCase['questions'][number]): string {
  const at = `${question.atMs / 1000} s`;
  switch (question.kind) {
    case 'alerts':
      return `the alerts ${question.alert} at ${at}`;
    case 'all-firing':
      return `the firing alerts at ${at}`;
    case 'first':
      return `when ${question.alert} is first ${question.state}`;
    case 'expr':
    case 'lines':
      return `"${question.expr}" at ${at}`;
  }
}

function skippedResult({ file, scenario, testCase }: PlannedScenario, engine: EngineName): TestResult {
  return {
    kind: 'scenario',
    name: scenario.name,
    file: file.file,
    range: scenario.range,
    alert: file.alert.value,
    engine,
    status: 'skipped',
    message: `promtool cannot run this: ${testCase.embeddedOnly ?? ''}`,
    failures: [],
  };
}

function toResult(
  { planned, second }: Played,
  engines: { readonly first: Oracle; readonly second?: Oracle | undefined },
  failures: readonly Failure[],
): TestResult {
  const { file, scenario, testCase } = planned;
  const alone = engines.second !== undefined && second === undefined;
  const [first] = failures;
  return {
    kind: 'scenario',
    name: scenario.name,
    file: file.file,
    range: first?.range ?? scenario.range,
    alert: file.alert.value,
    engine: second === undefined ? engines.first.name : 'both',
    status: first === undefined ? 'passed' : 'failed',
    message: first?.message ?? '',
    failures,
    note: alone ? `promtool did not confirm this: ${testCase.embeddedOnly ?? ''}` : undefined,
  };
}
