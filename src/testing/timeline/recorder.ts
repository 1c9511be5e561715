import type { EvalOptions, VectorSample } from '../../promql/eval/index.ts';
import { EvalError } from '../../promql/eval/index.ts';
import { lastQuestion, playOf } from '../observe/play-case.ts';
import type { TestCase } from '../observe/types.ts';
import type { AlertingRuleState } from '../rules/alerting-rule.ts';
import { type RuleContext, compileVector } from '../rules/context.ts';
import { play } from '../rules/play.ts';
import { RuleError } from '../rules/rule-error.ts';
import { matchesPattern } from '../scenario/pattern.ts';
import type { AlertState } from '../scenario/types.ts';
import type { FieldPattern } from '../scenario/field-pattern.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import { remarksOf } from './remarks.ts';
import { chooseRows } from './rows.ts';
import { whereItEnds } from './where-it-ends.ts';
import type { FollowedAlert, Timeline, TimelineCell, Timelines } from './types.ts';

/** Evaluations that are played beyond the last instant that is asked about. */
const BEYOND = 3;
/** Longer plays are not recorded. */
const MAX_EVALUATIONS = 50_000;

interface Recorded {
  readonly context: RuleContext;
  readonly evaluations: readonly Evaluation[];
}

interface Evaluation {
  readonly atMs: number;
  readonly active: readonly Active[];
}

interface Active {
  readonly state: AlertState;
  readonly get: (label: string) => string;
}

/**
 * Plays a case once more, in process, to show what its expressions said around an instant. Only cases with a failed
 * expectation are recorded, and each of them once.
 */
export class TimelineRecorder implements Timelines {
  readonly #case: TestCase;
  readonly #options: EvalOptions;
  readonly #alert: FollowedAlert | undefined;
  #recorded: Recorded | 'failed' | undefined;

  constructor(testCase: TestCase, alert: FollowedAlert | undefined, options: EvalOptions) {
    this.#case = testCase;
    this.#options = options;
    this.#alert = alert;
  }

