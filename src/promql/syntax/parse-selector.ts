import type { LabelMatcher, MatchOp, VectorSelector } from './ast.ts';
import type { Range } from '../../source/range.ts';
import type { Cursor } from './cursor.ts';
import { MAX_REGEX_LENGTH } from '../../util/regex-limit.ts';
import { isTooLongRegex, regexError } from './regex.ts';
import type { Token } from './token.ts';
import { unquote } from './unquote.ts';

const NAME = { context: 'label matching', expected: 'identifier or "}"' };
const OPERATOR = { context: 'label matching', expected: 'label matching operator' };
const VALUE = { context: 'label matching', expected: 'string' };
const CLOSING = { context: 'label matching', expected: '"," or "}"' };

/** Parses a metric name, matchers in braces, or both. The current token is one of the two. */
export function parseVectorSelector(cursor: Cursor): VectorSelector {
  const nameToken = cursor.peek() === '{' ? undefined : cursor.take();
  const written = nameToken === undefined ? undefined : cursor.textOf(nameToken);
  cursor.built();
  const open = cursor.accept('{');
  if (open === undefined) {
    const { start, end } = nameToken!;
    return selectorNode(written, { start, end }, [], undefined, start, end);
  }
  const items = parseMatchers(cursor);
  const close = cursor.take();
  const bracesRange = { start: open.start, end: close.end };
  // The first quoted name names the selector, unless a name precedes the braces.
  const quoted = nameToken === undefined ? items.find((item) => item.quotedName) : undefined;
  const named = nameToken ?? quoted?.matcher.nameRange;
  const matchers: LabelMatcher[] = [];
  for (const item of items) if (item !== quoted) matchers.push(item.matcher);
  return selectorNode(
    named === undefined ? undefined : (written ?? quoted?.matcher.value),
    named === undefined ? undefined : { start: named.start, end: named.end },
    matchers,
    bracesRange,
    nameToken?.start ?? open.start,
    close.end,
  );
}

/** All selectors have the same keys in the same order: that is what the engine reads fastest. */
export function selectorNode(
  name: string | undefined,
  nameRange: Range | undefined,
  matchers: readonly LabelMatcher[],
  bracesRange: Range | undefined,
  start: number,
  end: number,
): VectorSelector {
  return {
    kind: 'VectorSelector',
    name,
    nameRange,
    matchers,
    bracesRange,
    offset: undefined,
    at: undefined,
    extended: undefined,
    start,
    end,
  };
}

interface Item {
  readonly matcher: LabelMatcher;
  /** A quoted string alone: `{"metric.name"}`. */
  readonly quotedName: boolean;
}

/** Everything up to the closing brace, which stays the current token. */
function parseMatchers(cursor: Cursor): readonly Item[] {
  const items: Item[] = [];
  while (cursor.peek() !== '}') {
    items.push(parseItem(cursor));
    if (cursor.peek() === '}') break;
    cursor.expect(',', CLOSING);
  }
  return items;
}

function parseItem(cursor: Cursor): Item {
  if (cursor.peek() !== 'identifier' && cursor.peek() !== 'string') cursor.unexpected(NAME);
  const name = cursor.take();
  const op = matchOp(cursor);
  if (op === undefined) {
    if (name.kind === 'identifier') return cursor.unexpected(OPERATOR);
    return { matcher: nameMatcher(cursor, name), quotedName: true };
  }
  cursor.take();
  const value = cursor.expect('string', VALUE);
  const matcher: LabelMatcher = {
    name: name.kind === 'string' ? unquote(cursor.textOf(name)) : cursor.textOf(name),
    nameRange: { start: name.start, end: name.end },
    op,
    value: unquote(cursor.textOf(value)),
    valueRange: { start: value.start, end: value.end },
    start: name.start,
    end: value.end,
  };
  checkRegex(cursor, matcher);
  return { matcher, quotedName: false };
}

function nameMatcher(cursor: Cursor, token: Token): LabelMatcher {
  const { start, end } = token;
  const range = { start, end };
  return {
    name: '__name__',
    nameRange: range,
    op: '=',
    value: unquote(cursor.textOf(token)),
    valueRange: range,
    start,
    end,
  };
}

function matchOp(cursor: Cursor): MatchOp | undefined {
  const kind = cursor.peek();
  return kind === '=' || kind === '!=' || kind === '=~' || kind === '!~' ? kind : undefined;
}

function checkRegex(cursor: Cursor, matcher: LabelMatcher): void {
  if (matcher.op !== '=~' && matcher.op !== '!~') return;
  if (isTooLongRegex(matcher.value)) {
    const message = `the pattern of "${matcher.name}" has ${matcher.value.length} characters: rulecheck reads ${MAX_REGEX_LENGTH} at most`;
    cursor.report(
      'too-long',
      matcher.valueRange,
      message,
      'split it, or select by a label that groups these values',
    );
    return;
  }
  const message = regexError(matcher.value);
  if (message !== undefined) cursor.report('invalid-regex', matcher.valueRange, message);
}
