import type { AlertingRule } from '../../../documents/rules/types.ts';
import type { Labels, VectorSample } from '../../../promql/eval/index.ts';
import type { AlertEpisode } from '../../../routing/grouping/simulate.ts';
import type { LabelSet } from '../../../routing/labels.ts';
import { AlertingRuleState } from '../../rules/alerting-rule.ts';
import type { RuleContext } from '../../rules/context.ts';
import type { RuleSample } from '../../rules/output.ts';
import type { AlertHistory, ConditionRun, Episode, SeriesHistory } from '../types.ts';

interface Track {
  readonly labels: LabelSet;
  readonly runs: ConditionRun[];
  readonly episodes: Episode[];
  /** The evaluation at which it was last pending or firing. */
  seenMs: number;
  /** The run that goes on. */
  run: ConditionRun | undefined;
}

interface Sent extends AlertEpisode {
  endsAtMs: number | undefined;
  readonly resentAtMs: number[];
}

/** Follows the alerts of one rule through time, by the state machine that tests use too. */
export class AlertTrack {
  readonly #rule: AlertingRule;
  readonly #state: AlertingRuleState;
  readonly #externalLabels: readonly (readonly [string, string])[];
  readonly #tracks = new Map<string, Track>();
  readonly #open = new Map<string, Track>();
  readonly #sent: Sent[] = [];
  readonly #latestSent = new Map<string, Sent>();
  #samples: readonly VectorSample[] = [];

  /** @throws RuleError bad-rule */
  constructor(rule: AlertingRule, context: RuleContext) {
    this.#rule = rule;
    this.#state = new AlertingRuleState(rule, context, () => this.#samples);
    this.#externalLabels = Object.entries(context.externalLabels);
  }

  /** Nothing would change if the expression returned nothing. */
  get isIdle(): boolean {
    return this.#state.isIdle;
  }

  /**
   * One evaluation. Milliseconds.
   *
   * @param limit of the group; 0: any number of alerts
   * @returns the ALERTS samples, where the context asks for them
   * @throws EvalError, RuleError: the evaluation failed, and alerts stay as they were
   */
  step(
    samples: readonly VectorSample[],
    timeMs: number,
    queryOffsetMs: number,
    limit: number,
    context: RuleContext,
  ): RuleSample[] {
    this.#samples = samples;
    const series = this.#state.evaluate(timeMs, queryOffsetMs, limit, context);
    this.#look(timeMs);
    this.#send(timeMs);
    return series;
  }

  #look(timeMs: number): void {
    let seen = 0;
    for (const { labels, activeAtMs, state, keptSinceMs } of this.#state.active) {
      seen++;
      const track = this.#open.get(labels.key) ?? this.#opened(labels, activeAtMs);
      track.seenMs = timeMs;
      const episode = track.episodes.at(-1)!;
      if (state === 'firing') episode.firingMs ??= timeMs;
      if (keptSinceMs !== undefined) track.run = undefined;
      else if (track.run === undefined) track.runs.push((track.run = { startMs: timeMs, lastMs: timeMs }));
      else track.run.lastMs = timeMs;
    }
    if (seen === this.#open.size) return;
    for (const [key, track] of this.#open) {
      if (track.seenMs === timeMs) continue;
      track.episodes.at(-1)!.endMs = timeMs;
      track.run = undefined;
      this.#open.delete(key);
    }
  }

  #opened(labels: Labels, pendingMs: number): Track {
    let track = this.#tracks.get(labels.key);
    if (track === undefined) {
      track = { labels: new Map(labels), runs: [], episodes: [], seenMs: pendingMs, run: undefined };
      this.#tracks.set(labels.key, track);
    }
    track.episodes.push({ pendingMs, firingMs: undefined, endMs: undefined });
    this.#open.set(labels.key, track);
    return track;
  }

  #send(timeMs: number): void {
    for (const { labels, state } of this.#state.takeSendings(timeMs)) {
      const latest = this.#latestSent.get(labels.key);
      if (state !== 'firing') {
        if (latest === undefined) continue;
        if (latest.endsAtMs === undefined) latest.endsAtMs = timeMs;
        else latest.resentAtMs.push(timeMs);
      } else if (latest === undefined || latest.endsAtMs !== undefined) {
        const all = new Map([...this.#externalLabels, ...labels]);
        const sent: Sent = { labels: all, startsAtMs: timeMs, endsAtMs: undefined, resentAtMs: [] };
        this.#latestSent.set(labels.key, sent);
        this.#sent.push(sent);
      }
    }
  }

  history(intervalMs: number): AlertHistory {
    const series = [...this.#tracks.values()].map(({ labels, runs, episodes }): SeriesHistory => ({
      labels,
      runs,
      episodes,
    }));
    return { rule: this.#rule, intervalMs, series, sent: this.#sent };
  }
}
