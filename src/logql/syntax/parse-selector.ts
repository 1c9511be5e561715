import type { LabelMatcher, MatchOp, StreamSelector } from './ast.ts';
import type { Cursor } from './cursor.ts';
import type { Token, TokenKind } from './tokens.ts';

const MATCH_OPS: readonly TokenKind[] = ['=', '!=', '=~', '!~'];

export const isMatchOp = (kind: TokenKind): kind is MatchOp => MATCH_OPS.includes(kind);

/** `{name="value", ...}`; Loki admits no comma before the closing brace. */
export function parseSelector(cursor: Cursor): StreamSelector {
  const open = cursor.expect('{');
  const matchers: LabelMatcher[] = [];
  if (!cursor.at('}')) {
    do {
      const expected: readonly TokenKind[] = matchers.length === 0 ? ['IDENTIFIER', '}'] : ['IDENTIFIER'];
      if (!cursor.at('IDENTIFIER')) cursor.unexpected(expected, trailingComma(cursor, matchers.length));
      matchers.push(parseMatcher(cursor));
    } while (cursor.accept(','));
  }
  cursor.expect('}', ['}', ',']);
  return { kind: 'StreamSelector', matchers, ...cursor.since(open) };
}

function trailingComma(cursor: Cursor, count: number): string | undefined {
  return count > 0 && cursor.at('}')
    ? 'unlike PromQL, LogQL allows no comma before the closing brace'
    : undefined;
}

/** `name op "value"` */
export function parseMatcher(cursor: Cursor): LabelMatcher {
  const name = cursor.expect('IDENTIFIER');
  const op = cursor.peek();
  if (!isMatchOp(op.kind)) cursor.unexpected(['=', '=~', '!~', '!='], equalsHint(op));
  cursor.next();
  return finishMatcher(cursor, name, op, op.kind);
}

function equalsHint(op: Token): string | undefined {
  return op.kind === '==' ? 'a matcher compares with a single "="' : undefined;
}

/** The matcher whose name and operator were taken already. */
export function finishMatcher(cursor: Cursor, name: Token, op: Token, kind: MatchOp): LabelMatcher {
  const value = cursor.expectText();
  return {
    name: name.text,
    nameRange: { start: name.start, end: name.end },
    op: kind,
    opRange: { start: op.start, end: op.end },
    value: value.value,
    valueRange: { start: value.start, end: value.end },
    ...cursor.since(name),
  };
}
