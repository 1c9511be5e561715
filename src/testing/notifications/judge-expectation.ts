import { allAtOnce } from '../../util/steps.ts';
import type { Steps } from '../../util/steps.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { labelsKey } from '../../routing/labels.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { TestCase } from '../observe/types.ts';
import type { DiffLine, Failure } from '../result.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Delivery } from './delivery.ts';
import { judgeMessage } from './judge-message.ts';
import { judgeNotifications } from './judge.ts';
import { notificationQuestions } from './questions.ts';
import { notificationTimeline, playEpisodes } from './timeline.ts';
import type { NotificationTimeline, PlayedEpisodes, TimelineResult } from './timeline.ts';
import type { NotificationExpectation } from './types.ts';

/** The alert that a scenario file is about, in the situation that is played. */
export interface JudgedCase {
  readonly scenario: Scenario;
  readonly alert: string;
  readonly testCase: TestCase;
  /** What the engine that was chosen says fires at an instant, external labels added; or why it does not say. */
  readonly firingAt: (atMs: number) => readonly LabelSet[] | { readonly problem: string };
}

/** What fires in cases that were played already. */
export type EpisodeMemory = WeakMap<TestCase, PlayedEpisodes | { readonly problem: string }>;

/** Judges what receivers are sent over a scenario's time. Groups, timers, intervals and texts are played in process. */
export class NotificationJudge {
  readonly #delivery: Delivery;
  readonly #options: EvalOptions;
  readonly #timelines = new WeakMap<TestCase, TimelineResult>();
  readonly #episodes: EpisodeMemory;

  readonly #watch: ((timeline: NotificationTimeline, played: PlayedEpisodes) => void) | undefined;

  /**
   * @param episodes shared by judges of other deliveries, so that each case is played once
   * @param watch gets each timeline
   */
  constructor(
    delivery: Delivery,
    options: EvalOptions,
    episodes: EpisodeMemory = new WeakMap(),
    watch?: (timeline: NotificationTimeline, played: PlayedEpisodes) => void,
  ) {
    this.#delivery = delivery;
    this.#options = options;
    this.#episodes = episodes;
    this.#watch = watch;
  }

  judge(expectation: NotificationExpectation, judged: JudgedCase): Failure[] {
    const timeline = this.#timeline(judged);
    if ('problem' in timeline) {
      const message = `the evaluation failed: ${timeline.problem}`;
      return [{ code: 'expression-error', range: expectation.range, message, diff: [] }];
    }
    const dispute = disagreement(expectation, judged, timeline);
    if (dispute !== undefined) return [dispute];
    const { alert, scenario, testCase } = judged;
    if (expectation.kind === 'notifications') {
      return judgeNotifications(expectation, alert, timeline, this.#delivery);
    }
    const source = {
      rules: testCase.rules,
      prometheusUrl: scenario.externalUrl,
      alertmanagerUrl: scenario.alertmanagerUrl,
    };
    return judgeMessage(expectation, alert, timeline, this.#delivery, source);
  }

  #timeline({ scenario, testCase }: JudgedCase): TimelineResult {
    let timeline = this.#timelines.get(testCase);
    if (timeline === undefined) {
      const played = allAtOnce(this.#played(scenario, testCase));
      timeline = 'problem' in played ? played : notificationTimeline(played, this.#delivery);
      if (!('problem' in timeline) && !('problem' in played)) this.#watch?.(timeline, played);
      this.#timelines.set(testCase, timeline);
    }
    return timeline;
  }

  /** Plays a scenario for its expectations about notifications, each evaluation a step; without any, does nothing. */
  *prepare({ expectations, ...scenario }: Scenario, testCase: TestCase): Steps<void> {
    if (expectations.some(({ kind }) => kind === 'notifications' || kind === 'message'))
      yield* this.#played({ ...scenario, expectations }, testCase);
  }

  *#played(scenario: Scenario, testCase: TestCase): Steps<PlayedEpisodes | { readonly problem: string }> {
    let played = this.#episodes.get(testCase);
    if (played === undefined) {
      const durationMs = Math.max(...scenario.expectations.map(({ at }) => at.value));
      played = yield* playEpisodes(testCase, scenario.startMs, durationMs, this.#options);
      this.#episodes.set(testCase, played);
    }
    return played;
  }
}

/** The chosen engine must see the same alerts fire as the play that the notifications come from. */
function disagreement(
  expectation: NotificationExpectation,
  { firingAt }: JudgedCase,
  timeline: NotificationTimeline,
): Failure | undefined {
  for (const { atMs } of notificationQuestions(expectation)) {
    const said = firingAt(atMs);
    if ('problem' in said) {
      const message = `the evaluation failed: ${said.problem}`;
      return { code: 'expression-error', range: expectation.range, message, diff: [] };
    }
    const played = timeline.firingAt(timeline.startMs + atMs);
    const [ours, theirs] = [played, said].map((sets) => new Set(sets.map(labelsKey)));
    const diff = [
      ...[...ours!].filter((key) => !theirs!.has(key)).map((text): DiffLine => ({ kind: 'expected', text })),
      ...[...theirs!].filter((key) => !ours!.has(key)).map((text): DiffLine => ({ kind: 'got', text })),
    ];
    if (diff.length === 0) continue;
    return {
      code: 'engines-disagree',
      range: expectation.range,
      message: `the engines disagree on the firing alerts at ${formatDurationMs(atMs)}, which the notifications depend on`,
      diff,
      help: '"-" is the result of the embedded engine, "+" the other one; run with --engine embedded, and please report it',
    };
  }
  return undefined;
}
