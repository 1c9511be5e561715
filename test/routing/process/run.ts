import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertmanagerPeer } from '../../../scripts/peers/alertmanager.ts';
import { startAlertmanager } from '../../support/alertmanager/process.ts';
import type { PostedAlert, RunningAlertmanager } from '../../support/alertmanager/process.ts';
import { startReceiver } from '../../support/alertmanager/receiver.ts';
import { RUN_MS, randomCase } from './generate.ts';
import type { PlannedAlert, ProcessCase } from './generate.ts';

/** What a webhook was sent. */
export interface SentMessage {
  readonly atMs: number;
  /** `c7-r0/1`: receiver and webhook. */
  readonly path: string;
  readonly groupKey: string;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  /** From 0.32. */
  readonly reason: string | undefined;
}

/** An alert as it was really posted: the machine may have been late. Milliseconds since 1970. */
export interface PlayedEpisode {
  readonly caseId: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
  receivedAtMs: number;
  endsAtMs: number | undefined;
  readonly resentAtMs: number[];
}

/** What the API said at an instant. */
export interface Probe {
  readonly atMs: number;
  readonly alerts: readonly ApiAlert[];
  readonly groups: readonly ApiGroup[];
}

export interface ApiAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: {
    readonly state: string;
    readonly inhibitedBy: readonly string[];
    readonly mutedBy?: readonly string[];
  };
  readonly receivers: readonly { readonly name: string }[];
}

export interface ApiGroup {
  readonly labels: Readonly<Record<string, string>>;
  readonly receiver: { readonly name: string };
  readonly alerts: readonly ApiAlert[];
}

export interface ProcessRun {
  readonly config: string;
  readonly cases: readonly ProcessCase[];
  readonly played: readonly PlayedEpisode[];
  readonly messages: readonly SentMessage[];
  readonly probes: readonly Probe[];
  readonly untilMs: number;
  /** For how long the machine gave this process no time, at most: an Alertmanager beside it sends as late. */
  readonly lateMs: number;
}

/** The identity of an alert in messages. */
export const identity = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

const STEP_MS = 1000;
/** Between two flush phases and changes. */
const PROBE_PHASE_MS = 750;
const PROBE_EVERY = 3;

/** Plays the cases of `seeds` side by side through one real Alertmanager, and notes what it does. */
export async function runCases(seeds: readonly number[], peer: AlertmanagerPeer): Promise<ProcessRun> {
  const receiver = await startReceiver();
  const heartbeat = startHeartbeat();
  const cases = seeds.map((seed) => randomCase(seed, receiver.url, Date.now()));
  const config = JSON.stringify({
    route: { receiver: 'nobody', routes: cases.map(({ route }) => route) },
    receivers: [{ name: 'nobody' }, ...cases.flatMap(({ receivers }) => receivers)],
    inhibit_rules: cases.flatMap(({ inhibitRules }) => inhibitRules),
    time_intervals: cases.flatMap(({ timeIntervals }) => timeIntervals),
  });
  try {
    const alertmanager = await startAlertmanager(peer, config);
    try {
      const { played, probes } = await play(cases, alertmanager);
      const untilMs = Date.now();
      return {
        config,
        cases,
        played,
        probes,
        untilMs,
        lateMs: heartbeat.lateMs(),
        messages: receiver.requests.map((request) => messageOf(request.atMs, request.path, request.body)),
      };
    } finally {
      await alertmanager.stop();
    }
  } finally {
    heartbeat.stop();
    await receiver.close();
  }
}

const BEAT_MS = 20;

/** Measures how late timers come: what a busy machine does to every process on it. */
function startHeartbeat(): { lateMs: () => number; stop: () => void } {
  let last = performance.now();
  let lateMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    lateMs = Math.max(lateMs, now - last - BEAT_MS);
    last = now;
  }, BEAT_MS);
  return { lateMs: () => lateMs, stop: () => clearInterval(timer) };
}

