import type { Range } from '../../source/range.ts';
import type { BranchNode, ListNode, PipeNode, StatementNode, TemplateCallNode, TemplateTree } from './ast.ts';
import { isEmptyList } from './empty.ts';
import type { TemplateParseError } from './errors.ts';
import { tokenize } from './lexer.ts';
import { OperandParser } from './operand-parser.ts';
import { ActionAborted, ParseContext } from './parse-context.ts';
import type { Token } from './token.ts';

/** What a text gave: its templates, the text itself under its own name, and every error found. */
export interface ParsedTemplate {
  readonly trees: ReadonlyMap<string, TemplateTree>;
  readonly errors: readonly TemplateParseError[];
}

export interface ParseOptions {
  /** Name of the text: the top-level template's name, and what Go's messages start with. */
  readonly name: string;
  readonly hasFunction: (name: string) => boolean;
  /** Variables that stand before the text: as if it began with actions that declare them. */
  readonly variables?: readonly string[];
}

const MAX_NESTING = 400;

/** Reads a template as Go's text/template/parse does, but goes on behind errors. The first error is Go's. */
export function parseTemplateText(text: string, options: ParseOptions): ParsedTemplate {
  const context = new ParseContext(options.name, text, tokenize(text), options.hasFunction);
  new TreeParser(context).parseText(options.name, options.variables ?? []);
  return { trees: context.trees, errors: context.errors };
}

/** `{{end}}`, `{{else}}` or, after an error, the end of the text. */
interface ListEnd {
  readonly type: 'end' | 'else' | 'eof';
  readonly range: Range;
  readonly position: number;
}

class TreeParser extends OperandParser {
  private rangeDepth = 0;
  private readonly nesting: number;

  constructor(context: ParseContext, nesting = 0) {
    super(context);
    this.nesting = nesting;
  }

  parseText(name: string, declared: readonly string[]): void {
    this.variables.push(...declared);
    const start = this.stream.peek().start;
    const nodes: StatementNode[] = [];
    while (this.stream.peek().type !== 'eof') {
      if (this.define()) continue;
      const node = this.textOrAction(this.nesting);
      if (node === undefined) continue;
      if (isListEnd(node)) {
        this.context.report('unexpected-end', `unexpected {{${node.type}}}`, node.range);
      } else nodes.push(node);
    }
    // What declares variables makes the text more than white space.
    this.add(name, listNode(nodes, start, this.stream.peek().end), undefined, declared.length > 0);
  }

  /** `{{define "name"}} ... {{end}}`; false if the text is something else. */
  private define(): boolean {
    const mark = this.stream.mark();
    const open = this.stream.next();
    if (open.type !== 'left-delim' || this.stream.nextNonSpace().type !== 'define') {
      this.stream.rewind(mark);
      return false;
    }
    new TreeParser(this.context, this.nesting + 1).definition(open);
    return true;
  }

  private definition(open: Token): void {
    const context = 'define clause';
    const head = this.guarded(open.start, () => {
      const token = this.stream.nextNonSpace();
      if (token.type !== 'string' && token.type !== 'raw-string') this.context.unexpected(token, context);
      const name = this.unquote(token);
      const close = this.stream.nextNonSpace();
      if (close.type !== 'right-delim') this.context.unexpected(close, context);
      return { name, range: { start: token.start, end: token.end } };
    });
    this.bodyOf(head?.name, head?.range, context);
  }

  /** The list up to `{{end}}`, stored under `name`. */
  private bodyOf(name: string | undefined, nameRange: Range | undefined, context: string): void {
    const { list, end } = this.itemList(this.nesting);
    if (end.type === 'else') {
      this.context.report('unexpected-end', `unexpected {{else}} in ${context}`, end.range);
      this.itemList(this.nesting);
    }
    if (name !== undefined) this.add(name, list, nameRange);
  }

  private add(name: string, root: ListNode, nameRange?: Range, isFilled = false): void {
    const { trees, parseName, text } = this.context;
    const existing = trees.get(name);
    const tree = { name, parseName, text, root, ...(nameRange === undefined ? {} : { nameRange }) };
    if (existing === undefined || isEmptyList(existing.root)) {
      trees.set(name, tree);
    } else if (isFilled || !isEmptyList(root)) {
      const message = `template: multiple definition of template ${JSON.stringify(name)}`;
      this.context.report('duplicate-definition', message, nameRange ?? root.range);
    }
  }

  /** Everything up to `{{end}}` or `{{else}}`. */
  private itemList(depth: number): { list: ListNode; end: ListEnd } {
    const start = this.stream.peekNonSpace().start;
    const nodes: StatementNode[] = [];
    for (;;) {
      const token = this.stream.peekNonSpace();
      if (token.type === 'eof') {
        const range = { start: token.start, end: token.end };
        this.context.report('unexpected-eof', 'unexpected EOF', range);
        return {
          list: listNode(nodes, start, token.start),
          end: { type: 'eof', range, position: token.start },
        };
      }
      const node = this.textOrAction(depth);
      if (node === undefined) continue;
      if (isListEnd(node)) return { list: listNode(nodes, start, node.range.start), end: node };
      nodes.push(node);
    }
  }

  /** One text or action; undefined where it could not be read. */
  private textOrAction(depth: number): StatementNode | ListEnd | undefined {
    const token = this.stream.nextNonSpace();
    if (token.type === 'text') {
      const range = { start: token.start, end: token.end };
      return { type: 'text', range, position: token.start, text: token.value };
    }
    return this.guarded(token.start, () => {
      if (token.type !== 'left-delim') this.context.unexpected(token, 'input');
      return this.action(token, depth);
    });
  }

