import type { AtModifier, DurationExpr, Expr, MatrixSelector, VectorSelector } from './ast.ts';
import type { Cursor, Place } from './cursor.ts';
import { selectorNode } from './parse-selector.ts';
import { literalValue, parseOffsetDuration, parsePositiveDuration, RANGE_PLACE } from './parse-duration.ts';
import { formatGoFloat } from '../../go/numbers/format-float.ts';
import type { Range } from '../../source/range.ts';

const AFTER_RANGE: Place = { context: 'subquery or range', expected: '":" or "]"' };
const STEP: Place = { context: 'subquery selector', expected: 'number, duration, step(), range(), or "]"' };
const AFTER_STEP: Place = { context: 'subquery selector', expected: '"]"' };
const TIMESTAMP: Place = { context: '@', expected: 'timestamp' };

const TARGETS = 'must be preceded by an instant vector selector or range vector selector or a subquery';

/** Applies every `[...]`, offset, @, anchored and smoothed that follows; they bind closer than any operator. */
export function parsePostfix(cursor: Cursor, operand: Expr): Expr {
  let expr = operand;
  for (;;) {
    switch (cursor.peek()) {
      case '[':
        expr = parseBrackets(cursor, expr);
        break;
      case 'offset':
        expr = parseOffset(cursor, expr);
        break;
      case '@':
        expr = parseAt(cursor, expr);
        break;
      case 'anchored':
      case 'smoothed':
        expr = extend(cursor, expr, cursor.take().kind as 'anchored' | 'smoothed');
        break;
      default:
        return expr;
    }
  }
}

function parseBrackets(cursor: Cursor, expr: Expr): Expr {
  const { height } = cursor;
  const open = cursor.take();
  const range = parsePositiveDuration(cursor, RANGE_PLACE);
  if (cursor.accept(':') === undefined) {
    const close = cursor.expect(']', AFTER_RANGE);
    cursor.built(height);
    return matrixSelector(cursor, expr, range, { start: open.start, end: close.end });
  }
  const step = cursor.peek() === ']' ? undefined : parsePositiveDuration(cursor, STEP);
  const { end } = cursor.expect(']', AFTER_STEP);
  cursor.built(height);
  return {
    kind: 'SubqueryExpr',
    expr,
    range,
    step,
    offset: undefined,
    at: undefined,
    start: expr.start,
    end,
  };
}

function matrixSelector(cursor: Cursor, expr: Expr, range: DurationExpr, brackets: Range): MatrixSelector {
  const { start } = expr;
  const { end } = brackets;
  if (expr.kind !== 'VectorSelector') {
    cursor.report(
      'range-misplaced',
      brackets,
      'ranges only allowed for vector selectors',
      'for a range over an expression, write a subquery: (...)[5m:1m]',
    );
    cursor.broken = true;
    const stand: VectorSelector = selectorNode(undefined, undefined, [], undefined, start, expr.end);
    return { kind: 'MatrixSelector', selector: stand, range, start, end };
  }
  const before = modifierBeforeRange(cursor, expr);
  if (before !== undefined) {
    cursor.report(
      'range-misplaced',
      brackets,
      `no ${before} modifiers allowed before range`,
      `Write the range first: metric[5m] ${before} ...`,
    );
  }
  return { kind: 'MatrixSelector', selector: expr, range, start, end };
}

function modifierBeforeRange(cursor: Cursor, { offset, at }: VectorSelector): string | undefined {
  if (offset !== undefined && !isZero(offset)) return 'offset';
  // 2.x looks for a timestamp only and lets `@ start()` pass.
  return at === undefined || (cursor.version === 2 && typeof at.at !== 'number') ? undefined : '@';
}

function parseOffset(cursor: Cursor, expr: Expr): Expr {
  const { height } = cursor;
  cursor.take();
  const offset = parseOffsetDuration(cursor);
  cursor.height = height;
  return modify(cursor, expr, { kind: 'offset', offset });
}

function parseAt(cursor: Cursor, expr: Expr): Expr {
  const { start } = cursor.take();
  return modify(cursor, expr, {
    kind: 'at',
    at: { at: parseTimestamp(cursor, expr), start, end: cursor.lastEnd },
  });
}

