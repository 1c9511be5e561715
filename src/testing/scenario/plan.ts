import type { RuleDocument } from '../../documents/rules/types.ts';
import { groupOrder } from '../group-order.ts';
import type { RelevantRules } from '../relevant-rules.ts';
import type { Question, TestCase } from '../observe/types.ts';
import type { Expectation, Scenario } from './types.ts';

/** Values for what neither the scenario nor its file says, in milliseconds. */
export interface ScenarioDefaults {
  readonly intervalMs: number;
  readonly evaluationIntervalMs: number;
}

export const SCENARIO_DEFAULTS: ScenarioDefaults = { intervalMs: 15_000, evaluationIntervalMs: 60_000 };

/** The alerting rules of a name, of Prometheus. */
export function alertRules(
  documents: readonly RuleDocument[],
  alert: string,
): RuleDocument['groups'][number]['rules'][number][] {
  return documents
    .filter((document) => document.language === 'promql')
    .flatMap((document) => document.groups)
    .flatMap((group) => group.rules.filter((rule) => rule.kind === 'alert' && rule.name.value === alert));
}

/**
 * Compiles a scenario into a case that an oracle can play.
 *
 * @param relevant the same rules as `documents`, ready to be narrowed to what the scenario depends on
 */
export function planScenario(
  scenario: Scenario,
  alert: string,
  documents: readonly RuleDocument[],
  relevant: RelevantRules,
  defaults: ScenarioDefaults,
): TestCase {
  const group = alertRules(documents, alert)[0]?.group;
  const questions = new Map<string, Question>();
  for (const expectation of scenario.expectations) {
    for (const question of questionsOf(expectation, alert)) questions.set(questionKey(question), question);
  }
  const asked = [...questions.values()];
  const rules = relevant.pick(alertsOf(scenario, alert, asked, documents), exprsOf(asked));
  return {
    rules,
    groupOrder: groupOrder(rules),
    intervalMs: scenario.intervalMs ?? defaults.intervalMs,
    evaluationIntervalMs:
      scenario.evaluationIntervalMs ?? group?.interval?.value ?? defaults.evaluationIntervalMs,
    series: scenario.series,
    externalLabels: scenario.externalLabels,
    externalUrl: scenario.externalUrl,
    questions: asked,
  };
}

/** The alerts that must be evaluated; for inhibition that is all of them. */
function alertsOf(
  scenario: Scenario,
  alert: string,
  questions: readonly Question[],
  documents: readonly RuleDocument[],
): string[] {
  const own = [alert, ...scenario.also.map((name) => name.value)];
  if (!questions.some((question) => question.kind === 'all-firing')) return own;
  const rules = documents.flatMap((document) => document.groups.flatMap((group) => group.rules));
  return rules.filter((rule) => rule.kind === 'alert').map((rule) => rule.name.value);
}

function exprsOf(questions: readonly Question[]): string[] {
  return questions.flatMap((question) => (question.kind === 'expr' ? [question.expr] : []));
}

/** What has to be asked to judge an expectation. */
export function questionsOf(expectation: Expectation, alert: string): Question[] {
  const atMs = expectation.at.value;
  const alerts: Question = { kind: 'alerts', atMs, alert };
  switch (expectation.kind) {
    case 'state':
      return [alerts];
    case 'first':
      return [{ kind: 'first', atMs, alert, state: expectation.state.value }, alerts];
    case 'alerts':
      return asksInhibition(expectation) ? [alerts, { kind: 'all-firing', atMs }] : [alerts];
    case 'expr':
      return [{ kind: 'expr', atMs, expr: expectation.expr.value }];
  }
}

function asksInhibition(expectation: Extract<Expectation, { kind: 'alerts' }>): boolean {
  return expectation.alerts.some((alert) => alert.inhibited !== undefined || alert.inhibitedBy !== undefined);
}

/** A text that two questions share exactly when they ask the same. */
export function questionKey(question: Question): string {
  return JSON.stringify(question);
}
