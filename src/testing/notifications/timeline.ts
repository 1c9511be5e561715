import type { EvalOptions } from '../../promql/eval/index.ts';
import { groupingBehaviour } from '../../routing/grouping/behaviour.ts';
import { simulate } from '../../routing/grouping/simulate.ts';
import type { AlertEpisode, Notification, Suppression } from '../../routing/grouping/simulate.ts';
import { labelsKey } from '../../routing/labels.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { RouteSettings } from '../../routing/tree/route.ts';
import { playOf } from '../observe/play-case.ts';
import type { TestCase } from '../observe/types.ts';
import type { AlertingRuleState } from '../rules/alerting-rule.ts';
import { playInSteps } from '../rules/play.ts';
import type { Steps } from '../../util/steps.ts';
import { RuleError } from '../rules/rule-error.ts';
import type { Delivery } from './delivery.ts';

/** An alert that fires, with the annotations that Alertmanager was sent. Times are milliseconds since 1970. */
export interface FiringEpisode extends AlertEpisode {
  endsAtMs: number | undefined;
  readonly resentAtMs: number[];
  readonly texts: { readonly atMs: number; readonly annotations: LabelSet }[];
}

/** One message of a receiver, by one or several of its integrations. */
export interface SentNotification {
  readonly atMs: number;
  readonly receiver: string;
  /** `slack[0]`. */
  readonly integrations: readonly string[];
  readonly status: 'firing' | 'resolved';
  readonly reason: string;
  readonly group: LabelSet;
  /** Alertmanager's key of the group, with the matchers of its route. */
  readonly groupKey: string;
  readonly firing: readonly LabelSet[];
  readonly resolved: readonly LabelSet[];
  /** The labels of its route (from 0.34), as they are written. */
  readonly routeLabels: LabelSet;
  /** When its route notifies: milliseconds. */
  readonly timers: Pick<RouteSettings, 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'>;
}

/** What happens between Prometheus and the receivers while a scenario is played. */
export interface NotificationTimeline {
  readonly startMs: number;
  readonly sent: readonly SentNotification[];
  readonly heldBack: readonly Suppression[];
  /** The episode of an alert at an instant. */
  episode(labels: LabelSet, atMs: number): FiringEpisode | undefined;
  /** The labels that fire at an instant. */
  firingAt(atMs: number): readonly LabelSet[];
}

export type TimelineResult = NotificationTimeline | { readonly problem: string };

/** What fires during a scenario; it runs once for several Alertmanagers. */
export interface PlayedEpisodes {
  readonly startMs: number;
  readonly durationMs: number;
  readonly episodes: readonly FiringEpisode[];
  readonly episode: (labels: LabelSet, atMs: number) => FiringEpisode | undefined;
}

/**
 * Plays a scenario and notes what fires, each evaluation a step.
 *
 * @param startMs the wall clock when the input begins, milliseconds since 1970
 * @param durationMs how long to play
 */
export function* playEpisodes(
  testCase: TestCase,
  startMs: number,
  durationMs: number,
  options: EvalOptions,
): Steps<PlayedEpisodes | { readonly problem: string }> {
  const recorder = new Recorder(startMs, testCase.externalLabels);
  try {
    const { failures } = yield* playInSteps({
      ...playOf(testCase, options),
      durationMs,
      onEvaluated: (sinceMs, alerting) => recorder.look(sinceMs, alerting, testCase.startMs),
    });
    const [failure] = failures;
    if (failure !== undefined) return { problem: `rule ${failure.rule}: ${failure.message}` };
  } catch (error) {
    if (error instanceof RuleError) return { problem: error.message };
    throw error;
  }
  const { episodes } = recorder;
  return { startMs, durationMs, episodes, episode: (labels, atMs) => recorder.episode(labels, atMs) };
}

