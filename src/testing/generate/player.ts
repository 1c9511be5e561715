import { groupOrder, orderGroups } from '../../analysis/tests/index.ts';
import type { AlertingRule, RuleDocument } from '../../documents/rules/types.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { RelevantRules } from '../narrow/relevant-rules.ts';
import { RuleSubsets } from '../narrow/rule-subsets.ts';
import { play } from '../rules/play.ts';
import { RuleError } from '../rules/rule-error.ts';
import type { AlertInputs } from './inputs.ts';
import { written } from './values.ts';
import type { Phase } from './values.ts';

/** An alert as it was after an evaluation. */
export interface SeenAlert {
  readonly state: 'pending' | 'firing';
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
}

/** The alerts of the rule after one evaluation, milliseconds since the start. */
export interface SeenAt {
  readonly atMs: number;
  readonly alerts: readonly SeenAlert[];
}

/** Times of a generated scenario, in milliseconds. */
export interface Clock {
  readonly stepMs: number;
  readonly evaluationMs: number;
  readonly startMs: number;
}

/** A search looks at so many evaluations of a long range at most. */
const MOST_EVALUATIONS = 60;

/** Plays one alert, with the rules that it depends on, over generated series. */
export class AlertPlayer {
  readonly #rule: AlertingRule;
  readonly #inputs: AlertInputs;
  readonly #documents: readonly RuleDocument[];
  readonly #options: EvalOptions;
  readonly #clock: Clock;

  constructor(
    rule: AlertingRule,
    documents: readonly RuleDocument[],
    inputs: AlertInputs,
    clock: Clock,
    options: EvalOptions,
  ) {
    this.#rule = rule;
    this.#inputs = inputs;
    this.#clock = clock;
    this.#options = options;
    const promql = documents.filter(({ language }) => language === 'promql');
    this.#documents = new RelevantRules(promql, new RuleSubsets(promql)).pick([rule.name.value], []);
  }

  /** Whether the alert is pending or firing at the end. */
  isActiveAfter(phases: readonly Phase[]): boolean {
    const durationMs = lengthOf(phases) * this.#clock.stepMs;
    const evaluationMs = Math.max(
      this.#clock.evaluationMs,
      Math.ceil(durationMs / MOST_EVALUATIONS / 1000) * 1000,
    );
    return (this.#play(phases, evaluationMs)?.at(-1)?.alerts.length ?? 0) > 0;
  }

  /** The state at each evaluation; undefined: a rule cannot be evaluated with these series. */
  watch(phases: readonly Phase[]): readonly SeenAt[] | undefined {
    return this.#play(phases, this.#clock.evaluationMs);
  }

  #play(phases: readonly Phase[], evaluationIntervalMs: number): SeenAt[] | undefined {
    const seen: SeenAt[] = [];
    const { stepMs, startMs } = this.#clock;
    try {
      const { failures } = play({
        groups: orderGroups(this.#documents, groupOrder(this.#documents)),
        series: written(this.#inputs, phases),
        startMs,
        durationMs: lengthOf(phases) * stepMs,
        intervalMs: stepMs,
        evaluationIntervalMs,
        externalLabels: {},
        externalUrl: '',
        options: this.#options,
        onEvaluated: (atMs, alerting) => {
          const own = alerting.filter(({ name }) => name === this.#rule.name.value);
          const alerts = own.flatMap((rule) =>
            rule.active.map(({ state, labels, annotations }): SeenAlert => ({
              state: state === 'firing' ? 'firing' : 'pending',
              labels: new Map(labels),
              get annotations() {
                return annotations;
              },
            })),
          );
          seen.push({ atMs, alerts });
        },
      });
      return failures.length > 0 ? undefined : seen;
    } catch (error) {
      if (error instanceof RuleError) return undefined;
      throw error;
    }
  }
}

const lengthOf = (phases: readonly Phase[]): number =>
  phases.reduce((sum, { samples }) => sum + samples, 0) - 1;
