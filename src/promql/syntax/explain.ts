import { isAggregateOp } from '../functions/aggregations.ts';
import { isFunctionName } from '../functions/table.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import type { LexicalError } from './lexer.ts';
import type { Token, TokenKind } from './token.ts';
import { isOperatorKind } from './token.ts';

interface Place {
  readonly context: string;
  readonly expected: string;
}

/** What to write where Prometheus's message says "in X". */
const BY_CONTEXT: Readonly<Record<string, string>> = {
  offset: 'write a duration after offset, such as offset 5m',
  '@': 'write a Unix time in seconds, start() or end() after @',
  'subquery or range selector': 'write a duration in the brackets, such as [5m]',
  'subquery or range': 'close the range with "]", or write a subquery such as [30m:1m]',
  'subquery selector': 'write a subquery as [30m:1m] or [30m:]',
};

const MATCHING: ReadonlySet<TokenKind> = new Set(['on', 'ignoring', 'group_left', 'group_right']);
const ENDS_OPERAND: ReadonlySet<TokenKind> = new Set([
  'identifier',
  'metric identifier',
  'number',
  'duration',
  'string',
  ')',
  '}',
  ']',
]);
const STARTS_OPERAND: ReadonlySet<TokenKind> = new Set([
  'identifier',
  'metric identifier',
  'number',
  'duration',
  'string',
  '(',
  '{',
]);

