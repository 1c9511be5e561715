import type { Gap } from '../recording/recording.ts';
import type { Played } from '../types.ts';
import type { AlertChange } from './compare.ts';
import type { Notifications } from './notify.ts';
import type { AlertSummary } from './summary.ts';
import type { ThresholdSweep } from './threshold-sweep.ts';

/** An alert for which the data has nothing, and what it would need. */
export interface AlertWithoutData {
  readonly alert: string;
  /** Metrics that its expression or its recording rules read. */
  readonly metrics: readonly string[];
}

/** Old rules against new ones. */
export interface BacktestComparison {
  /** What the old rules are: a revision or files. */
  readonly base: string;
  readonly before: Played;
  readonly changes: readonly AlertChange[];
  readonly notifications: Notifications | undefined;
}

/** Everything that a backtest found. */
export interface BacktestReport {
  /** The files or the server that the data came from. */
  readonly sources: readonly string[];
  readonly series: number;
  readonly samples: number;
  readonly lines: number;
  readonly gaps: readonly Gap[];
  /** Things to know before the figures are believed. */
  readonly notes: readonly string[];
  readonly played: Played;
  readonly alerts: readonly AlertSummary[];
  readonly withoutData: readonly AlertWithoutData[];
  /** undefined: there is no Alertmanager configuration. */
  readonly notifications: Notifications | undefined;
  readonly comparison: BacktestComparison | undefined;
  readonly thresholds: readonly ThresholdSweep[];
}
