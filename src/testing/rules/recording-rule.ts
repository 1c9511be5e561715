import type { RecordingRule } from '../../documents/rules/types.ts';
import { METRIC_NAME } from '../../promql/eval/index.ts';
import { type RuleContext, type VectorQuery, compileRule } from './context.ts';
import type { RuleObserver } from './observer.ts';
import type { RuleSample } from './output.ts';
import { RuleError } from './rule-error.ts';
import { ruleLabels } from './rule-labels.ts';

/** A recording rule while a case is played. */
export class RecordingRuleState {
  readonly name: string;
  readonly #query: VectorQuery;
  readonly #rule: RecordingRule;
  readonly #observer: RuleObserver | undefined;
  readonly #labels: readonly (readonly [string, string])[];

  /** @param query what gives the samples of the expression; default: the engine, at each instant */
  constructor(rule: RecordingRule, context: RuleContext, query?: VectorQuery) {
    this.name = rule.name.value;
    this.#rule = rule;
    this.#observer = context.observer;
    const { language } = rule.group.document;
    this.#query =
      query ?? compileRule(this.name, rule.expr.text, language, context, context.observer?.probes(rule));
    this.#labels = [[METRIC_NAME, this.name], ...ruleLabels(rule)];
  }

  /** @param limit most series that the rule may return; 0: any number */
  evaluate(timeMs: number, queryOffsetMs: number, limit: number): RuleSample[] {
    const atMs = timeMs - queryOffsetMs;
    const seen = new Set<string>();
    const returned = this.#query(atMs);
    this.#observer?.evaluated(this.#rule, returned.length);
    const samples = returned.map((sample): RuleSample => {
      const labels = sample.labels.withAll(this.#labels);
      seen.add(labels.key);
      return { labels, timeMs: atMs, value: sample.histogram ?? sample.value };
    });
    if (seen.size < samples.length) {
      throw new RuleError(
        'duplicate-labels',
        'vector contains metrics with the same labelset after applying rule labels',
      );
    }
    if (limit > 0 && samples.length > limit) {
      throw new RuleError('limit-exceeded', `exceeded limit of ${limit} with ${samples.length} series`);
    }
    return samples;
  }
}
