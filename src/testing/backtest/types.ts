import type { AlertingRule, Rule, RuleGroup } from '../../documents/rules/types.ts';
import type { QueryLimits } from '../../logql/eval/index.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import type { AlertEpisode } from '../../routing/grouping/simulate.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { LokiRelease } from '../../util/loki-release.ts';

/** The rules of a backtest and the server that evaluates them. Times are milliseconds. */
export interface BacktestRules {
  readonly groups: readonly RuleGroup[];
  /** How often a group is evaluated. */
  readonly intervalOf: (group: RuleGroup) => number;
  /** Step of subqueries that name none: the server's evaluation interval. */
  readonly evaluationIntervalMs: number;
  readonly evaluation: EvalOptions;
  readonly lokiRelease: LokiRelease;
  /** Limits of `limits_config` that refuse a rule's query. */
  readonly lokiLimits: QueryLimits;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalUrl: string;
}

/** A span of time in milliseconds since 1970, both ends included. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The expression of an alert returned a label set from one evaluation to another, without a pause. */
export interface ConditionRun {
  readonly startMs: number;
  lastMs: number;
}

/** An alert was pending, and perhaps fired, until an evaluation no longer kept it. */
export interface Episode {
  readonly pendingMs: number;
  firingMs: number | undefined;
  /** undefined: it lasts beyond the end of the data. */
  endMs: number | undefined;
}

/** The history of one label set of an alert. */
export interface SeriesHistory {
  readonly labels: LabelSet;
  readonly runs: readonly ConditionRun[];
  readonly episodes: readonly Episode[];
}

export interface RuleFailures {
  readonly rule: Rule;
  /** How many evaluations failed. */
  readonly count: number;
  readonly firstMs: number;
  readonly message: string;
}

export interface AlertHistory {
  readonly rule: AlertingRule;
  readonly intervalMs: number;
  readonly series: readonly SeriesHistory[];
  /** What Alertmanager is sent of it, with external labels. */
  readonly sent: readonly AlertEpisode[];
}

/** What rules did while recorded data was played. */
export interface Played {
  readonly span: TimeSpan;
  readonly alerts: readonly AlertHistory[];
  readonly failures: readonly RuleFailures[];
  readonly evaluations: number;
}
