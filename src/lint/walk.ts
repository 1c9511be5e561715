import type { Visitor } from '../checks/contract.ts';
import type { Project, Query } from '../project/project.ts';
import { walkExpr } from '../promql/syntax/walk.ts';
import type { Expr } from '../promql/syntax/ast.ts';

/**
 * Shows every part of a project to every visitor, in file order.
 *
 * @param isWanted leaves out rules and queries; undefined: all are shown
 */
export function walkProject(
  project: Project,
  visitors: readonly Visitor[],
  isWanted?: (query: Query) => boolean,
): void {
  const of = <K extends keyof Visitor>(key: K): NonNullable<Visitor[K]>[] =>
    visitors.flatMap((visitor) => {
      const visit = visitor[key];
      return visit === undefined ? [] : [visit];
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
  for (const group of project.groups) call(onGroup, group);
  // A rule and its expression one after the other: what one check found out about them is still at hand for the next.
  const showQuery = queryWalker(visitors, of);
  for (const query of project.queries) {
    if (isWanted !== undefined && !isWanted(query)) continue;
    if (query.owner.kind === 'rule') {
      const { rule } = query.owner;
      call(onRule, rule);
      if (rule.kind === 'alert') call(onAlert, rule);
      else call(onRecord, rule);
    }
    showQuery(query);
    // The trees of all rules together would be the largest part of the memory; hardly anyone asks for one again.
    query.source.release();
  }
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

/** Shows one query, and each node of its expression, to the visitors that want it. */
function queryWalker(
  visitors: readonly Visitor[],
  of: <K extends keyof Visitor>(key: K) => NonNullable<Visitor[K]>[],
): (query: Query) => void {
  const onPromql = of('Promql');
  const onLogql = of('Logql');
  type NodeVisit = (node: Expr, query: Query) => void;
  const onNode = new Map<string, NodeVisit[]>(NODE_KINDS.map((kind) => [kind, of(kind) as NodeVisit[]]));
  const anyNode = visitors.some((visitor) => NODE_KINDS.some((kind) => visitor[kind] !== undefined));
  return (query) => {
    if (query.language === 'logql') {
      for (const visit of onLogql) visit(query);
      return;
    }
    for (const visit of onPromql) visit(query);
    const { ast } = query;
    if (!anyNode || ast === undefined) return;
    walkExpr(ast, (node) => {
      const visits = onNode.get(node.kind);
      if (visits !== undefined) for (const visit of visits) visit(node, query);
    });
  };
}
