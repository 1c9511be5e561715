import type { Located } from '../../documents/fields.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { LogInput } from '../rules/log-input.ts';
import type { MessageExpectation, NotificationsExpectation } from '../notifications/types.ts';
import type { TextPattern } from './pattern.ts';
import type { FieldPattern } from './field-pattern.ts';

/** A file of scenarios for one alert. */
export interface ScenarioFile {
  readonly kind: 'scenarios';
  readonly file: SourceFile;
  readonly alert: Located<string>;
  /**
   * `query`: `alert` is the name of a catalogued query, and there is no alert. `queries`: each expectation names its own,
   * and `alert` is only what to call the file.
   */
  readonly about: 'alert' | 'query' | 'queries';
  /** Globs relative to the file's folder; undefined: every rule file of the project. */
  readonly ruleFiles: readonly Located<string>[] | undefined;
  readonly scenarios: readonly Scenario[];
}

/** One input series: a selector and its samples in promtool's notation. */
export interface InputSeries {
  readonly selector: string;
  readonly values: string;
  readonly range: Range;
  /** Intervals that the values span, missing samples (`_`) included; undefined where they cannot be read. */
  readonly length?: number | undefined;
}

/** Lines as an agent reads them, before its pipeline. */
export interface RawLogs {
  /** The configuration of the agent: a path relative to the folder of the file. */
  readonly pipeline: Located<string>;
  /** The job of Promtail, or the component of Alloy; undefined: the only one. */
  readonly job: Located<string> | undefined;
  readonly file: Located<string> | undefined;
  /** Labels that service discovery gives the target. */
  readonly labels: LabelSet;
  /** Variables of the agent's environment. */
  readonly environment: LabelSet;
  readonly lines: readonly Omit<LogInput, 'labels'>[];
}

/** A named situation and what must be true in it. Times are milliseconds from its start. */
export interface Scenario {
  readonly name: string;
  /** The name as written. */
  readonly range: Range;
  /** The whole scenario. */
  readonly span: Range;
  /** Time between two samples of the input; undefined: the default of the configuration. */
  readonly intervalMs: number | undefined;
  /** undefined: the interval of the alert's group. */
  readonly evaluationIntervalMs: number | undefined;
  readonly externalLabels: ReadonlyMap<string, string>;
  readonly externalUrl: string;
  /** The wall clock when the input begins, for rules and for Alertmanager, milliseconds since 1970. */
  readonly startMs: number;
  /** Does Loki add levels and service names, as the project's Loki does? */
  readonly discover: boolean;
  /** Alertmanager's own address, for the links of messages. */
  readonly alertmanagerUrl: string;
  /** Further alerts that must exist for the scenario to mean anything. */
  readonly also: readonly Located<string>[];
  readonly series: readonly InputSeries[];
  readonly logs: readonly LogInput[];
  /** `logs` is written, though it may be empty. */
  readonly hasLogs: boolean;
  /** Lines that go through an agent's pipeline first. */
  readonly rawLogs: readonly RawLogs[];
  /** Each group at its own interval, or all at that of the alert's group. */
  readonly intervals: 'common' | 'group';
  readonly expectations: readonly Expectation[];
}

interface ExpectationBase {
  readonly at: Located<number>;
  /** The whole entry under `expect`. */
  readonly range: Range;
}

export type AlertState = 'pending' | 'firing' | 'inactive';

/** `resolved`: inactive, and it fired before. */
export type ExpectedState = AlertState | 'resolved';

/** `state:` the alerts with these labels are in this state. */
export interface StateExpectation extends ExpectationBase {
  readonly kind: 'state';
  readonly state: Located<ExpectedState>;
  readonly labels: readonly FieldPattern[];
}

/** `first:` in this state at `at`, and at no evaluation before; resolved: firing at the evaluation before `at`. */
export interface FirstExpectation extends ExpectationBase {
  readonly kind: 'first';
  readonly state: Located<'pending' | 'firing' | 'resolved'>;
  readonly labels: readonly FieldPattern[];
}

/** `alerts:` exactly these alerts fire. */
export interface AlertsExpectation extends ExpectationBase {
  readonly kind: 'alerts';
  readonly alerts: readonly AlertPattern[];
  /** The `alerts` key, to point at when more fire than were expected. */
  readonly keyRange: Range;
}

/** `expr:` an expression has these samples. */
export interface ExprExpectation extends ExpectationBase {
  readonly kind: 'expr';
  /** undefined: the query that the file is about. */
  readonly expr: Located<string> | undefined;
  /** The name of a catalogued query, in place of `expr`. */
  readonly query: Located<string> | undefined;
  readonly samples: readonly SamplePattern[];
}

/** `lines:` a log query returns these lines, oldest first. */
export interface LinesExpectation extends ExpectationBase {
  readonly kind: 'lines';
  /** undefined: the query that the file is about. */
  readonly expr: Located<string> | undefined;
  /** The name of a catalogued query, in place of `expr`. */
  readonly query: Located<string> | undefined;
  /** How far back the query looks, in milliseconds; undefined: to the start of the scenario. */
  readonly rangeMs: number | undefined;
  /** In the order of time; a number says how many there are. */
  readonly lines: readonly LinePattern[] | number;
  readonly keyRange: Range;
}

/** What one line must look like. */
export interface LinePattern {
  readonly range: Range;
  readonly text: TextPattern | undefined;
  /** Stream labels, structured metadata and extracted labels, `__error__` included; others are free. */
  readonly labels: readonly FieldPattern[];
}

export type Expectation =
  | StateExpectation
  | FirstExpectation
  | AlertsExpectation
  | ExprExpectation
  | LinesExpectation
  | NotificationsExpectation
  | MessageExpectation;

/** What one firing alert must look like. */
export interface AlertPattern {
  readonly range: Range;
  readonly labels: readonly FieldPattern[];
  readonly annotations: readonly FieldPattern[];
  /** Labels and annotations are written in full. */
  readonly exact: boolean;
  readonly receivers: NameList | undefined;
  readonly inhibited: Located<boolean> | undefined;
  readonly inhibitedBy: Located<string> | undefined;
  /** The receivers that are left after inhibition and time intervals. */
  readonly notifies: NameList | undefined;
  /** The time interval that mutes one of its routes. */
  readonly mutedBy: Located<string> | undefined;
  /** The labels of the group that it falls in, in full; undefined: any. */
  readonly group: readonly FieldPattern[] | undefined;
}

/** What one sample of an expression must look like. */
export interface SamplePattern {
  readonly range: Range;
  readonly labels: readonly FieldPattern[];
  readonly value: number;
  /** How far the value may be off, as a difference. */
  readonly tolerance: number;
}

/** A list of names, each with its place. */
export interface NameList extends Located<readonly string[]> {
  readonly items: readonly Located<string>[];
}
