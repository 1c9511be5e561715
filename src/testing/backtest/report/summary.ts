import type { LabelSet } from '../../../routing/labels.ts';
import { ruleLabels } from '../../rules/rule-labels.ts';
import type { AlertHistory, Played } from '../types.ts';
import { firingsOf, sweepFor } from './sweep.ts';
import type { Firing, ForSweep } from './sweep.ts';

/** The label set of an alert that fired most often. */
export interface NoisySeries {
  readonly labels: LabelSet;
  /** The labels that the rule does not set itself. */
  readonly varying: LabelSet;
  readonly firings: number;
  readonly firingMs: number;
}

/** What one alert did. Times are milliseconds. */
export interface AlertSummary {
  readonly alert: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly group: string;
  readonly forMs: number;
  /** Label sets that were pending at least once. */
  readonly series: number;
  /** How often one was pending without firing then. */
  readonly onlyPending: number;
  readonly firings: number;
  readonly firingMs: number;
  readonly shortestMs: number | undefined;
  readonly longestMs: number | undefined;
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** Firings that began within an hour after the last one of the same label set had ended. */
  readonly flaps: number;
  /** Label sets that fire when the data ends. */
  readonly stillFiring: number;
  /** Those that fire most, at most five. */
  readonly noisiest: readonly NoisySeries[];
  readonly sweep: readonly ForSweep[];
}

/** A pause that is shorter makes the next firing a flap. */
export const FLAP_MS = 3_600_000;
const NOISIEST = 5;

/** Every alert of the rules, the one that fired most first; those that never fired in their order at the end. */
export function summarise({ alerts, span }: Played): AlertSummary[] {
  return alerts
    .map((history) => summaryOf(history, span.toMs))
    .sort((a, b) => b.firings - a.firings || b.onlyPending - a.onlyPending);
}

function summaryOf(history: AlertHistory, endMs: number): AlertSummary {
  const { rule, series } = history;
  const bySeries = series.map((one) => ({ labels: one.labels, firings: firingsOf(one) }));
  const firings = bySeries.flatMap((one) => one.firings);
  const lengths = firings.map((firing) => lengthOf(firing, endMs));
  return {
    alert: rule.name.value,
    file: rule.file.path,
    line: rule.file.position(rule.name.range.start).line,
    group: rule.group.name?.value ?? '',
    forMs: rule.for?.value ?? 0,
    series: series.length,
    onlyPending: series.reduce((sum, { episodes }) => sum + episodes.filter(isOnlyPending).length, 0),
    firings: firings.length,
    firingMs: lengths.reduce((sum, ms) => sum + ms, 0),
    shortestMs: least(lengths),
    longestMs: most(lengths),
    firstMs: least(firings.map(({ startMs }) => startMs)),
    lastMs: most(firings.map(({ startMs }) => startMs)),
    flaps: bySeries.reduce((sum, one) => sum + flapsIn(one.firings), 0),
    stillFiring: firings.filter((firing) => firing.endMs === undefined).length,
    noisiest: noisiestOf(bySeries, new Set(ruleLabels(rule).map(([name]) => name)), endMs),
    sweep: firings.length === 0 && series.length === 0 ? [] : sweepFor(history, endMs),
  };
}

const isOnlyPending = ({ firingMs }: { readonly firingMs: number | undefined }): boolean =>
  firingMs === undefined;

const lengthOf = ({ startMs, endMs }: Firing, lastMs: number): number => (endMs ?? lastMs) - startMs;

function flapsIn(firings: readonly Firing[]): number {
  return firings.filter(({ startMs }, i) => {
    const endMs = firings[i - 1]?.endMs;
    return endMs !== undefined && startMs - endMs < FLAP_MS;
  }).length;
}

function noisiestOf(
  series: readonly { readonly labels: LabelSet; readonly firings: readonly Firing[] }[],
  own: ReadonlySet<string>,
  endMs: number,
): NoisySeries[] {
  return series
    .filter(({ firings }) => firings.length > 0)
    .map(({ labels, firings }) => ({
      labels,
      varying: new Map([...labels].filter(([name]) => name !== 'alertname' && !own.has(name))),
      firings: firings.length,
      firingMs: firings.reduce((sum, firing) => sum + lengthOf(firing, endMs), 0),
    }))
    .sort((a, b) => b.firings - a.firings || b.firingMs - a.firingMs)
    .slice(0, NOISIEST);
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b));
}

function most(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
}
