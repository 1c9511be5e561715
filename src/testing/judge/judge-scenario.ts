import type { LabelSet } from '../../routing/labels.ts';
import type { Range } from '../../source/range.ts';
import type { JudgedCase, NotificationJudge } from '../notifications/judge-expectation.ts';
import type { Answer, ObservedAlert, Question, TestCase } from '../observe/types.ts';
import type { Failure } from '../result.ts';
import { before, exprQuestion, hasFired, linesQuestion, questionKey } from '../scenario/plan.ts';
import type {
  AlertsExpectation,
  Expectation,
  FirstExpectation,
  Scenario,
  StateExpectation,
} from '../scenario/types.ts';
import type { FieldPattern } from '../scenario/field-pattern.ts';
import type { Timelines } from '../timeline/types.ts';
import { judgeAlerts } from './judge-alerts.ts';
import { judgeExpr } from './judge-expr.ts';
import { judgeLines } from './judge-lines.ts';
import { judgeFirst, judgeResolution, judgeState } from './judge-state.ts';
import { NO_CONFIGURATION } from '../routing/choice.ts';
import type { NoRouting } from '../routing/choice.ts';
import type { RoutingAtInstant, RoutingView } from './routing-view.ts';

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
      message: answer?.kind === 'error' ? answer.message : 'the engine returned no result',
    };
  }
}

/** Judges every expectation of a scenario by the answers of one engine. */
export function judgeScenario(
  scenario: Scenario,
  alert: string,
  testCase: TestCase,
  answers: Answers,
  routing: RoutingView | NoRouting,
  notifications?: NotificationJudge,
  timelines?: Timelines,
): Failure[] {
  const shown = new Set<string>();
  return scenario.expectations.flatMap((expectation) => {
    if (expectation.kind !== 'notifications' && expectation.kind !== 'message') {
      const failures = judgeExpectation(
        expectation,
        alert,
        testCase,
        answers,
        'problem' in routing ? routing : at(routing, scenario, expectation),
      );
      return withTimeline(failures, expectation, shown, timelines, testCase.query);
    }
    if (notifications === undefined || 'problem' in routing) {
      const missing = 'problem' in routing ? routing : NO_CONFIGURATION;
      return [noRouting(expectation.range, 'notifications', missing)];
    }
    const firingAt: JudgedCase['firingAt'] = (atMs) => {
      const answer = answers.get({ kind: 'all-firing', atMs });
      if (answer.kind === 'error') return { problem: answer.message };
      return answer.alerts.map((labels) => withExternalLabels(labels, testCase.externalLabels));
    };
    return notifications.judge(expectation, { scenario, alert, testCase, firingAt });
  });
}

/** Puts a timeline to the first failure of each instant: a second one would show the same. */
function withTimeline(
  failures: readonly Failure[],
  expectation: JudgedExpectation,
  shown: Set<string>,
  timelines: Timelines | undefined,
  query: string | undefined,
): Failure[] {
  const [first, ...rest] = failures;
  if (first === undefined || timelines === undefined || expectation.kind === 'lines') return [...failures];
  const atMs = expectation.at.value;
  const expr = expectation.kind === 'expr' ? exprQuestion(expectation, query).expr : undefined;
  const key = `${atMs} ${expr ?? ''}`;
  if (shown.has(key)) return [...failures];
  shown.add(key);
  const timeline =
    expr === undefined
      ? timelines.alertAround(atMs, narrowing(expectation))
      : timelines.exprAround(expr, atMs);
  return [{ ...first, timeline }, ...rest];
}

/** The labels that an expectation is about, where it is about some. */
function narrowing(expectation: JudgedExpectation): readonly FieldPattern[] {
  return expectation.kind === 'state' || expectation.kind === 'first' ? expectation.labels : [];
}

type JudgedExpectation = Exclude<Expectation, { kind: 'notifications' | 'message' }>;

