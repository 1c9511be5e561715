import { AGGREGATE_OPS, isAggregateOp } from '../functions/aggregations.ts';
import type { AggregateOp } from './ast.ts';
import { goQuote } from '../../go/strings/quote.ts';

export type Punctuation = '(' | ')' | '{' | '}' | '[' | ']' | ',' | ':' | '=';

export type OperatorToken =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^'
  | '=='
  | '!='
  | '<'
  | '>'
  | '<='
  | '>='
  | '</'
  | '>/'
  | '=~'
  | '!~'
  | '@'
  | 'and'
  | 'or'
  | 'unless'
  | 'atan2';

export type KeywordToken =
  | 'offset'
  | 'smoothed'
  | 'anchored'
  | 'by'
  | 'without'
  | 'on'
  | 'ignoring'
  | 'group_left'
  | 'group_right'
  | 'fill'
  | 'fill_left'
  | 'fill_right'
  | 'bool';

/** Words that are functions as well as parts of `@` and of duration expressions. */
export type PreprocessorToken = 'start' | 'end' | 'step' | 'range' | 'max_of' | 'min_of';

type Literal = 'identifier' | 'metric identifier' | 'string' | 'number' | 'duration';

/** A keyword's kind is the word itself in lower case. */
export type TokenKind =
  | Literal
  | Punctuation
  | OperatorToken
  | KeywordToken
  | PreprocessorToken
  | AggregateOp
  | 'end of input'
  | 'error';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const OPERATORS: ReadonlySet<string> = new Set<OperatorToken>([
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '</',
  '>/',
  '=~',
  '!~',
  '@',
  'and',
  'or',
  'unless',
  'atan2',
]);

/** Whether the token is an operator, `@` and the matching operators of labels included. */
export function isOperatorKind(kind: TokenKind): kind is OperatorToken {
  return OPERATORS.has(kind);
}

const KEYWORDS: readonly KeywordToken[] = [
  'offset',
  'smoothed',
  'anchored',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'fill',
  'fill_left',
  'fill_right',
  'bool',
];

const PREPROCESSORS: readonly PreprocessorToken[] = ['start', 'end', 'step', 'range', 'max_of', 'min_of'];

/** Words of Prometheus 3.x that are plain identifiers under 2.x. */
const SINCE_3: ReadonlySet<string> = new Set([
  'smoothed',
  'anchored',
  'fill',
  'fill_left',
  'fill_right',
  'step',
  'range',
  'max_of',
  'min_of',
]);

const WORDS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ...(['and', 'or', 'unless', 'atan2'] as const).map((w) => [w, w] as const),
  ...AGGREGATE_OPS.map((w) => [w, w] as const),
  ...KEYWORDS.map((w) => [w, w] as const),
  ...PREPROCESSORS.map((w) => [w, w] as const),
  ['inf', 'number'],
  ['nan', 'number'],
]);

const LONGEST_WORD = Math.max(...[...WORDS.keys()].map((w) => w.length));

/** The kind of a word outside braces; keywords are recognised in any case. */
export function wordKind(word: string, version: 2 | 3): TokenKind {
  if (word.length <= LONGEST_WORD) {
    const lower = word.toLowerCase();
    const kind = WORDS.get(lower);
    if (kind !== undefined && (version === 3 || !SINCE_3.has(lower))) return kind;
  }
  return word.includes(':') ? 'metric identifier' : 'identifier';
}

const METRIC_WORDS: ReadonlySet<string> = new Set<TokenKind>([
  'identifier',
  'metric identifier',
  'and',
  'or',
  'unless',
  'by',
  'without',
  'offset',
  'anchored',
  'smoothed',
  'fill',
  'fill_left',
  'fill_right',
  ...AGGREGATE_OPS,
  ...PREPROCESSORS,
]);

/** Whether the token can be a metric name; `bool`, `on`, `ignoring` and `group_*` cannot. */
export function canBeMetricName(kind: TokenKind): boolean {
  return METRIC_WORDS.has(kind);
}

const LABEL_WORDS: ReadonlySet<string> = new Set<TokenKind>([
  'identifier',
  'metric identifier',
  'and',
  'or',
  'unless',
  'atan2',
  ...AGGREGATE_OPS,
  ...PREPROCESSORS,
  ...KEYWORDS.filter((word) => word !== 'without'),
]);

/** Whether the token can be a label in a grouping; all words but `without`, `inf` and `nan` can. */
export function canBeGroupingLabel(kind: TokenKind): boolean {
  return LABEL_WORDS.has(kind);
}

/** The token in the words of Prometheus's "unexpected ..." messages. */
export function describeToken(token: Token, text: string): string {
  const { kind } = token;
  const value = text.slice(token.start, token.end);
  switch (kind) {
    case 'end of input':
      return kind;
    case 'identifier':
    case 'metric identifier':
      return `${kind} ${goQuote(value)}`;
    case 'string':
    case 'number':
    case 'duration':
      return `${kind} ${shortQuote(value)}`;
    default:
      if (isOperatorKind(kind)) return `<op:${value}>`;
      if (isAggregateOp(kind)) return `<aggr:${value}>`;
      if ((KEYWORDS as readonly string[]).includes(kind)) return `<${value}>`;
      return shortQuote(value);
  }
}

function shortQuote(value: string): string {
  const points = Array.from(value.slice(0, 24));
  return value.length > 10 ? `${goQuote(points.slice(0, 10).join(''))}...` : goQuote(value);
}
