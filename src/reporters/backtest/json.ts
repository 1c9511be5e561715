import type {
  AlertSummary,
  BacktestReport,
  ChangedFiring,
  Notifications,
  Played,
} from '../../testing/backtest/index.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { cautions } from './words.ts';

/** Everything that a backtest found, as plain data: instants in ISO 8601, lengths of time in seconds. */
export function backtestJson(report: BacktestReport): object {
  const { played, alerts, notifications, comparison, thresholds } = report;
  return {
    data: {
      sources: report.sources,
      from: iso(played.span.fromMs),
      to: iso(played.span.toMs),
      series: report.series,
      samples: report.samples,
      lines: report.lines,
      gaps: report.gaps.map(({ fromMs, toMs }) => ({ from: iso(fromMs), to: iso(toMs) })),
    },
    notes: cautions(report),
    alerts: alerts.map((alert) => alertJson(alert, played)),
    withoutData: report.withoutData,
    failures: played.failures.map(({ rule, count, firstMs, message }) => ({
      rule: rule.name.value,
      count,
      first: iso(firstMs),
      message,
    })),
    ...(notifications === undefined ? {} : { notifications: notificationsJson(notifications) }),
    ...(comparison === undefined ? {} : { comparison: comparisonJson(comparison) }),
    ...(thresholds.length === 0
      ? {}
      : {
          thresholds: thresholds.map(({ alert, rows }) => ({
            alert,
            rows: rows.map(({ shortestMs, ...row }) => ({ ...row, shortestSeconds: seconds(shortestMs) })),
          })),
        }),
  };
}

function alertJson(alert: AlertSummary, { alerts }: Played): object {
  const history = alerts.find(
    ({ rule }) =>
      rule.name.value === alert.alert && rule.file.path === alert.file && lineOf(rule) === alert.line,
  );
  return {
    alert: alert.alert,
    file: alert.file,
    line: alert.line,
    group: alert.group,
    forSeconds: alert.forMs / 1000,
    firings: alert.firings,
    firingSeconds: alert.firingMs / 1000,
    shortestSeconds: seconds(alert.shortestMs),
    longestSeconds: seconds(alert.longestMs),
    flaps: alert.flaps,
    onlyPending: alert.onlyPending,
    stillFiring: alert.stillFiring,
    noisiest: alert.noisiest.map(({ labels, firings, firingMs }) => ({
      labels: plain(labels),
      firings,
      firingSeconds: firingMs / 1000,
    })),
    for: alert.sweep.map(({ forMs, firings, shortestMs, isCurrent }) => ({
      forSeconds: forMs / 1000,
      isCurrent,
      firings,
      shortestSeconds: seconds(shortestMs),
    })),
    episodes: (history?.series ?? []).flatMap(({ labels, episodes }) =>
      episodes.map(({ pendingMs, firingMs, endMs }) => ({
        labels: plain(labels),
        pending: iso(pendingMs),
        firing: iso(firingMs),
        end: iso(endMs),
      })),
    ),
  };
}

const lineOf = (rule: Played['alerts'][number]['rule']): number =>
  rule.file.position(rule.name.range.start).line;

function notificationsJson({ receivers, heldBack, silent }: Notifications): object {
  return {
    receivers: receivers.map(({ byAlert, ...counts }) => ({
      ...counts,
      alerts: Object.fromEntries(byAlert),
    })),
    heldBack,
    withoutNotification: silent,
  };
}

function comparisonJson({ base, changes, notifications }: NonNullable<BacktestReport['comparison']>): object {
  return {
    base,
    changes: changes.map(({ gained, lost, moved, ...change }) => ({
      ...change,
      gained: gained.map(changeJson),
      lost: lost.map(changeJson),
      moved: moved.map(changeJson),
    })),
    ...(notifications === undefined ? {} : { notifications: notificationsJson(notifications) }),
  };
}

function changeJson({ labels, before, after }: ChangedFiring): object {
  const span = (firing: ChangedFiring['before']): object | undefined =>
    firing === undefined ? undefined : { from: iso(firing.startMs), to: iso(firing.endMs) };
  return { labels: plain(labels), before: span(before), after: span(after) };
}

const plain = (labels: LabelSet): Record<string, string> => Object.fromEntries(labels);
const seconds = (ms: number | undefined): number | null => (ms === undefined ? null : ms / 1000);
const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