function judgeExpectation(
  expectation: JudgedExpectation,
  alert: string,
  testCase: TestCase,
  answers: Answers,
  routing: RoutingAtInstant | NoRouting,
): Failure[] {
  const atMs = expectation.at.value;
  if (expectation.kind === 'lines') {
    const answer = answers.get(linesQuestion(expectation, testCase.query));
    return answer.kind === 'error'
      ? [engineError(expectation, answer.message)]
      : judgeLines(expectation, answer.lines);
  }
  if (expectation.kind === 'expr') {
    const answer = answers.get(exprQuestion(expectation, testCase.query));
    return answer.kind === 'error'
      ? [engineError(expectation, answer.message)]
      : judgeExpr(expectation, answer.samples);
  }
  const now = answers.get({ kind: 'alerts', atMs, alert });
  if (now.kind === 'error') return [engineError(expectation, now.message)];
  switch (expectation.kind) {
    case 'state':
      if (expectation.state.value !== 'resolved') return judgeState(expectation, now.alerts, []);
      return judgeResolvedState(expectation, alert, now.alerts, answers);
    case 'first': {
      const state = expectation.state.value;
      if (state === 'resolved') return judgeResolves(expectation, alert, now.alerts, testCase, answers);
      const first = answers.get({ kind: 'first', atMs, alert, state });
      if (first.kind === 'error') return [engineError(expectation, first.message)];
      return judgeFirst(expectation, first.seen, now.alerts, testCase.alertIntervalMs);
    }
    case 'alerts': {
      const asking = askingRouting(expectation);
      if ('problem' in routing && asking !== undefined)
        return [noRouting(asking.range, 'receivers and inhibition', routing)];
      const firing = answers.get({ kind: 'all-firing', atMs });
      const external = (labels: LabelSet): LabelSet => withExternalLabels(labels, testCase.externalLabels);
      return judgeAlerts(expectation, {
        alerts: now.alerts,
        allFiring: firing.kind === 'error' ? [] : firing.alerts.map(external),
        routing: 'problem' in routing ? undefined : externally(routing, external),
      });
    }
  }
}

function judgeResolvedState(
  expectation: StateExpectation,
  alert: string,
  alerts: readonly ObservedAlert[],
  answers: Answers,
): Failure[] {
  const fired = answers.get(hasFired(alert, expectation.at.value));
  if (fired.kind === 'error') return [engineError(expectation, fired.message)];
  return judgeState(expectation, alerts, fired.seen);
}

function judgeResolves(
  expectation: FirstExpectation,
  alert: string,
  alerts: readonly ObservedAlert[],
  testCase: TestCase,
  answers: Answers,
): Failure[] {
  const question = before(alert, expectation.at.value, testCase.alertIntervalMs);
  const previous = question === undefined ? undefined : answers.get(question);
  if (previous?.kind === 'error') return [engineError(expectation, previous.message)];
  return judgeResolution(expectation, previous?.alerts ?? [], alerts, testCase.alertIntervalMs);
}

/** Prometheus adds its external labels when it sends an alert; a label of the alert's own stays. */
export function withExternalLabels(labels: LabelSet, externalLabels: LabelSet): LabelSet {
  return externalLabels.size === 0 ? labels : new Map([...externalLabels, ...labels]);
}

/** What the configuration does at the instant of an expectation. */
function at(routing: RoutingView, { startMs }: Scenario, expectation: JudgedExpectation): RoutingAtInstant {
  return { ...routing, ends: (labels) => routing.ends(labels, startMs + expectation.at.value) };
}

function externally(routing: RoutingAtInstant, external: (labels: LabelSet) => LabelSet): RoutingAtInstant {
  return {
    receivers: (labels) => routing.receivers(external(labels)),
    inhibitors: (labels, firing) => routing.inhibitors(external(labels), firing),
    whyNotReached: (labels, receiver) => routing.whyNotReached(external(labels), receiver),
    explainInhibition: (labels, firing) => routing.explainInhibition(external(labels), firing),
    ends: (labels) => routing.ends(external(labels)),
  };
}

/** Where an expectation first asks for receivers or inhibition. */
function askingRouting({ alerts }: AlertsExpectation): { readonly range: Range } | undefined {
  for (const { range, receivers, inhibited, inhibitedBy, notifies, mutedBy, group } of alerts) {
    const asking = receivers ?? inhibited ?? inhibitedBy ?? notifies ?? mutedBy ?? (group && { range });
    if (asking !== undefined) return asking;
  }
  return undefined;
}

function noRouting(range: Range, what: string, { problem, help }: NoRouting): Failure {
  return {
    code: 'routing-unknown',
    range,
    message: `${what} cannot be judged: ${problem}`,
    diff: [],
    help,
  };
}

function engineError(expectation: JudgedExpectation, message: string): Failure {
  return {
    code: 'expression-error',
    range: ('expr' in expectation ? expectation.expr?.range : undefined) ?? expectation.range,
    message: `the evaluation failed: ${message}`,
    diff: [],
  };
}
