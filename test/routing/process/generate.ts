import { randomFrom } from '../../documents/alertmanager/generate.ts';
import type { Random } from '../../documents/alertmanager/generate.ts';

/** A time in which an alert fires. Milliseconds since the start of the run. */
export interface Episode {
  readonly fromMs: number;
  /** When it ends; undefined: it outlives the run. */
  readonly toMs: number | undefined;
  /** Its end is known from the start on, as where Prometheus dies; else it is sent at the end. */
  readonly endAnnounced: boolean;
  /** How often its end is sent again, a second after the other. */
  readonly resends: number;
  /** How long it fires before Alertmanager hears of it. */
  readonly ageMs: number;
}

export interface PlannedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly episodes: readonly Episode[];
}

/** A part of a configuration that alerts of other cases do not touch, and its alerts. */
export interface ProcessCase {
  readonly id: string;
  readonly route: object;
  readonly receivers: readonly { readonly name: string; readonly webhook_configs: readonly object[] }[];
  readonly inhibitRules: readonly object[];
  readonly timeIntervals: readonly object[];
  readonly alerts: readonly PlannedAlert[];
}

/** How long a run takes. */
export const RUN_MS = 11_600;

/** Changes come at full seconds. Flushes come at `FLUSH_PHASE_MS` after one, so that both are well apart. */
const FLUSH_PHASE_MS = 500;

/**
 * One random case: routes with grouping and timers of seconds, receivers, inhibition, time intervals with borders at
 * the minutes around `startMs`, and alerts that come, go and come again.
 */
export function randomCase(seed: number, url: string, startMs: number): ProcessCase {
  const random = randomFrom(seed);
  const id = `c${seed}`;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const receivers = times(1 + Math.floor(random() * 3), (r) => ({
    name: `${id}-r${r}`,
    webhook_configs: times(1 + Math.floor(random() * 2), (w) => ({
      url: `${url}/${id}-r${r}/${w}`,
      send_resolved: random() < 0.65,
    })),
  }));
  const timeIntervals = times(2, (i) => ({
    name: `${id}-t${i}`,
    time_intervals: [aroundNow(random, startMs)],
  }));
  const settings = {
    receivers: receivers.map(({ name }) => name),
    intervals: timeIntervals.map(({ name }) => name),
  };
  return {
    id,
    receivers,
    timeIntervals,
    route: {
      ...randomRoute(random, settings, 0),
      receiver: receivers[0]!.name,
      matchers: [`case="${id}"`],
      mute_time_intervals: undefined,
      active_time_intervals: undefined,
    },
    inhibitRules: times(Math.floor(random() * 3), () => ({
      source_matchers: [`case="${id}"`, pick(MATCHERS)],
      target_matchers: [`case="${id}"`, pick(MATCHERS)],
      equal: pick([[], ['a'], ['alertname'], ['a', 'b']]),
    })),
    alerts: randomAlerts(random, id),
  };
}

const MATCHERS = [
  'a="x"',
  'a!="x"',
  'a=~"x|y"',
  'a=""',
  'b="x"',
  'b!~"x"',
  'alertname="A"',
  'alertname=~"A|B"',
  'alertname!="C"',
];

const GROUP_BY = [[], ['a'], ['alertname'], ['a', 'b'], ['...'], ['none']];

interface Settings {
  readonly receivers: readonly string[];
  readonly intervals: readonly string[];
}

function randomRoute(random: Random, settings: Settings, depth: number): object {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const sometimes = <T>(chance: number, value: () => T): T | undefined =>
    random() < chance ? value() : undefined;
  const seconds = (first: number, count: number): number => first + Math.floor(random() * count);
  return {
    receiver: sometimes(0.6, () => pick(settings.receivers)),
    matchers: times(1 + Math.floor(random() * 2), () => pick(MATCHERS)),
    continue: random() < 0.4,
    // Inherited timers of the root are minutes long: the top route of a case always has its own.
    group_by: depth === 0 ? pick(GROUP_BY) : sometimes(0.5, () => pick(GROUP_BY)),
    group_wait: depth === 0 || random() < 0.5 ? `${seconds(0, 3) * 1000 + FLUSH_PHASE_MS}ms` : undefined,
    group_interval: depth === 0 || random() < 0.5 ? `${seconds(1, 4)}s` : undefined,
    // Never a multiple of an interval: whether it is over then depends on how long sending took.
    repeat_interval: depth === 0 || random() < 0.5 ? `${seconds(1, 6) * 1000 + FLUSH_PHASE_MS}ms` : undefined,
    mute_time_intervals: sometimes(0.2, () => [pick(settings.intervals)]),
    active_time_intervals: sometimes(0.15, () => [pick(settings.intervals)]),
    routes: depth < 2 ? times(Math.floor(random() * 3), () => randomRoute(random, settings, depth + 1)) : [],
  };
}

/** A window with borders at whole minutes, of which one may be crossed by the run. */
function aroundNow(random: Random, startMs: number): object {
  const minute = 60_000;
  const base = Math.floor(startMs / minute) * minute;
  const from = base + (Math.floor(random() * 4) - 2) * minute;
  const to = from + (1 + Math.floor(random() * 3)) * minute;
  const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
  const day = new Date(from).getUTCDate();
  // Around midnight: all of the day, which is as good.
  if (clock(to) <= clock(from)) return { days_of_month: [`${day}`] };
  return { times: [{ start_time: clock(from), end_time: clock(to) }], days_of_month: [`${day}`] };
}

function randomAlerts(random: Random, id: string): PlannedAlert[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const byLabels = new Map<string, PlannedAlert>();
  for (let i = 2 + Math.floor(random() * 5); i > 0; i--) {
    const labels: Record<string, string> = { alertname: pick(['A', 'B', 'C']), case: id };
    for (const name of ['a', 'b']) {
      const value = pick(['', 'x', 'y', 'z ü"']);
      if (value !== '') labels[name] = value;
    }
    byLabels.set(JSON.stringify(labels), { labels, episodes: randomEpisodes(random) });
  }
  return [...byLabels.values()];
}

function randomEpisodes(random: Random): Episode[] {
  const episodes: Episode[] = [];
  let at = Math.floor(random() * 5) * 1000;
  while (at < RUN_MS - 2000 && episodes.length < 3) {
    const lasts = random() < 0.75 ? (1 + Math.floor(random() * 6)) * 1000 : undefined;
    const toMs = lasts === undefined ? undefined : at + lasts;
    const ageMs = random() < 0.15 ? 30_000 : 0;
    const pause = 1 + Math.floor(random() * 5);
    const resends = random() < 0.3 ? pause - 1 : 0;
    episodes.push({
      fromMs: at,
      toMs,
      endAnnounced: random() < 0.3,
      resends,
      ageMs: episodes.length === 0 ? ageMs : 0,
    });
    if (toMs === undefined) break;
    at = toMs + pause * 1000;
  }
  return episodes;
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
