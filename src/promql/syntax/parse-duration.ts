import type { DurationExpr } from './ast.ts';
import type { Cursor, Place } from './cursor.ts';
import { durationSeconds } from './duration.ts';
import { parseNumber } from './number.ts';
import type { Token, TokenKind } from './token.ts';
import type { Range } from '../../source/range.ts';

/** time.Duration is an int64 of nanoseconds. */
const MAX_SECONDS = 2 ** 63 / 1e9;

const DURATION = 'number, duration, step(), or range()';
export const RANGE_PLACE: Place = { context: 'subquery or range selector', expected: DURATION };
const OFFSET_PLACE: Place = { context: 'offset', expected: DURATION };
/** Prometheus 2.x knows durations with units only. */
const OFFSET_PLACE_2: Place = { context: 'offset', expected: 'duration' };

type DurationLiteral = Extract<DurationExpr, { kind: 'Duration' }>;
type BinaryDurationOp = Extract<DurationExpr, { kind: 'DurationBinary' }>['op'];

const PRECEDENCE: Readonly<Partial<Record<TokenKind, number>>> = {
  '+': 1,
  '-': 1,
  '*': 2,
  '/': 2,
  '%': 2,
  '^': 3,
};
const UNARY_PRECEDENCE = 2;

/** The number of a number or duration token in seconds; errors are reported and count as 0. */
export function literalValue(cursor: Cursor, token: Token): number {
  const text = cursor.textOf(token);
  if (token.kind === 'duration') {
    const duration = durationSeconds(text);
    if (duration.ok) return duration.seconds;
    cursor.report('invalid-duration', token, duration.message);
    return 0;
  }
  const number = parseNumber(text);
  if (number.ok) return number.value;
  cursor.report('invalid-number', token, number.message);
  return 0;
}

/** Parses the range or the step of `[...]`, which must be greater than zero. */
export function parsePositiveDuration(cursor: Cursor, place: Place): DurationExpr {
  const errors = cursor.errors.length;
  if (cursor.literals === 2) return parsePlain(cursor, place);
  cursor.enterPlace(place);
  const duration = parseDurationExpr(cursor, 0);
  cursor.leavePlace();
  if (duration.kind === 'Duration' && duration.seconds <= 0 && cursor.errors.length === errors) {
    notPositive(cursor, duration);
  }
  return duration;
}

function notPositive(cursor: Cursor, range: Range): void {
  // Upstream has read the next token by now, and the lexer's error comes first.
  if (cursor.peek() === 'error') cursor.unexpected();
  cursor.report('duration-not-positive', range, 'duration must be greater than 0');
}

/** Parses what follows `offset`: a signed duration, or an expression in parentheses. */
export function parseOffsetDuration(cursor: Cursor): DurationExpr {
  if (cursor.literals === 2) return parsePlainOffset(cursor);
  cursor.enterPlace(OFFSET_PLACE);
  // Operators after a literal belong to the outer expression: `x offset 5m - 3` subtracts 3. But upstream's
  // grammar goes on after a parenthesis: `x offset (5m) - 3` is one offset.
  const offset = cursor.peek() === '(' ? parseDurationExpr(cursor, 0) : parseSigned(cursor);
  cursor.leavePlace();
  return offset;
}

function parseSigned(cursor: Cursor): DurationExpr {
  return parseUnary(cursor, parseSigned);
}

function parsePlainOffset(cursor: Cursor): DurationExpr {
  const sign = cursor.accept('-');
  const duration = parsePlain(cursor, OFFSET_PLACE_2);
  if (sign === undefined) return duration;
  return { ...duration, seconds: -duration.seconds, start: sign.start };
}

/** The only form that Prometheus 2.x knows: one duration with units. */
function parsePlain(cursor: Cursor, place: Place): DurationLiteral {
  const token = cursor.expect('duration', place);
  const errors = cursor.errors.length;
  const duration = literal(cursor, literalValue(cursor, token), token, false);
  if (duration.seconds === 0 && cursor.errors.length === errors) notPositive(cursor, duration);
  return duration;
}

