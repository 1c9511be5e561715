import type { RuleDocument } from '../../documents/rules/types.ts';
import type { Language } from '../../documents/expression.ts';
import type { IngestSettings } from '../../logql/ingest/index.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { FollowedAlert, Timelines } from '../timeline/types.ts';
import type { LogInput } from '../rules/log-input.ts';

/** A situation to play through: rules, input and how often the rules are evaluated. Times are milliseconds. */
export interface TestCase {
  readonly rules: readonly RuleDocument[];
  /** Groups by name, first to last; promtool's order of groups is random if it is not given. */
  readonly groupOrder: readonly string[];
  /** The wall clock when the input begins, milliseconds since 1970: what `time()` and `hour()` see. */
  readonly startMs: number;
  readonly intervalMs: number;
  readonly evaluationIntervalMs: number;
  /** How often the group of the alert in question is evaluated. */
  readonly alertIntervalMs: number;
  /** `group`: each group at its own interval; `common`: all at `evaluationIntervalMs`, as promtool does. */
  readonly intervals: 'common' | 'group';
  readonly series: readonly { readonly selector: string; readonly values: string }[];
  /** Log lines, for rules of Loki. */
  readonly logs: readonly LogInput[];
  /** The Loki that takes them in. */
  readonly loki: IngestSettings;
  /** The language of the alert's rule and of the expressions that are asked. */
  readonly language: Language;
  readonly externalLabels: LabelSet;
  readonly externalUrl: string;
  readonly questions: readonly Question[];
  /** The query that the scenario is about, where it is about one. */
  readonly query?: string | undefined;
  /** Why promtool cannot play this; undefined: it can. */
  readonly embeddedOnly?: string | undefined;
}

/** One thing to look at while a case is played. */
export type Question =
  /** Every pending and firing alert of a name at an instant. */
  | { readonly kind: 'alerts'; readonly atMs: number; readonly alert: string }
  /** The labels of everything that fires at an instant. */
  | { readonly kind: 'all-firing'; readonly atMs: number }
  /** When, up to an instant, each alert of a name was first in a state. */
  | {
      readonly kind: 'first';
      readonly atMs: number;
      readonly alert: string;
      readonly state: 'pending' | 'firing';
    }
  /** The value of an expression at an instant. */
  | { readonly kind: 'expr'; readonly atMs: number; readonly expr: string }
  /** The lines of a log query from `sinceMs` up to an instant, both included. */
  | { readonly kind: 'lines'; readonly atMs: number; readonly sinceMs: number; readonly expr: string };

export interface ObservedAlert {
  readonly state: 'pending' | 'firing';
  /** With `alertname`. */
  readonly labels: LabelSet;
  /** Rendered; empty for pending alerts, which promtool does not show. */
  readonly annotations: LabelSet;
}

export interface ObservedSample {
  readonly labels: LabelSet;
  readonly value: number;
  /** A native histogram in promtool's notation; the value then means nothing. */
  readonly histogram?: string;
}

/** A line that a log query returns. */
export interface ObservedLine {
  readonly line: string;
  /** Stream labels, structured metadata and extracted labels, `__error__` included. */
  readonly labels: LabelSet;
}

export interface FirstSeen {
  readonly labels: LabelSet;
  readonly atMs: number;
}

export type Answer =
  | { readonly kind: 'alerts'; readonly alerts: readonly ObservedAlert[] }
  | { readonly kind: 'all-firing'; readonly alerts: readonly LabelSet[] }
  | { readonly kind: 'first'; readonly seen: readonly FirstSeen[] }
  | { readonly kind: 'expr'; readonly samples: readonly ObservedSample[] }
  | { readonly kind: 'lines'; readonly lines: readonly ObservedLine[] }
  | { readonly kind: 'error'; readonly message: string };

/** What an engine says of a case: an answer for each question, in their order, or why it is missing. */
export type Observation =
  | { readonly status: 'observed'; readonly answers: readonly Answer[] }
  /** The rules, the input or an evaluation are wrong: the message is for the author of the test. */
  | { readonly status: 'rejected'; readonly message: string }
  /** The engine itself failed (time limit, crash): nothing is known of the case. */
  | { readonly status: 'broken'; readonly message: string };

/** Something that can play cases: the embedded engine, or promtool. */
export interface Oracle {
  readonly name: EngineName;
  /** Plays every case; the observations come in their order. Never rejects for what a case does. */
  observe(cases: readonly TestCase[]): Promise<Observation[]>;
  /** Shows what led to an observation, where the engine can. */
  record?(testCase: TestCase, alert: FollowedAlert | undefined): Timelines;
}

export type EngineName = 'embedded' | 'promtool';
