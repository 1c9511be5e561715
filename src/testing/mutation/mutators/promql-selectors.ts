import { formatDurationMs } from '../../../go/durations/prometheus-duration.ts';
import { goQuote } from '../../../go/strings/quote.ts';
import type {
  DurationExpr,
  Expr,
  LabelMatcher,
  SubqueryExpr,
  VectorSelector,
} from '../../../promql/syntax/ast.ts';
import type { Mutator, TextMutation } from '../types.ts';
import { alternativesOf } from '../../../util/alternatives.ts';
import { withComma } from './promql-operators.ts';

const NEGATED = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;

/** The mutations of selectors, ranges and subqueries. */
export function selectorMutations(expr: Expr, text: string): TextMutation[] {
  switch (expr.kind) {
    case 'VectorSelector':
      return [
        ...expr.matchers.flatMap((matcher) => matcherMutations(matcher, expr, text)),
        ...offsetMutations(expr.offset, text),
      ];
    case 'MatrixSelector':
      return durationMutations(expr.range, 'range');
    case 'SubqueryExpr':
      return subqueryMutations(expr, text);
    default:
      return [];
  }
}

function matcherMutations(matcher: LabelMatcher, selector: VectorSelector, text: string): TextMutation[] {
  const { op, value, valueRange, nameRange, start, end } = matcher;
  const opStart = nameRange.end + text.slice(nameRange.end).search(/\S/);
  const mutations: TextMutation[] = [
    { mutator: 'matcher', start: opStart, end: opStart + op.length, text: NEGATED[op] },
  ];
  // Prometheus refuses a selector in which nothing is left.
  if (selector.name !== undefined || selector.matchers.length > 1)
    mutations.push({ mutator: 'matcher', ...withComma({ start, end }, text), text: '' });
  const values = alternativesOf(value);
  if ((op === '=~' || op === '!~') && values.length > 1) {
    for (const left of values) {
      const others = values.filter((other) => other !== left).join('|');
      mutations.push({ mutator: 'matcher', ...valueRange, text: goQuote(others) });
    }
  } else if (op === '=~' && value !== '.+' && value !== '.*')
    mutations.push({ mutator: 'matcher', ...valueRange, text: '".+"' });
  return mutations;
}

function offsetMutations(offset: DurationExpr | undefined, text: string): TextMutation[] {
  if (offset === undefined) return [];
  const start = text.lastIndexOf('offset', offset.start);
  const removed: TextMutation[] = start < 0 ? [] : [{ mutator: 'offset', start, end: offset.end, text: '' }];
  return [...removed, ...durationMutations(offset, 'offset')];
}

function subqueryMutations({ range, step, offset }: SubqueryExpr, text: string): TextMutation[] {
  return [
    ...durationMutations(range, 'range'),
    ...(step === undefined ? [] : durationMutations(step, 'range')),
    ...offsetMutations(offset, text),
  ];
}

/** Twice and half the length; duration expressions and lengths of less than two milliseconds stay as they are. */
function durationMutations(duration: DurationExpr, mutator: Mutator): TextMutation[] {
  if (duration.kind !== 'Duration' || duration.plain === true || duration.seconds < 0.002) return [];
  const { start, end, seconds } = duration;
  const whole = (ms: number): number => (ms >= 2000 ? Math.round(ms / 1000) * 1000 : Math.round(ms));
  return [seconds * 500, seconds * 2000].map((ms) => ({
    mutator,
    start,
    end,
    text: formatDurationMs(whole(ms)),
  }));
}
