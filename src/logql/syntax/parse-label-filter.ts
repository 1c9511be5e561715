import type { CompareOp, LabelFilter, NumberFilter } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { finishMatcher, isMatchOp } from './parse-selector.ts';
import type { Token, TokenKind } from './tokens.ts';

const COMPARE_OPS: readonly TokenKind[] = ['=', '==', '!=', '<', '<=', '>', '>='];
const isCompareOp = (kind: TokenKind): kind is CompareOp => COMPARE_OPS.includes(kind);

/** Whether a label filter can start at the token ahead. */
export const atLabelFilter = (cursor: Cursor): boolean => cursor.at('IDENTIFIER', '(');

/**
 * A label filter with its `and`, `or`, commas and adjacency.
 *
 * Loki's grammar gives the comma and adjacency no precedence, and yacc then reads on: everything behind them
 * is their right side. So `a or b, c` is `a or (b and c)`.
 */
export function parseLabelFilter(cursor: Cursor): LabelFilter {
  return parseFrom(cursor, 0);
}

function parseFrom(cursor: Cursor, minimum: number): LabelFilter {
  let lhs = parsePrimary(cursor);
  for (;;) {
    const op = joinAhead(cursor, minimum);
    if (op === undefined) return lhs;
    cursor.countOperator();
    if (op.written) cursor.next();
    const rhs = parseFrom(cursor, op.rightMinimum);
    lhs = { kind: 'LabelFilterBinary', op: op.op, lhs, rhs, start: lhs.start, end: cursor.since(lhs).end };
  }
}

interface Join {
  readonly op: 'and' | 'or';
  readonly written: boolean;
  readonly rightMinimum: number;
}

function joinAhead(cursor: Cursor, minimum: number): Join | undefined {
  if (cursor.at('or')) return minimum > 1 ? undefined : { op: 'or', written: true, rightMinimum: 2 };
  if (cursor.at('and')) return minimum > 2 ? undefined : { op: 'and', written: true, rightMinimum: 3 };
  if (cursor.at(',')) return { op: 'and', written: true, rightMinimum: 0 };
  return atLabelFilter(cursor) ? { op: 'and', written: false, rightMinimum: 0 } : undefined;
}

function parsePrimary(cursor: Cursor): LabelFilter {
  const open = cursor.accept('(');
  if (open !== undefined) {
    const inner = cursor.nested(() => parseFrom(cursor, 0));
    cursor.expect(')');
    return { ...inner, ...cursor.since(open) };
  }
  if (!cursor.at('IDENTIFIER')) cursor.unexpected(['IDENTIFIER', '(']);
  return parseComparison(cursor);
}

function parseComparison(cursor: Cursor): LabelFilter {
  const name = cursor.expect('IDENTIFIER');
  const op = cursor.peek();
  if (!isMatchOp(op.kind) && !isCompareOp(op.kind)) cursor.unexpected([], comparisonHint(name, op));
  cursor.next();
  if (cursor.at('STRING') && isMatchOp(op.kind)) {
    const matcher = finishMatcher(cursor, name, op, op.kind);
    return { kind: 'StringFilter', matcher, start: matcher.start, end: matcher.end };
  }
  if (cursor.at('ip') && (op.kind === '=' || op.kind === '!=')) return finishIp(cursor, name, op.kind);
  if (!isCompareOp(op.kind)) cursor.unexpected(['STRING']);
  return finishAmount(cursor, name, op.kind);
}

function comparisonHint(name: Token, op: Token): string {
  if (op.kind === '.')
    return `labels have no dots: the parsers turn the field ${name.text}.x into ${name.text}_x`;
  return `a label filter compares: ${name.text}="text", ${name.text}=~"regexp", ${name.text}>10, ${name.text}>=250ms`;
}

function finishIp(cursor: Cursor, name: Token, op: '=' | '!='): LabelFilter {
  cursor.next();
  cursor.expect('(');
  const pattern = cursor.expectText();
  cursor.expect(')');
  return {
    kind: 'IpFilter',
    name: name.text,
    nameRange: { start: name.start, end: name.end },
    op,
    pattern,
    ...cursor.since(name),
  };
}

function finishAmount(cursor: Cursor, name: Token, op: CompareOp): LabelFilter {
  const amount = cursor.peek();
  const common = { name: name.text, nameRange: { start: name.start, end: name.end }, op };
  if (amount.kind === 'DURATION' || amount.kind === 'BYTES') {
    cursor.next();
    const valueRange = { start: amount.start, end: amount.end };
    return amount.kind === 'DURATION'
      ? { kind: 'DurationFilter', ...common, valueRange, nanoseconds: amount.amount!, ...cursor.since(name) }
      : { kind: 'BytesFilter', ...common, valueRange, bytes: amount.amount!, ...cursor.since(name) };
  }
  const hint =
    amount.kind === 'STRING'
      ? `Operator "${op}" compares numbers, durations and sizes, not strings`
      : undefined;
  const literal = parseNumber(cursor, hint);
  const filter: NumberFilter = {
    kind: 'NumberFilter',
    ...common,
    valueRange: literal.range,
    value: literal.value,
    ...cursor.since(name),
  };
  return filter;
}

/** `5`, `+5`, `-5` */
export function parseNumber(
  cursor: Cursor,
  hint?: string,
): { value: number; range: { start: number; end: number } } {
  const first = cursor.peek();
  const sign = cursor.accept('-') ?? cursor.accept('+');
  if (!cursor.at('NUMBER'))
    cursor.unexpected(sign === undefined ? [] : ['NUMBER'], hint ?? signHint(cursor, sign));
  const number = cursor.next();
  const value = cursor.floatOf(number, (error) => `unable to parse literal as a float: ${error}`);
  return { value: sign?.kind === '-' ? -value : value, range: cursor.since(first) };
}

function signHint(cursor: Cursor, sign: Token | undefined): string | undefined {
  if (sign === undefined || cursor.at('$end')) return undefined;
  return `LogQL signs numbers only: write (0 ${sign.kind} ...) for an expression`;
}
