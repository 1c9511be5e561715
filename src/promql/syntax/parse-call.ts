import { AGGREGATE_OPS, AGGREGATIONS } from '../functions/aggregations.ts';
import { existsInVersion, FUNCTION_NAMES, FUNCTIONS, functionSignature } from '../functions/table.ts';
import type { AggregateExpr, AggregateOp, Call, Expr, LabelName } from './ast.ts';
import type { Cursor, Place } from './cursor.ts';
import { parseGroupingLabels } from './parse-labels.ts';
import type { Token, TokenKind } from './token.ts';
import { canBeMetricName } from './token.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import type { Range } from '../../source/range.ts';

const AGGREGATION: Place = { context: 'aggregation', expected: '' };

/** What can begin an expression, besides a name. An error of the lexer is to be reported as such. */
const STARTS: ReadonlySet<TokenKind> = new Set(['number', 'duration', 'string', '(', '{', '+', '-', 'error']);

type ParseExpression = (cursor: Cursor) => Expr;

/** Parses `name(...)`; the current token is the name. */
export function parseCall(cursor: Cursor, parseExpression: ParseExpression): Call {
  const name = cursor.take();
  const func = cursor.textOf(name);
  const args = parseArguments(cursor, parseExpression);
  checkFunction(cursor, func, name);
  const funcRange = { start: name.start, end: name.end };
  return { kind: 'Call', func, funcRange, args, start: name.start, end: cursor.lastEnd };
}

function checkFunction(cursor: Cursor, func: string, range: Range): void {
  const signature = functionSignature(func);
  if (signature === undefined || !existsInVersion(signature, cursor.version)) {
    cursor.report(
      'unknown-function',
      range,
      `unknown function with name "${func}"`,
      unknownFunctionHelp(cursor, func),
    );
  } else if (signature.experimental && !cursor.features.experimentalFunctions) {
    cursor.report(
      'feature-disabled',
      range,
      `function "${func}" is not enabled`,
      'Prometheus needs --enable-feature=promql-experimental-functions',
    );
  }
}

function unknownFunctionHelp(cursor: Cursor, func: string): string | undefined {
  const signature = functionSignature(func);
  if (signature?.replacedBy !== undefined) {
    return `Prometheus 3 calls it ${signature.replacedBy}`;
  }
  if (signature !== undefined) return `it exists since Prometheus ${signature.since}`;
  const known = FUNCTION_NAMES.filter((name) => existsInVersion(FUNCTIONS[name], cursor.version));
  // Of two names as near, the one that was cut short comes first: rate before rad for "rat".
  const names = [...known, ...AGGREGATE_OPS].sort(
    (a, b) => Number(b.startsWith(func)) - Number(a.startsWith(func)),
  );
  const meant = didYouMean(func, names);
  return meant === undefined ? undefined : `Did you mean "${meant}"?`;
}

/** Parses `(a, b)`; the height of the result counts the call itself. */
function parseArguments(cursor: Cursor, parseExpression: ParseExpression): readonly Expr[] {
  cursor.expect('(');
  const args: Expr[] = [];
  let height = 0;
  while (cursor.peek() !== ')') {
    cursor.descend();
    args.push(parseExpression(cursor));
    cursor.ascend();
    height = Math.max(height, cursor.height);
    const comma = cursor.accept(',');
    if (comma === undefined) break;
    if (!startsExpression(cursor)) {
      // To the grammar a call may end in a comma; an action refuses it.
      const message = 'trailing commas not allowed in function call args';
      cursor.report('trailing-comma', comma, message, 'remove this comma');
      break;
    }
  }
  cursor.expect(')');
  cursor.built(height);
  return args;
}

function startsExpression(cursor: Cursor): boolean {
  const kind = cursor.peek();
  return STARTS.has(kind) || canBeMetricName(kind);
}

/** Parses `sum by (a) (x)`, `sum(x) by (a)` or `topk(3, x)`; the current token is the operator. */
export function parseAggregate(cursor: Cursor, parseExpression: ParseExpression): Expr {
  cursor.enterPlace(AGGREGATION);
  const operator = cursor.take();
  const before = parseGrouping(cursor);
  if (cursor.peek() !== '(') cursor.unexpected();
  const args = parseArguments(cursor, parseExpression);
  const grouping = before ?? parseGrouping(cursor);
  cursor.leavePlace();
  return aggregate(cursor, operator, args, grouping);
}

interface Grouping {
  readonly keyword: 'by' | 'without';
  readonly labels: readonly LabelName[];
  readonly range: Range;
}

function parseGrouping(cursor: Cursor): Grouping | undefined {
  const { token } = cursor;
  const kind = cursor.peek();
  if (kind !== 'by' && kind !== 'without') return undefined;
  cursor.take();
  const labels = parseGroupingLabels(cursor);
  return { keyword: kind, labels, range: { start: token.start, end: cursor.lastEnd } };
}

function aggregate(
  cursor: Cursor,
  operator: Token,
  args: readonly Expr[],
  grouping: Grouping | undefined,
): Expr {
  const op = operator.kind as AggregateOp;
  const range = { start: operator.start, end: cursor.lastEnd };
  const { param: paramType, experimental } = AGGREGATIONS[op];
  const expr = args[paramType === undefined ? 0 : 1];
  const wanted = paramType === undefined ? 1 : 2;
  if (args.length === 0) {
    cursor.report('argument-count', range, 'no arguments for aggregate expression provided');
  } else if (experimental && !cursor.features.experimentalFunctions) {
    const flag = '--enable-feature=promql-experimental-functions';
    cursor.report('feature-disabled', range, `${op}() is experimental and must be enabled with ${flag}`);
  } else if (args.length !== wanted) {
    const counts = `expected ${wanted}, got ${args.length}`;
    const message = `wrong number of arguments for aggregate expression provided, ${counts}`;
    const usage = paramType === undefined ? `${op}(vector)` : `${op}(${paramType}, vector)`;
    cursor.report('argument-count', range, message, `write ${usage}`);
  }
  if (expr === undefined) {
    cursor.broken = true;
    return { kind: 'NumberLiteral', value: NaN, duration: false, ...range };
  }
  return aggregateNode(op, operator, expr, paramType === undefined ? undefined : args[0], grouping, range);
}

function aggregateNode(
  op: AggregateOp,
  operator: Range,
  expr: Expr,
  param: Expr | undefined,
  grouping: Grouping | undefined,
  range: Range,
): AggregateExpr {
  return {
    kind: 'AggregateExpr',
    op,
    opRange: { start: operator.start, end: operator.end },
    expr,
    param,
    keyword: grouping?.keyword,
    grouping: grouping?.labels ?? [],
    groupingRange: grouping?.range,
    start: range.start,
    end: range.end,
  };
}
