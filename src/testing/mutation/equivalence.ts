import type { Rule } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { constant, factsOf } from '../../analysis/expression/index.ts';
import {
  alternativesOf,
  isPossible,
  isWithin,
  labelFact,
  narrowed,
  point,
  unwrap,
} from '../../promql/infer/index.ts';
import type { FloatComparisonOp, Interval } from '../../promql/infer/index.ts';
import type { AggregateExpr, BinaryExpr, Call, Expr, LabelMatcher } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { readsValue } from './logql-equivalence.ts';
import { redundantMatcher } from './matcher-equivalence.ts';
import type { ParsedMutation } from './mutators/promql.ts';
import type { EquivalenceProof } from './rule-mutants.ts';

/** An expression and everything around it, from the root down. */
interface Place<E extends Expr = Expr> {
  readonly node: E;
  readonly path: readonly Expr[];
}

/**
 * Proves mutants equivalent by what the analysis knows of an expression: which values it can have, which labels, and
 * whether it returns anything. A mutant that is not proved is run.
 */
export function equivalenceOf(project: Project): EquivalenceProof {
  const prover = new Prover(project);
  return (rule, mutation) => prover.prove(rule, mutation);
}

class Prover {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  prove(rule: Rule, mutation: ParsedMutation): string | undefined {
    const root = rule.expr.promql.expr;
    if (root === undefined) return undefined;
    switch (mutation.mutator) {
      case 'comparison':
        return this.#comparison(find(root, mutation, isOperatorAt(mutation)), mutation);
      case 'threshold':
        return this.#threshold(find(root, mutation, isLiteralAt(mutation)), mutation);
      case 'function':
        return this.#function(find(root, mutation, isCallAt(mutation)), mutation, rule);
      case 'aggregation':
        return this.#aggregation(find(root, mutation, isAggregationAt(mutation)), mutation, rule);
      case 'grouping':
        return this.#grouping(find(root, mutation, isGroupingOf(mutation)), mutation);
      case 'matcher':
        return this.#matcher(root, mutation);
      case 'arithmetic':
        return this.#arithmetic(find(root, mutation, isOperatorAt(mutation)), mutation);
      case 'side-removed':
        return this.#side(find(root, mutation, isSetAt(mutation)), mutation, rule);
      default:
        return undefined;
    }
  }

  /** The values that an expression can have; undefined: nothing is known, or it may be NaN. */
  #value(expr: Expr): Interval | undefined {
    const facts = factsOf(this.#project).of(expr);
    if (facts.type === 'scalar') return facts.value.nan ? undefined : facts.value;
    const [only, ...others] = alternativesOf(facts).filter(isPossible);
    return only === undefined || others.length > 0 || only.value.nan ? undefined : only.value;
  }

