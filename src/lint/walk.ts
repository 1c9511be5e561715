import type { Visitor } from '../checks/contract.ts';
import type { Project, Query } from '../project/project.ts';
import { walkExpr } from '../promql/syntax/walk.ts';
import type { Expr } from '../promql/syntax/ast.ts';

/** Shows every part of a project to every visitor, in file order. */
export function walkProject(project: Project, visitors: readonly Visitor[]): void {
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