/** Words that a reader may have meant where a name makes no sense. */
const CONNECTIVES = ['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'offset', 'bool', 'atan2'];

/** Words of other languages, and of the rule around the expression. */
const BY_WORD: Readonly<Record<string, string>> = {
  for: '"for" is a field of the alerting rule beside expr, not a part of the expression',
  if: 'PromQL has no "if"; "x and y" keeps the series of x that y has too',
  where: 'conditions on labels go in braces: metric{job="api"}',
  not: 'PromQL has no "not"; use "unless", or != and !~ in label matchers',
};

/** What to do about a token that the grammar does not allow, or undefined where the message says it all. */
export function helpForUnexpected(
  token: Token,
  before: Token | undefined,
  place: Place,
  text: string,
): string | undefined {
  if (place.context === 'label matching') return helpInBraces(token, before, text);
  if (place.context === 'grouping opts') return helpInGrouping(token, before, place, text);
  if (token.kind === '=')
    return 'compare with "=="; a single "=" is only valid in label matchers inside braces';
  return (
    helpForPair(token, before, text) ??
    BY_CONTEXT[place.context] ??
    (token.kind === 'end of input' ? helpAtEnd(before, text) : undefined)
  );
}

function helpInBraces(token: Token, before: Token | undefined, text: string): string {
  const value = text.slice(token.start, token.end);
  if (token.kind === '=' && before?.kind === '=') return 'label matchers use a single "=": job="api"';
  if (token.kind === 'identifier' && before !== undefined && isMatchOp(before.kind))
    return `quote the value: "${value}"`;
  if (token.kind === ',' && (before?.kind === ',' || before?.kind === '{')) return 'remove this comma';
  if (before?.kind === 'string') return 'separate matchers by commas';
  return 'a matcher is a label, one of =, !=, =~ and !~, and a value in quotes: job="api"';
}

function isMatchOp(kind: TokenKind): boolean {
  return kind === '=' || kind === '!=' || kind === '=~' || kind === '!~';
}

function helpInGrouping(token: Token, before: Token | undefined, place: Place, text: string): string {
  if (token.kind === ',') return 'remove this comma';
  if (place.expected === '"("') {
    const keyword = before === undefined ? 'by' : text.slice(before.start, before.end);
    return `write the labels in parentheses: ${keyword} (job)`;
  }
  return 'write label names only, separated by commas; other names need quotes';
}

/** For two neighbours that do not go together. */
function helpForPair(token: Token, before: Token | undefined, text: string): string | undefined {
  const word = text.slice(token.start, token.end);
  if (before === undefined)
    return isOperatorKind(token.kind) ? `"${word}" needs an expression before it` : undefined;
  const previous = text.slice(before.start, before.end);
  if (MATCHING.has(token.kind)) return helpForMatching(token.kind);
  if (token.kind === 'bool') return 'write "bool" directly after a comparison operator: a > bool b';
  if (token.kind === 'by' || token.kind === 'without') {
    return 'a grouping belongs to one aggregation, once: sum by (job) (x) or sum(x) by (job)';
  }
  if (isAggregateOp(before.kind) && STARTS_OPERAND.has(token.kind)) return `write ${previous}(${word})`;
  if (isOperatorKind(before.kind) && isOperatorKind(token.kind)) {
    return `between "${previous}" and "${word}" an expression is missing`;
  }
  if (!ENDS_OPERAND.has(before.kind) || !STARTS_OPERAND.has(token.kind)) return undefined;
  if (before.kind === '}' && token.kind === '{') return 'put all matchers into one pair of braces';
  if (isFunctionName(previous)) return `write ${previous}(${word})`;
  const known = BY_WORD[word.toLowerCase()];
  if (known !== undefined) return known;
  const meant = token.kind === 'identifier' ? didYouMean(word, CONNECTIVES) : undefined;
  return meant === undefined
    ? `between "${previous}" and "${word}" an operator is missing`
    : `Did you mean "${meant}"?`;
}

function helpForMatching(kind: TokenKind): string {
  if (kind === 'on' || kind === 'ignoring') {
    return 'write on(...) or ignoring(...) once, directly after a binary operator';
  }
  return `${kind} needs on(...) or ignoring(...) before it`;
}

function helpAtEnd(before: Token | undefined, text: string): string | undefined {
  if (before === undefined) return undefined;
  return `the expression breaks off after "${text.slice(before.start, before.end)}"`;
}

/** What a single character was probably meant to be. */
const BY_CHARACTER: Readonly<Record<string, string>> = {
  '&': 'write "and"',
  '|': 'write "or"',
  '!': 'write "!=", or "unless" for series that the other side lacks',
  '}': 'no "{" is open here',
  '.': 'a name with dots goes into quotes in braces: {"http.requests"}',
  $: 'variables such as $x are filled in by dashboards; Prometheus does not know them',
  ';': 'only one expression is allowed here',
  '\\': 'a backslash is only valid inside strings',
  '~': 'write regular expressions in label matchers inside braces: {job=~"a.*"}',
  '“': 'this is a typographic quote; write "',
  '”': 'this is a typographic quote; write "',
  '‘': "this is a typographic quote; write '",
  '’': "this is a typographic quote; write '",
};

/** What to do about a text that cannot be cut into tokens. */
export function helpForLexical(error: LexicalError, text: string): string | undefined {
  const wrong = text.slice(error.start, error.end);
  switch (error.code) {
    case 'unclosed':
      return helpForUnclosed(text[error.opened ?? -1]);
    case 'unbalanced':
      return helpForUnbalanced(wrong);
    case 'invalid-number':
    case 'invalid-duration':
      return 'durations are whole numbers with the units y, w, d, h, m, s and ms, from large to small, each once';
    case 'invalid-string':
      return helpForString(error);
    case 'unexpected-character':
      return helpForCharacter(error.message, wrong);
    default:
      return undefined;
  }
}

function helpForUnclosed(opening: string | undefined): string | undefined {
  const closing = { '{': '}', '(': ')', '[': ']' }[opening ?? ''];
  return closing === undefined ? undefined : `close it with "${closing}"`;
}

function helpForUnbalanced(wrong: string): string {
  if (wrong === '{' || wrong === '[') return `another "${wrong}" is still open`;
  return `no "${wrong === ')' ? '(' : '['}" is open here`;
}

function helpForString({ message }: LexicalError): string | undefined {
  if (message.startsWith('unterminated'))
    return 'close it with the same quote; only backtick strings may span lines';
  if (message.includes('escape')) {
    return 'double the backslash for a regular expression ("\\\\d"), or write the string in backticks';
  }
  return undefined;
}

function helpForCharacter(message: string, wrong: string): string | undefined {
  if (message.includes('inside braces')) {
    return 'label matchers use =, !=, =~ and !~; a label name with other characters needs quotes';
  }
  if (wrong === '=~' || wrong === '!~') return BY_CHARACTER['~'];
  if (message.includes('duration')) return BY_CONTEXT['subquery or range selector'];
  return BY_CHARACTER[wrong.slice(0, 1)];
}