  /** The alert around an instant; undefined if it is unknown. @param labels which of its series */
  alertAround(atMs: number, labels: readonly FieldPattern[]): Timeline | undefined {
    const recorded = this.#record();
    if (recorded === undefined || this.#alert === undefined) return undefined;
    const { expr, holdMs, queryOffsetMs } = this.#alert;
    const states = recorded.evaluations.map(({ active }) =>
      stateOf(
        active.filter((alert) =>
          labels.every((label) => matchesPattern(label.pattern, alert.get(label.name))),
        ),
      ),
    );
    const times = recorded.evaluations.map((evaluation) => evaluation.atMs);
    const rows = chooseRows(times, states, atMs);
    const conditions = this.#conditions(expr, recorded.context, labels);
    const notes = this.#notes(expr, atMs - queryOffsetMs, recorded.context);
    return timeline(conditions, holdMs, rows, queryOffsetMs, notes);
  }

  /** An expression around an instant. */
  exprAround(expr: string, atMs: number): Timeline | undefined {
    const recorded = this.#record();
    if (recorded === undefined) return undefined;
    const step = this.#case.evaluationIntervalMs;
    const times = [-2, -1, 0, 1, 2].map((n) => atMs + n * step).filter((time) => time >= 0);
    const rows = times.map((time) => ({ atMs: time, asked: time === atMs, gap: false, state: undefined }));
    const notes = this.#notes(expr, atMs, recorded.context);
    return timeline(this.#conditions(expr, recorded.context, []), undefined, rows, 0, notes);
  }

  #notes(expr: string, atMs: number, context: RuleContext): string[] {
    if (this.#case.language !== 'promql') return [];
    const timeMs = this.#case.startMs + atMs;
    const end = whereItEnds(expr, timeMs, context, this.#case.series);
    return [...(end === undefined ? [] : [end]), ...remarksOf(expr, timeMs, context)];
  }

  #record(): Recorded | undefined {
    this.#recorded ??= this.#play() ?? 'failed';
    return this.#recorded === 'failed' ? undefined : this.#recorded;
  }

  #play(): Recorded | undefined {
    const { evaluationIntervalMs, alertIntervalMs } = this.#case;
    const step = Math.max(evaluationIntervalMs, alertIntervalMs);
    const durationMs = lastQuestion(this.#case) + BEYOND * step;
    if (durationMs / Math.min(evaluationIntervalMs, alertIntervalMs) > MAX_EVALUATIONS) return undefined;
    const evaluations: Evaluation[] = [];
    try {
      const { context, failures } = play({
        ...playOf(this.#case, this.#options),
        durationMs,
        onEvaluated: (atMs, alerting) => {
          if (atMs % alertIntervalMs === 0) evaluations.push({ atMs, active: this.#active(alerting) });
        },
      });
      return failures.length > 0 ? undefined : { context, evaluations };
    } catch (error) {
      if (error instanceof RuleError || error instanceof EvalError) return undefined;
      throw error;
    }
  }

  #active(alerting: readonly AlertingRuleState[]): Active[] {
    return alerting
      .filter((rule) => rule.name === this.#alert?.name)
      .flatMap((rule) => rule.active)
      .map(({ labels, state }) => ({ state, get: (name) => labels.get(name) }));
  }

  #conditions(expr: string, context: RuleContext, labels: readonly FieldPattern[]): Evaluable[] {
    const { language } = this.#case;
    const vectorAt = (text: string): VectorAt => {
      const query = attempt(() => compileVector(text, language, context));
      return (atMs) => (query === undefined ? [] : (attempt(() => query(this.#case.startMs + atMs)) ?? []));
    };
    return conditionsOf(expr, language, this.#options).map((condition) => ({
      condition,
      whole: vectorAt(condition.whole),
      subject: vectorAt(condition.subject),
      threshold: condition.threshold === undefined ? undefined : vectorAt(condition.threshold.text),
      labels,
    }));
  }
}

type VectorAt = (atMs: number) => readonly VectorSample[];

interface Evaluable {
  readonly condition: Condition;
  readonly whole: VectorAt;
  readonly subject: VectorAt;
  readonly threshold: VectorAt | undefined;
  readonly labels: readonly FieldPattern[];
}

/** A part of an expression may fail where all of it does not; then there is nothing to show of it. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof EvalError || error instanceof RuleError) return undefined;
    throw error;
  }
}

function timeline(
  conditions: readonly Evaluable[],
  holdMs: number | undefined,
  rows: ReturnType<typeof chooseRows>,
  offsetMs: number,
  notes: readonly string[],
): Timeline | undefined {
  if (conditions.length === 0) return undefined;
  return {
    conditions: conditions.map(({ condition: { join, subject, threshold } }) => ({
      join,
      text: oneLine(subject),
      threshold: threshold === undefined ? undefined : `${threshold.op} ${oneLine(threshold.text)}`,
    })),
    holdMs,
    notes,
    rows: rows.map((row) => ({ ...row, cells: conditions.map((one) => cellAt(one, row.atMs - offsetMs)) })),
  };
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function cellAt({ condition, whole, subject, threshold, labels }: Evaluable, atMs: number): TimelineCell {
  const samples = narrowed(subject(atMs), labels);
  const others = condition.threshold?.isNumber === false ? (threshold?.(atMs) ?? []) : [];
  return {
    value: extremeOf(samples, condition.extreme),
    threshold: others.length === 1 ? others[0]!.value : undefined,
    series: samples.length,
    holds: narrowed(whole(atMs), labels).length > 0,
  };
}

/** The samples that the labels of an expectation allow; labels that only the alert has are ignored. */
function narrowed(
  samples: readonly VectorSample[],
  labels: readonly FieldPattern[],
): readonly VectorSample[] {
  return samples.filter(({ labels: own }) =>
    labels.every(({ name, pattern }) => !own.has(name) || matchesPattern(pattern, own.get(name))),
  );
}

function extremeOf(samples: readonly VectorSample[], extreme: Condition['extreme']): number | undefined {
  const values = samples.filter(({ histogram }) => histogram === undefined).map(({ value }) => value);
  const numbers = values.filter((value) => !Number.isNaN(value));
  if (numbers.length === 0) return values[0];
  return extreme === 'largest'
    ? numbers.reduce((a, b) => Math.max(a, b))
    : numbers.reduce((a, b) => Math.min(a, b));
}

function stateOf(active: readonly Active[]): AlertState {
  if (active.some(({ state }) => state === 'firing')) return 'firing';
  return active.length > 0 ? 'pending' : 'inactive';
}
