import type { AlertingRule } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { inputsOf } from './inputs.ts';
import type { AlertInputs } from './inputs.ts';
import { AlertPlayer } from './player.ts';
import type { Clock, SeenAt } from './player.ts';
import { solve } from './solve.ts';
import type { Settings, Solution } from './solve.ts';
import { written } from './values.ts';
import type { Phase } from './values.ts';

/** One scenario, with what the engine says happens in it. */
export interface GeneratedScenario {
  readonly name: string;
  readonly series: readonly { readonly selector: string; readonly values: string }[];
  readonly expect: readonly GeneratedExpectation[];
}

export type GeneratedExpectation =
  | { readonly kind: 'state'; readonly atMs: number; readonly state: string }
  | { readonly kind: 'first'; readonly atMs: number; readonly state: string }
  | { readonly kind: 'alerts'; readonly atMs: number; readonly alerts: readonly GeneratedAlert[] };

export interface GeneratedAlert {
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly receivers: readonly string[] | undefined;
}

export interface GeneratedFile {
  readonly alert: string;
  readonly clock: Clock;
  readonly scenarios: readonly GeneratedScenario[];
}

/** Why no scenarios could be made, as a clause. */
export type Unsolved = { readonly problem: string };

export interface GenerateOptions {
  readonly evaluation: EvalOptions;
  /** The receivers of an alert; undefined: there is no Alertmanager configuration. */
  readonly receiversOf: ((labels: LabelSet) => readonly string[]) | undefined;
}

const MINUTE = 60_000;
/** A scenario has so many samples of a series at most. */
const MOST_SAMPLES = 20_000;
/** A Monday at noon, for rules that ask for the time. */
const NOON = Date.UTC(2026, 0, 5, 12);

/** First scenarios of an alert: it fires, resolves, stays quiet just at its limit, lacks a series, does not last. */
export function generateScenarios(
  rule: AlertingRule,
  project: Project,
  { evaluation, receiversOf }: GenerateOptions,
): GeneratedFile | Unsolved {
  if (rule.group.document.language === 'logql')
    return { problem: 'its expression is LogQL, for which no lines are made' };
  const inputs = inputsOf(rule, project);
  if (inputs === undefined) return { problem: 'its expression does not parse' };
  if (inputs.series.length === 0) return { problem: 'no selector of its expression names a metric' };
  const clock = clockOf(rule, inputs);
  const warm = Math.ceil((inputs.lookbackMs + 2 * clock.evaluationMs) / clock.stepMs) + 2;
  const held = Math.ceil(((rule.for?.value ?? 0) + 4 * clock.evaluationMs) / clock.stepMs);
  if (warm + held > MOST_SAMPLES)
    return { problem: `its ranges and "for" need more than ${MOST_SAMPLES} samples of each series` };
  const player = new AlertPlayer(rule, project.ruleDocuments, inputs, clock, evaluation);
  const isActive = (settings: Settings): boolean =>
    player.isActiveAfter([{ settings, samples: warm + held }]);
  const solution = solve(inputs, isActive, {
    stepMs: clock.stepMs,
    startSec: clock.startMs / 1000,
    samples: warm + held,
  });
  if (solution === undefined)
    return {
      problem: `no combination of values that was tried for ${inputs.series.length} series makes it active`,
    };
  const maker = new Maker(rule, inputs, player, solution, { warm, held }, receiversOf);
  const scenarios = maker.scenarios();
  return scenarios.length === 0
    ? { problem: 'it becomes active, but does not fire within its own "for"' }
    : { alert: rule.name.value, clock, scenarios };
}

