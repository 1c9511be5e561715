import { asResult, fail } from './error.ts';
import type { ParseResult } from './error.ts';
import type { MatcherSpec, MatchOp } from './matcher.ts';
import { goUnquoteUtf8 } from '../../go/strings/unquote.ts';
import { scan } from './utf8-lexer.ts';
import type { Token } from './utf8-lexer.ts';

/**
 * Parses a list of matchers with the UTF-8 grammar of Alertmanager 0.27 and later: braces must pair, every name
 * and value may be quoted, and outside quotes the characters `{}!=~,\"'` `` ` `` and blanks are reserved.
 * Regular expressions are not compiled here.
 */
export function parseUtf8(text: string): ParseResult {
  return asResult(() => new Parser(text).parse());
}

class Parser {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): MatcherSpec[] {
    const matchers: MatcherSpec[] = [];
    const open = this.#peek();
    const braced = open.kind === '{';
    if (braced) this.#take();
    while (this.#peek().kind !== '}' && this.#peek().kind !== 'end') {
      matchers.push(this.#matcher());
      const next = this.#peek();
      if (next.kind === ',') this.#take();
      else if (next.kind !== '}' && next.kind !== 'end') missingComma(next);
    }
    this.#close(braced, open);
    const rest = this.#peek();
    if (rest.kind !== 'end') {
      fail('matcher-trailing', rest.range, `"${rest.text}" follows the closing brace`, 'remove it');
    }
    return matchers;
  }

  #peek(): Token {
    return scan(this.#text, this.#offset);
  }

  #take(): Token {
    const token = this.#peek();
    this.#offset = token.range.end;
    return token;
  }

  #matcher(): MatcherSpec {
    const name = this.#take();
    if (name.kind !== 'quoted' && name.kind !== 'unquoted') {
      fail(
        'matcher-name',
        atLeastOne(name, this.#text),
        `a label name must come before "${name.text}"`,
        FORM,
      );
    }
    const op = this.#take();
    if (op.kind !== '=' && op.kind !== '!=' && op.kind !== '=~' && op.kind !== '!~') {
      const found = op.kind === 'end' ? 'nothing' : `"${op.text}"`;
      fail(
        'matcher-operator',
        atLeastOne(op, this.#text),
        `after the label name ${name.text} an operator must follow, found ${found}`,
        FORM,
      );
    }
    const value = this.#take();
    if (value.kind !== 'quoted' && value.kind !== 'unquoted') {
      const found = value.kind === 'end' ? 'nothing' : `"${value.text}"`;
      fail(
        'matcher-value',
        atLeastOne(value, this.#text),
        `after ${name.text}${op.text} a value must follow, found ${found}`,
        'an empty value is written ""',
      );
    }
    return {
      name: unquote(name),
      op: op.kind satisfies MatchOp,
      value: unquote(value),
      range: { start: name.range.start, end: value.range.end },
      nameRange: name.range,
      valueRange: value.range,
    };
  }

  #close(braced: boolean, open: Token): void {
    const next = this.#peek();
    if (braced && next.kind !== '}') {
      fail('matcher-brace', open.range, 'the opening brace is never closed', 'end the matchers with "}"');
    }
    if (!braced && next.kind === '}') {
      fail(
        'matcher-brace',
        next.range,
        'a closing brace without an opening one',
        'remove it, or quote the value',
      );
    }
    if (braced) this.#take();
  }
}

const FORM = 'a matcher is a label name, one of = != =~ !~, and a value: severity="critical"';

function missingComma(token: Token): never {
  return fail(
    'matcher-comma',
    token.range,
    `a comma or the end must follow a matcher, found "${token.text}"`,
    'separate matchers with commas, and put values with blanks or operators in double quotes',
  );
}

/** The end of the text has no characters: point at the last one instead. */
function atLeastOne(token: Token, text: string): Token['range'] {
  const { start, end } = token.range;
  return start === end ? { start: Math.max(0, text.length - 1), end: Math.max(1, text.length) } : token.range;
}

function unquote(token: Token): string {
  if (token.kind !== 'quoted') return token.text;
  const value = goUnquoteUtf8(token.text);
  if (value === undefined) {
    fail(
      'matcher-escape',
      token.range,
      `${token.text} holds an escape that Go does not know`,
      'inside double quotes write a backslash as \\\\: "\\\\d+" for the regular expression \\d+',
    );
  }
  return value;
}
