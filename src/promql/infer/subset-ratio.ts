import { FUNCTIONS, isFunctionName } from '../functions/table.ts';
import { labelTest } from '../eval/storage/regexp.ts';
import { literalsOf } from '../syntax/regex-words.ts';
import { isPartOf, knownMetric } from '../knowledge/index.ts';
import { printExpr } from '../print/print.ts';
import type { AggregateExpr, BinaryExpr, Call, Expr, LabelMatcher, VectorSelector } from '../syntax/ast.ts';
import { hasQuotedName } from '../syntax/types.ts';
import { walkExpr } from '../syntax/walk.ts';
import { interval } from './interval.ts';
import type { Interval } from './interval.ts';
import { canonicalText, filtersOf, isSameVector, literalValue } from './same-vector.ts';
import { unwrap } from './unwrap.ts';

/** How much of a whole something is: 1 is all of it. */
interface Share {
  readonly lo: number;
  readonly hi: number;
}

/**
 * The values of a division that is the share of a part in its whole, where the whole is never negative; undefined
 * where it is not known to be one. A part is
 * - the same sum or count of the same function of the same metric, whose matchers or comparisons leave fewer series;
 * - a metric that is part of another by what both mean (available of size);
 * - sums, differences and multiples of such parts and of the whole itself.
 */
export function shareOfWhole(node: BinaryExpr): Interval | undefined {
  const share = shareIn(node, node.lhs, unwrap(node.rhs));
  return share && interval(share.lo, share.hi, { nan: true });
}

/**
 * Whether every series of the first expression is one of the second with the same value, so that in a join on all labels
 * each meets itself: `rate(x{code="500"}[5m]) / rate(x[5m])` is 1 wherever it is a number.
 */
export function isSelectionOf(part: Expr, whole: Expr): boolean {
  return isSubset(part, whole, false);
}

/** `matched`: the operator that pairs the series of both, undefined where each is paired with its own. */
function shareIn(matched: BinaryExpr | undefined, expr: Expr, whole: Expr): Share | undefined {
  const part = withoutFallback(expr);
  const alike = matched?.matching?.keyword === undefined;
  if (alike && isSameVector(part, whole)) return { lo: 1, hi: 1 };
  if (part.kind === 'BinaryExpr') return alike ? combinedShare(part, whole) : undefined;
  if (isShareOf(matched, part, whole)) return { lo: mayBeNegative(part) ? -1 : 0, hi: 1 };
  if (part.kind !== 'AggregateExpr' || whole.kind !== 'AggregateExpr') return undefined;
  // A share of each summand is one of the sum.
  const sums = part.op === 'sum' && whole.op === 'sum' && groupsAreParts(matched, part, whole);
  return sums ? shareIn(undefined, part.expr, unwrap(whole.expr)) : undefined;
}

function combinedShare(node: BinaryExpr, whole: Expr): Share | undefined {
  const { op, lhs, rhs, matching } = node;
  if (op === '*') {
    const factor = literalValue(lhs) ?? literalValue(rhs);
    const share =
      factor === undefined || factor < 0
        ? undefined
        : shareIn(undefined, literalValue(lhs) === undefined ? lhs : rhs, whole);
    return share && { lo: share.lo * factor!, hi: share.hi * factor! };
  }
  if ((op !== '+' && op !== '-') || matching === undefined || matching.keyword !== undefined)
    return undefined;
  if (matching.fillLeft !== undefined || matching.fillRight !== undefined) return undefined;
  const [a, b] = [shareIn(node, lhs, whole), shareIn(node, rhs, whole)];
  if (a === undefined || b === undefined) return undefined;
  return op === '+' ? { lo: a.lo + b.lo, hi: a.hi + b.hi } : { lo: a.lo - b.hi, hi: a.hi - b.lo };
}

/** The available amount may be negative, as far as a reserve goes. */
function mayBeNegative(part: Expr): boolean {
  let found = false;
  walkExpr(part, (node) => {
    const known = node.kind === 'VectorSelector' ? knownMetric(node.name ?? '') : undefined;
    found ||= known?.type === 'gauge' && (known.values?.[0] ?? -1) < 0;
  });
  return found;
}