function parseTimestamp(cursor: Cursor, expr: Expr): AtModifier['at'] {
  if (cursor.peek() === 'start' || cursor.peek() === 'end') {
    const { kind } = cursor.take();
    cursor.expect('(', TIMESTAMP);
    cursor.expect(')', TIMESTAMP);
    return kind === 'start' ? 'start' : 'end';
  }
  const sign = cursor.accept('-') ?? cursor.accept('+');
  if (cursor.peek() === 'duration' && cursor.literals === 3)
    return signed(sign?.kind, literalValue(cursor, cursor.take()));
  const seconds = signed(sign?.kind, literalValue(cursor, cursor.expect('number', TIMESTAMP)));
  if (Number.isFinite(seconds) && Math.abs(seconds) < 2 ** 63) return seconds;
  const printed = formatGoFloat(seconds, 'f', 6);
  cursor.report('at-out-of-range', expr, `timestamp out of bounds for @ modifier: ${printed}`);
  return 0;
}

function signed(sign: string | undefined, value: number): number {
  return sign === '-' ? -value : value;
}

type Modifier =
  | { readonly kind: 'offset'; readonly offset: DurationExpr }
  | { readonly kind: 'at'; readonly at: AtModifier };

/** Puts an offset or @ where Prometheus keeps it: on the selector (also inside a range) or on the subquery. */
function modify(cursor: Cursor, expr: Expr, modifier: Modifier): Expr {
  const end = cursor.lastEnd;
  const added = modifier.kind === 'offset' ? { offset: modifier.offset } : { at: modifier.at };
  switch (expr.kind) {
    case 'VectorSelector':
    case 'SubqueryExpr':
      checkOnce(cursor, expr, expr, modifier.kind);
      return { ...expr, ...added, end };
    case 'MatrixSelector':
      checkOnce(cursor, expr, expr.selector, modifier.kind);
      return { ...expr, selector: { ...expr.selector, ...added }, end };
    default:
      if (modifier.kind === 'offset') cursor.report('offset-misplaced', expr, `offset modifier ${TARGETS}`);
      else cursor.report('at-misplaced', expr, `@ modifier ${TARGETS}`);
      return expr;
  }
}

function checkOnce(
  cursor: Cursor,
  expr: Expr,
  target: { readonly offset?: DurationExpr; readonly at?: AtModifier },
  kind: Modifier['kind'],
): void {
  if (kind === 'offset' && target.offset !== undefined && !isZero(target.offset)) {
    cursor.report('offset-misplaced', expr, 'offset may not be set multiple times');
  }
  if (kind === 'at' && target.at !== undefined) {
    cursor.report('at-misplaced', expr, '@ <timestamp> may not be set multiple times');
  }
}

/** Prometheus treats an offset of zero as absent. */
function isZero(offset: DurationExpr): boolean {
  return offset.kind === 'Duration' && offset.seconds === 0;
}

function extend(cursor: Cursor, expr: Expr, extended: 'anchored' | 'smoothed'): Expr {
  const end = cursor.lastEnd;
  if (!cursor.features.extendedRangeSelectors) {
    cursor.report(
      'feature-disabled',
      expr,
      `${extended} modifier is experimental and not enabled`,
      'Prometheus before 3.16 needs --enable-feature=promql-extended-range-selectors',
    );
    return expr;
  }
  switch (expr.kind) {
    case 'VectorSelector':
      checkSingle(cursor, expr, expr.extended, extended);
      return { ...expr, extended, end };
    case 'MatrixSelector':
      checkSingle(cursor, expr, expr.selector.extended, extended);
      return { ...expr, selector: { ...expr.selector, extended }, end };
    case 'SubqueryExpr':
      cursor.report('extended-misplaced', expr, `${extended} modifier is not supported for subqueries`);
      return expr;
    default:
      cursor.report('extended-misplaced', expr, `${extended} modifier not implemented`);
      return expr;
  }
}

function checkSingle(cursor: Cursor, expr: Expr, before: string | undefined, now: string): void {
  if (before === undefined || before === now) return;
  cursor.report('extended-misplaced', expr, 'anchored and smoothed modifiers cannot be used together');
}
