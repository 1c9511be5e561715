import { formatHistogramLiteral } from '../../promql/eval/histogram/index.ts';
import { EvalError, type EvalOptions, type Labels } from '../../promql/eval/index.ts';
import { LogqlEvalError, asSent, evaluateLog } from '../../logql/eval/index.ts';
import { parseLogql } from '../../logql/syntax/index.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { AlertingRuleState } from '../rules/alerting-rule.ts';
import { type RuleContext, compileVector } from '../rules/context.ts';
import { type OnEvaluated, type Played, playInSteps } from '../rules/play.ts';
import type { RuleObserver } from '../rules/observer.ts';
import { RuleError } from '../rules/rule-error.ts';
import { allAtOnce } from '../../util/steps.ts';
import type { Steps } from '../../util/steps.ts';
import { Pace } from '../pace.ts';
import { TimelineRecorder } from '../timeline/recorder.ts';
import { lastQuestion, playOf } from './play-case.ts';
import type { Answer, FirstSeen, Observation, ObservedAlert, Oracle, Question, TestCase } from './types.ts';

/** The oracle that needs nothing installed: rules, expressions and templates evaluated in process. */
export function embeddedOracle(options: EvalOptions, pace = new Pace(), observer?: RuleObserver): Oracle {
  return {
    name: 'embedded',
    observe: async (cases) => {
      const observations: Observation[] = [];
      for (const testCase of cases) {
        observations.push(
          await pace.timeSteps(testCase, observeInSteps(testCase, options, undefined, observer)),
        );
        pace.played();
      }
      return observations;
    },
    record: (testCase, alert) => new TimelineRecorder(testCase, alert, options),
  };
}

/**
 * Plays a case and answers its questions.
 *
 * @param onEvaluated who looks at the alerts besides
 * @param observer who notes what the rules do
 */
export function observeCase(
  testCase: TestCase,
  options: EvalOptions,
  onEvaluated?: OnEvaluated,
  observer?: RuleObserver,
): Observation {
  return allAtOnce(observeInSteps(testCase, options, onEvaluated, observer));
}

function* observeInSteps(
  testCase: TestCase,
  options: EvalOptions,
  onEvaluated?: OnEvaluated,
  observer?: RuleObserver,
): Steps<Observation> {
  const watcher = new Watcher(testCase);
  let played: Played;
  try {
    played = yield* playInSteps({
      ...playOf(testCase, options),
      durationMs: lastQuestion(testCase),
      observer,
      onEvaluated: (sinceMs, alerting, nextMs) => {
        watcher.look(sinceMs, alerting, nextMs);
        onEvaluated?.(sinceMs, alerting, nextMs);
      },
    });
  } catch (error) {
    if (error instanceof RuleError) return { status: 'rejected', message: error.message };
    throw error;
  }
  if (played.failures.length > 0) {
    const message = played.failures
      .map(
        ({ rule, sinceStartMs, message: reason }) =>
          `rule ${rule} at ${formatDurationMs(sinceStartMs)}: ${reason}`,
      )
      .join('\n');
    return { status: 'rejected', message };
  }
  const answers: Answer[] = [];
  for (const question of testCase.questions) {
    answers.push(watcher.answer(question, played.context));
    yield;
  }
  return { status: 'observed', answers };
}

/** Notes what the questions ask for while a case is played. */
class Watcher {
  readonly #case: TestCase;
  readonly #answers = new Map<Question, Answer>();
  readonly #first = new Map<Question, Map<string, FirstSeen>>();

  constructor(testCase: TestCase) {
    this.#case = testCase;
    for (const question of testCase.questions)
      if (question.kind === 'first') this.#first.set(question, new Map());
  }

  /** Looks at the alerts after an evaluation. */
  look(sinceMs: number, alerting: readonly AlertingRuleState[], nextMs: number): void {
    for (const question of this.#case.questions) {
      const { atMs } = question;
      if (question.kind === 'first' && sinceMs <= atMs) {
        this.#note(this.#first.get(question)!, question, sinceMs, alerting);
      }
      // An instant between two evaluations is answered from the one before it.
      if (atMs < sinceMs || atMs >= nextMs) continue;
      if (question.kind === 'alerts') {
        this.#answers.set(question, {
          kind: 'alerts',
          alerts: observed(alerting.filter((rule) => rule.name === question.alert)),
        });
      } else if (question.kind === 'all-firing') {
        const firing = observed(alerting).filter((alert) => alert.state === 'firing');
        this.#answers.set(question, { kind: 'all-firing', alerts: firing.map((alert) => alert.labels) });
      }
    }
  }

  #note(
    seen: Map<string, FirstSeen>,
    question: Extract<Question, { kind: 'first' }>,
    atMs: number,
    alerting: readonly AlertingRuleState[],
  ): void {
    for (const rule of alerting) {
      if (rule.name !== question.alert) continue;
      for (const { labels, state } of rule.active) {
        if (state === question.state && !seen.has(labels.key))
          seen.set(labels.key, { labels: new Map(labels), atMs });
      }
    }
  }

  answer(question: Question, context: RuleContext): Answer {
    if (question.kind === 'first') return { kind: 'first', seen: [...this.#first.get(question)!.values()] };
    if (question.kind === 'lines') return linesOf(question, context);
    if (question.kind !== 'expr')
      return this.#answers.get(question) ?? { kind: 'error', message: 'no evaluation took place' };
    try {
      const samples = compileVector(
        question.expr,
        this.#case.language,
        context,
      )(this.#case.startMs + question.atMs).map(({ labels, value, histogram }) => ({
        labels: toLabelSet(labels),
        value,
        histogram: histogram === undefined ? undefined : formatHistogramLiteral(histogram),
      }));
      return { kind: 'expr', samples };
    } catch (error) {
      if (error instanceof EvalError || error instanceof RuleError)
        return { kind: 'error', message: error.message };
      throw error;
    }
  }
}

function linesOf(
  { expr, sinceMs, atMs }: Extract<Question, { kind: 'lines' }>,
  context: RuleContext,
): Answer {
  const parsed = parseLogql(expr);
  const [error] = parsed.errors;
  if (error !== undefined || parsed.expr === undefined)
    return { kind: 'error', message: error?.message ?? 'there is no query' };
  try {
    // The end is excluded, and fractions of a millisecond carry nanoseconds.
    const lines = evaluateLog(asSent(parsed.expr), context.logs, sinceMs, atMs + 1e-6, context.lokiRelease);
    return { kind: 'lines', lines: lines.map(({ line, labels }) => ({ line, labels: new Map(labels) })) };
  } catch (failure) {
    if (failure instanceof LogqlEvalError) return { kind: 'error', message: failure.message };
    throw failure;
  }
}

function observed(rules: readonly AlertingRuleState[]): ObservedAlert[] {
  return rules.flatMap((rule) =>
    rule.active.map(({ labels, annotations, state }): ObservedAlert => ({
      state: state === 'firing' ? 'firing' : 'pending',
      labels: toLabelSet(labels),
      annotations,
    })),
  );
}

function toLabelSet(labels: Labels): LabelSet {
  return new Map(labels);
}