/** `x or vector(0)`: x, for whom a share of 0 is one too. */
function withoutFallback(expr: Expr): Expr {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr' || node.op !== 'or') return node;
  const fallback = unwrap(node.rhs);
  const zero = fallback.kind === 'Call' && fallback.func === 'vector' ? fallback.args[0] : undefined;
  return zero !== undefined && literalValue(zero) === 0 ? withoutFallback(node.lhs) : node;
}

function isShareOf(node: BinaryExpr | undefined, part: Expr, whole: Expr): boolean {
  if (part.kind === 'AggregateExpr' && whole.kind === 'AggregateExpr') {
    return (
      part.op === whole.op &&
      (part.op === 'sum' || part.op === 'count') &&
      groupsAreParts(node, part, whole) &&
      isSubset(part.expr, whole.expr, part.op === 'sum')
    );
  }
  if (whole.kind === 'AggregateExpr') return isOneOfSum(node, part, whole);
  // Each series with the one of the same labels.
  return node?.matching?.keyword === undefined && isSmallerMetric(part, whole);
}

/** `x{...} / on (...) group_left () sum by (...) (x)`: one series of the group that it is divided by. */
function isOneOfSum(node: BinaryExpr | undefined, part: Expr, whole: AggregateExpr): boolean {
  const matching = node?.matching;
  if (whole.op !== 'sum' || whole.keyword === 'without' || matching?.keyword !== 'on') return false;
  if (matching.fillLeft !== undefined || matching.fillRight !== undefined) return false;
  return namesOf(matching.labels) === namesOf(whole.grouping) && isSubset(part, whole.expr, true);
}

function namesOf(list: readonly { readonly name: string }[]): string {
  return list
    .map(({ name }) => name)
    .sort()
    .join('\0');
}

/** Whether each group of the numerator is within the group of the denominator that it is divided by. */
function groupsAreParts(node: BinaryExpr | undefined, part: AggregateExpr, whole: AggregateExpr): boolean {
  const matching = node?.matching;
  if (matching?.fillLeft !== undefined || matching?.fillRight !== undefined) return false;
  const sameGrouping =
    namesOf(part.grouping) === namesOf(whole.grouping) &&
    (part.keyword === whole.keyword ||
      (part.grouping.length === 0 && part.keyword !== 'without' && whole.keyword !== 'without'));
  // The same labels on both sides, and all of them compared.
  if (sameGrouping && matching?.keyword === undefined) return true;
  if (part.keyword === 'without' || whole.keyword === 'without') return false;
  // The denominator's labels are compared, and the numerator splits each of its groups further.
  const compared = matching?.keyword === 'on' && namesOf(matching.labels) === namesOf(whole.grouping);
  const finer = whole.grouping.every(({ name }) => part.grouping.some((label) => label.name === name));
  return compared && finer;
}

/** Whether every series of the first expression is one of the second, with the same value, or (for sums) less. */
function isSubset(part: Expr, whole: Expr, orLess: boolean): boolean {
  const a = filtered(part);
  const b = unwrap(whole);
  if (a.kind === 'VectorSelector' && b.kind === 'VectorSelector') return isNarrower(a, b, orLess);
  if (a.kind === 'Call' && b.kind === 'Call') return isSubsetCall(a, b, orLess);
  if (a.kind === 'MatrixSelector' && b.kind === 'MatrixSelector')
    return isNarrower(a.selector, b.selector, orLess) && sameRange(a, b);
  return false;
}

function sameRange(a: Expr & { kind: 'MatrixSelector' }, b: Expr & { kind: 'MatrixSelector' }): boolean {
  if (
    isPlain(a.selector) &&
    isPlain(b.selector) &&
    a.range.kind === 'Duration' &&
    b.range.kind === 'Duration'
  )
    if (a.range.seconds === b.range.seconds) return true;
  const bare = (node: typeof a): string =>
    printExpr({ ...node, selector: { ...node.selector, name: 'x', matchers: [] } });
  return bare(a) === bare(b);
}

/** As nearly all selectors are: nothing but a name and matchers. */
function isPlain(selector: VectorSelector): boolean {
  const { offset, at, extended } = selector;
  return offset === undefined && at === undefined && extended === undefined && !hasQuotedName(selector);
}

/** What comparisons with numbers, `and` and `unless` take series from. */
function filtered(expr: Expr): Expr {
  const { base } = filtersOf(expr);
  if (base.kind === 'BinaryExpr' && (base.op === 'and' || base.op === 'unless')) return filtered(base.lhs);
  return base;
}

