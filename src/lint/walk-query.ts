import type { Visitor } from '../checks/contract.ts';
import { logQueries, walk } from '../logql/analysis/index.ts';
import type { LogqlQuery, PromqlQuery, Query } from '../project/project.ts';
import { walkExpr } from '../promql/syntax/walk.ts';

const NODE_KINDS = [
  'VectorSelector',
  'MatrixSelector',
  'SubqueryExpr',
  'BinaryExpr',
  'AggregateExpr',
  'Call',
  'NumberLiteral',
] as const;

/** Visitors of LogQL nodes by the kind of the node; log queries and their stages are found another way. */
const LOGQL_KINDS = {
  RangeAggregation: 'RangeAggregation',
  VectorAggregation: 'VectorAggregation',
  BinaryExpr: 'LogqlBinaryExpr',
  LabelReplace: 'LabelReplace',
} as const;

type NodeVisit = (node: object, query: Query) => void;

/** Shows one query, and each node of its expression, to the visitors that want it. */
export function queryWalker(visitors: readonly Visitor[], of: VisitsOf): (query: Query) => void {
  const onPromql = of('Promql');
  const onLogql = of('Logql');
  const promqlNodes = promqlNodeWalker(visitors, of);
  const logqlNodes = logqlNodeWalker(visitors, of);
  return (query) => {
    if (query.language === 'logql') {
      for (const visit of onLogql) visit(query);
      logqlNodes(query);
    } else {
      for (const visit of onPromql) visit(query);
      promqlNodes(query);
    }
  };
}

const NOBODY = (): void => undefined;

function promqlNodeWalker(visitors: readonly Visitor[], of: VisitsOf): (query: PromqlQuery) => void {
  if (!visitors.some((visitor) => NODE_KINDS.some((kind) => visitor[kind] !== undefined))) return NOBODY;
  const onNode = new Map<string, NodeVisit[]>(NODE_KINDS.map((kind) => [kind, of(kind) as NodeVisit[]]));
  return (query) => {
    if (query.ast === undefined) return;
    walkExpr(query.ast, (node) => {
      const visits = onNode.get(node.kind);
      if (visits !== undefined) for (const visit of visits) visit(node, query);
    });
  };
}

function logqlNodeWalker(visitors: readonly Visitor[], of: VisitsOf): (query: LogqlQuery) => void {
  const kinds = [...Object.values(LOGQL_KINDS), 'LogQuery', 'PipelineStage'] as const;
  if (!visitors.some((visitor) => kinds.some((kind) => visitor[kind] !== undefined))) return NOBODY;
  const onNode = new Map<string, NodeVisit[]>(
    Object.entries(LOGQL_KINDS).map(([kind, key]) => [kind, of(key) as NodeVisit[]]),
  );
  const [onLogQuery, onStage] = [of('LogQuery'), of('PipelineStage')];
  return (query) => {
    if (query.ast === undefined) return;
    walk(query.ast, (node) => {
      const visits = onNode.get(node.kind);
      if (visits !== undefined) for (const visit of visits) visit(node, query);
    });
    for (const { query: inner } of logQueries(query.ast)) {
      for (const visit of onLogQuery) visit(inner, query);
      for (const stage of inner.stages) for (const visit of onStage) visit(stage, query);
    }
  };
}

/** The functions of all visitors for one kind of thing. */
export type VisitsOf = <K extends keyof Visitor>(key: K) => NonNullable<Visitor[K]>[];
