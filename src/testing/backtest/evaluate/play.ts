import type { Rule } from '../../../documents/rules/types.ts';
import { LogStore } from '../../../logql/eval/index.ts';
import type { RuleContext } from '../../rules/context.ts';
import { SampleStore } from '../../rules/sample-store.ts';
import { Recording } from '../recording/recording.ts';
import type { BacktestRules, Played, TimeSpan } from '../types.ts';
import type { RuleAnswer, Steps } from './answer.ts';
import { stepAt } from './answer.ts';
import { needsOf } from './needs.ts';
import type { RuleNeeds } from './needs.ts';
import { evaluationOrder, readsAlerts } from './order.ts';
import type { Unit } from './order.ts';
import type { RuleOutput } from './output.ts';
import { AlertRunner, RecordRunner, queryOf } from './runners.ts';
import type { RuleQuery, RuleRunner } from './runners.ts';

/** Recorded data. */
export interface BacktestData {
  readonly recording: Recording;
  readonly logs: LogStore;
}

export interface PlayOptions {
  readonly span: TimeSpan;
  /** Gives waiting timers and signals their turn. */
  readonly rest?: () => Promise<void>;
  /** Is called with how much of the span (0 to 1) is done. */
  readonly onProgress?: (share: number) => void;
  /** Asks a server for what an expression returned; undefined: the embedded engines evaluate. */
  readonly ask?: (rule: Rule, steps: Steps) => Promise<RuleAnswer>;
}

const LOOKBACK_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;
/** So many samples of the data are unpacked at a time, roughly. */
const SAMPLES_AT_ONCE = 5_000_000;
const LEAST_PART_MS = 10 * 60_000;

/** What each rule reads. */
export function needsOfRules(rules: BacktestRules): ReadonlyMap<Rule, RuleNeeds> {
  const { lookbackDeltaMs = LOOKBACK_MS, version = 3 } = rules.evaluation;
  return new Map(rulesIn(rules).map((rule) => [rule, needsOf(rule, lookbackDeltaMs, version)]));
}

const rulesIn = ({ groups }: Pick<BacktestRules, 'groups'>): Rule[] => groups.flatMap((group) => group.rules);

/**
 * Plays rules over recorded data. Each group is evaluated at the multiples of its interval; a recording rule feeds the
 * rules that read it. The time is cut into parts of a day at most, and each rule is one range query over a part.
 *
 * @throws RuleError bad-rule where an expression does not parse
 */
export async function playRules(
  rules: BacktestRules,
  data: BacktestData,
  options: PlayOptions,
): Promise<Played> {
  const player = new Player(rules, data, options);
  const { span, rest, onProgress } = options;
  const partMs = partOf(data.recording);
  for (let fromMs = span.fromMs; fromMs <= span.toMs; fromMs += partMs) {
    await player.playPart(fromMs, Math.min(fromMs + partMs - 1, span.toMs));
    onProgress?.((Math.min(fromMs + partMs, span.toMs) - span.fromMs) / Math.max(1, span.toMs - span.fromMs));
    await rest?.();
  }
  return player.played();
}

/** Throws a RuleError (bad-rule) where a rule does not parse, before any data is read. */
export function refuseBadRules(rules: BacktestRules): void {
  const data = { recording: new Recording(), logs: new LogStore() };
  new Player(rules, data, { span: { fromMs: 0, toMs: 0 } });
}

function partOf({ samples, span }: Recording): number {
  if (span === undefined || samples === 0) return DAY_MS;
  const perMs = samples / Math.max(1, span.toMs - span.fromMs);
  const partMs = Math.floor(SAMPLES_AT_ONCE / perMs / 60_000) * 60_000;
  return Math.max(LEAST_PART_MS, Math.min(DAY_MS, partMs));
}

interface Context extends RuleContext {
  store: SampleStore;
}

class Player {
  readonly #rules: BacktestRules;
  readonly #data: BacktestData;
  readonly #options: PlayOptions;
  readonly #context: Context;
  readonly #needs: ReadonlyMap<Rule, RuleNeeds>;
  readonly #units: readonly Unit[];
  readonly #runners: ReadonlyMap<Rule, RuleRunner>;
  readonly #queries = new Map<Rule, RuleQuery>();
  readonly #recorded = new Recording();
  readonly #backMs: (name: string) => number | undefined;
  #evaluations = 0;

