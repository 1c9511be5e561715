import type {
  BinaryOp,
  LogqlExpr,
  NumberLiteral,
  Parameter,
  RangeOp,
  VectorMatching,
  VectorOp,
} from './ast.ts';
import { unparen } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseNumber } from './parse-label-filter.ts';
import { PRECEDENCE } from './precedence.ts';
import { parseGrouping, parseLabelList, parseLogQuery, parseLogRange } from './parse-range.ts';
import type { TokenKind } from './tokens.ts';
import { isRangeOp, isVectorOp } from './tokens.ts';

const isBinaryOp = (kind: TokenKind): kind is BinaryOp => kind in PRECEDENCE;

/** Any expression, binary operators included. */
export function parseExpr(cursor: Cursor): LogqlExpr {
  return parseBinary(cursor, 1);
}

function parseBinary(cursor: Cursor, minimum: number): LogqlExpr {
  let lhs = parsePrimary(cursor);
  for (;;) {
    const token = cursor.peek();
    if (!isBinaryOp(token.kind) || PRECEDENCE[token.kind] < minimum) return lhs;
    cursor.countOperator();
    cursor.next();
    const bool = cursor.accept('bool') !== undefined;
    const matching = parseMatching(cursor);
    const rhs = parseBinary(cursor, token.kind === '^' ? PRECEDENCE['^'] : PRECEDENCE[token.kind] + 1);
    const opRange = { start: token.start, end: token.end };
    lhs = {
      kind: 'BinaryExpr',
      op: token.kind,
      opRange,
      lhs,
      rhs,
      bool,
      matching,
      start: lhs.start,
      end: cursor.since(lhs).end,
    };
  }
}

function parseMatching(cursor: Cursor): VectorMatching | undefined {
  const keyword = cursor.accept('on') ?? cursor.accept('ignoring');
  if (keyword === undefined) return undefined;
  const labels = parseLabelList(cursor);
  const group = cursor.accept('group_left') ?? cursor.accept('group_right');
  const include = group !== undefined && cursor.at('(') ? parseLabelList(cursor) : undefined;
  const cardinality =
    group === undefined ? 'one-to-one' : group.kind === 'group_left' ? 'many-to-one' : 'one-to-many';
  return {
    keyword: keyword.kind === 'on' ? 'on' : 'ignoring',
    labels,
    cardinality,
    include,
    ...cursor.since(keyword),
  };
}

function parsePrimary(cursor: Cursor): LogqlExpr {
  const { kind } = cursor.peek();
  if (kind === '{') return parseLogQuery(cursor);
  if (kind === '(') return parseParen(cursor);
  if (kind === 'label_replace') return parseLabelReplace(cursor);
  if (kind === 'vector') return parseVector(cursor);
  if (isRangeOp(kind)) return parseRangeAggregation(cursor, kind);
  if (isVectorOp(kind)) return parseVectorAggregation(cursor, kind);
  if (kind === 'NUMBER' || kind === '+' || kind === '-') return parseLiteral(cursor);
  return cursor.unexpected([], startHint(cursor));
}

/** What comes closest in LogQL to functions of PromQL. */
const INSTEAD: Readonly<Record<string, string>> = {
  increase: 'count_over_time',
  irate: 'rate',
  delta: 'rate_counter',
  absent: 'absent_over_time',
  histogram_quantile: 'quantile_over_time',
  count_values: 'count by (...)',
  quantile: 'quantile_over_time',
  group: 'count',
};

function unknownFunction(name: string): string {
  const instead = Object.hasOwn(INSTEAD, name) ? `, unlike PromQL: ${INSTEAD[name]!} comes closest` : '';
  return `LogQL has no function "${name}"${instead}`;
}

function startHint(cursor: Cursor): string | undefined {
  const { kind, text } = cursor.peek();
  if (kind === 'IDENTIFIER' && cursor.kindAfterNext() === '(') return unknownFunction(text);
  if (kind === 'IDENTIFIER' && cursor.kindAfterNext() === '{')
    return 'LogQL selects streams only by labels: remove the name before the brace';
  if (['|', '|=', '|~', '|>', '!=', '!~', '!>'].includes(kind)) {
    return 'stages follow a stream selector: write {app="x"} before the first of them';
  }
  if (kind === '$end')
    return 'a log query starts with a stream selector such as {app="x"}, a metric query with a function';
  return undefined;
}

