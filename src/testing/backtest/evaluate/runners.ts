import type { AlertingRule, RecordingRule, Rule } from '../../../documents/rules/types.ts';
import { METRIC_NAME, compileQuery } from '../../../promql/eval/index.ts';
import type { CompiledQuery, Labels, VectorSample } from '../../../promql/eval/index.ts';
import { compileRule } from '../../rules/context.ts';
import type { RuleContext, VectorQuery } from '../../rules/context.ts';
import type { RuleSample } from '../../rules/output.ts';
import { RecordingRuleState } from '../../rules/recording-rule.ts';
import { ruleLabels } from '../../rules/rule-labels.ts';
import type { RuleFailures } from '../types.ts';
import { AlertTrack } from './alert-track.ts';
import { evaluationError, instantAnswer, rangeAnswer, stepAt } from './answer.ts';
import type { RuleAnswer, StepFailure, Steps } from './answer.ts';
import { RuleWriter } from './output.ts';
import type { RuleOutput } from './output.ts';
import { Vectors } from './vectors.ts';

/** One rule while recorded data is played. All instants are those of evaluations; the query offset is taken off here. */
export abstract class RuleRunner {
  readonly rule: Rule;
  readonly queryOffsetMs: number;
  readonly limit: number;
  readonly writer = new RuleWriter();
  #failed: { count: number; firstMs: number; message: string } | undefined;

  constructor(rule: Rule) {
    this.rule = rule;
    this.queryOffsetMs = rule.group.queryOffset?.value ?? 0;
    this.limit = rule.group.limit?.value ?? 0;
  }

  /** One evaluation, by the samples that its expression returns. @throws EvalError, RuleError */
  protected abstract evaluate(
    samples: readonly VectorSample[],
    timeMs: number,
    context: RuleContext,
  ): readonly RuleSample[];

  /** Takes the answer for some steps, whose instants are those of the query. */
  abstract take(answer: RuleAnswer, steps: Steps, context: RuleContext, output: RuleOutput): void;

  /** One evaluation that is looked at by itself. */
  stepBy(
    samples: () => readonly VectorSample[],
    timeMs: number,
    context: RuleContext,
    output: RuleOutput,
  ): void {
    try {
      const written = this.evaluate(samples(), timeMs, context);
      const problem = this.writer.write(written, timeMs - this.queryOffsetMs, output);
      if (problem !== undefined) this.fail({ timeMs, message: problem });
    } catch (error) {
      this.fail({ timeMs, message: evaluationError(error) });
    }
  }

  protected fail({ timeMs, message }: StepFailure): void {
    if (this.#failed === undefined) this.#failed = { count: 1, firstMs: timeMs, message };
    else this.#failed.count++;
  }

  protected takeStepByStep(answer: RuleAnswer, steps: Steps, context: RuleContext, output: RuleOutput): void {
    const vectors = new Vectors(answer.series);
    const failed = new Map(answer.failures.map((failure) => [failure.timeMs, failure]));
    for (let step = 0; step < steps.count; step++) {
      const queryMs = stepAt(steps, step);
      const failure = failed.get(queryMs);
      const samples = vectors.at(queryMs);
      if (failure !== undefined) this.fail({ ...failure, timeMs: queryMs + this.queryOffsetMs });
      else if (samples.length > 0 || !this.isIdle)
        this.stepBy(() => samples, queryMs + this.queryOffsetMs, context, output);
    }
  }

  /** An evaluation that returns nothing changes nothing. */
  protected get isIdle(): boolean {
    return this.writer.isIdle;
  }

  get failures(): RuleFailures[] {
    return this.#failed === undefined ? [] : [{ rule: this.rule, ...this.#failed }];
  }
}

export class RecordRunner extends RuleRunner {
  readonly #labels: readonly (readonly [string, string])[];
  readonly #state: RecordingRuleState;
  #samples: readonly VectorSample[] = [];

  /** @throws RuleError bad-rule */
  constructor(rule: RecordingRule, context: RuleContext) {
    super(rule);
    this.#labels = [[METRIC_NAME, rule.name.value], ...ruleLabels(rule)];
    this.#state = new RecordingRuleState(rule, context, () => this.#samples);
  }

  protected evaluate(samples: readonly VectorSample[], timeMs: number): readonly RuleSample[] {
    this.#samples = samples;
    return this.#state.evaluate(timeMs, this.queryOffsetMs, this.limit);
  }

  take(answer: RuleAnswer, steps: Steps, context: RuleContext, output: RuleOutput): void {
    const simple = answer.failures.length === 0 && this.limit === 0;
    const labelsOf = (labels: Labels): Labels => labels.withAll(this.#labels);
    if (simple && this.writer.writeRange(answer.series, labelsOf, steps, output)) return;
    this.takeStepByStep(answer, steps, context, output);
  }
}

export class AlertRunner extends RuleRunner {
  readonly track: AlertTrack;

  /** @throws RuleError bad-rule */
  constructor(rule: AlertingRule, context: RuleContext) {
    super(rule);
    this.track = new AlertTrack(rule, context);
  }

  protected evaluate(
    samples: readonly VectorSample[],
    timeMs: number,
    context: RuleContext,
  ): readonly RuleSample[] {
    return this.track.step(samples, timeMs, this.queryOffsetMs, this.limit, context);
  }

  protected override get isIdle(): boolean {
    return this.track.isIdle && super.isIdle;
  }

  take(answer: RuleAnswer, steps: Steps, context: RuleContext, output: RuleOutput): void {
    if (answer.series.length > 0 || answer.failures.length > 0) {
      this.takeStepByStep(answer, steps, context, output);
      return;
    }
    for (let step = 0; step < steps.count && !this.isIdle; step++)
      this.stepBy(() => [], stepAt(steps, step) + this.queryOffsetMs, context, output);
  }
}

/** What the embedded engines return for a rule. */
export interface RuleQuery {
  /** The result at each of some instants. */
  readonly over: (steps: Steps, context: RuleContext) => RuleAnswer;
  /** The result at one instant. @throws EvalError, RuleError */
  readonly at: VectorQuery;
}

/**
 * The query of a rule on the storage of a context: PromQL as a range query, LogQL instant by instant.
 *
 * @throws RuleError bad-rule
 */
export function queryOf(rule: Rule, context: RuleContext): RuleQuery {
  const { language } = rule.group.document;
  const { text } = rule.expr;
  const at = compileRule(rule.name.value, text, language, context);
  if (language === 'logql') return { at, over: (steps) => instantAnswer(steps, at) };
  const query: CompiledQuery = compileQuery(text, context.options);
  return {
    at,
    over: (steps, { store, options }) => rangeAnswer(query, store.storage, steps, options, at),
  };
}
