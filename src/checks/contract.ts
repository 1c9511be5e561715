import type {
  AggregateExpr,
  BinaryExpr,
  Call,
  MatrixSelector,
  NumberLiteral,
  SubqueryExpr,
  VectorSelector,
} from '../promql/syntax/ast.ts';
import type { CheckGroup } from '../config/types.ts';
import type { Fix, Severity } from '../diagnostics/diagnostic.ts';
import type { AlertmanagerDocument } from '../documents/alertmanager-document.ts';
import type {
  InhibitRuleNode,
  Integration,
  NamedTimeInterval,
  Receiver,
} from '../documents/alertmanager/types.ts';
import type { GrafanaAlertingDocument } from '../documents/grafana-alerting/index.ts';
import type { DashboardDocument, Panel } from '../documents/dashboard/index.ts';
import type { LokiConfigDocument } from '../documents/loki/config.ts';
import type { PrometheusConfigDocument } from '../documents/prometheus-config.ts';
import type {
  BinaryExpr as LogqlBinaryExpr,
  LabelReplace,
  LogQuery,
  PipelineStage,
  RangeAggregation,
  VectorAggregation,
} from '../logql/syntax/ast.ts';
import type { WrittenField, WrittenRoute } from '../analysis/delivery/index.ts';
import type { MarkdownDocument } from '../documents/markdown.ts';
import type { AgentDocument } from '../documents/agent.ts';
import type { AlertingRule, RecordingRule, Rule, RuleGroup } from '../documents/rules/types.ts';
import type { ParsedFile, TestDocument } from '../documents/types.ts';
import type { LiveFacts } from '../project/live-facts.ts';
import type { LogqlQuery, Project, PromqlQuery } from '../project/project.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';

/** `recommended`: on by default, provable or near it. `strict`: opinions, on in the strict preset. */
export type Preset = 'recommended' | 'strict';

/** A small project that shows what a check finds, or leaves alone. Every example runs as a test. */
export interface Example {
  readonly title?: string;
  /** Files by name; a rule snippet may be given as one YAML text, which becomes rules.yml. */
  readonly files: string | Readonly<Record<string, string>>;
  /** Configuration (the content of rulecheck.yaml) that the example needs. */
  readonly config?: string;
  /** The files are named one by one, as a hook does it, rather than found in a folder. */
  readonly named?: true;
  /** What a server said. */
  readonly live?: LiveFacts;
  /** The changed files as they were before, for what `--since` looks at. */
  readonly before?: Readonly<Record<string, string>>;
  /** The source text below each finding, in order of position; none for a right example. */
  readonly at?: readonly string[];
}

