import { selectedName } from '../../project/series-graph.ts';
import { EvalError } from '../../promql/eval/index.ts';
import type { Labels, VectorSample } from '../../promql/eval/index.ts';
import { parseSeriesLabels } from '../../promql/eval/series/index.ts';
import type { BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { parseExpr } from '../../promql/syntax/parse.ts';
import { typeOf } from '../../promql/syntax/types.ts';
import { children } from '../../promql/syntax/walk.ts';
import { formatLabels } from '../../routing/labels.ts';
import { evaluateVector } from '../rules/context.ts';
import type { RuleContext } from '../rules/context.ts';
import { RuleError } from '../rules/rule-error.ts';

/** The part is found, and the trace of values shows it. */
const SHOWN_ALREADY = '';

/** So many series of a side are shown. */
const SHOWN = 3;

/**
 * The first part of an expression that returns nothing at an instant though all that it works on returns something:
 * an operator, with the label sets of both sides, or a selector, with the series of its metric that the input has.
 * undefined: the expression returns something, or the part cannot be found.
 */
export function whereItEnds(
  text: string,
  timeMs: number,
  context: RuleContext,
  input: readonly { readonly selector: string }[],
): string | undefined {
  const { expr, errors } = parseExpr(text, { features: 'all' });
  if (expr === undefined || errors.length > 0) return undefined;
  const found = firstEmpty(expr, { text, timeMs, context, input });
  return found === SHOWN_ALREADY ? undefined : found;
}

interface Search {
  readonly text: string;
  readonly timeMs: number;
  readonly context: RuleContext;
  readonly input: readonly { readonly selector: string }[];
}

function firstEmpty(expr: Expr, search: Search): string | undefined {
  const samples = valueOf(expr, search);
  if (samples === undefined || samples.length > 0)
    return samples === undefined ? below(expr, search) : undefined;
  const deeper = below(expr, search);
  if (deeper !== undefined) return deeper;
  if (expr.kind === 'BinaryExpr') return emptyOperator(expr, search);
  if (expr.kind === 'VectorSelector') return emptySelector(expr, search);
  if (expr.kind === 'MatrixSelector') return undefined;
  return `${quoted(expr, search)} returns no series`;
}

/** `or` needs one side only, and nothing to the right of `unless` is as it should be. */
function below(expr: Expr, search: Search): string | undefined {
  const parts = expr.kind === 'BinaryExpr' && expr.op === 'unless' ? [expr.lhs] : children(expr);
  for (const part of parts) {
    const found = firstEmpty(part, search);
    if (found !== undefined) return found;
  }
  return undefined;
}

function emptyOperator(expr: BinaryExpr, search: Search): string | undefined {
  const [left, right] = [valueOf(expr.lhs, search), valueOf(expr.rhs, search)];
  if (left === undefined || right === undefined) return undefined;
  // A comparison with a number that does not hold is in the trace; a histogram is never compared with one.
  const byNumber = typeOf(expr.rhs) === 'scalar' || typeOf(expr.lhs) === 'scalar';
  if (byNumber && [...left, ...right].every(({ histogram }) => histogram === undefined)) return SHOWN_ALREADY;
  const operator = operatorText(expr, search);
  return `"${operator}" returns no series at that time: its left side is ${sideText(left, expr.lhs)}, its right side ${sideText(right, expr.rhs)}`;
}

/** `and on (job)`, as written between the two sides. */
function operatorText({ lhs, rhs }: BinaryExpr, { text }: Search): string {
  const whole = text
    .slice(lhs.end, rhs.start)
    .replaceAll(/\s+/g, ' ')
    .replace(/^[ )]+/, '');
  let end = whole.length;
  while (end > 0 && ' ('.includes(whole[end - 1]!)) end--;
  const between = whole.slice(0, end);
  // The removed part may have closed the labels of "on (...)".
  return between.split('(').length > between.split(')').length ? `${between})` : between;
}

function sideText(samples: readonly VectorSample[], expr: Expr): string {
  if (samples.length === 0) return 'empty';
  if (expr.kind === 'NumberLiteral') return String(samples[0]!.value);
  const shown = samples
    .slice(0, SHOWN)
    .map(
      ({ labels, value, histogram }) =>
        `${seriesText(labels)} ${histogram === undefined ? value : '(a histogram)'}`,
    );
  const more = samples.length > SHOWN ? ` and ${samples.length - SHOWN} more` : '';
  return `${shown.join(', ')}${more}`;
}

/** `errors{job="a"}`, as it is written. */
function seriesText(labels: Labels): string {
  const { __name__: name = '', ...rest } = Object.fromEntries(labels);
  const text = formatLabels(new Map(Object.entries(rest)));
  return name === '' || text !== '{}' ? `${name}${text}` : name;
}

function emptySelector(expr: VectorSelector, search: Search): string | undefined {
  const name = selectedName(expr);
  if (name === undefined) return undefined;
  const same = search.input.filter(
    ({ selector }) => parseSeriesLabels(selector).labels.get('__name__') === name,
  );
  if (same.length === 0) {
    return `${quoted(expr, search)} returns no series at that time: neither the input nor a recording rule has it`;
  }
  const series = same.slice(0, SHOWN).map(({ selector }) => selector);
  const more = same.length > SHOWN ? ` and ${same.length - SHOWN} more` : '';
  return `${quoted(expr, search)} returns no series at that time; the input has ${series.join(', ')}${more}`;
}

const quoted = ({ start, end }: Expr, { text }: Search): string =>
  `"${text.slice(start, end).replaceAll(/\s+/g, ' ')}"`;

/** undefined: it is not a vector, or fails. */
function valueOf(
  { start, end }: Expr,
  { text, timeMs, context }: Search,
): readonly VectorSample[] | undefined {
  try {
    return evaluateVector(text.slice(start, end), timeMs, context);
  } catch (error) {
    if (error instanceof EvalError || error instanceof RuleError) return undefined;
    throw error;
  }
}