/** Functions of each series on its own; label functions could make two series of one. */
function isSubsetCall(a: Call, b: Call, orLess: boolean): boolean {
  if (a.func !== b.func || a.args.length !== b.args.length || !isFunctionName(a.func)) return false;
  const [argument] = FUNCTIONS[a.func].args;
  if (FUNCTIONS[a.func].args.length !== 1 || argument !== 'matrix' || a.func === 'absent_over_time')
    return false;
  return a.args.every((arg, i) => isSubset(arg, b.args[i]!, orLess && GROWS_WITH_VALUES.has(a.func)));
}

/** Functions that return no more for less, sample by sample. */
const GROWS_WITH_VALUES: ReadonlySet<string> = new Set([
  ...['avg_over_time', 'min_over_time', 'max_over_time', 'sum_over_time', 'last_over_time'],
  ...['first_over_time', 'quantile_over_time', 'rate', 'increase'],
]);

/** A metric, or a function of its samples, of which the other is a part by what they mean. */
function isSmallerMetric(part: Expr, whole: Expr): boolean {
  const [a, b] = [unwrap(part), unwrap(whole)];
  if (a.kind === 'VectorSelector' && b.kind === 'VectorSelector')
    return isPartOf(a.name ?? '', b.name ?? '') && sameTime(a, b);
  if (a.kind === 'MatrixSelector' && b.kind === 'MatrixSelector')
    return isSmallerMetric(a.selector, b.selector) && sameRange(a, b);
  if (a.kind !== 'Call' || b.kind !== 'Call' || a.func !== b.func || a.args.length !== 1) return false;
  return GROWS_WITH_VALUES.has(a.func) && isSmallerMetric(a.args[0]!, b.args[0]!);
}

function sameTime(a: VectorSelector, b: VectorSelector): boolean {
  if (isPlain(a) && isPlain(b)) return true;
  const bare = (selector: VectorSelector): string => canonicalText({ ...selector, name: 'x', matchers: [] });
  return bare(a) === bare(b);
}

/** The same metric (or a part of it) and time, and every matcher of the whole on the part too. */
function isNarrower(part: VectorSelector, whole: VectorSelector, orLess: boolean): boolean {
  const [name, other] = [part.name, whole.name];
  if (name === undefined || other === undefined || !sameTime(part, whole)) return false;
  if (orLess && isBucketOf(part, whole))
    return whole.matchers.every((matcher) => matcher.name === 'le' || impliedBy(part, matcher));
  if (name !== other && !(orLess && isPartOf(name, other))) return false;
  return whole.matchers.every((matcher) => impliedBy(part, matcher));
}

function impliedBy({ matchers }: VectorSelector, matcher: LabelMatcher): boolean {
  return matchers.some((own) => implies(own, matcher));
}

/** One bucket of a histogram against its count, or a bucket that is as wide. */
function isBucketOf(part: VectorSelector, whole: VectorSelector): boolean {
  const base = /^([^:]+)_bucket$/.exec(part.name ?? '')?.[1];
  const bound = boundOf(part);
  if (base === undefined || bound === undefined) return false;
  if (whole.name === `${base}_count`) return whole.matchers.every(({ name }) => name !== 'le');
  const other = whole.name === part.name ? boundOf(whole) : undefined;
  return other !== undefined && bound <= other;
}

function boundOf({ matchers }: VectorSelector): number | undefined {
  const [le, ...more] = matchers.filter(({ name }) => name === 'le');
  if (le?.op !== '=' || more.length > 0) return undefined;
  const bound = le.value === '+Inf' ? Infinity : Number(le.value);
  return le.value === '' || Number.isNaN(bound) ? undefined : bound;
}

/** Whether what passes the first matcher also passes the second. */
function implies(own: LabelMatcher, other: LabelMatcher): boolean {
  if (own.name !== other.name) return false;
  if (own.op === other.op && own.value === other.value) return true;
  const values = own.op === '=' ? [own.value] : own.op === '=~' ? literalsOf(own.value) : undefined;
  return values !== undefined && values.every((value) => accepts(other, value));
}

function accepts({ op, value }: LabelMatcher, text: string): boolean {
  if (op === '=') return text === value;
  if (op === '!=') return text !== value;
  try {
    return labelTest(value, 3)(text) === (op === '=~');
  } catch {
    return false;
  }
}
