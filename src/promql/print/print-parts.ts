import type {
  AggregateExpr,
  BinaryExpr,
  LabelMatcher,
  LabelName,
  MatrixSelector,
  SubqueryExpr,
  VectorMatching,
  VectorSelector,
} from '../syntax/ast.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { hasLeadingName } from '../syntax/types.ts';
import { formatGoFloat } from '../../go/numbers/format-float.ts';
import { printDuration } from './print-duration.ts';

/** A string literal. Prometheus's lexer takes U+FFFD itself for a byte that is not UTF-8. */
export function quoteText(text: string): string {
  return goQuote(text).replaceAll('\ufffd', '\\ufffd');
}

const PLAIN_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** `sum by (a, b) `, `topk`: all before the parenthesis of an aggregation. */
export function printAggregateHead({ op, keyword, grouping }: AggregateExpr): string {
  if (keyword === 'without') return `${op} without (${printLabels(grouping)}) `;
  return grouping.length > 0 ? `${op} by (${printLabels(grouping)}) ` : op;
}

/** `+`, `> bool`, `* on (a) group_left (b)`: an operator with everything up to its right side. */
export function printOperator({ op, bool, matching }: BinaryExpr): string {
  return op + (bool ? ' bool' : '') + (matching === undefined ? '' : printMatching(matching));
}

function printMatching(matching: VectorMatching): string {
  const { cardinality, keyword, labels, include } = matching;
  const grouped = cardinality === 'many-to-one' || cardinality === 'one-to-many';
  let text = '';
  if (labels.length > 0 || keyword === 'on' || grouped)
    text += ` ${keyword ?? 'ignoring'} (${printLabels(labels)})`;
  if (grouped) text += ` group_${cardinality === 'many-to-one' ? 'left' : 'right'} (${printLabels(include)})`;
  return text + printFill(matching);
}

function printFill({ fillLeft, fillRight }: VectorMatching): string {
  const value = (name: string, fill: number | undefined): string =>
    fill === undefined ? '' : ` ${name} (${formatGoFloat(fill, 'g')})`;
  if (fillLeft === fillRight) return value('fill', fillLeft);
  return value('fill_left', fillLeft) + value('fill_right', fillRight);
}

function printLabels(labels: readonly LabelName[]): string {
  return labels.map(({ name }) => (PLAIN_LABEL.test(name) ? name : quoteText(name))).join(', ');
}

/** A selector with its modifiers. Matchers are sorted; a quoted metric name becomes a matcher. */
export function printSelector(selector: VectorSelector): string {
  const extended = selector.extended === undefined ? '' : ` ${selector.extended}`;
  return printSeries(selector) + printAt(selector) + extended + printOffset(selector);
}

export function printMatrixSelector({ selector, range }: MatrixSelector): string {
  const extended = selector.extended === undefined ? '' : ` ${selector.extended}`;
  return `${printSeries(selector)}[${printDuration(range)}]${extended}${printAt(selector)}${printOffset(selector)}`;
}

/** `[30m:1m] @ start() offset 5m`: all after the expression of a subquery. */
export function printSubqueryTail(subquery: SubqueryExpr): string {
  const { range, step } = subquery;
  const steps = step === undefined ? '' : printDuration(step);
  return `[${printDuration(range)}:${steps}]${printAt(subquery)}${printOffset(subquery)}`;
}

/** A selector without offset and @: which series it asks for. */
export function printSeries(selector: VectorSelector): string {
  const { name = '', matchers } = selector;
  const leading = hasLeadingName(selector);
  const printed = matchers.map(printMatcher);
  if (selector.name !== undefined && !leading) printed.push(`__name__=${quoteText(name)}`);
  const braces = printed.length === 0 ? '' : `{${printed.sort(byBytes).join(',')}}`;
  return (leading ? name : '') + braces;
}

function printMatcher({ name, op, value }: LabelMatcher): string {
  return (PLAIN_LABEL.test(name) ? name : quoteText(name)) + op + quoteText(value);
}

/** Go sorts by bytes of UTF-8, which is the order of code points, not of UTF-16 units. */
function byBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0);
  }
  return a.length - b.length;
}

type Timed = Pick<VectorSelector, 'at' | 'offset'>;

function printAt({ at }: Timed): string {
  if (at === undefined) return '';
  if (at.at === 'start' || at.at === 'end') return ` @ ${at.at}()`;
  return ` @ ${formatGoFloat(Math.round(at.at * 1000) / 1000, 'f', 3)}`;
}

function printOffset({ offset }: Timed): string {
  if (offset === undefined || (offset.kind === 'Duration' && offset.seconds === 0)) return '';
  return ` offset ${printDuration(offset)}`;
}