  constructor(rules: BacktestRules, data: BacktestData, options: PlayOptions) {
    this.#rules = rules;
    this.#data = data;
    this.#options = options;
    this.#needs = needsOfRules(rules);
    const all = rulesIn(rules);
    this.#units = evaluationOrder(all, (rule) => this.#needs.get(rule)!);
    const series = all.some((rule) => readsAlerts(this.#needs.get(rule)!));
    this.#context = contextOf(rules, data, !series);
    this.#runners = new Map(
      all.map((rule) => [
        rule,
        rule.kind === 'alert' ? new AlertRunner(rule, this.#context) : new RecordRunner(rule, this.#context),
      ]),
    );
    if (options.ask === undefined)
      for (const rule of all) this.#queries.set(rule, queryOf(rule, this.#context));
    this.#backMs = backOf(this.#needs);
  }

  /** Evaluates every rule from one instant to another, both included. */
  async playPart(fromMs: number, toMs: number): Promise<void> {
    this.#context.store = new SampleStore();
    const { storage } = this.#context.store;
    const from = (name: string): number | undefined => {
      const backMs = this.#backMs(name);
      return backMs === undefined ? undefined : fromMs - backMs;
    };
    this.#data.recording.fill(storage, from, toMs);
    this.#recorded.fill(storage, from, fromMs - 1);
    const output = { storage, recording: this.#recorded };
    if (this.#options.ask !== undefined) {
      await this.#playAsked(this.#options.ask, fromMs, toMs, output);
      return;
    }
    for (const unit of this.#units) {
      if (unit.byInstant) this.#playByInstant(unit, fromMs, toMs, output);
      else for (const rule of unit.rules) this.#playRange(rule, this.#stepsOf(rule, fromMs, toMs), output);
    }
  }

  /** All questions of a part at once: the client bounds how many are under way. */
  async #playAsked(
    ask: NonNullable<PlayOptions['ask']>,
    fromMs: number,
    toMs: number,
    output: RuleOutput,
  ): Promise<void> {
    const asked = rulesIn(this.#rules)
      .map((rule) => ({ rule, steps: this.#stepsOf(rule, fromMs, toMs) }))
      .filter(({ steps }) => steps.count > 0);
    const answers = await Promise.all(asked.map(({ rule, steps }) => ask(rule, steps)));
    for (const [i, { rule, steps }] of asked.entries()) {
      this.#evaluations += steps.count;
      this.#runners.get(rule)!.take(answers[i]!, steps, this.#context, output);
    }
  }

  #playRange(rule: Rule, steps: Steps, output: RuleOutput): void {
    if (steps.count === 0) return;
    this.#evaluations += steps.count;
    const answer = this.#queries.get(rule)!.over(steps, this.#context);
    this.#runners.get(rule)!.take(answer, steps, this.#context, output);
  }

  #playByInstant({ rules }: Unit, fromMs: number, toMs: number, output: RuleOutput): void {
    const timers = rules.map((rule) => ({ rule, steps: this.#stepsOf(rule, fromMs, toMs), next: 0 }));
    for (;;) {
      const due = timers.filter(({ steps, next }) => next < steps.count);
      if (due.length === 0) return;
      const instantOf = ({ rule, steps, next }: (typeof timers)[number]): number =>
        stepAt(steps, next) + this.#runners.get(rule)!.queryOffsetMs;
      const nowMs = Math.min(...due.map(instantOf));
      for (const timer of due) {
        if (instantOf(timer) !== nowMs) continue;
        const queryMs = stepAt(timer.steps, timer.next++);
        const { at } = this.#queries.get(timer.rule)!;
        this.#evaluations++;
        this.#runners.get(timer.rule)!.stepBy(() => at(queryMs), nowMs, this.#context, output);
      }
    }
  }

  /** The instants of a rule's queries in a part of the time. */
  #stepsOf({ group }: Rule, fromMs: number, toMs: number): Steps {
    const stepMs = this.#rules.intervalOf(group);
    const firstMs = Math.ceil(fromMs / stepMs) * stepMs;
    const count = Math.max(0, Math.floor((toMs - firstMs) / stepMs) + 1);
    return { firstMs: firstMs - (group.queryOffset?.value ?? 0), stepMs, count };
  }

  played(): Played {
    const runners = [...this.#runners.values()];
    return {
      span: this.#options.span,
      alerts: runners
        .filter((runner) => runner instanceof AlertRunner)
        .map(({ track, rule }) => track.history(this.#rules.intervalOf(rule.group))),
      failures: runners.flatMap((runner) => runner.failures),
      evaluations: this.#evaluations,
    };
  }
}

function contextOf(rules: BacktestRules, { logs }: BacktestData, statesOnly: boolean): Context {
  return {
    store: new SampleStore(),
    logs,
    lokiRelease: rules.lokiRelease,
    lokiLimits: rules.lokiLimits,
    options: { ...rules.evaluation, noStepSubqueryIntervalMs: rules.evaluationIntervalMs },
    externalLabels: rules.externalLabels,
    externalUrl: rules.externalUrl,
    asPromtool: false,
    statesOnly,
  };
}

/** From how long before an evaluation samples of a metric are read. */
function backOf(needs: ReadonlyMap<Rule, RuleNeeds>): (name: string) => number | undefined {
  const byName = new Map<string, number>();
  let ofAll: number | undefined;
  for (const [rule, { needs: ofRule }] of needs) {
    const offsetMs = rule.group.queryOffset?.value ?? 0;
    for (const { metric, backMs } of ofRule) {
      const most = backMs + offsetMs;
      if (metric === undefined) ofAll = Math.max(ofAll ?? 0, most);
      else byName.set(metric, Math.max(byName.get(metric) ?? 0, most));
    }
  }
  return (name) => {
    const own = byName.get(name);
    return own === undefined ? ofAll : Math.max(own, ofAll ?? 0);
  };
}
