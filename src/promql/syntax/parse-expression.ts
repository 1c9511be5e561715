import { isAggregateOp } from '../functions/aggregations.ts';
import type { BinaryExpr, BinaryOp, Expr } from './ast.ts';
import type { Range } from '../../source/range.ts';
import type { Cursor } from './cursor.ts';
import { parseAggregate, parseCall } from './parse-call.ts';
import { literalValue } from './parse-duration.ts';
import { parseBinaryModifiers } from './parse-matching.ts';
import { parsePostfix } from './parse-postfix.ts';
import { parseVectorSelector } from './parse-selector.ts';
import type { Token, TokenKind } from './token.ts';
import { canBeMetricName } from './token.ts';
import { typeOf } from './types.ts';
import { unquote } from './unquote.ts';

const PRECEDENCE: Readonly<Record<BinaryOp, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '>': 3,
  '<=': 3,
  '>=': 3,
  '</': 3,
  '>/': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};

/** A sign binds like `*`: `-1 ^ 2` is -1, and `-a * b` is (-a) * b. */
const OPERAND_OF_SIGN = PRECEDENCE['^'];

/** Parses an expression up to the first token that cannot continue it. */
export function parseExpression(cursor: Cursor): Expr {
  return parseBinary(cursor, 0);
}

/** Parses operators that bind at least as close as `minimum`; equal ones associate to the left, but `^`. */
function parseBinary(cursor: Cursor, minimum: number): Expr {
  let lhs = parseUnary(cursor);
  for (;;) {
    const kind = cursor.peek();
    if (!isBinaryOp(kind)) return lhs;
    const precedence = PRECEDENCE[kind];
    if (precedence < minimum) return lhs;
    const operator = cursor.take();
    const leftHeight = cursor.height;
    const modifiers = parseBinaryModifiers(cursor);
    cursor.descend();
    const rhs = parseBinary(cursor, kind === '^' ? precedence : precedence + 1);
    cursor.ascend();
    cursor.built(Math.max(leftHeight, cursor.height));
    lhs = binaryExpr(cursor, kind, operator, modifiers, lhs, rhs);
  }
}

const BINARY_OPS: ReadonlySet<string> = new Set(Object.keys(PRECEDENCE));

function isBinaryOp(kind: TokenKind): kind is BinaryOp {
  return BINARY_OPS.has(kind);
}

function binaryExpr(
  cursor: Cursor,
  op: BinaryOp,
  operator: Token,
  { bool, matching }: ReturnType<typeof parseBinaryModifiers>,
  lhs: Expr,
  rhs: Expr,
): BinaryExpr {
  const opRange = { start: operator.start, end: operator.end };
  const { start } = lhs;
  const { end } = rhs;
  if (matching.fillLeft !== undefined || matching.fillRight !== undefined)
    requireFill(cursor, { start, end });
  const vectors = typeOf(lhs) === 'vector' && typeOf(rhs) === 'vector';
  const setOp = op === 'and' || op === 'or' || op === 'unless';
  const manyToMany = setOp && matching.cardinality === 'one-to-one';
  const used = manyToMany ? { ...matching, cardinality: 'many-to-many' as const } : matching;
  const node: BinaryExpr = {
    kind: 'BinaryExpr',
    op,
    opRange,
    lhs,
    rhs,
    bool,
    matching: vectors ? used : undefined,
    start,
    end,
  };
  if (!vectors) cursor.strayMatching.set(node, matching);
  return node;
}

function requireFill(cursor: Cursor, range: Range): void {
  if (cursor.features.fillModifiers) return;
  cursor.report(
    'feature-disabled',
    range,
    'binop fill modifiers are experimental and not enabled',
    'Prometheus needs --enable-feature=promql-binop-fill-modifiers',
  );
}

function parseUnary(cursor: Cursor): Expr {
  if (cursor.peek() !== '+' && cursor.peek() !== '-') return parsePostfix(cursor, parsePrimary(cursor));
  const sign = cursor.take();
  const op = sign.kind === '-' ? '-' : '+';
  cursor.descend();
  const expr = parseBinary(cursor, OPERAND_OF_SIGN);
  cursor.ascend();
  if (expr.kind === 'NumberLiteral') {
    return { ...expr, value: op === '-' ? -expr.value : expr.value, start: sign.start };
  }
  cursor.built(cursor.height);
  return { kind: 'UnaryExpr', op, expr, start: sign.start, end: expr.end };
}

function parsePrimary(cursor: Cursor): Expr {
  const kind = cursor.peek();
  switch (kind) {
    case 'number':
      return parseNumberLiteral(cursor);
    case 'duration':
      return cursor.literals === 3 ? parseNumberLiteral(cursor) : cursor.unexpected();
    case 'string': {
      const { start, end } = cursor.take();
      cursor.built();
      return { kind: 'StringLiteral', value: unquote(cursor.text.slice(start, end)), start, end };
    }
    case '(':
      return parseParen(cursor);
    case '{':
      return parseVectorSelector(cursor);
    default:
      return parseNamed(cursor, kind);
  }
}

function parseNumberLiteral(cursor: Cursor): Expr {
  const token = cursor.take();
  const { kind, start, end } = token;
  cursor.built();
  return {
    kind: 'NumberLiteral',
    value: literalValue(cursor, token),
    duration: kind === 'duration',
    start,
    end,
  };
}

function parseParen(cursor: Cursor): Expr {
  const { start } = cursor.take();
  cursor.descend();
  const expr = parseExpression(cursor);
  cursor.ascend();
  const { end } = cursor.expect(')');
  cursor.built(cursor.height);
  return { kind: 'ParenExpr', expr, start, end };
}

/** An aggregation, a call or a metric: the token after the word decides. */
function parseNamed(cursor: Cursor, kind: TokenKind): Expr {
  const nextKind = cursor.peek(1);
  if (isAggregateOp(kind) && (nextKind === '(' || nextKind === 'by' || nextKind === 'without')) {
    return parseAggregate(cursor, parseExpression);
  }
  if (nextKind === '(' && isFunctionWord(cursor, kind)) return parseCall(cursor, parseExpression);
  return canBeMetricName(kind) ? parseVectorSelector(cursor) : cursor.unexpected();
}

function isFunctionWord(cursor: Cursor, kind: TokenKind): boolean {
  switch (kind) {
    case 'identifier':
      return true;
    case 'start':
    case 'end':
    case 'step':
    case 'range':
    case 'max_of':
    case 'min_of':
      return cursor.version === 3;
    default:
      return false;
  }
}
