import { goUnquote } from '../../go/strings/unquote.ts';
import type { AlloyExpr, Attribute, Block, Body, Field } from './ast.ts';
import { AlloySyntaxError, lexAlloy } from './lexer.ts';
import type { Token } from './lexer.ts';

/** How deep blocks and values may lie in one another. */
const MAX_DEPTH = 200;

/** Operators by how closely they bind, the loosest first (syntax/token). */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/**
 * Parses a configuration of Alloy (syntax/parser).
 *
 * @throws AlloySyntaxError at the first fault
 */
export function parseAlloy(text: string): Body {
  return new Parser(lexAlloy(text)).file();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  file(): Body {
    const body = this.#body();
    const { kind, text } = this.#peek();
    if (kind !== 'end') this.#fail(`expected an attribute or a block, got ${text}`);
    return body;
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!;
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #is(operator: string): boolean {
    const { kind, text } = this.#peek();
    return kind === 'operator' && text === operator;
  }

  #expect(operator: string): Token {
    if (!this.#is(operator)) this.#fail(`expected ${operator}, got ${describe(this.#peek())}`);
    return this.#next();
  }

  #fail(message: string, token = this.#peek()): never {
    const end = Math.max(token.end, token.start + 1);
    throw new AlloySyntaxError(message, { start: token.start, end });
  }

  /** Runs what may lead into itself; hostile texts nest without end. */
  #deeper<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.#fail(`blocks and values are nested more than ${MAX_DEPTH} deep`);
    const result = read();
    this.#depth--;
    return result;
  }

  #body(): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    while (this.#peek().kind === 'identifier') {
      this.#statement(attributes, blocks);
      if (this.#peek().kind !== 'terminator') break;
      this.#next();
    }
    return { attributes, blocks };
  }

  #statement(attributes: Attribute[], blocks: Block[]): void {
    const first = this.#next();
    let [name, end] = [first.text, first.end];
    while (this.#is('.')) {
      this.#next();
      const part = this.#next();
      if (part.kind !== 'identifier') this.#fail(`expected identifier, got ${describe(part)}`, part);
      [name, end] = [`${name}.${part.text}`, part.end];
    }
    const nameRange = { start: first.start, end };
    if (this.#is('=')) {
      if (name.includes('.')) this.#fail('attribute names may only consist of a single identifier', first);
      this.#next();
      attributes.push({ name, nameRange, value: this.#expr() });
      return;
    }
    const { kind } = this.#peek();
    const label = kind === 'string' ? this.#label() : '';
    if (!this.#is('{'))
      this.#fail(`expected attribute assignment or block body, got ${describe(this.#peek())}`);
    this.#next();
    const body = this.#deeper(() => this.#body());
    const close = this.#expect('}');
    blocks.push({ name, nameRange, label, body, range: { start: first.start, end: close.end } });
  }

  #label(): string {
    const token = this.#next();
    const label = token.text.slice(1, -1);
    if (token.text.startsWith('"') && /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(label)) return label;
    return this.#fail(`expected block label to be a valid identifier, but got ${token.text}`, token);
  }

  #expr(): AlloyExpr {
    return this.#deeper(() => this.#binary(0));
  }

  #binary(level: number): AlloyExpr {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#power();
    let left = this.#binary(level + 1);
    for (;;) {
      const { kind, text } = this.#peek();
      if (kind !== 'operator' || !operators.includes(text)) return left;
      this.#next();
      const right = this.#binary(level + 1);
      left = { kind: 'binary', op: text, left, right, start: left.start, end: right.end };
    }
  }

  #power(): AlloyExpr {
    const left = this.#unary();
    if (!this.#is('^')) return left;
    this.#next();
    const right = this.#deeper(() => this.#power());
    return { kind: 'binary', op: '^', left, right, start: left.start, end: right.end };
  }

  #unary(): AlloyExpr {
    if (!this.#is('!') && !this.#is('-')) return this.#operand();
    const { text, start } = this.#next();
    const value = this.#deeper(() => this.#unary());
    return { kind: 'unary', op: text, value, start, end: value.end };
  }

  #operand(): AlloyExpr {
    let expr = this.#primary();
    for (;;) {
      const { start } = expr;
      if (this.#is('.')) {
        this.#next();
        const name = this.#next();
        if (name.kind !== 'identifier') this.#fail(`expected identifier, got ${describe(name)}`, name);
        expr = { kind: 'access', value: expr, name: name.text, start, end: name.end };
      } else if (this.#is('[')) {
        this.#next();
        const index = this.#expr();
        expr = { kind: 'index', value: expr, index, start, end: this.#expect(']').end };
      } else if (this.#is('(')) {
        this.#next();
        const args = this.#list(')');
        expr = { kind: 'call', callee: expr, args, start, end: this.#expect(')').end };
      } else return expr;
    }
  }

  #list(until: string): AlloyExpr[] {
    const items: AlloyExpr[] = [];
    while (!this.#is(until)) {
      items.push(this.#expr());
      if (this.#is(until)) break;
      if (!this.#is(',')) this.#fail("missing ',' in expression list");
      this.#next();
    }
    return items;
  }

  #primary(): AlloyExpr {
    const token = this.#next();
    const { start, end, text, kind } = token;
    switch (kind) {
      case 'identifier':
        return { kind, name: text, start, end };
      case 'string':
        return { kind: 'literal', value: this.#string(token), start, end };
      case 'number':
        return { kind: 'literal', value: Number(text), start, end };
      case 'bool':
        return { kind: 'literal', value: text === 'true', start, end };
      case 'null':
        return { kind: 'literal', value: null, start, end };
      default:
        return this.#bracketed(token);
    }
  }

  #bracketed(token: Token): AlloyExpr {
    const { start, text, kind } = token;
    if (kind === 'operator' && text === '(') {
      const inner = this.#expr();
      this.#expect(')');
      return inner;
    }
    if (kind === 'operator' && text === '[') {
      const items = this.#list(']');
      return { kind: 'list', items, start, end: this.#expect(']').end };
    }
    if (kind === 'operator' && text === '{') {
      const fields = this.#fields();
      return { kind: 'object', fields, start, end: this.#expect('}').end };
    }
    return this.#fail(`expected expression, got ${describe(token)}`, token);
  }

  #fields(): Field[] {
    const fields: Field[] = [];
    while (!this.#is('}')) {
      const name = this.#next();
      if (name.kind !== 'string' && name.kind !== 'identifier')
        this.#fail(`expected field name (string or identifier), got ${describe(name)}`, name);
      this.#expect('=');
      fields.push({
        name: name.kind === 'string' ? name.text.slice(1, -1) : name.text,
        nameRange: { start: name.start, end: name.end },
        value: this.#expr(),
      });
      if (this.#is('}')) break;
      if (!this.#is(',')) this.#fail("missing ',' in field list");
      this.#next();
    }
    return fields;
  }

  #string(token: Token): string {
    if (token.text.startsWith('`')) return token.text.slice(1, -1);
    return goUnquote(token.text) ?? this.#fail('the string has an escape that Go does not know', token);
  }
}

function describe({ kind, text }: Token): string {
  if (kind === 'end') return 'the end of the file';
  return kind === 'terminator' ? 'the end of the line' : text;
}
