import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import type { RecordingRule, Rule } from '../../documents/rules/types.ts';
import { PrometheusApi } from '../../live/prometheus-api.ts';
import {
  askServer,
  compareFirings,
  inlineRecorded,
  notificationsOf,
  readingOf,
  summarise,
} from '../../testing/backtest/index.ts';
import type {
  BacktestReport,
  BacktestRules,
  Played,
  Reading,
  TimeSpan,
} from '../../testing/backtest/index.ts';
import { mapLimited } from '../../util/map-limited.ts';
import type { Io } from '../io.ts';
import { connect } from '../live/connect.ts';
import type { ConnectOptions } from '../live/connect.ts';
import { playWithProgress, refuseBad } from './play.ts';
import type { BacktestSide } from './sides.ts';

export interface ServerBacktest {
  readonly url: string;
  readonly connection: ConnectOptions;
  readonly current: BacktestSide;
  readonly before: BacktestSide | undefined;
  readonly asked: TimeSpan;
}

const DAY_MS = 24 * 3_600_000;
/** The past does not change: answers about it are kept for a week. */
const KEPT_MS = 7 * DAY_MS;
const AT_ONCE = 8;

/**
 * Has a server evaluate the expressions of alerts over a span (default: the last day); states, templates and
 * notifications are worked out here.
 *
 * @throws UserError for a server that does not answer, and for an alert that it cannot be asked about
 */
export async function backtestServer(options: ServerBacktest, io: Io): Promise<BacktestReport> {
  const { url, connection, current, before, asked } = options;
  const sides = before === undefined ? [current] : [current, before];
  for (const { rules } of sides) refuseBad(rules);
  const api = new PrometheusApi(connect(url, connection, io, KEPT_MS));
  const span = spanOf(asked, io.now());
  const reading = readingOf(sides.map(({ rules }) => rules));
  const missing = await absentMetrics(reading, api, span);
  const changed = changedRecords(sides);
  const isInlined = (metric: string): boolean => missing.has(metric) || changed.has(metric);
  const played = await playSide(current, isInlined, api, span, 'asking the server', io);
  const report: BacktestReport = {
    sources: [api.client.name],
    series: 0,
    samples: 0,
    lines: 0,
    gaps: [],
    notes: notesOf(current.rules),
    played,
    alerts: summarise(played),
    withoutData: played.alerts.flatMap(({ rule }) => {
      const metrics = reading.metricsOf(rule).filter((metric) => missing.has(metric));
      return metrics.length > 0 ? [{ alert: rule.name.value, metrics }] : [];
    }),
    notifications: current.routing === undefined ? undefined : notificationsOf(played, current.routing),
    comparison: undefined,
    thresholds: [],
  };
  if (before === undefined) return report;
  const old = await playSide(before, isInlined, api, span, 'asking the server about the old rules', io);
  return {
    ...report,
    comparison: {
      base: before.name,
      before: old,
      changes: compareFirings(old, played),
      notifications: before.routing === undefined ? undefined : notificationsOf(old, before.routing),
    },
  };
}

function spanOf({ fromMs, toMs }: TimeSpan, nowMs: number): TimeSpan {
  const endMs = Math.min(toMs, nowMs);
  const startMs = Number.isFinite(fromMs) ? fromMs : endMs - DAY_MS;
  if (startMs < endMs) return { fromMs: startMs, toMs: endMs };
  throw new UserError('--from is in the future', EXIT.usage, 'name a time that the server has recorded');
}

/** The alerts alone: the server has what recording rules gave, or their expressions are written into those of alerts. */
async function playSide(
  { rules }: BacktestSide,
  isInlined: (metric: string) => boolean,
  api: PrometheusApi,
  span: TimeSpan,
  what: string,
  io: Io,
): Promise<Played> {
  const records = new Map<string, RecordingRule>();
  for (const rule of rules.groups.flatMap((group) => group.rules))
    if (rule.kind === 'record') records.set(rule.name.value, rule);
  const groups = rules.groups
    .filter(({ document }) => document.language === 'promql')
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => rule.kind === 'alert') }));
  const texts = new Map<Rule, string>();
  for (const rule of groups.flatMap((group) => group.rules)) {
    const text = inlineRecorded(rule, (metric) => (isInlined(metric) ? records.get(metric) : undefined));
    if ('blockedBy' in text) throw cannotAsk(rule, text.blockedBy);
    texts.set(rule, text.text);
  }
  const ask = { api, wait, textOf: (rule: Rule): string => texts.get(rule) ?? rule.expr.text };
  return playWithProgress(
    { ...rules, groups },
    { span, ask: (rule, steps) => askServer(rule, steps, ask) },
    what,
    io,
  );
}

function cannotAsk(rule: Rule, metric: string): UserError {
  return new UserError(
    `the server cannot evaluate "${rule.name.value}": it reads "${metric}", which the server does not record like these rules`,
    EXIT.usage,
    'export the metrics that the recording rule reads, and use --data; or leave the alert out with --alert',
  );
}

const wait = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** Metrics that rules read and of which the server has nothing in the span. */
async function absentMetrics(
  { metrics }: Reading,
  api: PrometheusApi,
  { fromMs, toMs }: TimeSpan,
): Promise<Set<string>> {
  const found = await mapLimited([...metrics], AT_ONCE, async (metric) => {
    const span = { start: fromMs / 1000, end: toMs / 1000 };
    const series = await api.series([`{__name__=${JSON.stringify(metric)}}`], span, 1);
    return series.length === 0 ? [metric] : [];
  });
  return new Set(found.flat());
}

/** Series that the old and the new rules record in different ways. */
function changedRecords(sides: readonly BacktestSide[]): Set<string> {
  const texts = sides.map(({ rules }) => {
    const byName = new Map<string, string[]>();
    for (const rule of rules.groups.flatMap((group) => group.rules)) {
      if (rule.kind !== 'record') continue;
      const text = JSON.stringify([rule.expr.text, rule.labels.map(({ name, value }) => [name, value])]);
      byName.set(rule.name.value, [...(byName.get(rule.name.value) ?? []), text]);
    }
    return byName;
  });
  const names = new Set(texts.flatMap((byName) => [...byName.keys()]));
  const of = (name: string): string[] => texts.map((byName) => JSON.stringify(byName.get(name) ?? []));
  return new Set([...names].filter((name) => new Set(of(name)).size > 1));
}

function notesOf({ groups }: BacktestRules): string[] {
  const ofLoki = groups.filter(({ document }) => document.language === 'logql').flatMap(({ rules }) => rules);
  if (ofLoki.length === 0) return [];
  return [`${ofLoki.length} rules of Loki were left out: Prometheus evaluates the others`];
}
