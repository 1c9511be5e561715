import type { AlertmanagerDocument } from '../documents/alertmanager-document.ts';
import type { DashboardDocument } from '../documents/dashboard/index.ts';
import type { Expression } from '../documents/expression.ts';
import type { GrafanaAlertingDocument, GrafanaRule } from '../documents/grafana-alerting/index.ts';
import type { LokiConfigDocument } from '../documents/loki/config.ts';
import type { MarkdownDocument } from '../documents/markdown.ts';
import type { PrometheusConfigDocument } from '../documents/prometheus-config.ts';
import type { AgentDocument } from '../documents/agent.ts';
import type { CataloguedQuery, QueriesDocument } from '../documents/queries.ts';
import type { AlertingRule, RecordingRule, Rule, RuleDocument, RuleGroup } from '../documents/rules/types.ts';
import type { ParsedFile, TemplatesDocument, TestDocument } from '../documents/types.ts';
import type { LogqlExpr } from '../logql/syntax/ast.ts';
import type { Expr } from '../promql/syntax/ast.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { ProjectSettings } from '../config/types.ts';
import { Once } from '../util/once.ts';
import { Catalogue } from './catalogue.ts';
import { dashboardQueries } from './dashboard-queries.ts';
import { queryLanguage } from './datasource-type.ts';
import type { DashboardPart } from './dashboard-queries.ts';
import type { LiveFacts } from './live-facts.ts';
import { Owners } from './owners.ts';
import { SeriesGraph } from './series-graph.ts';
import { ServerFacts } from './server-facts.ts';

/** A file with alerting in a form that rulecheck does not read. */
export interface ForeignFile {
  readonly file: SourceFile;
  /** The tool that reads it, in words. */
  readonly format: string;
}

/** Where an expression was written. */
export type QueryOwner =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'catalogued'; readonly query: CataloguedQuery; readonly document: QueriesDocument }
  | { readonly kind: 'markdown'; readonly document: MarkdownDocument }
  | { readonly kind: 'grafana'; readonly rule: GrafanaRule; readonly document: GrafanaAlertingDocument }
  | { readonly kind: 'dashboard'; readonly dashboard: DashboardDocument; readonly part: DashboardPart };

interface QueryBase {
  readonly file: SourceFile;
  readonly source: Expression;
  readonly owner: QueryOwner;
  /** A range of the expression's text as a place in its file. */
  place(range: Range): { file: SourceFile; range: Range };
}

export interface PromqlQuery extends QueryBase {
  readonly language: 'promql';
  /** undefined: it does not parse, or a variable of a dashboard decides too much of it. */
  readonly ast: Expr | undefined;
}

export interface LogqlQuery extends QueryBase {
  readonly language: 'logql';
  readonly ast: LogqlExpr | undefined;
}

export type Query = PromqlQuery | LogqlQuery;

/** Everything that was read, put together: what checks and tests ask. */
export class Project {
  readonly settings: ProjectSettings;
  /** All that is known, also where only some of it is reported on. */
  readonly files: readonly ParsedFile[];
  /**
   * Folders were searched, so that what is missing here is missing. Where only standard input was read the rest of the
   * repository is not known, and nothing can be said of what it may hold.
   */
  readonly whole: boolean;
  /**
   * Rules come from elsewhere, too: a chart that brings its own (kube-prometheus-stack), or a platform. What none of the
   * alerts here has, one of those may have.
   */
  readonly hasOtherRules: boolean;
  readonly ruleDocuments: readonly RuleDocument[];
  readonly groups: readonly RuleGroup[];
  readonly rules: readonly Rule[];
  readonly alertmanagers: readonly AlertmanagerDocument[];
  readonly prometheusConfigs: readonly PrometheusConfigDocument[];
  readonly agents: readonly AgentDocument[];
  readonly lokiConfigs: readonly LokiConfigDocument[];
  /** Files of notification templates. */
  readonly templates: readonly TemplatesDocument[];
  readonly dashboards: readonly DashboardDocument[];
  /** What Grafana provisions of its own alerting. */
  readonly grafana: readonly GrafanaAlertingDocument[];
  readonly pages: readonly MarkdownDocument[];
  readonly tests: readonly TestDocument[];
  readonly catalogue: Catalogue;
  readonly queries: readonly Query[];
  /** Who owns which files, after CODEOWNERS. */
  readonly owners: Owners;
  /** Facts about the Prometheus that evaluates the rules. */
  readonly server: ServerFacts;
  /** What the server said that the command line names; undefined: it names none. */
  readonly live: LiveFacts | undefined;
  /** Files that were found and could not be looked at. */
  readonly foreign: readonly ForeignFile[];
  readonly #unreported: ReadonlySet<SourceFile>;
  #earlier: Project | undefined;
  readonly #once = new Once<Project>(this);

