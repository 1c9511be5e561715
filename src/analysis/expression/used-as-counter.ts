import type { Project, PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { Call } from '../../promql/syntax/ast.ts';
import { rangedSelector } from './catalogued-selector.ts';

/** A place where somebody takes a metric for a counter. */
export interface CounterUse {
  readonly query: PromqlQuery;
  readonly call: Call;
}

/**
 * A rate(), irate() or increase() of a metric somewhere in the project, which says that it is a counter: a name
 * that ends in `_total` alone does not, as many exporters name gauges so.
 */
export function usedAsCounter(name: string, project: Project): CounterUse | undefined {
  return project.once(collect).get(name);
}

function collect(project: Project): ReadonlyMap<string, CounterUse> {
  const found = new Map<string, CounterUse>();
  for (const query of project.queries) {
    if (query.language !== 'promql' || query.ast === undefined) continue;
    walkExpr(query.ast, (node) => {
      if (node.kind !== 'Call' || !['rate', 'irate', 'increase'].includes(node.func)) return;
      const selector = node.args[0] === undefined ? undefined : rangedSelector(node.args[0]);
      const name = selector && selectedName(selector);
      if (name !== undefined && !found.has(name)) found.set(name, { query, call: node });
    });
  }
  return found;
}