  /** Runs `read` for the action at `start`; where it gives up, the rest of the action is skipped. */
  private guarded<T>(start: number, read: () => T): T | undefined {
    this.context.actionStart = start;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ActionAborted)) throw error;
      this.stream.skipAction();
      return undefined;
    } finally {
      this.context.actionStart = undefined;
    }
  }

  private action(open: Token, depth: number): StatementNode | ListEnd {
    const mark = this.stream.mark();
    const token = this.stream.nextNonSpace();
    switch (token.type) {
      case 'block':
        return this.block(open, depth);
      case 'break':
      case 'continue':
        return this.jump(open, token, token.type);
      case 'else':
        return this.elseControl(open);
      case 'end': {
        const close = this.stream.nextNonSpace();
        if (close.type !== 'right-delim') this.context.unexpected(close, 'end');
        return { type: 'end', range: { start: open.start, end: close.end }, position: close.start };
      }
      case 'if':
      case 'range':
      case 'with':
        return this.branch(open.start, token.type, depth);
      case 'template':
        return this.templateCall(open);
      default: {
        this.stream.rewind(mark);
        const position = this.stream.peekNonSpace().start;
        const pipe = this.pipeline('command', 'right-delim');
        return { type: 'action', range: this.upToHere(open.start), position, pipe };
      }
    }
  }

  private upToHere(start: number): Range {
    return { start, end: this.stream.previous().end };
  }

  private jump(open: Token, token: Token, type: 'break' | 'continue'): StatementNode {
    const close = this.stream.nextNonSpace();
    if (close.type !== 'right-delim') this.context.unexpected(close, `{{${type}}}`);
    const range = { start: open.start, end: close.end };
    if (this.rangeDepth === 0) {
      this.context.report('outside-range', `{{${type}}} outside {{range}}`, range);
    }
    return { type, range, position: token.start };
  }

  /** After `{{else`: an `if` or `with` behind it is left for the branch that the else belongs to. */
  private elseControl(open: Token): ListEnd {
    const next = this.stream.peekNonSpace();
    if (next.type === 'if' || next.type === 'with') {
      return { type: 'else', range: { start: open.start, end: next.start }, position: next.start };
    }
    const close = this.stream.nextNonSpace();
    if (close.type !== 'right-delim') this.context.unexpected(close, 'else');
    return { type: 'else', range: { start: open.start, end: close.end }, position: close.start };
  }

  private branch(start: number, type: BranchNode['type'], depth: number): BranchNode {
    if (depth > MAX_NESTING) {
      this.context.abort('too-deep', 'max template nesting exceeded', { start, end: start + 2 });
    }
    const scope = this.variables.length;
    const pipe = this.headOf(type, start);
    if (type === 'range') this.rangeDepth++;
    const { list, end } = this.itemList(depth + 1);
    if (type === 'range') this.rangeDepth--;
    const elseList = end.type === 'else' ? this.elseList(type, end, depth) : undefined;
    this.variables.length = scope;
    const range = this.upToHere(start);
    return {
      type,
      range,
      position: pipe.position,
      pipe,
      list,
      ...(elseList === undefined ? {} : { elseList }),
    };
  }

  private headOf(type: BranchNode['type'], start: number): PipeNode {
    const at = this.stream.peekNonSpace().start;
    return this.guarded(start, () => this.pipeline(type, 'right-delim')) ?? this.brokenPipeline(at);
  }

  private elseList(type: BranchNode['type'], end: ListEnd, depth: number): ListNode {
    const next = this.stream.peek();
    if (type !== 'range' && next.type === type) {
      this.stream.next();
      const nested = this.branch(end.range.start, type, depth + 1);
      return { ...listNode([nested], end.position, nested.range.end), position: end.position };
    }
    const { list, end: second } = this.itemList(depth + 1);
    if (second.type === 'else') {
      this.context.report('unexpected-end', 'expected end; found {{else}}', second.range);
      this.itemList(depth + 1);
    }
    return list;
  }

  private templateName(token: Token, context: 'block clause' | 'template clause'): string {
    if (token.type !== 'string' && token.type !== 'raw-string') this.context.unexpected(token, context);
    return this.unquote(token);
  }

  private block(open: Token, depth: number): TemplateCallNode {
    const token = this.stream.nextNonSpace();
    const nameRange = { start: token.start, end: token.end };
    const head = this.guarded(open.start, () => {
      const name = this.templateName(token, 'block clause');
      return { name, pipe: this.pipeline('block clause', 'right-delim') };
    });
    new TreeParser(this.context, depth + 1).bodyOf(head?.name, nameRange, 'block clause');
    return {
      type: 'template',
      range: this.upToHere(open.start),
      position: token.start,
      name: head?.name ?? '',
      nameRange,
      pipe: head?.pipe ?? this.brokenPipeline(token.end),
    };
  }

  private templateCall(open: Token): TemplateCallNode {
    const token = this.stream.nextNonSpace();
    const name = this.templateName(token, 'template clause');
    const nameRange = { start: token.start, end: token.end };
    const base = { type: 'template', position: token.start, name, nameRange } as const;
    const mark = this.stream.mark();
    if (this.stream.nextNonSpace().type === 'right-delim')
      return { ...base, range: this.upToHere(open.start) };
    this.stream.rewind(mark);
    const pipe = this.pipeline('template clause', 'right-delim');
    return { ...base, range: this.upToHere(open.start), pipe };
  }
}

function isListEnd(node: StatementNode | ListEnd): node is ListEnd {
  return node.type === 'end' || node.type === 'else' || node.type === 'eof';
}

function listNode(nodes: StatementNode[], start: number, end: number): ListNode {
  return { type: 'list', range: { start, end: Math.max(start, end) }, position: start, nodes };
}
