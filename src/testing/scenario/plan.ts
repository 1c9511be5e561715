import type { Language } from '../../documents/expression.ts';
import type { AlertingRule, RuleDocument, RuleGroup } from '../../documents/rules/types.ts';
import type { IngestSettings } from '../../logql/ingest/index.ts';
import { ingestSettings } from '../../logql/ingest/index.ts';
import { groupOrder } from '../../analysis/tests/index.ts';
import { notificationQuestions } from '../notifications/questions.ts';
import type { LivingRules } from '../narrow/living-rules.ts';
import type { RelevantRules } from '../narrow/relevant-rules.ts';
import type { Question, TestCase } from '../observe/types.ts';
import type { Expectation, ExprExpectation, FirstExpectation, LinesExpectation, Scenario } from './types.ts';

/** Values for what neither the scenario nor its file says, in milliseconds. */
export interface ScenarioDefaults {
  readonly intervalMs: number;
  readonly evaluationIntervalMs: number;
  /** The Loki that takes log lines in and evaluates its rules. */
  readonly loki: IngestSettings;
  /** The catalogued queries of the project, by name. */
  readonly queries: ReadonlyMap<string, CataloguedText>;
}

/** A catalogued query, for scenarios that are about it. */
export interface CataloguedText {
  readonly text: string;
  readonly language: Language;
}

export const SCENARIO_DEFAULTS: ScenarioDefaults = {
  intervalMs: 15_000,
  evaluationIntervalMs: 60_000,
  loki: ingestSettings(),
  queries: new Map(),
};

/** The alerting rules of a name. */
export function alertRules(documents: readonly RuleDocument[], alert: string): AlertingRule[] {
  return documents
    .flatMap((document) => document.groups.flatMap((group) => group.rules))
    .filter((rule) => rule.kind === 'alert')
    .filter((rule) => rule.name.value === alert);
}

/** The language of an alert's rule; PromQL where there is no such alert. */
export function languageOf(documents: readonly RuleDocument[], alert: string): Language {
  return alertRules(documents, alert)[0]?.group.document.language ?? 'promql';
}

/** The rules that scenarios are about, ready to be narrowed to what a scenario depends on. */
export interface ScenarioRules {
  readonly documents: readonly RuleDocument[];
  readonly relevant: RelevantRules;
  readonly living: LivingRules;
}

/**
 * Compiles a scenario into a case that an oracle can play.
 *
 * @param query the catalogued query that it is about, instead of an alert
 */
export function planScenario(
  scenario: Scenario,
  alert: string,
  { documents, relevant, living }: ScenarioRules,
  defaults: ScenarioDefaults,
  query?: CataloguedText,
): TestCase {
  const group = alertRules(documents, alert)[0]?.group;
  const steps = stepsOf(scenario, group, defaults);
  const questions = new Map<string, Question>();
  for (const expectation of scenario.expectations) {
    for (const question of questionsOf(expectation, alert, steps.alertIntervalMs, query?.text))
      questions.set(questionKey(question), question);
  }
  const asked = [...questions.values()];
  const language = query?.language ?? group?.document.language ?? 'promql';
  const picked = relevant.pick(
    alertsOf(scenario, alert, asked, documents),
    language === 'promql' ? exprsOf(asked) : [],
  );
  const rules = living.pick(picked, scenario.series, namedAlerts(scenario, alert));
  // Log lines begin at 0, and nothing of LogQL asks for the clock.
  const startMs = language === 'logql' || scenario.logs.length > 0 ? 0 : scenario.startMs;
  const played = { language, rules, intervals: scenario.intervals, logs: scenario.logs };
  return {
    ...played,
    startMs,
    ...steps,
    loki: scenario.discover ? defaults.loki : { ...defaults.loki, levels: false, serviceLabels: [] },
    groupOrder: groupOrder(rules),
    intervalMs: scenario.intervalMs ?? defaults.intervalMs,
    series: scenario.series,
    externalLabels: scenario.externalLabels,
    externalUrl: scenario.externalUrl,
    questions: asked,
    query: query?.text,
    embeddedOnly: embeddedOnly(played) ?? clockOnly(startMs, rules, exprsOf(asked)),
  };
}

type Steps = Pick<TestCase, 'evaluationIntervalMs' | 'alertIntervalMs'>;

function stepsOf(scenario: Scenario, group: RuleGroup | undefined, defaults: ScenarioDefaults): Steps {
  // An interval of zero counts as absent, as in Prometheus.
  const own = group?.interval?.value || undefined;
  if (scenario.intervals === 'group') {
    const evaluationIntervalMs = scenario.evaluationIntervalMs ?? defaults.evaluationIntervalMs;
    return { evaluationIntervalMs, alertIntervalMs: own ?? evaluationIntervalMs };
  }
  const evaluationIntervalMs = scenario.evaluationIntervalMs ?? own ?? defaults.evaluationIntervalMs;
  return { evaluationIntervalMs, alertIntervalMs: evaluationIntervalMs };
}

/** What promtool has no words for, or does in a way of its own. */
function embeddedOnly(
  played: Pick<TestCase, 'language' | 'logs' | 'intervals' | 'rules'>,
): string | undefined {
  if (played.language === 'logql') return 'it is about Loki';
  if (played.logs.length > 0) return 'it has log lines';
  if (played.intervals === 'group')
    return 'each group has its own interval, but promtool supports only one for all';
  if (played.rules.some(usesUrls))
    return 'a template uses externalURL or pathPrefix, which promtool cannot render';
  return undefined;
}