async function play(
  cases: readonly ProcessCase[],
  alertmanager: RunningAlertmanager,
): Promise<{ played: PlayedEpisode[]; probes: Probe[] }> {
  const player = new Player(cases);
  const probes: Probe[] = [];
  const start = performance.now();
  const until = (ms: number): Promise<void> => sleep(Math.max(0, start + ms - performance.now()));
  for (let at = 0; at <= RUN_MS; at += STEP_MS) {
    await until(at);
    await player.step(at, alertmanager);
    if ((at / STEP_MS) % PROBE_EVERY !== 2) continue;
    await until(at + PROBE_PHASE_MS);
    const [alerts, groups] = await Promise.all([
      alertmanager.get('/api/v2/alerts'),
      alertmanager.get('/api/v2/alerts/groups'),
    ]);
    probes.push({ atMs: Date.now(), alerts: alerts as ApiAlert[], groups: groups as ApiGroup[] });
  }
  await until(RUN_MS);
  return { played: player.played, probes };
}

/** Posts what changes, and what fires again each time, as Prometheus does. */
class Player {
  readonly played: PlayedEpisode[] = [];
  readonly #alerts: readonly { readonly caseId: string; readonly alert: PlannedAlert }[];
  readonly #open = new Map<PlannedAlert, PlayedEpisode>();

  constructor(cases: readonly ProcessCase[]) {
    this.#alerts = cases.flatMap(({ id, alerts }) => alerts.map((alert) => ({ caseId: id, alert })));
  }

  async step(atMs: number, alertmanager: RunningAlertmanager): Promise<void> {
    const nowMs = Date.now();
    const ended: PostedAlert[] = [];
    const firing: PostedAlert[] = [];
    const opened: PlayedEpisode[] = [];
    const resent: PlayedEpisode[] = [];
    for (const { caseId, alert } of this.#alerts) {
      const open = this.#open.get(alert);
      const over = alert.episodes.find(
        ({ toMs, resends }) => toMs !== undefined && toMs <= atMs && atMs <= toMs + resends * STEP_MS,
      );
      if (open !== undefined && over !== undefined) {
        const again = over.toMs !== atMs;
        open.endsAtMs ??= nowMs;
        if (again) resent.push(open);
        if (again || !over.endAnnounced) ended.push(posted(open));
      }
      const begun = alert.episodes.find(({ fromMs }) => fromMs === atMs);
      if (begun !== undefined) {
        const { toMs, fromMs, endAnnounced, ageMs } = begun;
        const episode: PlayedEpisode = {
          caseId,
          labels: alert.labels,
          startsAtMs: nowMs - ageMs,
          receivedAtMs: nowMs,
          endsAtMs:
            endAnnounced && toMs !== undefined ? nowMs + toMs - fromMs - ANNOUNCED_EARLIER_MS : undefined,
          resentAtMs: [],
        };
        this.#open.set(alert, episode);
        opened.push(episode);
      }
      const now = this.#open.get(alert);
      if (now !== undefined && (now.endsAtMs ?? Infinity) > nowMs) firing.push(posted(now));
    }
    await alertmanager.post([...ended, ...firing]);
    const receivedMs = (nowMs + Date.now()) / 2;
    for (const episode of opened) episode.receivedAtMs = receivedMs;
    for (const episode of resent) episode.resentAtMs.push(receivedMs);
    this.played.push(...opened);
  }
}

/** Ends that were announced come between a change and a flush. */
const ANNOUNCED_EARLIER_MS = 750;

const FAR_MS = 600_000;

function posted({ labels, startsAtMs, receivedAtMs, endsAtMs }: PlayedEpisode): PostedAlert {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return { labels, startsAt: iso(startsAtMs), endsAt: iso(endsAtMs ?? receivedAtMs + FAR_MS) };
}

function messageOf(atMs: number, path: string, body: string): SentMessage {
  const message = JSON.parse(body) as {
    groupKey: string;
    notification_reason?: string;
    alerts: { status: string; labels: Record<string, string> }[];
  };
  const withStatus = (status: string): string[] =>
    message.alerts
      .filter((alert) => alert.status === status)
      .map(({ labels }) => identity(labels))
      .sort();
  return {
    atMs,
    path: path.slice(1),
    groupKey: message.groupKey,
    firing: withStatus('firing'),
    resolved: withStatus('resolved'),
    reason: message.notification_reason,
  };
}
