import { goQuote } from '../../../go/strings/quote.ts';
import type {
  CompareOp,
  LabelFilter,
  LabelMatcher,
  LineFilterOp,
  PipelineStage,
  StreamSelector,
} from '../../../logql/syntax/index.ts';
import type { Mutator, TextMutation } from '../types.ts';
import { alternativesOf } from '../../../util/alternatives.ts';
import { withComma } from './promql-operators.ts';

const NEGATED = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;

/** The mutations of a stream selector: each matcher negated, removed, or with one alternative less. */
export function logSelectorMutations({ matchers }: StreamSelector, text: string): TextMutation[] {
  return matchers.flatMap((matcher): TextMutation[] => [
    ...matcherMutations(matcher, 'matcher'),
    { mutator: 'matcher', ...withComma(matcher, text), text: '' },
  ]);
}

function matcherMutations(
  { op, opRange, value, valueRange }: LabelMatcher,
  mutator: Mutator,
): TextMutation[] {
  const negated: TextMutation = { mutator, ...opRange, text: NEGATED[op] };
  const values = op === '=~' || op === '!~' ? alternativesOf(value) : [];
  if (values.length < 2) return [negated];
  const fewer = values.map((left): TextMutation => {
    const others = values.filter((other) => other !== left).join('|');
    return { mutator, ...valueRange, text: goQuote(others) };
  });
  return [negated, ...fewer];
}

const LINE_FILTERS: Readonly<Record<LineFilterOp, LineFilterOp>> = {
  '|=': '!=',
  '!=': '|=',
  '|~': '!~',
  '!~': '|~',
  '|>': '!>',
  '!>': '|>',
};

/** The mutations of a stage: removed, or with another operator. */
export function logFilterMutations(stage: PipelineStage, text: string): TextMutation[] {
  const { start, end } = stage;
  const mutator = stage.kind === 'LineFilter' ? 'line-filter' : 'stage';
  const removed: TextMutation = { mutator, start, end, text: '' };
  if (stage.kind === 'LineFilter') return [removed, ...lineFilterMutations(stage)];
  if (stage.kind === 'LabelFilter') return [removed, ...labelFilterMutations(stage.filter, text)];
  if (stage.kind !== 'Drop' && stage.kind !== 'Keep') return [removed];
  const fewer = stage.labels.map((label): TextMutation => ({
    mutator,
    ...withComma(label, text),
    text: '',
  }));
  return [removed, ...fewer];
}

function lineFilterMutations(stage: Extract<PipelineStage, { kind: 'LineFilter' }>): TextMutation[] {
  const { op, opRange, alternatives } = stage;
  const negated: TextMutation = { mutator: 'line-filter', ...opRange, text: LINE_FILTERS[op] };
  const [only] = alternatives;
  if (only === undefined || alternatives.length > 1 || only.ip || (op !== '|~' && op !== '!~'))
    return [negated];
  const values = alternativesOf(only.value);
  if (values.length < 2) return [negated];
  const fewer = values.map((left): TextMutation => ({
    mutator: 'line-filter',
    start: only.start,
    end: only.end,
    text: goQuote(values.filter((other) => other !== left).join('|')),
  }));
  return [negated, ...fewer];
}

const COMPARE: Readonly<Record<CompareOp, readonly CompareOp[]>> = {
  '=': ['!='],
  '==': ['!='],
  '!=': ['=='],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '<': ['<=', '>'],
  '<=': ['<', '>'],
};

function labelFilterMutations(filter: LabelFilter, text: string): TextMutation[] {
  switch (filter.kind) {
    case 'LabelFilterBinary': {
      const { lhs, rhs, start, end } = filter;
      const sides = [lhs, rhs].map((side): TextMutation => ({
        mutator: 'stage',
        start,
        end,
        text: text.slice(side.start, side.end),
      }));
      return [...sides, ...labelFilterMutations(lhs, text), ...labelFilterMutations(rhs, text)];
    }
    case 'StringFilter':
      return matcherMutations(filter.matcher, 'stage');
    case 'IpFilter':
      return [];
    case 'DurationFilter':
    case 'BytesFilter':
    case 'NumberFilter': {
      const { op, nameRange, valueRange } = filter;
      const between = text.slice(nameRange.end, valueRange.start);
      const start = nameRange.end + between.indexOf(op);
      return COMPARE[op].map((other) => ({ mutator: 'stage', start, end: start + op.length, text: other }));
    }
  }
}