/** JSON Schema of a check's options: always an object with fixed properties. */
export interface OptionsSchema {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface CheckMeta<Options> {
  readonly id: `${CheckGroup}/${string}`;
  /** One line that names the fault. */
  readonly summary: string;
  /** Why it matters: what happens at 3 a.m. when this is not found. */
  readonly why: string;
  readonly severity: Severity;
  readonly preset: Preset;
  readonly options?: { readonly schema: OptionsSchema; readonly defaults: Options };
  /**
   * It looks at the queries of dashboards too. Their variables are open (src/grafana), and what is right in a rule may be
   * idle in a panel: only checks that hold there say so.
   */
  readonly dashboards?: true;
  /** The checks of pint, promruval, amlint, dashboard-linter that it equals. */
  readonly peers?: readonly string[];
  readonly examples: {
    readonly wrong: readonly [Example, ...Example[]];
    readonly right: readonly [Example, ...Example[]];
  };
}

/** The words of one finding. */
export interface MessageText {
  readonly message: string;
  readonly why?: string;
  readonly help?: string;
}

// A table of message builders: the arguments of each are checked by the compiler where it is reported. The
// parameter type must be `never` here so that builders with any argument type fit.
export type Messages = Readonly<Record<string, (data: never) => MessageText>>;

export interface Place {
  readonly file: SourceFile;
  readonly range: Range;
}

export interface ReportDetails {
  /** Instead of the check's own severity: of policies each has one. */
  readonly severity?: Severity;
  readonly related?: readonly (Place & { readonly message: string })[];
  /** The missing keys, labels or annotations that the message lists: a baseline accepts no others at this place. */
  readonly names?: readonly string[];
  readonly fix?: Fix | undefined;
}

export interface CheckContext<Options, M extends Messages> {
  readonly project: Project;
  readonly options: Options;
  report<Id extends keyof M & string>(
    messageId: Id,
    place: Place,
    data: Parameters<M[Id]>[0],
    details?: ReportDetails,
  ): void;
}

/** Where an integration of a receiver is written. */
export interface IntegrationOwner {
  readonly receiver: Receiver;
  readonly document: AlertmanagerDocument;
  readonly file: SourceFile;
}

/**
 * What a check looks at; the runner calls each function for every such thing of the project, in file order: a document first,
 * then its parts, in the order of this list.
 */
export interface Visitor {
  /** Once, before everything else. */
  Project?(project: Project): void;
  /** Every file that was read, recognised or not. */
  File?(file: ParsedFile): void;
  RuleGroup?(group: RuleGroup): void;
  Rule?(rule: Rule): void;
  AlertingRule?(rule: AlertingRule): void;
  RecordingRule?(rule: RecordingRule): void;
  /** Every PromQL expression: of rules, runbooks and catalogued queries, with `meta.dashboards` of dashboards; broken ones too. */
  Promql?(query: PromqlQuery): void;
  /** Nodes of every PromQL expression that parses. */
  VectorSelector?(node: VectorSelector, query: PromqlQuery): void;
  MatrixSelector?(node: MatrixSelector, query: PromqlQuery): void;
  SubqueryExpr?(node: SubqueryExpr, query: PromqlQuery): void;
  BinaryExpr?(node: BinaryExpr, query: PromqlQuery): void;
  AggregateExpr?(node: AggregateExpr, query: PromqlQuery): void;
  Call?(node: Call, query: PromqlQuery): void;
  NumberLiteral?(node: NumberLiteral, query: PromqlQuery): void;
  Logql?(query: LogqlQuery): void;
  /** Nodes of every LogQL expression that parses; a log query inside of a range aggregation included. */
  LogQuery?(node: LogQuery, query: LogqlQuery): void;
  PipelineStage?(node: PipelineStage, query: LogqlQuery): void;
  RangeAggregation?(node: RangeAggregation, query: LogqlQuery): void;
  VectorAggregation?(node: VectorAggregation, query: LogqlQuery): void;
  LogqlBinaryExpr?(node: LogqlBinaryExpr, query: LogqlQuery): void;
  LabelReplace?(node: LabelReplace, query: LogqlQuery): void;
  Alertmanager?(document: AlertmanagerDocument): void;
  /** The routes that somebody wrote, parents first; not the root that the operator makes. */
  Route?(route: WrittenRoute, document: AlertmanagerDocument): void;
  Receiver?(receiver: Receiver, document: AlertmanagerDocument): void;
  Integration?(integration: Integration, owner: IntegrationOwner): void;
  /** A text of a receiver that has actions and that Alertmanager renders; one that receivers share by an anchor, once for each. */
  NotificationText?(field: WrittenField, document: AlertmanagerDocument): void;
  InhibitRule?(rule: InhibitRuleNode, document: AlertmanagerDocument): void;
  TimeInterval?(interval: NamedTimeInterval, document: AlertmanagerDocument): void;
  PrometheusConfig?(document: PrometheusConfigDocument): void;
  LokiConfig?(document: LokiConfigDocument): void;
  /** What a file provisions of Grafana's own alerting. */
  GrafanaAlerting?(document: GrafanaAlertingDocument): void;
  Dashboard?(document: DashboardDocument): void;
  /** Every panel of a dashboard, rows and those inside of them included. */
  Panel?(panel: Panel, dashboard: DashboardDocument): void;
  /** A promtool unit-test file, a file of scenarios or one of route tests. */
  TestFile?(document: TestDocument): void;
  Agent?(document: AgentDocument): void;
  Markdown?(document: MarkdownDocument): void;
}

export interface Check<Options = unknown, M extends Messages = Messages> {
  readonly meta: CheckMeta<Options>;
  readonly messages: M;
  create(context: CheckContext<Options, M>): Visitor;
}

/** Metadata of any check: the group of a plugin's check is not one of rulecheck's own. */
export interface AnyMeta extends Omit<CheckMeta<unknown>, 'id' | 'examples'> {
  readonly id: `${string}/${string}`;
  readonly examples: { readonly wrong: readonly Example[]; readonly right: readonly Example[] };
}

/** A check whose option and message types are forgotten, as the registry holds it. */
export interface AnyCheck {
  /** The plugin that it comes from, as the configuration names it; undefined: rulecheck's own. */
  readonly plugin?: string;
  readonly meta: AnyMeta;
  readonly messages: Messages;
  create(context: CheckContext<unknown, Messages>): Visitor;
}

/** Declares a check: ties the types of options and messages together. */
export function defineCheck<const M extends Messages, Options = Readonly<Record<string, never>>>(
  check: Check<Options, M>,
): AnyCheck {
  return check;
}
