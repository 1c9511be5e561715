import type { AnyCheck, Messages, Visitor } from '../checks/contract.ts';
import type { Config } from '../config/types.ts';
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import type { ParsedFile } from '../documents/types.ts';
import type { Project, Query } from '../project/project.ts';
import { walkExpr } from '../promql/syntax/walk.ts';
import type { Expr } from '../promql/syntax/ast.ts';
import { applyDirectives } from './suppress.ts';

export interface LintResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: LintSummary;
}

export interface LintSummary {
  readonly files: number;
  readonly rules: number;
  readonly alerts: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** Runs every check that the configuration leaves on over a project. Pure; findings come in file and text order. */
export function lint(project: Project, checks: readonly AnyCheck[], config: Config): LintResult {
  const found: Diagnostic[] = [];
  const visitors = checks.flatMap((check) => {
    const severity = severityOf(check, config);
    return severity === 'off' ? [] : [createVisitor(check, severity, project, config, found)];
  });
  walkProject(project, visitors);
  const diagnostics = applyDirectives(project, found, checks, config);
  return { diagnostics: sortDiagnostics(diagnostics, project), summary: summarise(project, diagnostics) };
}

/** The severity of a check after configuration and preset. */
export function severityOf(check: AnyCheck, config: Config): Severity | 'off' {
  const setting = config.checks.get(check.meta.id);
  if (setting?.severity !== undefined) return setting.severity;
  // A check that the configuration gives options to is meant to run.
  if (setting === undefined && check.meta.preset === 'strict' && config.preset !== 'strict') return 'off';
  return check.meta.severity;
}

function createVisitor(
  check: AnyCheck,
  severity: Severity,
  project: Project,
  config: Config,
  found: Diagnostic[],
): Visitor {
  const defaults = check.meta.options?.defaults;
  const set = config.checks.get(check.meta.id)?.options ?? {};
  const options = typeof defaults === 'object' && defaults !== null ? { ...defaults, ...set } : set;
  return check.create({
    project,
    options,
    report(messageId, place, data, details) {
      // The registry forgets the types of messages; defineCheck has compared them.
      const build = (
        check.messages as Record<
          keyof Messages,
          (data: unknown) => { message: string; why?: string; help?: string }
        >
      )[messageId]!;
      found.push({
        check: check.meta.id,
        severity: details?.severity ?? severity,
        file: place.file,
        range: place.range,
        ...build(data),
        related: details?.related ?? [],
        fix: details?.fix,
      });
    },
  });
}

function walkProject(project: Project, visitors: readonly Visitor[]): void {
  const of = <K extends keyof Visitor>(key: K): NonNullable<Visitor[K]>[] =>
    visitors.flatMap((visitor) => {
      const visit = visitor[key];
      return visit === undefined ? [] : [visit.bind(visitor) as NonNullable<Visitor[K]>];
    });
  const call = <T>(list: readonly ((thing: T) => void)[], thing: T): void => {
    for (const visit of list) visit(thing);
  };
  call(of('Project'), project);
  const onFile = of('File');
  const onGroup = of('RuleGroup');
  const onRule = of('Rule');
  const onAlert = of('AlertingRule');
  const onRecord = of('RecordingRule');
  const onAlertmanager = of('Alertmanager');
  const onPromtail = of('Promtail');
  const onMarkdown = of('Markdown');
  for (const file of project.files) {
    call(onFile, file);
    for (const document of file.documents) {
      if (document.kind === 'alertmanager') call(onAlertmanager, document);
      else if (document.kind === 'promtail') call(onPromtail, document);
      else if (document.kind === 'markdown') call(onMarkdown, document);
    }
  }
  for (const group of project.groups) {
    call(onGroup, group);
    for (const rule of group.rules) {
      call(onRule, rule);
      if (rule.kind === 'alert') call(onAlert, rule);
      else call(onRecord, rule);
    }
  }
  walkQueries(project.queries, visitors, of);
}

const NODE_KINDS = [
  'VectorSelector',
  'MatrixSelector',
  'SubqueryExpr',
  'BinaryExpr',
  'AggregateExpr',
  'Call',
  'NumberLiteral',
] as const;

function walkQueries(
  queries: readonly Query[],
  visitors: readonly Visitor[],
  of: <K extends keyof Visitor>(key: K) => NonNullable<Visitor[K]>[],
): void {
  const onPromql = of('Promql');
  const onLogql = of('Logql');
  type NodeVisit = (node: Expr, query: Query) => void;
  const onNode = new Map<string, NodeVisit[]>(NODE_KINDS.map((kind) => [kind, of(kind) as NodeVisit[]]));
  const anyNode = visitors.some((visitor) => NODE_KINDS.some((kind) => visitor[kind] !== undefined));
  for (const query of queries) {
    if (query.language === 'logql') {
      for (const visit of onLogql) visit(query);
      continue;
    }
    for (const visit of onPromql) visit(query);
    if (!anyNode || query.ast === undefined) continue;
    walkExpr(query.ast, (node) => {
      for (const visit of onNode.get(node.kind) ?? []) visit(node, query);
    });
  }
}

function sortDiagnostics(diagnostics: readonly Diagnostic[], project: Project): Diagnostic[] {
  const order = new Map<unknown, number>(
    project.files.map((parsed: ParsedFile, index) => [parsed.file, index]),
  );
  return [...diagnostics].sort(
    (a, b) =>
      (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      (a.check < b.check ? -1 : a.check > b.check ? 1 : 0),
  );
}

function summarise(project: Project, diagnostics: readonly Diagnostic[]): LintSummary {
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    files: project.files.length,
    rules: project.rules.length,
    alerts: project.alerts.length,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
  };
}