  /** Both operators pass the same values: those at the limit do not occur. */
  #comparison(place: Place<BinaryExpr> | undefined, { text }: ParsedMutation): string | undefined {
    if (place === undefined || !isOrder(text) || !isOrder(place.node.op)) return undefined;
    const { op, lhs, rhs } = place.node;
    const limit = constant(rhs);
    const value = limit === undefined ? undefined : this.#value(lhs);
    if (limit === undefined || value === undefined) return undefined;
    if (!same(narrowed(op, value, point(limit)), narrowed(text, value, point(limit)))) return undefined;
    return `no value of the left side is exactly ${limit}`;
  }

  /** Zero times and zero divided by a count of series, which is at least one. */
  #arithmetic(place: Place<BinaryExpr> | undefined, { text }: ParsedMutation): string | undefined {
    if (place === undefined || ![place.node.op, text].every((op) => op === '*' || op === '/'))
      return undefined;
    const { lhs, rhs } = place.node;
    const divisor = unwrap(rhs);
    const isCount = divisor.kind === 'AggregateExpr' && (divisor.op === 'count' || divisor.op === 'group');
    return constant(lhs) === 0 && isCount ? 'both are zero: a count is at least one' : undefined;
  }

  /** Both limits lie outside of what the value can be, on one side. */
  #threshold(place: Place<BinaryExpr> | undefined, mutation: ParsedMutation): string | undefined {
    if (place === undefined || !isOrder(place.node.op)) return undefined;
    const { op, lhs, rhs } = place.node;
    const before = constant(rhs);
    const value = before === undefined ? undefined : this.#value(lhs);
    if (before === undefined || value === undefined) return undefined;
    const after = Number(mutation.text);
    if (!same(narrowed(op, value, point(before)), narrowed(op, value, point(after)))) return undefined;
    return `the left side has no value between ${before} and ${after}`;
  }

  #function(place: Place<Call> | undefined, { text }: ParsedMutation, rule: Rule): string | undefined {
    if (place === undefined) return undefined;
    const { node, path } = place;
    const scaled = [node.func, text].every((name) => name === 'rate' || name === 'increase');
    if (scaled && isOfQuantile(node, path)) return QUANTILE;
    if (scaled) return isSignAlone(node, path, rule) ? SCALED : undefined;
    const [argument] = node.args;
    if (node.func !== 'abs' || argument === undefined) return undefined;
    const value = this.#value(argument);
    return value !== undefined && value.lo >= 0 ? 'the argument is never negative' : undefined;
  }

  /** Of values that are never negative the sum, the average and the largest are greater than zero together. */
  #aggregation(
    place: Place<AggregateExpr> | undefined,
    { text }: ParsedMutation,
    rule: Rule,
  ): string | undefined {
    if (place === undefined) return undefined;
    const { node, path } = place;
    const alike = [node.op, text].every((op) => op === 'sum' || op === 'avg' || op === 'max');
    const value = alike ? this.#value(node.expr) : undefined;
    if (value === undefined || value.lo < 0 || !isSignAlone(node, path, rule)) return undefined;
    return 'only the sign matters, and no value is negative';
  }

  /** The label is on no series, or an outer aggregation of the same kind drops it at once. */
  #grouping(place: Place<AggregateExpr> | undefined, mutation: ParsedMutation): string | undefined {
    if (place === undefined || place.node.keyword !== 'by') return undefined;
    const { node, path } = place;
    const label = node.grouping.find(({ start }) => covers(mutation, start))?.name;
    if (label === undefined) return undefined;
    const inner = alternativesOf(factsOf(this.#project).of(node.expr)).filter(isPossible);
    if (inner.length > 0 && inner.every(({ labels }) => labelFact(labels, label).presence === 'never'))
      return `no aggregated series has a label "${label}"`;
    const outer = path.findLast((parent) => parent.kind !== 'ParenExpr');
    const isFolded =
      outer?.kind === 'AggregateExpr' &&
      outer.op === node.op &&
      (node.op === 'max' || node.op === 'min') &&
      outer.keyword !== 'without' &&
      !outer.grouping.some(({ name }) => name === label);
    return isFolded ? `the ${node.op} around it drops "${label}"` : undefined;
  }

  /** A recorded series always has a value that the matcher accepts, or a join refuses the series that the matcher refused. */
  #matcher(root: Expr, mutation: ParsedMutation): string | undefined {
    if (mutation.text !== '') return undefined;
    let found: { matcher: LabelMatcher; name: string; joined: string | undefined } | undefined;
    walkExpr(root, (node, path) => {
      if (node.kind !== 'VectorSelector' || node.name === undefined) return;
      const matcher = node.matchers.find(({ start }) => covers(mutation, start));
      if (matcher !== undefined)
        found = { matcher, name: node.name, joined: redundantMatcher(node, path, matcher) };
    });
    if (found?.joined !== undefined) return found.joined;
    if (found?.matcher.op !== '=') return undefined;
    const { matcher, name } = found;
    const series = factsOf(this.#project).series(name)?.filter(isPossible) ?? [];
    const always = series.every(({ labels }) => {
      const { presence, values } = labelFact(labels, matcher.name);
      return presence === 'always' && values?.size === 1 && values.has(matcher.value);
    });
    return series.length > 0 && always
      ? `every series of ${name} has ${matcher.name}="${matcher.value}"`
      : undefined;
  }

  /** The removed side never returns anything, or only series that the kept side has too. */
  #side(place: Place<BinaryExpr> | undefined, mutation: ParsedMutation, rule: Rule): string | undefined {
    if (place === undefined || place.node.op === 'and') return undefined;
    const { lhs, rhs } = place.node;
    const kept = rule.expr.text.slice(lhs.start, lhs.end) === mutation.text ? lhs : rhs;
    const removed = kept === lhs ? rhs : lhs;
    const alternatives = alternativesOf(factsOf(this.#project).of(removed));
    const isNever = alternatives.every((each) => !isPossible(each));
    return alternatives.length > 0 && isNever ? 'the removed side never returns a series' : undefined;
  }
}

const QUANTILE = 'a quantile does not depend on the scale of the buckets';

/** Whether a rate is summed up, or not, and goes into histogram_quantile() as its buckets. */
function isOfQuantile(node: Expr, path: readonly Expr[]): boolean {
  let inner: Expr = node;
  for (const parent of [...path].reverse()) {
    if (parent.kind === 'Call') return parent.func === 'histogram_quantile' && parent.args[1] === inner;
    const isSum = parent.kind === 'AggregateExpr' && (parent.op === 'sum' || parent.op === 'avg');
    if (parent.kind !== 'ParenExpr' && !isSum) return false;
    inner = parent;
  }
  return false;
}

const SCALED = 'only the sign of the value matters, and both functions have the same sign';

/** A comparison with zero looks at the sign alone; the value itself must not be seen by anybody. */
function isSignAlone(node: Expr, path: readonly Expr[], rule: Rule): boolean {
  let inner: Expr = node;
  for (let i = path.length - 1; i >= 0; i--) {
    const parent = path[i]!;
    if (parent.kind === 'BinaryExpr') {
      const isZero = unwrap(parent.lhs) === unwrap(inner) && constant(parent.rhs) === 0;
      return isZero && isOrder(parent.op) && isValueUnseen(parent, path.slice(0, i), rule);
    }
    const isLinear = parent.kind === 'AggregateExpr' && ['sum', 'avg', 'min', 'max'].includes(parent.op);
    if (parent.kind !== 'ParenExpr' && !isLinear) return false;
    inner = parent;
  }
  return false;
}

/** Whether the value of a comparison goes nowhere: it is the right side of a set operator, or of an alert without `$value`. */
function isValueUnseen(node: BinaryExpr, path: readonly Expr[], rule: Rule): boolean {
  if (node.bool) return true;
  let inner: Expr = node;
  for (const parent of [...path].reverse()) {
    if (parent.kind === 'BinaryExpr')
      return (parent.op === 'and' || parent.op === 'unless') && parent.rhs === inner;
    if (parent.kind !== 'ParenExpr') return false;
    inner = parent;
  }
  return !readsValue(rule);
}

const isOrder = (op: string): op is FloatComparisonOp & ('<' | '<=' | '>' | '>=') =>
  op === '<' || op === '<=' || op === '>' || op === '>=';

const same = (a: Interval, b: Interval): boolean => isWithin(a, b) && isWithin(b, a);

const covers = ({ start, end }: ParsedMutation, offset: number): boolean => start <= offset && offset < end;

type Test<E extends Expr> = (node: Expr) => E | undefined;

function find<E extends Expr>(root: Expr, { start }: ParsedMutation, test: Test<E>): Place<E> | undefined {
  let found: Place<E> | undefined;
  walkExpr(root, (node, path) => {
    if (start < node.start || start >= node.end) return false;
    const match = test(node);
    if (match !== undefined) found = { node: match, path: [...path] };
    return true;
  });
  return found;
}

const isOperatorAt =
  ({ start }: ParsedMutation): Test<BinaryExpr> =>
  (node) =>
    node.kind === 'BinaryExpr' && node.opRange.start === start ? node : undefined;

const isLiteralAt =
  ({ start }: ParsedMutation): Test<BinaryExpr> =>
  (node) =>
    node.kind === 'BinaryExpr' && unwrap(node.rhs).start === start ? node : undefined;

const isCallAt =
  ({ start }: ParsedMutation): Test<Call> =>
  (node) =>
    node.kind === 'Call' && node.funcRange.start === start ? node : undefined;

const isAggregationAt =
  ({ start }: ParsedMutation): Test<AggregateExpr> =>
  (node) =>
    node.kind === 'AggregateExpr' && node.opRange.start === start ? node : undefined;

const isSetAt =
  ({ start, end }: ParsedMutation): Test<BinaryExpr> =>
  (node) =>
    node.kind === 'BinaryExpr' && node.start === start && node.end === end ? node : undefined;

const isGroupingOf =
  (mutation: ParsedMutation): Test<AggregateExpr> =>
  (node) =>
    node.kind === 'AggregateExpr' && node.grouping.some(({ start }) => covers(mutation, start))
      ? node
      : undefined;
