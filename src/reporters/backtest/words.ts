import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { formatLabels } from '../../routing/labels.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { BacktestReport, Gap } from '../../testing/backtest/index.ts';
import { groupDigits } from '../../util/digits.ts';
import { plural } from '../../util/plural.ts';

const MINUTE = 60_000;

/** A length of time to the second, or to the minute from an hour on. */
export function length(ms: number | undefined): string {
  if (ms === undefined) return '';
  const unit = ms >= 60 * MINUTE ? MINUTE : 1000;
  return formatDurationMs(Math.round(ms / unit) * unit);
}

/** `2026-03-01 08:30` in UTC, with seconds where there are some. */
export function stamp(ms: number): string {
  const text = new Date(ms).toISOString().replace('T', ' ');
  return text.slice(17, 19) === '00' ? text.slice(0, 16) : text.slice(0, 19);
}

/** The labels of an alert without its name, which its line has already. */
export function labelsText(labels: LabelSet): string {
  return formatLabels(new Map([...labels].filter(([name]) => name !== 'alertname')));
}

/** `2 alerts over 7d (2026-03-01 00:00 to 2026-03-08 00:00 UTC): 12 series, 4,032 samples`. */
export function headline({ alerts, played, sources, series, samples, lines }: BacktestReport): string {
  const { fromMs, toMs } = played.span;
  const data = [
    ...(samples > 0 ? [`${plural(series, 'series', 'series')}, ${plural(samples, 'sample')}`] : []),
    ...(lines > 0 ? [plural(lines, 'log line')] : []),
  ];
  if (data.length === 0) data.push(`evaluated by ${sources.join(', ')}`);
  return `${plural(alerts.length, 'alert')} over ${length(toMs - fromMs)} (${stamp(fromMs)} to ${stamp(toMs)} UTC): ${data.join(', ')}`;
}

/** What must be known before the figures are believed. */
export function cautions({ notes, gaps, played, withoutData }: BacktestReport): string[] {
  const failures = played.failures.map(
    ({ rule, count, firstMs, message }) =>
      `"${rule.name.value}" failed at ${groupDigits(count)} of its evaluations, first at ${stamp(firstMs)}: ${message}`,
  );
  const missing = [...byMetrics(withoutData)].map(
    ([metrics, alerts]) =>
      `the data has no ${metrics}: the silence of ${alerts.map((alert) => `"${alert}"`).join(', ')} proves nothing`,
  );
  return [...notes, ...gapNotes(gaps), ...failures, ...missing];
}

function byMetrics(withoutData: BacktestReport['withoutData']): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { alert, metrics } of withoutData) {
    const key = metrics.join(', ');
    found.set(key, [...(found.get(key) ?? []), alert]);
  }
  return found;
}

const SHOWN_GAPS = 3;

function gapNotes(gaps: readonly Gap[]): string[] {
  if (gaps.length === 0) return [];
  const shown = gaps
    .slice(0, SHOWN_GAPS)
    .map(({ fromMs, toMs }) => `${stamp(fromMs)} to ${stamp(toMs)}`)
    .join('; ');
  const more = gaps.length > SHOWN_GAPS ? ` and ${gaps.length - SHOWN_GAPS} more` : '';
  return [
    `the data has ${plural(gaps.length, 'gap')} (${shown}${more}): there, alerts on absence fire and others resolve`,
  ];
}
