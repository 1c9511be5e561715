import type { DurationExpr, Expr, LabelMatcher, LabelName, VectorSelector } from '../promql/syntax/ast.ts';
import type { Range } from '../source/range.ts';
import type { PlacedUse } from './placed.ts';

/**
 * A tree in which what variables decide is left open: a matcher whose value holds one matches everything, a metric name is
 * absent, a duration and a number are computed. `opaque`: a variable decides what a tree cannot leave open.
 */
export function withUnknowns(
  expr: Expr,
  placed: readonly PlacedUse[],
): { readonly expr: Expr; readonly opaque: boolean } {
  if (placed.length === 0) return { expr, opaque: false };
  const opener = new Opener(placed);
  const opened = opener.open(expr);
  return { expr: opened, opaque: opener.opaque };
}

class Opener {
  readonly #placed: readonly PlacedUse[];
  opaque = false;

  constructor(placed: readonly PlacedUse[]) {
    this.#placed = placed;
    // Which labels remain, and which function it is, a tree must say.
    this.opaque = placed.some(({ position }) => position === 'label' || position === 'function');
  }

  open(expr: Expr): Expr {
    switch (expr.kind) {
      case 'NumberLiteral':
        return this.#holds(expr) ? unknownNumber(expr) : expr;
      case 'StringLiteral':
        if (this.#holds(expr)) this.opaque = true;
        return expr;
      case 'VectorSelector':
        return this.#selector(expr);
      case 'MatrixSelector':
        return { ...expr, selector: this.#selector(expr.selector), range: this.#duration(expr.range) };
      case 'SubqueryExpr':
        return {
          ...expr,
          expr: this.open(expr.expr),
          range: this.#duration(expr.range),
          ...(expr.step === undefined ? {} : { step: this.#duration(expr.step) }),
          ...(expr.offset === undefined ? {} : { offset: this.#duration(expr.offset) }),
        };
      case 'UnaryExpr':
      case 'ParenExpr':
        return { ...expr, expr: this.open(expr.expr) };
      case 'BinaryExpr':
        this.#names(expr.matching?.labels);
        this.#names(expr.matching?.include);
        return { ...expr, lhs: this.open(expr.lhs), rhs: this.open(expr.rhs) };
      case 'AggregateExpr':
        this.#names(expr.grouping);
        return {
          ...expr,
          expr: this.open(expr.expr),
          ...(expr.param === undefined ? {} : { param: this.open(expr.param) }),
        };
      case 'Call':
        // An absent series has the labels that the matchers require.
        if (expr.func.startsWith('absent') && this.#holds(expr)) this.opaque = true;
        return { ...expr, args: expr.args.map((argument) => this.open(argument)) };
    }
  }

  #selector(selector: VectorSelector): VectorSelector {
    const isNamed = selector.nameRange === undefined || !this.#holds(selector.nameRange);
    // A lone word may stand for a number or a whole expression.
    if (!isNamed && this.#placed.some((each) => each.position === 'operand' && overlap(each.span, selector)))
      this.opaque = true;
    const { name, nameRange, offset, ...rest } = selector;
    return {
      ...rest,
      matchers: selector.matchers.flatMap((matcher) => this.#matcher(matcher)),
      ...(isNamed && name !== undefined ? { name } : {}),
      ...(isNamed && nameRange !== undefined ? { nameRange } : {}),
      ...(offset === undefined ? {} : { offset: this.#duration(offset) }),
    };
  }

  #matcher(matcher: LabelMatcher): readonly LabelMatcher[] {
    if (this.#holds(matcher.nameRange)) this.opaque = true;
    if (!this.#holds(matcher.valueRange)) return [matcher];
    return matcher.name === '__name__' ? [] : [{ ...matcher, op: '=~', value: '.*' }];
  }

  #names(names: readonly LabelName[] | undefined): void {
    if (names?.some((name) => this.#holds(name)) === true) this.opaque = true;
  }

  #duration(duration: DurationExpr): DurationExpr {
    const { start, end } = duration;
    return this.#holds(duration) ? { kind: 'DurationCall', func: 'step', args: [], start, end } : duration;
  }

  #holds(range: Range): boolean {
    return this.#placed.some(({ span }) => overlap(span, range));
  }
}

function overlap(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

/** A scalar of which nothing is known. */
function unknownNumber({ start, end }: Range): Expr {
  const range = { start, end };
  const selector: Expr = { kind: 'VectorSelector', matchers: [], ...range };
  return { kind: 'Call', func: 'scalar', funcRange: range, args: [selector], ...range };
}
