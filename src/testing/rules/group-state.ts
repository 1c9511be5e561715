import type { RuleGroup } from '../../documents/rules/types.ts';
import { EvalError, type Labels } from '../../promql/eval/index.ts';
import { AlertingRuleState } from './alerting-rule.ts';
import type { RuleContext } from './context.ts';
import type { RuleSample } from './output.ts';
import { RecordingRuleState } from './recording-rule.ts';
import { RuleError } from './rule-error.ts';

type RuleState = AlertingRuleState | RecordingRuleState;

/** A rule that could not be evaluated. */
export interface RuleFailure {
  readonly rule: string;
  readonly message: string;
}

/** A rule group while a case is played: its rules in order, and the series that each wrote last. */
export class GroupState {
  readonly name: string;
  readonly rules: readonly RuleState[];
  readonly #limit: number;
  readonly #queryOffsetMs: number;
  readonly #written: Map<string, Labels>[];

  /** @throws RuleError bad-rule where an expression does not parse */
  constructor(group: RuleGroup, context: RuleContext) {
    this.name = group.name?.value ?? '';
    this.#limit = group.limit?.value ?? 0;
    this.#queryOffsetMs = group.queryOffset?.value ?? 0;
    this.rules = group.rules.map((rule) =>
      rule.kind === 'alert' ? new AlertingRuleState(rule, context) : new RecordingRuleState(rule, context),
    );
    this.#written = this.rules.map(() => new Map<string, Labels>());
  }

  /** Evaluates every rule in order; a rule that fails does not stop the next, as in Prometheus. */
  evaluate(timeMs: number, context: RuleContext): RuleFailure[] {
    const failures: RuleFailure[] = [];
    for (const [i, rule] of this.rules.entries()) {
      try {
        const samples = rule.evaluate(timeMs, this.#queryOffsetMs, this.#limit, context);
        const problem = this.#write(i, samples, timeMs - this.#queryOffsetMs, context);
        if (problem !== undefined) failures.push({ rule: rule.name, message: problem });
      } catch (error) {
        if (!(error instanceof EvalError || error instanceof RuleError)) throw error;
        failures.push({ rule: rule.name, message: error.message });
      }
    }
    return failures;
  }

  /** Stores a rule's samples, and marks stale what it wrote last time and no longer does. */
  #write(
    index: number,
    samples: readonly RuleSample[],
    timeMs: number,
    { store }: RuleContext,
  ): string | undefined {
    const written = new Map<string, Labels>();
    let problem: string | undefined;
    for (const sample of samples) {
      const refused = store.append(sample.labels, sample.timeMs, sample.value);
      if (refused === undefined) written.set(sample.labels.key, sample.labels);
      else problem = refused;
    }
    for (const [key, labels] of this.#written[index]!) {
      // Refused where another rule has written the series at this very time: it lives on.
      if (!written.has(key)) store.append(labels, timeMs, 'stale');
    }
    this.#written[index] = written;
    return problem;
  }
}