  /**
   * @param context files that were read only because others link to them: nothing is said of them
   * @param unreported files that nobody asked about
   */
  constructor(
    files: readonly ParsedFile[],
    settings: ProjectSettings,
    whole: boolean,
    context: readonly ParsedFile[] = [],
    owners: Owners = new Owners(''),
    unreported: ReadonlySet<SourceFile> = new Set(),
    foreign: readonly ForeignFile[] = [],
    hasOtherRules = false,
    live?: LiveFacts,
  ) {
    this.live = live;
    this.foreign = foreign;
    this.settings = settings;
    this.owners = owners;
    this.files = files;
    this.#unreported = unreported;
    this.whole = whole;
    this.hasOtherRules = hasOtherRules;
    const documents = [...files, ...context].flatMap((file) => file.documents);
    const of = <K extends (typeof documents)[number]['kind']>(kind: K) =>
      documents.filter(
        (document): document is Extract<(typeof documents)[number], { kind: K }> => document.kind === kind,
      );
    this.ruleDocuments = of('rules');
    this.groups = this.ruleDocuments.flatMap((document) => document.groups);
    this.rules = this.groups.flatMap((group) => group.rules);
    this.alertmanagers = of('alertmanager');
    this.prometheusConfigs = of('prometheus-config');
    this.agents = of('agent');
    this.lokiConfigs = of('loki-config');
    this.templates = of('notification-templates');
    this.dashboards = of('dashboard');
    this.grafana = of('grafana-alerting');
    this.pages = of('markdown');
    this.tests = [...of('scenarios'), ...of('promtool-test'), ...of('route-tests'), ...of('pipeline-test')];
    this.catalogue = new Catalogue(of('catalogue'));
    this.server = new ServerFacts(settings.prometheus, this.prometheusConfigs, () => this);
    this.queries = files.flatMap(queriesOf);
  }

  /** Is a file among the requested ones? Files outside the project (a configuration) are. */
  isReported(file: SourceFile): boolean {
    return !this.#unreported.has(file);
  }

  /** All files are reported on. */
  get isReportedWhole(): boolean {
    return this.#unreported.size === 0;
  }

  /** The files that were asked about. */
  get reportedFiles(): readonly ParsedFile[] {
    return this.isReportedWhole ? this.files : this.files.filter(({ file }) => this.isReported(file));
  }

  /** The files that a branch changed, as they were before; undefined: nobody asked what changed. */
  get earlier(): Project | undefined {
    return this.#earlier;
  }

  compareWith(earlier: Project): void {
    this.#earlier = earlier;
  }

  /** The same with other documents in its files. */
  withFiles(files: readonly ParsedFile[]): Project {
    return new Project(
      files,
      this.settings,
      this.whole,
      [],
      this.owners,
      this.#unreported,
      this.foreign,
      this.hasOtherRules,
      this.live,
    );
  }

  get alerts(): readonly AlertingRule[] {
    return this.rules.filter((rule) => rule.kind === 'alert');
  }

  get records(): readonly RecordingRule[] {
    return this.rules.filter((rule) => rule.kind === 'record');
  }

  /** Who records and who uses each series; built on first use. */
  get series(): SeriesGraph {
    return this.once(seriesOf);
  }

