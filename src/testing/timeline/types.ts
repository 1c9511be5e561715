import type { AlertState } from '../scenario/types.ts';
import type { FieldPattern } from '../scenario/field-pattern.ts';

/** What an expression said around an instant, and what became of the alert. Times are milliseconds since the start. */
export interface Timeline {
  /** The parts of the expression that are compared with something; one where nothing is. */
  readonly conditions: readonly TimelineCondition[];
  /** How long the condition must hold before the alert fires; undefined where there is no alert. */
  readonly holdMs: number | undefined;
  readonly rows: readonly TimelineRow[];
  /** At the instant asked about: the part that returns nothing with the label sets of both its sides, and Prometheus's remarks. */
  readonly notes: readonly string[];
}

export interface TimelineCondition {
  /** How it is joined to those before it. */
  readonly join: 'and' | 'or' | 'unless' | undefined;
  /** The comparison, on one line. */
  readonly text: string;
  /** `> 0.05`, as written; undefined: the expression is true where it returns anything. */
  readonly threshold: string | undefined;
}

export interface TimelineRow {
  readonly atMs: number;
  /** The instant of the expectation. */
  readonly asked: boolean;
  /** Evaluations between this row and the one before are left out. */
  readonly gap: boolean;
  /** One for each condition. */
  readonly cells: readonly TimelineCell[];
  /** undefined where the timeline is of an expression, not of an alert. */
  readonly state: AlertState | undefined;
}

export interface TimelineCell {
  /** The value nearest to the threshold's other side; undefined: there is no series. */
  readonly value: number | undefined;
  /** The other side, where it is not a number as written. */
  readonly threshold: number | undefined;
  readonly series: number;
  readonly holds: boolean;
}

/** The alert that a timeline follows. */
export interface FollowedAlert {
  readonly name: string;
  readonly expr: string;
  readonly holdMs: number;
  readonly queryOffsetMs: number;
}

/** Shows what a case's expressions said. */
export interface Timelines {
  /** The alert around an instant; undefined if it is unknown. @param labels which of its series */
  alertAround(atMs: number, labels: readonly FieldPattern[]): Timeline | undefined;
  /** An expression around an instant. */
  exprAround(expr: string, atMs: number): Timeline | undefined;
}
