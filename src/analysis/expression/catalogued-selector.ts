import { selectedName } from '../../project/series-graph.ts';
import type { CataloguedSeries } from '../../project/catalogue.ts';
import type { Project } from '../../project/project.ts';
import type { Expr, MatrixSelector, VectorSelector } from '../../promql/syntax/ast.ts';

/** What the catalogue knows of the series that a selector asks for, where it asks for one name. */
export function cataloguedSeries(selector: VectorSelector, project: Project): CataloguedSeries | undefined {
  const name = selectedName(selector);
  return name === undefined || project.series.recorders(name).length > 0
    ? undefined
    : project.catalogue.series(name);
}

/** The selector below a range: `x[5m]`, also in parentheses; of a subquery over a plain selector, that one. */
export function rangedSelector(expr: Expr): VectorSelector | undefined {
  let node: Expr = expr;
  for (;;) {
    if (node.kind === 'ParenExpr' || node.kind === 'SubqueryExpr') node = node.expr;
    else if (node.kind === 'MatrixSelector') return (node satisfies MatrixSelector).selector;
    else return node.kind === 'VectorSelector' ? node : undefined;
  }
}
