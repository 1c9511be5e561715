import type { Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { Project, Query } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';

/** The metrics of expressions by name; `open`: a variable, a pattern or a text that cannot be read may name others. */
export interface ShownSeries {
  readonly names: ReadonlySet<string>;
  readonly open: boolean;
}

/** The metrics that queries read, with those that recording rules among them are made of. */
export function shownSeries(queries: readonly Query[], project: Project): ShownSeries {
  const names = new Set<string>();
  let open = false;
  for (const query of queries) {
    const expr = query.language === 'promql' ? query.source.promql.expr : undefined;
    if (expr === undefined || !addNames(expr, names, project)) open = true;
  }
  return { names, open };
}

/** Adds the metrics of an expression; false: it may read others, too. */
export function addNames(expr: Expr, names: Set<string>, project: Project): boolean {
  let closed = true;
  walkExpr(expr, (node) => {
    if (node.kind !== 'VectorSelector') return;
    const name = selectedName(node);
    if (name === undefined) closed = false;
    else if (!names.has(name)) {
      names.add(name);
      for (const rule of project.series.recorders(name)) {
        const inner = rule.group.document.language === 'promql' ? rule.expr.promql.expr : undefined;
        if (inner === undefined || !addNames(inner, names, project)) closed = false;
      }
    }
  });
  return closed;
}
