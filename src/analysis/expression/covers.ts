import { literalsOf } from '../../promql/syntax/regex-words.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type {
  AggregateExpr,
  BinaryExpr,
  Expr,
  LabelMatcher,
  VectorSelector,
} from '../../promql/syntax/ast.ts';
import { accepts } from './disjoint.ts';
import { exprKey } from './expr-key.ts';
import { withoutFactor } from './scaled-threshold.ts';
import { isWithinThreshold, thresholdOf } from './threshold.ts';

/**
 * Whether `loose` returns a series with the same labels whenever `strict` returns one, as far as the two expressions
 * show it: a lower limit of the same value, more series of the same metric, one part of a conjunction. False where
 * that is not proved.
 */
export function covers(loose: Expr, strict: Expr): boolean {
  const [wide, narrow] = [unwrap(loose), unwrap(strict)];
  if (exprKey(wide) === exprKey(narrow)) return true;
  return coversThreshold(wide, narrow) || coversPart(wide, narrow) || partCovers(wide, narrow);
}

function coversThreshold(loose: Expr, strict: Expr): boolean {
  const [wide, narrow] = [thresholdOf(loose), thresholdOf(strict)];
  if (wide === undefined || narrow === undefined) return false;
  if (isWithinThreshold(narrow, wide) && sameValues(wide.value, narrow.value)) return true;
  // `100 * a / b > 90` asks for what `a / b > 0.9` does.
  const [a, b] = [withoutFactor(wide), withoutFactor(narrow)];
  if (a === wide && b === narrow) return false;
  return isWithinThreshold(b, a) && sameValues(a.value, b.value);
}

/** The strict side says more than `loose` needs: `loose and x`, `loose unless x`, `loose > 5`. */
function coversPart(loose: Expr, strict: Expr): boolean {
  if (strict.kind !== 'BinaryExpr' || strict.bool) return false;
  const { op, lhs, rhs } = strict;
  switch (op) {
    case 'unless':
      return covers(loose, lhs);
    case 'and':
      return covers(loose, lhs) || (hasPlainMatching(strict) && covers(loose, rhs));
    case 'or':
      return covers(loose, lhs) && covers(loose, rhs);
    default: {
      const filtered = thresholdOf(strict)?.value;
      return filtered !== undefined && covers(loose, filtered);
    }
  }
}

/** `loose` asks for less than one of its parts: `x or y`, or for parts that all cover it. */
function partCovers(loose: Expr, strict: Expr): boolean {
  if (loose.kind !== 'BinaryExpr') return false;
  if (loose.op === 'or')
    return covers(loose.lhs, strict) || (hasPlainMatching(loose) && covers(loose.rhs, strict));
  return (
    loose.op === 'and' && hasPlainMatching(loose) && covers(loose.lhs, strict) && covers(loose.rhs, strict)
  );
}

function hasPlainMatching({ matching }: BinaryExpr): boolean {
  return matching?.keyword === undefined;
}

/** Whether every series of `narrow` is one of `wide`, with the same value: the same expression of more series. */
function sameValues(wide: Expr, narrow: Expr): boolean {
  const [a, b] = [unwrap(wide), unwrap(narrow)];
  if (exprKey(a) === exprKey(b)) return true;
  if (a.kind !== b.kind) return false;
  if (exprKey(a, { matchers: 'ignore' }) !== exprKey(b, { matchers: 'ignore' })) return false;
  switch (a.kind) {
    case 'VectorSelector':
      return selectsMore(a, b as VectorSelector);
    case 'MatrixSelector':
      return selectsMore(a.selector, (b as typeof a).selector);
    case 'Call':
      return (
        !NEEDS_ALL.has(a.func) && a.args.every((arg, index) => sameValues(arg, (b as typeof a).args[index]!))
      );
    case 'BinaryExpr': {
      const other = b as typeof a;
      // Of two vectors a wider one may match twice.
      return a.matching === undefined && sameValues(a.lhs, other.lhs) && sameValues(a.rhs, other.rhs);
    }
    case 'AggregateExpr':
      return isGroupwise(a, b as typeof a) && sameValues(a.expr, (b as typeof a).expr);
    default:
      return false;
  }
}

/** Functions whose result for one series depends on others. */
const NEEDS_ALL: ReadonlySet<string> = new Set([
  'absent',
  'absent_over_time',
  'scalar',
  'histogram_quantile',
  'histogram_quantiles',
  'label_replace',
  'label_join',
  'info',
]);

/** Whether the wider aggregation only has more groups: the matchers differ in labels that make the groups. */
function isGroupwise(wide: AggregateExpr, narrow: AggregateExpr): boolean {
  if (wide.keyword !== 'by') return false;
  const groups = new Set(wide.grouping.map(({ name }) => name));
  const [more, fewer] = [plainSelector(wide.expr), plainSelector(narrow.expr)];
  if (more === undefined || fewer === undefined) return false;
  const key = ({ name, op, value }: LabelMatcher): string => `${name}${op}${value}`;
  const common = new Set(more.matchers.map(key));
  const own = fewer.matchers.filter((matcher) => !common.has(key(matcher)));
  const left = new Set(fewer.matchers.map(key));
  const missing = more.matchers.filter((matcher) => !left.has(key(matcher)));
  return [...own, ...missing].every(({ name }) => groups.has(name));
}

/** The one selector below calls, such as rate(), of single arguments. */
function plainSelector(expr: Expr): VectorSelector | undefined {
  const node = unwrap(expr);
  if (node.kind === 'VectorSelector') return node;
  if (node.kind === 'MatrixSelector') return node.selector;
  return node.kind === 'Call' && node.args.length === 1 ? plainSelector(node.args[0]!) : undefined;
}

/** Whether all series that `narrow` selects are among those of `wide`; both name the same metric. */
function selectsMore(wide: VectorSelector, narrow: VectorSelector): boolean {
  return wide.matchers.every(
    (matcher) =>
      (matcher.name === '__name__' && matcher.op === '=') ||
      narrow.matchers.some((given) => impliesMatcher(given, matcher)),
  );
}

function impliesMatcher(given: LabelMatcher, matcher: LabelMatcher): boolean {
  if (given.name !== matcher.name) return false;
  if (given.op === matcher.op && given.value === matcher.value) return true;
  const values = given.op === '=' ? [given.value] : given.op === '=~' ? literalsOf(given.value) : undefined;
  if (values !== undefined) return values.every((value) => accepts(matcher, value));
  return matcher.op === '!=' && !accepts(given, matcher.value);
}