/** Sends what fires to Alertmanager, which groups, mutes and repeats. */
export function notificationTimeline(
  { startMs, durationMs, episodes, episode }: PlayedEpisodes,
  delivery: Delivery,
): NotificationTimeline {
  const events = simulate({
    tree: delivery.tree,
    alerts: episodes,
    inhibitRules: delivery.inhibitRules,
    timeIntervals: delivery.timeIntervals,
    receivers: new Map([...delivery.receivers].map(([name, { integrations }]) => [name, integrations])),
    untilMs: startMs + durationMs,
    grouping: groupingBehaviour(delivery.version),
  });
  return {
    startMs,
    sent: merged(events.filter((event) => event.kind === 'notification')),
    heldBack: events.filter((event) => event.kind === 'suppression'),
    episode,
    firingAt: (atMs) =>
      episodes
        .filter(
          ({ startsAtMs, endsAtMs }) => startsAtMs <= atMs && (endsAtMs === undefined || endsAtMs > atMs),
        )
        .map(({ labels }) => labels),
  };
}

/** Notes what Prometheus sends to Alertmanager: what fires and what it says, and what is over. */
class Recorder {
  readonly episodes: FiringEpisode[] = [];
  readonly #startMs: number;
  readonly #externalLabels: LabelSet;
  readonly #latest = new Map<string, FiringEpisode>();

  constructor(startMs: number, externalLabels: LabelSet) {
    this.#startMs = startMs;
    this.#externalLabels = externalLabels;
  }

  /** @param playedFromMs the instant of the rules' own clock when the input begins */
  look(sinceStartMs: number, alerting: readonly AlertingRuleState[], playedFromMs: number): void {
    const atMs = this.#startMs + sinceStartMs;
    for (const { labels: own, annotations, state } of alerting.flatMap((rule) =>
      rule.takeSendings(playedFromMs + sinceStartMs),
    )) {
      const labels = new Map([...this.#externalLabels, ...own]);
      if (state === 'firing') this.#fires(labels, annotations, atMs);
      else this.#isOver(labels, annotations, atMs);
    }
  }

  #fires(labels: LabelSet, annotations: LabelSet, atMs: number): void {
    const key = labelsKey(labels);
    let episode = this.#latest.get(key);
    if (episode === undefined || episode.endsAtMs !== undefined) {
      episode = { labels, startsAtMs: atMs, endsAtMs: undefined, texts: [], resentAtMs: [] };
      this.#latest.set(key, episode);
      this.episodes.push(episode);
    }
    sayOnce(episode, annotations, atMs);
  }

  #isOver(labels: LabelSet, annotations: LabelSet, atMs: number): void {
    const episode = this.#latest.get(labelsKey(labels));
    if (episode === undefined) return;
    if (episode.endsAtMs !== undefined) {
      episode.resentAtMs.push(atMs);
      return;
    }
    episode.endsAtMs = atMs;
    sayOnce(episode, annotations, atMs);
  }

  episode(labels: LabelSet, atMs: number): FiringEpisode | undefined {
    const key = labelsKey(labels);
    return this.episodes.findLast((one) => one.startsAtMs <= atMs && labelsKey(one.labels) === key);
  }
}

function sayOnce({ texts }: FiringEpisode, annotations: LabelSet, atMs: number): void {
  const last = texts.at(-1);
  if (last === undefined || labelsKey(last.annotations) !== labelsKey(annotations))
    texts.push({ atMs, annotations });
}

/** What the integrations of one receiver send of one group at one instant, as one notification. */
function merged(notifications: readonly Notification[]): SentNotification[] {
  const byKey = new Map<string, SentNotification>();
  for (const one of notifications) {
    const key = `${one.atMs} ${one.route.index} ${one.groupKey}`;
    const known = byKey.get(key);
    byKey.set(key, {
      atMs: one.atMs,
      receiver: one.receiver,
      integrations: [...(known?.integrations ?? []), one.integration],
      status: one.firing.length > 0 ? 'firing' : 'resolved',
      reason: known?.reason ?? one.reason,
      group: one.groupLabels,
      groupKey: one.groupKey,
      firing: one.firing,
      routeLabels: one.route.settings.labels,
      timers: one.route.settings,
      resolved:
        known !== undefined && known.resolved.length > one.resolved.length ? known.resolved : one.resolved,
    });
  }
  return [...byKey.values()];
}
