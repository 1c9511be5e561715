import type { Range } from '../../source/range.ts';
import { goUnquote } from '../../go/strings/unquote.ts';
import type { CommandNode, FieldName, OperandNode, PipeNode, VariableNode } from './ast.ts';
import { readNumber } from './number.ts';
import type { ParseContext } from './parse-context.ts';
import { printNode } from './print.ts';
import { isSpace } from './lexer.ts';
import type { Token } from './token.ts';

const MAX_PAREN_DEPTH = 1000;

/** What a pipeline belongs to, in the words of Go's messages. */
export type PipelineContext =
  'command' | 'if' | 'range' | 'with' | 'template clause' | 'block clause' | 'parenthesized pipeline';

/** Reads pipelines: the text between the delimiters, after a keyword if there is one. */
export class OperandParser {
  protected readonly context: ParseContext;
  /** Variables defined at the cursor, innermost last. */
  protected variables: string[] = ['$'];
  private parenDepth = 0;

  constructor(context: ParseContext) {
    this.context = context;
  }

  protected get stream(): ParseContext['stream'] {
    return this.context.stream;
  }

  /** Reads up to and including the delimiter that ends the pipeline. */
  protected pipeline(context: PipelineContext, end: 'right-delim' | 'right-paren'): PipeNode {
    const first = this.stream.peekNonSpace();
    const { declared, assigns } = this.declarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const mark = this.stream.mark();
      const token = this.stream.nextNonSpace();
      if (token.type === end) break;
      if (!startsOperand(token)) this.context.unexpected(token, context);
      this.stream.rewind(mark);
      commands.push(this.command());
    }
    const close = this.stream.previous();
    const range = { start: first.start, end: Math.max(first.start, this.trimmedEnd(close.start)) };
    const pipe: PipeNode = { type: 'pipe', range, position: first.start, declared, assigns, commands };
    this.checkPipeline(pipe, context, close);
    return pipe;
  }

  /** An empty pipeline in the place of one that could not be read. */
  protected brokenPipeline(at: number): PipeNode {
    const range = { start: at, end: at };
    return { type: 'pipe', range, position: at, assigns: false, declared: [], commands: [] };
  }

  /** `$x :=`, `$x =`, and in a range also `$i, $x :=`. */
  private declarations(context: PipelineContext): { declared: VariableNode[]; assigns: boolean } {
    const declared: VariableNode[] = [];
    let assigns = false;
    for (;;) {
      const variable = this.stream.peekNonSpace();
      if (variable.type !== 'variable') break;
      const mark = this.stream.mark();
      this.stream.next();
      const next = this.stream.peekNonSpace();
      if (next.type === 'assign' || next.type === 'declare') {
        assigns = next.type === 'assign';
        this.stream.next();
        this.declare(variable, declared);
        break;
      }
      if (next.type !== 'char' || next.value !== ',') {
        this.stream.rewind(mark);
        break;
      }
      this.stream.next();
      this.declare(variable, declared);
      if (context !== 'range' || declared.length >= 2) {
        this.context.abort('too-many-declarations', `too many declarations in ${context}`, rangeOf(variable));
      }
      const after = this.stream.peekNonSpace();
      if (after.type !== 'variable' && after.type !== 'right-delim' && after.type !== 'right-paren') {
        this.context.abort('range-declaration', 'range can only initialize variables', rangeOf(after));
      }
    }
    return { declared, assigns };
  }

  private declare(token: Token, declared: VariableNode[]): void {
    declared.push(variableNode(token));
    this.variables.push(token.value);
  }

  private checkPipeline(pipe: PipeNode, context: PipelineContext, close: Token): void {
    if (pipe.commands.length === 0) {
      const start = pipe.range.end > pipe.range.start ? pipe.range.start : close.start;
      this.context.report('missing-value', `missing value for ${context}`, { start, end: close.end });
    }
    for (let stage = 2; stage <= pipe.commands.length; stage++) {
      const first = pipe.commands[stage - 1]!.args[0];
      if (first === undefined || !isConstant(first)) continue;
      const message = `non executable command in pipeline stage ${stage}`;
      this.context.report('not-executable', message, first.range);
    }
  }

  /** Operands up to a pipe, which is consumed, or a closing token, which is left. */
  private command(): CommandNode {
    const first = this.stream.peekNonSpace();
    const args: OperandNode[] = [];
    for (;;) {
      this.stream.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) args.push(operand);
      const mark = this.stream.mark();
      const token = this.stream.next();
      if (token.type === 'space') continue;
      if (token.type === 'right-delim' || token.type === 'right-paren') this.stream.rewind(mark);
      else if (token.type !== 'pipe') this.context.unexpected(token, 'operand');
      break;
    }
    const end = args.at(-1)?.range.end ?? first.end;
    if (args.length === 0) this.context.abort('empty-command', 'empty command', rangeOf(first));
    return { type: 'command', range: { start: first.start, end }, position: first.start, args };
  }

  /** A term and the fields behind it; undefined where no operand starts. */
  private operand(): OperandNode | undefined {
    const node = this.term();
    if (node === undefined || this.stream.peek().type !== 'field') return node;
    const position = this.stream.peek().start;
    const fields: FieldName[] = [];
    while (this.stream.peek().type === 'field') fields.push(fieldName(this.stream.next()));
    const range = { start: node.range.start, end: this.stream.previous().end };
    switch (node.type) {
      case 'field':
      case 'variable':
        return { ...node, range, position, fields: [...node.fields, ...fields] };
      case 'bool':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        this.context.report(
          'field-of-constant',
          `unexpected . after term ${JSON.stringify(printNode(node))}`,
          range,
        );
        return node;
      default:
        return { type: 'chain', range, position, node, fields };
    }
  }

  private term(): OperandNode | undefined {
    const mark = this.stream.mark();
    const token = this.stream.nextNonSpace();
    const range = rangeOf(token);
    const position = token.start;
    switch (token.type) {
      case 'identifier':
        if (!this.context.hasFunction(token.value)) {
          const message = `function ${JSON.stringify(token.value)} not defined`;
          this.context.report('undefined-function', message, range, token.value);
        }
        return { type: 'identifier', range, position, name: token.value };
      case 'dot':
        return { type: 'dot', range, position };
      case 'nil':
        return { type: 'nil', range, position };
      case 'variable':
        if (!this.variables.includes(token.value)) {
          const message = `undefined variable ${JSON.stringify(token.value)}`;
          this.context.report('undefined-variable', message, range, token.value);
        }
        return variableNode(token);
      case 'field':
        return { type: 'field', range, position, fields: [fieldName(token)] };
      case 'bool':
        return { type: 'bool', range, position, value: token.value === 'true' };
      case 'character':
      case 'complex':
      case 'number':
        return this.number(token, token.type);
      case 'left-paren':
        return this.parenthesized(token);
      case 'string':
      case 'raw-string':
        return { type: 'string', range, position, quoted: token.value, text: this.unquote(token) };
      default:
        this.stream.rewind(mark);
        return undefined;
    }
  }

  private number(token: Token, type: 'character' | 'complex' | 'number'): OperandNode {
    const values = readNumber(token.value, type);
    const base = { type: 'number', range: rangeOf(token), position: token.start, text: token.value } as const;
    if (!('error' in values)) return { ...base, ...values };
    this.context.report('bad-number', values.error, base.range);
    return { ...base, int: 0n };
  }

  private parenthesized(open: Token): PipeNode {
    if (this.parenDepth >= MAX_PAREN_DEPTH) {
      this.context.abort('too-deep', 'max expression depth exceeded', rangeOf(open));
    }
    this.parenDepth++;
    try {
      const pipe = this.pipeline('parenthesized pipeline', 'right-paren');
      return { ...pipe, range: { start: open.start, end: this.stream.previous().end } };
    } finally {
      this.parenDepth--;
    }
  }

  /** The text of a string token; Go says only `invalid syntax` of a bad escape. */
  protected unquote(token: Token): string {
    const text = goUnquote(token.value);
    if (text === undefined) this.context.report('bad-string', 'invalid syntax', rangeOf(token));
    return text ?? '';
  }

  private trimmedEnd(end: number): number {
    let at = end;
    while (at > 0 && isSpace(this.context.text.charCodeAt(at - 1))) at--;
    return at;
  }
}

function startsOperand(token: Token): boolean {
  switch (token.type) {
    case 'bool':
    case 'character':
    case 'complex':
    case 'dot':
    case 'field':
    case 'identifier':
    case 'number':
    case 'nil':
    case 'raw-string':
    case 'string':
    case 'variable':
    case 'left-paren':
      return true;
    default:
      return false;
  }
}

const CONSTANTS: ReadonlySet<OperandNode['type']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

function isConstant(node: OperandNode): boolean {
  return CONSTANTS.has(node.type);
}

function variableNode(token: Token): VariableNode {
  return { type: 'variable', range: rangeOf(token), position: token.start, name: token.value, fields: [] };
}

function fieldName(token: Token): FieldName {
  return { name: token.value.slice(1), range: { start: token.start + 1, end: token.end } };
}

function rangeOf(token: Token): Range {
  return { start: token.start, end: token.end };
}