  /**
   * What a function makes of this project, or of one part of it: made on first use and kept as long as the project.
   *
   * @param build the function itself is the key of the kept value: pass one declared in a module, not one made at the call
   */
  once<T>(build: (project: Project) => T): T;
  once<T, Part>(build: (project: Project, part: Part) => T, part: Part): T;
  once<T, Part>(build: (project: Project, part?: Part) => T, part?: Part): T {
    return this.#once.get(build, part);
  }

  /**
   * The queries of dashboards, made on first use. They are not among `queries`: what rules and pages use proves things that
   * a query with open variables does not.
   */
  get dashboardQueries(): readonly Query[] {
    return this.once(queriesOfDashboards);
  }

  /** The queries of Grafana's alert rules, made on first use; like those of dashboards they may hold macros. */
  get grafanaQueries(): readonly Query[] {
    return this.once(queriesOfGrafana);
  }

  /** Queries of one file, in its order. */
  queriesIn(file: ParsedFile): readonly Query[] {
    return this.queries.filter((query) => query.file === file.file);
  }
}

const seriesOf = (project: Project): SeriesGraph => new SeriesGraph(project);

const queriesOfDashboards = ({ dashboards }: Project): readonly Query[] =>
  dashboards.flatMap((dashboard) =>
    dashboardQueries(dashboard, (language, source, part) =>
      query(language, source, { kind: 'dashboard', dashboard, part }),
    ),
  );

const queriesOfGrafana = ({ grafana }: Project): readonly Query[] =>
  grafana.flatMap((document) =>
    document.rules.flatMap((rule) =>
      rule.queries.flatMap(({ expr, datasource }) => {
        const language = expr === undefined ? undefined : queryLanguage(expr, datasource, NO_DASHBOARD);
        return expr === undefined || language === undefined
          ? []
          : [query(language, expr, { kind: 'grafana', rule, document })];
      }),
    ),
  );

const NO_DASHBOARD = { variables: [], inputs: [] };

function queriesOf(parsed: ParsedFile): Query[] {
  const queries: Query[] = [];
  for (const document of parsed.documents) {
    if (document.kind === 'rules') {
      for (const group of document.groups) {
        for (const rule of group.rules)
          queries.push(query(document.language, rule.expr, { kind: 'rule', rule }));
      }
    } else if (document.kind === 'queries') {
      for (const item of document.queries) {
        queries.push(query(document.language, item.expr, { kind: 'catalogued', query: item, document }));
      }
    } else if (document.kind === 'markdown') {
      for (const item of document.queries)
        queries.push(query(item.language, item.expr, { kind: 'markdown', document }));
    }
  }
  return queries;
}

function query(language: Query['language'], source: Expression, owner: QueryOwner): Query {
  return language === 'logql' ? new LogqlOf(source, owner) : new PromqlOf(source, owner);
}

// Classes: an object written with accessors of its own costs several times as much, and there is one for each rule.
class QueryOf {
  readonly file: SourceFile;
  readonly source: Expression;
  readonly owner: QueryOwner;

  constructor(source: Expression, owner: QueryOwner) {
    this.file = source.file;
    this.source = source;
    this.owner = owner;
  }

  /** The way back to the source costs more than most checks: it is gone only for what is reported. */
  place(range: Range): { file: SourceFile; range: Range } {
    const { file, source } = this;
    return {
      file,
      get range() {
        return source.rangeOf(range);
      },
    };
  }
}

class PromqlOf extends QueryOf implements PromqlQuery {
  readonly language = 'promql';

  get ast(): Expr | undefined {
    const { errors, expr, opaque } = this.source.promql;
    return errors.length > 0 || opaque === true ? undefined : expr;
  }
}

class LogqlOf extends QueryOf implements LogqlQuery {
  readonly language = 'logql';

  get ast(): LogqlExpr | undefined {
    const { errors, expr, opaque } = this.source.logql;
    return errors.length > 0 || opaque === true ? undefined : expr;
  }
}
