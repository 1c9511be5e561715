import { factsOf } from './facts.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { isPossible, METRIC_NAME_LABEL, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Call, Expr } from '../../promql/syntax/ast.ts';
import { selectorsOf } from './disjoint.ts';
import { SERVER_LABELS } from './server-labels.ts';

/** `x or vector(0)`, in parentheses or not. */
export function fallbackOf(expr: Expr): BinaryExpr | undefined {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr' || node.op !== 'or' || node.matching?.keyword !== undefined)
    return undefined;
  return vectorCall(node) === undefined ? undefined : node;
}

/** The `vector(...)` of a fallback. */
export function vectorCall({ rhs }: BinaryExpr): Call | undefined {
  const right = unwrap(rhs);
  return right.kind === 'Call' && right.func === 'vector' ? right : undefined;
}

/** Whether series of an expression have labels, as those of a target always do. */
export function hasLabels(expr: Expr, project: Project): boolean {
  return factsOf(project)
    .alternatives(expr)
    .filter(isPossible)
    .every(({ labels }) => labels.others === 'maybe');
}

/**
 * Whether every series of an expression has a label, also where there is one server only: those of targets do, and
 * those that are grouped by what a server does not add. Of series that another repository records nobody knows.
 */
export function surelyHasLabels(expr: Expr, project: Project): boolean {
  const strangers = selectorsOf(expr).map((selector) => selectedName(selector) ?? ':');
  if (strangers.some((name) => name.includes(':') && project.series.recorders(name).length === 0))
    return false;
  return factsOf(project)
    .alternatives(expr)
    .filter(isPossible)
    .every(
      ({ labels }) =>
        labels.others === 'maybe' ||
        [...labels.known].some(
          ([name, { presence }]) =>
            name !== METRIC_NAME_LABEL &&
            (presence === 'always' || (presence === 'expected' && !SERVER_LABELS.has(name))),
        ),
    );
}