function parseParen(cursor: Cursor): LogqlExpr {
  const open = cursor.next();
  const expr = cursor.nested(() => parseExpr(cursor));
  if (cursor.at('RANGE'))
    cursor.unexpected([], 'a range belongs inside a range aggregation such as rate({...}[5m])');
  cursor.expect(')', [], undefined);
  return expr.kind === 'LogQuery' ? expr : { kind: 'ParenExpr', expr, ...cursor.since(open) };
}

function parseLiteral(cursor: Cursor): NumberLiteral {
  const { value, range } = parseNumber(cursor);
  return { kind: 'NumberLiteral', value, ...range };
}

/** `5,` before the argument of an aggregation. */
function parseParameter(cursor: Cursor, message: (error: string) => string): Parameter | undefined {
  if (!cursor.at('NUMBER') || cursor.kindAfterNext() !== ',') return undefined;
  const token = cursor.next();
  const value = cursor.floatOf(token, message, 'parameter-invalid');
  cursor.next();
  return { text: token.text, value, start: token.start, end: token.end };
}

function parseRangeAggregation(cursor: Cursor, op: RangeOp): LogqlExpr {
  const name = cursor.next();
  cursor.expect('(');
  if (cursor.at('NUMBER') && cursor.kindAfterNext() !== ',') {
    cursor.next();
    cursor.expect(',');
  }
  const param = parseParameter(cursor, (error) => `invalid parameter for operation ${op}: ${error}`);
  const range = cursor.nested(() =>
    parseLogRange(cursor, param === undefined ? ['NUMBER', '{', '('] : ['{', '(']),
  );
  cursor.expect(')', []);
  const grouping = parseGrouping(cursor);
  return {
    kind: 'RangeAggregation',
    op,
    opRange: { start: name.start, end: name.end },
    param,
    range,
    grouping,
    ...cursor.since(name),
  };
}

function parseVectorAggregation(cursor: Cursor, op: VectorOp): LogqlExpr {
  const name = cursor.next();
  const before = parseGrouping(cursor);
  cursor.expect('(');
  const param = parseParameter(cursor, () => `invalid parameter ${op}(${cursor.peek().text},`);
  const expr = parseMetricArgument(cursor, op);
  cursor.expect(')', []);
  const grouping = before ?? parseGrouping(cursor);
  return {
    kind: 'VectorAggregation',
    op,
    opRange: { start: name.start, end: name.end },
    param,
    expr,
    grouping,
    ...cursor.since(name),
  };
}

/** The argument of a function that takes a metric query: a bare log query does not fit. */
function parseMetricArgument(cursor: Cursor, func: string): LogqlExpr {
  const expr = cursor.nested(() => parseExpr(cursor));
  if (unparen(expr).kind !== 'LogQuery') return expr;
  const hint = cursor.at('RANGE')
    ? `${func} aggregates series, not ranges of log lines: put rate, count_over_time or another range aggregation inside it`
    : `${func} takes a metric query, and this is a log query: count its lines with rate({...}[5m]) or count_over_time({...}[5m])`;
  return cursor.unexpected([], hint, 'metric-query-required');
}

function parseLabelReplace(cursor: Cursor): LogqlExpr {
  const name = cursor.next();
  cursor.expect('(');
  const expr = parseMetricArgument(cursor, 'label_replace');
  const hint =
    'label_replace takes five arguments: label_replace(query, "dst", "replacement", "src", "regexp")';
  const [dst, replacement, src, regex] = [0, 1, 2, 3].map(() => {
    cursor.expect(',', [','], hint);
    return cursor.expectText();
  });
  cursor.expect(')');
  return {
    kind: 'LabelReplace',
    expr,
    dst: dst!,
    replacement: replacement!,
    src: src!,
    regex: regex!,
    ...cursor.since(name),
  };
}

function parseVector(cursor: Cursor): LogqlExpr {
  const name = cursor.next();
  cursor.expect('(');
  const number = cursor.expect('NUMBER', ['NUMBER'], 'vector takes a plain number, without a sign');
  const value = cursor.floatOf(number, (error) => `unable to parse vectorExpr as a float: ${error}`);
  cursor.expect(')');
  return { kind: 'VectorExpr', value, ...cursor.since(name) };
}