/** Samples as dense as the shortest range needs, and no less often than the rule is evaluated. */
function clockOf(rule: AlertingRule, { shortestMs, usesClock }: AlertInputs): Clock {
  const evaluationMs = rule.group.interval?.value || MINUTE;
  const wanted = Math.min(evaluationMs, MINUTE, (shortestMs ?? Infinity) / 5);
  const stepMs = Math.max(1000, Math.floor(wanted / 5000) * 5000);
  const looksAtClock = usesClock || /\b(?:hour|minute|day_of_\w+|month|year)\s*\(/.test(rule.expr.text);
  return { stepMs, evaluationMs, startMs: looksAtClock ? NOON : 0 };
}

class Maker {
  readonly #rule: AlertingRule;
  readonly #inputs: AlertInputs;
  readonly #player: AlertPlayer;
  readonly #solution: Solution;
  readonly #lengths: { readonly warm: number; readonly held: number };
  readonly #receiversOf: GenerateOptions['receiversOf'];

  constructor(
    rule: AlertingRule,
    inputs: AlertInputs,
    player: AlertPlayer,
    solution: Solution,
    lengths: { readonly warm: number; readonly held: number },
    receiversOf: GenerateOptions['receiversOf'],
  ) {
    this.#rule = rule;
    this.#inputs = inputs;
    this.#player = player;
    this.#solution = solution;
    this.#lengths = lengths;
    this.#receiversOf = receiversOf;
  }

  scenarios(): GeneratedScenario[] {
    const fires = this.#fires();
    if (fires === undefined) return [];
    return [
      fires,
      ...this.#resolves(),
      ...this.#justActive(),
      ...this.#quiet(),
      ...this.#tooShort(),
      ...this.#without(),
    ];
  }

  #scenario(
    name: string,
    phases: readonly Phase[],
    expect: readonly GeneratedExpectation[],
  ): GeneratedScenario {
    return { name, series: written(this.#inputs, phases), expect };
  }

  get #all(): number {
    return this.#lengths.warm + this.#lengths.held;
  }

  #fires(): GeneratedScenario | undefined {
    const phases = [{ settings: this.#solution.active, samples: this.#all }];
    const seen = this.#player.watch(phases) ?? [];
    const first = seen.find(isFiring);
    const last = seen.findLast(isFiring);
    if (first === undefined || last === undefined) return undefined;
    const alerts = last.alerts
      .filter(({ state }) => state === 'firing')
      .map(({ labels, annotations }): GeneratedAlert => ({
        labels: new Map([...labels].filter(([name]) => name !== 'alertname')),
        annotations,
        receivers: this.#receiversOf?.(labels),
      }));
    return this.#scenario('fires', phases, [
      { kind: 'first', state: 'firing', atMs: first.atMs },
      { kind: 'alerts', atMs: last.atMs, alerts },
    ]);
  }

  #resolves(): GeneratedScenario[] {
    const { active, limit } = this.#solution;
    if (limit === undefined) return [];
    const after = this.#lengths.warm + Math.ceil((this.#rule.keepFiringFor?.value ?? 0) / 1000 / 5) + 4;
    const phases = [
      { settings: active, samples: this.#all },
      { settings: limit.quiet, samples: Math.min(after, MOST_SAMPLES) },
    ];
    const seen = this.#player.watch(phases) ?? [];
    const position = seen.findLastIndex(isFiring);
    const over = seen[position + 1];
    if (position < 0 || over === undefined || over.alerts.length > 0) return [];
    return [
      this.#scenario('resolves', phases, [
        { kind: 'first', state: 'resolved', atMs: firstResolved(seen) ?? over.atMs },
      ]),
    ];
  }

  /** At the limit: still active. */
  #justActive(): GeneratedScenario[] {
    const { active, limit } = this.#solution;
    if (limit === undefined || String(limit.active) === String(active)) return [];
    const phases = [{ settings: limit.active, samples: this.#all }];
    const last = this.#player.watch(phases)?.at(-1);
    if (last === undefined || !isFiring(last)) return [];
    const name = `fires with ${this.#inputs.series[limit.changed]!.metric} just beyond its limit`;
    return [this.#scenario(name, phases, [{ kind: 'state', state: 'firing', atMs: last.atMs }])];
  }

  #quiet(): GeneratedScenario[] {
    const { limit } = this.#solution;
    if (limit === undefined) return [];
    const phases = [{ settings: limit.quiet, samples: this.#all }];
    const seen = this.#player.watch(phases);
    const last = seen?.at(-1);
    if (last === undefined || seen!.some(({ alerts }) => alerts.length > 0)) return [];
    const name = `stays quiet with ${this.#inputs.series[limit.changed]!.metric} just on the other side of its limit`;
    return [this.#scenario(name, phases, [{ kind: 'state', state: 'inactive', atMs: last.atMs }])];
  }

  /** The longest time with the active settings after which the alert ends without having fired. */
  #tooShort(): GeneratedScenario[] {
    const { active, limit } = this.#solution;
    if (limit === undefined || (this.#rule.for?.value ?? 0) === 0) return [];
    const parts = Array.from({ length: 16 }, (_, i) => Math.floor((this.#all * (16 - i)) / 16));
    for (const samples of new Set([...parts, 5, 4, 3, 2, 1].filter((count) => count > 0))) {
      const phases = [
        { settings: active, samples },
        { settings: limit.quiet, samples: this.#all },
      ];
      const seen = this.#player.watch(phases) ?? [];
      const pending = seen.findLast(({ alerts }) => alerts.length > 0);
      const last = seen.at(-1);
      if (pending === undefined || last === undefined || last.alerts.length > 0 || seen.some(isFiring))
        continue;
      return [
        this.#scenario('does not last for the time of "for"', phases, [
          { kind: 'state', state: 'pending', atMs: pending.atMs },
          { kind: 'state', state: 'inactive', atMs: last.atMs },
        ]),
      ];
    }
    return [];
  }

  #without(): GeneratedScenario[] {
    const { active, needed } = this.#solution;
    if (this.#inputs.series.length < 2) return [];
    return needed.flatMap((i) => {
      const settings = active.map((each, k) => (k === i ? ('absent' as const) : each));
      const phases = [{ settings, samples: this.#all }];
      const last = this.#player.watch(phases)?.at(-1);
      if (last === undefined || last.alerts.length > 0) return [];
      const { metric, labels } = this.#inputs.series[i]!;
      const twins = this.#inputs.series.filter((each) => each.metric === metric).length > 1;
      const what = twins ? `${metric} ${JSON.stringify(labels)}` : metric;
      return [
        this.#scenario(`stays quiet without ${what}`, phases, [
          { kind: 'state', state: 'inactive', atMs: last.atMs },
        ]),
      ];
    });
  }
}

const isFiring = ({ alerts }: SeenAt): boolean => alerts.some(({ state }) => state === 'firing');

/** The first evaluation after a firing one at which nothing fires. */
function firstResolved(seen: readonly SeenAt[]): number | undefined {
  return seen.find((each, i) => i > 0 && isFiring(seen[i - 1]!) && !isFiring(each))?.atMs;
}
