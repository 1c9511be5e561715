import type { BinaryExpr, Expr, LabelMatcher } from '../../promql/syntax/ast.ts';

/** Functions of a range vector that keep every label of a series but its name. */
const KEEPS_LABELS =
  /^(?:rate|irate|increase|delta|idelta|deriv|changes|resets|predict_linear|(?!absent|quantile)\w+_over_time)$/;

/**
 * Why a matcher of a selector can be removed: the series that the selector then returns in addition still carry the
 * refused value where they meet another side that is joined on this label and whose series all satisfy the matcher.
 * `path` holds the parents of the selector from the root down.
 */
export function redundantMatcher(
  selector: Expr,
  path: readonly Expr[],
  matcher: LabelMatcher,
): string | undefined {
  let inner = selector;
  for (const parent of [...path].reverse()) {
    if (parent.kind === 'BinaryExpr') {
      if (isJoinedOn(parent, matcher.name)) {
        const other = parent.lhs === inner ? parent.rhs : parent.lhs;
        if (isFilter(parent, inner) && satisfies(other, matcher))
          return `the series on the other side of "${parent.op}" all match the matcher, and the join compares "${matcher.name}"`;
      }
      if (!keepsLabels(parent, inner)) return undefined;
    } else if (!isTransparent(parent)) return undefined;
    inner = parent;
  }
  return undefined;
}

/**
 * Whether series of this side that have no partner leave no trace in the result. Arithmetic and comparisons with `on` or
 * `ignoring` are left out: two such series can be duplicates, which fails the evaluation.
 */
function isFilter({ op, lhs, matching }: BinaryExpr, side: Expr): boolean {
  if (op === 'or') return false;
  if (op === 'and') return true;
  if (op === 'unless') return lhs !== side;
  const isFilled = matching?.fillLeft !== undefined || matching?.fillRight !== undefined;
  return matching?.keyword === undefined && !isFilled;
}

/** Whether both sides are vectors that are joined on the label, among others. */
function isJoinedOn({ matching }: BinaryExpr, label: string): boolean {
  if (matching === undefined) return false;
  const isListed = matching.labels.some(({ name }) => name === label);
  return matching.keyword === 'on' ? isListed : !isListed;
}

/** Whether the result has the labels of this side. */
function keepsLabels({ op, lhs, matching, bool }: BinaryExpr, side: Expr): boolean {
  if (matching === undefined) return true;
  if (op === 'and' || op === 'unless') return lhs === side;
  return !bool && matching.keyword === undefined;
}

const isTransparent = (expr: Expr): boolean =>
  expr.kind === 'ParenExpr' ||
  expr.kind === 'MatrixSelector' ||
  expr.kind === 'SubqueryExpr' ||
  (expr.kind === 'Call' && KEEPS_LABELS.test(expr.func));

/** Whether every series that the expression returns satisfies a matcher, by a matcher of the same text. */
function satisfies(expr: Expr, matcher: LabelMatcher): boolean {
  switch (expr.kind) {
    case 'VectorSelector':
      return expr.matchers.some(
        ({ name, op, value }) => name === matcher.name && op === matcher.op && value === matcher.value,
      );
    case 'MatrixSelector':
      return satisfies(expr.selector, matcher);
    case 'ParenExpr':
    case 'SubqueryExpr':
      return satisfies(expr.expr, matcher);
    case 'Call':
      return isTransparent(expr) && expr.args.some((argument) => satisfies(argument, matcher));
    case 'BinaryExpr':
      return satisfiesJoin(expr, matcher);
    default:
      return false;
  }
}

function satisfiesJoin({ op, lhs, rhs, matching }: BinaryExpr, matcher: LabelMatcher): boolean {
  if (op === 'or') return satisfies(lhs, matcher) && satisfies(rhs, matcher);
  if (op === 'and' || op === 'unless') return satisfies(lhs, matcher);
  if (matching === undefined) return satisfies(lhs, matcher) || satisfies(rhs, matcher);
  return matching.keyword === undefined && (satisfies(lhs, matcher) || satisfies(rhs, matcher));
}