/** promtool has a clock of its own since 3.9 only; what does not look at it is the same at any time. */
function clockOnly(
  startMs: number,
  documents: readonly RuleDocument[],
  exprs: readonly string[],
): string | undefined {
  if (startMs === 0) return undefined;
  const rules = documents.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  const texts = rules.flatMap((rule) => [
    rule.expr.text,
    ...(rule.kind === 'alert' ? [...rule.labels, ...rule.annotations] : []).map(({ value }) => value),
  ]);
  if (![...texts, ...exprs].some((text) => CLOCK.test(text))) return undefined;
  return 'a rule uses the clock, which starts at "start" here and in 1970 in promtool';
}

/** Functions of time, fixed times, and subqueries, whose steps are multiples of their length since 1970. */
const CLOCK =
  /\b(?:time|timestamp|minute|hour|month|year|day_of_\w+|days_in_month|toTime|humanizeTimestamp)\b|@|\[[^[\]:]*:[^[\]]*\]/;

function usesUrls({ groups }: RuleDocument): boolean {
  const rules = groups.flatMap((group) => group.rules.filter((rule) => rule.kind === 'alert'));
  const texts = rules.flatMap((rule) => [...rule.group.labels, ...rule.labels, ...rule.annotations]);
  return texts.some(
    ({ value }) =>
      value.includes('{{') && /\b(?:externalURL|pathPrefix)\b/.test(value.replaceAll('$externalURL', '')),
  );
}

const namedAlerts = (scenario: Scenario, alert: string): string[] => [
  alert,
  ...scenario.also.map((name) => name.value),
];

/** The alerts that must be evaluated; for inhibition that is all of them. */
function alertsOf(
  scenario: Scenario,
  alert: string,
  questions: readonly Question[],
  documents: readonly RuleDocument[],
): string[] {
  const own = namedAlerts(scenario, alert);
  if (!questions.some((question) => question.kind === 'all-firing')) return own;
  const rules = documents.flatMap((document) => document.groups.flatMap((group) => group.rules));
  return rules.filter((rule) => rule.kind === 'alert').map((rule) => rule.name.value);
}

function exprsOf(questions: readonly Question[]): string[] {
  return questions.flatMap((question) => (question.kind === 'expr' ? [question.expr] : []));
}

/** The questions that judge an expectation. */
function questionsOf(
  expectation: Expectation,
  alert: string,
  alertIntervalMs: number,
  query?: string,
): Question[] {
  const atMs = expectation.at.value;
  const alerts: Question = { kind: 'alerts', atMs, alert };
  switch (expectation.kind) {
    case 'state':
      return expectation.state.value === 'resolved' ? [hasFired(alert, atMs), alerts] : [alerts];
    case 'first':
      return [...firstQuestions(expectation, alert, alertIntervalMs), alerts];
    case 'alerts':
      return asksInhibition(expectation) ? [alerts, { kind: 'all-firing', atMs }] : [alerts];
    case 'expr':
      return [exprQuestion(expectation, query)];
    case 'lines':
      return [linesQuestion(expectation, query)];
    case 'notifications':
    case 'message':
      return notificationQuestions(expectation);
  }
}

/** What an expression returns; without one it is the query that the file is about. */
export function exprQuestion({ at, expr }: ExprExpectation, query = ''): Question & { kind: 'expr' } {
  return { kind: 'expr', atMs: at.value, expr: expr?.value ?? query };
}

/** What a log query returns. */
export function linesQuestion(
  { at, expr, rangeMs }: LinesExpectation,
  query = '',
): Question & { kind: 'lines' } {
  const sinceMs = rangeMs === undefined ? 0 : Math.max(0, at.value - rangeMs);
  return { kind: 'lines', atMs: at.value, sinceMs, expr: expr?.value ?? query };
}

/** When alerts of a name fired first, if they did. */
export function hasFired(alert: string, atMs: number): Question & { kind: 'first' } {
  return { kind: 'first', atMs, alert, state: 'firing' };
}

/** The alerts at the evaluation before an instant; undefined without one. */
export function before(
  alert: string,
  atMs: number,
  alertIntervalMs: number,
): (Question & { kind: 'alerts' }) | undefined {
  const previousMs = (Math.floor(atMs / alertIntervalMs) - 1) * alertIntervalMs;
  return previousMs < 0 ? undefined : { kind: 'alerts', atMs: previousMs, alert };
}

function firstQuestions(expectation: FirstExpectation, alert: string, alertIntervalMs: number): Question[] {
  const { state, at } = expectation;
  if (state.value !== 'resolved') return [{ kind: 'first', atMs: at.value, alert, state: state.value }];
  const previous = before(alert, at.value, alertIntervalMs);
  return previous === undefined ? [] : [previous];
}

function asksInhibition(expectation: Extract<Expectation, { kind: 'alerts' }>): boolean {
  return expectation.alerts.some(
    ({ inhibited, inhibitedBy, notifies }) => (inhibited ?? inhibitedBy ?? notifies) !== undefined,
  );
}

/** A text that two questions share exactly when they ask the same. */
export function questionKey(question: Question): string {
  return JSON.stringify(question);
}