function parseDurationExpr(cursor: Cursor, minimum: number): DurationExpr {
  let lhs = parseUnary(cursor, parseOperandOfSign);
  for (;;) {
    const precedence = PRECEDENCE[cursor.peek()] ?? 0;
    if (precedence === 0 || precedence < minimum) return lhs;
    const op = cursor.take();
    requireExpressions(cursor, lhs);
    const leftHeight = cursor.height;
    cursor.descend();
    const rhs = parseDurationExpr(cursor, op.kind === '^' ? precedence : precedence + 1);
    cursor.ascend();
    cursor.built(Math.max(leftHeight, cursor.height));
    lhs = binary(cursor, op, lhs, rhs);
  }
}

function parseOperandOfSign(cursor: Cursor): DurationExpr {
  return parseDurationExpr(cursor, UNARY_PRECEDENCE + 1);
}

function binary(cursor: Cursor, op: Token, lhs: DurationExpr, rhs: DurationExpr): DurationExpr {
  if (rhs.kind === 'Duration' && rhs.seconds === 0 && (op.kind === '/' || op.kind === '%')) {
    cursor.report('division-by-zero', op, op.kind === '/' ? 'division by zero' : 'modulo by zero');
  }
  return {
    kind: 'DurationBinary',
    op: op.kind as BinaryDurationOp,
    lhs,
    rhs,
    start: lhs.start,
    end: rhs.end,
  };
}

function parseUnary(cursor: Cursor, operand: (cursor: Cursor) => DurationExpr): DurationExpr {
  if (cursor.peek() !== '+' && cursor.peek() !== '-') return parsePrimary(cursor);
  const sign = cursor.take();
  cursor.descend();
  const expr = operand(cursor);
  cursor.ascend();
  if (expr.kind === 'Duration') {
    const seconds = sign.kind === '-' ? -expr.seconds : expr.seconds;
    return { ...expr, seconds, start: sign.start };
  }
  if (sign.kind === '+') return { ...expr, start: sign.start };
  cursor.built(cursor.height);
  return { kind: 'DurationUnary', op: '-', expr, start: sign.start, end: expr.end };
}

function parsePrimary(cursor: Cursor): DurationExpr {
  const kind = cursor.peek();
  switch (kind) {
    case 'number':
    case 'duration': {
      const token = cursor.take();
      return literal(cursor, literalValue(cursor, token), token, kind === 'number');
    }
    case 'step':
    case 'range': {
      const { start } = cursor.take();
      cursor.expect('(');
      const { end } = cursor.expect(')');
      return call(cursor, kind, [], { start, end });
    }
    case 'min_of':
    case 'max_of':
      return parseMinMax(cursor, kind === 'min_of' ? 'min' : 'max');
    case '(':
      return parseParen(cursor);
    default:
      return cursor.unexpected();
  }
}

function parseMinMax(cursor: Cursor, func: 'min' | 'max'): DurationExpr {
  const { start } = cursor.take();
  cursor.expect('(');
  cursor.descend();
  const lhs = parseDurationExpr(cursor, 0);
  cursor.ascend();
  cursor.expect(',');
  cursor.descend();
  const rhs = parseDurationExpr(cursor, 0);
  cursor.ascend();
  const { end } = cursor.expect(')');
  return call(cursor, func, [lhs, rhs], { start, end });
}

function parseParen(cursor: Cursor): DurationExpr {
  const { start } = cursor.take();
  cursor.descend();
  const expr = parseDurationExpr(cursor, 0);
  cursor.ascend();
  const { end } = cursor.expect(')');
  requireExpressions(cursor, expr);
  cursor.built(cursor.height);
  return { kind: 'DurationParen', expr, start, end };
}

function call(
  cursor: Cursor,
  func: 'step' | 'range' | 'min' | 'max',
  args: readonly DurationExpr[],
  range: Range,
): DurationExpr {
  requireExpressions(cursor, range);
  cursor.built(cursor.height);
  return { kind: 'DurationCall', func, args, start: range.start, end: range.end };
}

function literal(cursor: Cursor, seconds: number, range: Range, plain: boolean): DurationLiteral {
  const { start, end } = range;
  cursor.built();
  const fits = seconds <= MAX_SECONDS && seconds >= -MAX_SECONDS;
  if (!fits) cursor.report('invalid-duration', range, 'duration out of range');
  return { kind: 'Duration', seconds: fits ? seconds : 0, plain: plain ? true : undefined, start, end };
}

function requireExpressions(cursor: Cursor, range: Range): void {
  if (cursor.features.durationExpressions) return;
  cursor.report(
    'feature-disabled',
    range,
    'experimental duration expression is not enabled',
    'Prometheus before 3.14 needs --enable-feature=promql-duration-expr',
  );
}
