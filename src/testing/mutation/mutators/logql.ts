import { printLogql } from '../../../logql/print/index.ts';
import { parseLogql, unparen } from '../../../logql/syntax/index.ts';
import type {
  BinaryExpr,
  LogqlExpr,
  LogRange,
  NumberLiteral,
  RangeAggregation,
  RangeOp,
  VectorAggregation,
  VectorOp,
} from '../../../logql/syntax/index.ts';
import { formatDurationMs } from '../../../go/durations/prometheus-duration.ts';
import { edited } from '../types.ts';
import type { TextMutation } from '../types.ts';
import { logFilterMutations, logSelectorMutations } from './logql-stages.ts';
import { numberText, thresholdSteps } from './numbers.ts';
import { withComma } from './promql-operators.ts';

/** Every mutation of a LogQL expression that parses and is another expression. */
export function logqlMutations(root: LogqlExpr, text: string): (TextMutation & { readonly whole: string })[] {
  const mutations: TextMutation[] = [];
  collect(root, text, mutations);
  const seen = new Set([printLogql(root)]);
  return mutations.flatMap((mutation) => {
    const whole = edited(text, mutation);
    const { expr, errors } = parseLogql(whole);
    if (expr === undefined || errors.length > 0) return [];
    const printed = printLogql(expr);
    if (seen.has(printed)) return [];
    seen.add(printed);
    return [{ ...mutation, whole }];
  });
}

function collect(expr: LogqlExpr, text: string, into: TextMutation[]): void {
  switch (expr.kind) {
    case 'LogQuery':
      into.push(...logSelectorMutations(expr.selector, text));
      into.push(...expr.stages.flatMap((stage) => logFilterMutations(stage, text)));
      return;
    case 'RangeAggregation':
      into.push(...rangeMutations(expr, text));
      collect(expr.range.query, text, into);
      return;
    case 'VectorAggregation':
      into.push(...vectorMutations(expr, text));
      collect(expr.expr, text, into);
      return;
    case 'BinaryExpr':
      into.push(...binaryMutations(expr, text));
      collect(expr.lhs, text, into);
      collect(expr.rhs, text, into);
      return;
    case 'ParenExpr':
    case 'LabelReplace':
      collect(expr.expr, text, into);
      return;
    case 'VectorExpr':
    case 'NumberLiteral':
  }
}

const RANGE_TWINS: Partial<Record<RangeOp, readonly RangeOp[]>> = {
  rate: ['count_over_time'],
  count_over_time: ['rate', 'bytes_over_time'],
  bytes_over_time: ['count_over_time'],
  bytes_rate: ['rate'],
  avg_over_time: ['max_over_time', 'min_over_time'],
  sum_over_time: ['avg_over_time'],
  min_over_time: ['max_over_time'],
  max_over_time: ['min_over_time', 'avg_over_time'],
  first_over_time: ['last_over_time'],
  last_over_time: ['first_over_time'],
};

function rangeMutations({ op, opRange, range, grouping }: RangeAggregation, text: string): TextMutation[] {
  const twins = (RANGE_TWINS[op] ?? []).map((other): TextMutation => ({
    mutator: 'function',
    ...opRange,
    text: other,
  }));
  return [
    ...twins,
    ...groupingMutations(grouping, text),
    ...intervalMutations(range),
    ...unwrapMutations(range),
  ];
}

/** Twice and half the range, no offset. */
function intervalMutations({ interval, offset, query }: LogRange): TextMutation[] {
  const ms = interval.nanoseconds / 1_000_000;
  const lengths = ms < 2 ? [] : [Math.round(ms / 2), ms * 2];
  const ranges = lengths.map((length): TextMutation => ({
    mutator: 'range',
    start: interval.start,
    end: interval.end,
    text: `[${formatDurationMs(length)}]`,
  }));
  if (offset === undefined) return ranges;
  const start = Math.max(interval.end, query.end);
  return [...ranges, { mutator: 'offset', start, end: offset.end, text: '' }];
}

function unwrapMutations({ unwrap }: LogRange): TextMutation[] {
  return (unwrap?.postFilters ?? []).map(({ start, end }) => ({ mutator: 'unwrap', start, end, text: '' }));
}

const VECTOR_TWINS: Partial<Record<VectorOp, readonly VectorOp[]>> = {
  sum: ['avg', 'max'],
  avg: ['sum', 'max'],
  min: ['max'],
  max: ['min', 'sum'],
  count: ['sum'],
  topk: ['bottomk'],
  bottomk: ['topk'],
};

function vectorMutations({ op, opRange, grouping }: VectorAggregation, text: string): TextMutation[] {
  const twins = (VECTOR_TWINS[op] ?? []).map((other): TextMutation => ({
    mutator: 'aggregation',
    ...opRange,
    text: other,
  }));
  return [...twins, ...groupingMutations(grouping, text)];
}

function groupingMutations(grouping: VectorAggregation['grouping'], text: string): TextMutation[] {
  return (grouping?.labels ?? []).map((label) => ({
    mutator: 'grouping',
    ...withComma(label, text),
    text: '',
  }));
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '==': ['!='],
  '!=': ['=='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  and: ['or', 'unless'],
  or: ['and', 'unless'],
  unless: ['and'],
};

function binaryMutations(expr: BinaryExpr, text: string): TextMutation[] {
  const { op, opRange, lhs, rhs, start, end } = expr;
  const mutator = isSet(op) ? 'set-operator' : isComparison(op) ? 'comparison' : 'arithmetic';
  const others = (OPERATORS[op] ?? []).map((other): TextMutation => ({ mutator, ...opRange, text: other }));
  const kept = isSet(op) ? (op === 'or' ? [lhs, rhs] : [lhs]) : [];
  const removed = kept.map((side): TextMutation => ({
    mutator: 'side-removed',
    start,
    end,
    text: text.slice(side.start, side.end),
  }));
  return [...others, ...removed, ...numbers(lhs, op), ...numbers(rhs, op)];
}

function numbers(side: LogqlExpr, op: BinaryExpr['op']): TextMutation[] {
  const literal = unparen(side);
  if (literal.kind !== 'NumberLiteral') return [];
  const steps = isComparison(op) ? thresholdSteps(literal.value) : [literal.value * 2];
  return steps.map((step) => numberEdit(literal, step, isComparison(op)));
}

function numberEdit({ start, end }: NumberLiteral, step: number, isThreshold: boolean): TextMutation {
  return { mutator: isThreshold ? 'threshold' : 'number', start, end, text: numberText(step) };
}

const isSet = (op: BinaryExpr['op']): boolean => op === 'and' || op === 'or' || op === 'unless';
const isComparison = (op: BinaryExpr['op']): boolean => ['>', '>=', '<', '<=', '==', '!='].includes(op);
