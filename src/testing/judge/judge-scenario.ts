import type { LabelSet } from '../../routing/labels.ts';
import type { Answer, Question, TestCase } from '../observe/types.ts';
import type { Failure } from '../result.ts';
import { questionKey } from '../scenario/plan.ts';
import type { Expectation, Scenario } from '../scenario/types.ts';
import { judgeAlerts } from './judge-alerts.ts';
import { judgeExpr } from './judge-expr.ts';
import { judgeFirst, judgeState } from './judge-state.ts';
import type { RoutingView } from './routing-view.ts';

/** The answers of one engine to the questions of a case. */
export class Answers {
  readonly #answers = new Map<string, Answer>();

  constructor(questions: readonly Question[], answers: readonly Answer[]) {
    for (const [i, question] of questions.entries()) {
      const answer = answers[i];
      if (answer !== undefined) this.#answers.set(questionKey(question), answer);
    }
  }

  /** The answer to a question; an engine that gave none, or an error, is an error. */
  get<K extends Question['kind']>(
    question: Question & { kind: K },
  ): Extract<Answer, { kind: K }> | { kind: 'error'; message: string } {
    const answer = this.#answers.get(questionKey(question));
    if (answer?.kind === question.kind) return answer as Extract<Answer, { kind: K }>;
    return {
      kind: 'error',
      message: answer?.kind === 'error' ? answer.message : 'the engine gave no answer',
    };
  }
}

/** Judges every expectation of a scenario by the answers of one engine. */
export function judgeScenario(
  scenario: Scenario,
  alert: string,
  testCase: TestCase,
  answers: Answers,
  routing: RoutingView | undefined,
): Failure[] {
  return scenario.expectations.flatMap((expectation) =>
    judgeExpectation(expectation, alert, testCase, answers, routing),
  );
}

function judgeExpectation(
  expectation: Expectation,
  alert: string,
  testCase: TestCase,
  answers: Answers,
  routing: RoutingView | undefined,
): Failure[] {
  const atMs = expectation.at.value;
  if (expectation.kind === 'expr') {
    const answer = answers.get({ kind: 'expr', atMs, expr: expectation.expr.value });
    return answer.kind === 'error'
      ? [engineError(expectation, answer.message)]
      : judgeExpr(expectation, answer.samples);
  }
  const now = answers.get({ kind: 'alerts', atMs, alert });
  if (now.kind === 'error') return [engineError(expectation, now.message)];
  switch (expectation.kind) {
    case 'state':
      return judgeState(expectation, now.alerts);
    case 'first': {
      const first = answers.get({ kind: 'first', atMs, alert, state: expectation.state.value });
      if (first.kind === 'error') return [engineError(expectation, first.message)];
      return judgeFirst(expectation, first.seen, now.alerts, testCase.evaluationIntervalMs);
    }
    case 'alerts': {
      if (routing === undefined && asksRouting(expectation)) return [noRouting(expectation)];
      const firing = answers.get({ kind: 'all-firing', atMs });
      const external = (labels: LabelSet): LabelSet => withExternalLabels(labels, testCase.externalLabels);
      return judgeAlerts(expectation, {
        alerts: now.alerts,
        allFiring: firing.kind === 'error' ? [] : firing.alerts.map(external),
        routing: routing === undefined ? undefined : externally(routing, external),
      });
    }
  }
}

/** Prometheus adds its external labels when it sends an alert; a label of the alert's own stays. */
export function withExternalLabels(labels: LabelSet, externalLabels: LabelSet): LabelSet {
  return externalLabels.size === 0 ? labels : new Map([...externalLabels, ...labels]);
}

function externally(routing: RoutingView, external: (labels: LabelSet) => LabelSet): RoutingView {
  return {
    receivers: (labels) => routing.receivers(external(labels)),
    inhibitors: (labels, firing) => routing.inhibitors(external(labels), firing),
  };
}

function asksRouting(expectation: Extract<Expectation, { kind: 'alerts' }>): boolean {
  return expectation.alerts.some((alert) => alert.receivers ?? alert.inhibited ?? alert.inhibitedBy);
}

function noRouting(expectation: Extract<Expectation, { kind: 'alerts' }>): Failure {
  const asking = expectation.alerts.find((alert) => alert.receivers ?? alert.inhibited ?? alert.inhibitedBy);
  return {
    code: 'routing-unknown',
    range: (asking?.receivers ?? asking?.inhibited ?? asking?.inhibitedBy)?.range ?? expectation.range,
    message: 'receivers and inhibition cannot be judged: no Alertmanager configuration was found',
    diff: [],
    help: 'add the configuration to the paths that are checked',
  };
}

function engineError(expectation: Expectation, message: string): Failure {
  return {
    code: 'expression-error',
    range: expectation.kind === 'expr' ? expectation.expr.range : expectation.range,
    message: `the evaluation failed: ${message}`,
    diff: [],
  };
}
