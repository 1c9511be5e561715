import type { Range } from '../../source/range.ts';
import type { FunctionSet } from '../functions.ts';
import type {
  BranchNode,
  CommandNode,
  FieldName,
  ListNode,
  OperandNode,
  PipeNode,
  StatementNode,
  TemplateCallNode,
  TemplateTree,
  VariableNode,
} from '../syntax/ast.ts';
import { Collector } from './collector.ts';
import { LABEL_SET_METHODS, UNKNOWN, abstractOf, elementOf, fieldsOf, join } from './shapes.ts';
import type { Abstract } from './shapes.ts';

/** Their result says little about how large or how varied the arguments are. */
const BOUNDED = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'not', 'match', 'len']);
const MAX_CALL_DEPTH = 10;

export interface InterpreterInput {
  readonly trees: ReadonlyMap<string, TemplateTree>;
  readonly functions: FunctionSet;
  readonly collector: Collector;
  /** The text whose places are collected. */
  readonly text: string;
}

/** A variable and what it holds. */
export interface Variable {
  readonly name: string;
  readonly value: Abstract;
}

type Purpose = 'output' | 'condition';

/** Reads one template with shapes in place of values. Both ways of every branch are taken. */
export class Interpreter {
  private readonly input: InterpreterInput;
  private readonly active: readonly string[];
  private readonly variables: Variable[];

  /** @param declared variables that stand before the text, besides `$` */
  constructor(
    input: InterpreterInput,
    data: Abstract,
    active: readonly string[] = [],
    declared: readonly Variable[] = [],
  ) {
    this.input = input;
    this.active = active;
    this.variables = [{ name: '$', value: data }, ...declared];
  }

  list(dot: Abstract, list: ListNode): void {
    for (const node of list.nodes) this.statement(dot, node);
  }

  private statement(dot: Abstract, node: StatementNode): void {
    switch (node.type) {
      case 'action': {
        const value = this.pipeline(dot, node.pipe, 'output');
        if (node.pipe.declared.length === 0) this.printed(value, node);
        return;
      }
      case 'if':
      case 'with':
      case 'range':
        this.branch(dot, node);
        return;
      case 'template':
        this.call(dot, node);
        return;
      default:
        return;
    }
  }

  private printed(value: Abstract, node: StatementNode): void {
    if (value.fromValue) this.input.collector.valueOutput(node.range);
    if (value.shape.kind === 'label-set') this.input.collector.labelSet(value.shape.source, node.range);
  }

  private branch(dot: Abstract, node: BranchNode): void {
    const mark = this.variables.length;
    const value = this.pipeline(dot, node.pipe, node.type === 'range' ? 'output' : 'condition');
    if (node.type === 'range') this.loop(value, node);
    else this.list(node.type === 'with' ? value : dot, node.list);
    if (node.elseList !== undefined) this.list(dot, node.elseList);
    this.variables.length = mark;
  }

  /** The body is read twice: variables that it assigns at its end may be used at its start. */
  private loop(value: Abstract, node: BranchNode): void {
    if (value.shape.kind === 'label-set') {
      this.input.collector.labelSet(value.shape.source, node.pipe.range);
    }
    const element = elementOf(value);
    const [first, second] = node.pipe.declared;
    if (first !== undefined) this.store(first.name, second === undefined ? element : UNKNOWN);
    if (second !== undefined) this.store(second.name, element);
    for (let pass = 0; pass < 2; pass++) {
      const mark = this.variables.length;
      this.list(element, node.list);
      this.variables.length = mark;
    }
  }

  private store(name: string, value: Abstract): void {
    const index = this.variables.findLastIndex((variable) => variable.name === name);
    if (index >= 0) this.variables[index] = { name, value };
  }

  private call(dot: Abstract, node: TemplateCallNode): void {
    const tree = this.input.trees.get(node.name);
    const range = { start: node.nameRange.start + 1, end: node.nameRange.end - 1 };
    this.input.collector.template({ name: node.name, range, defined: tree !== undefined });
    const data = node.pipe === undefined ? UNKNOWN : this.pipeline(dot, node.pipe, 'output');
    if (tree === undefined || this.active.includes(node.name) || this.active.length >= MAX_CALL_DEPTH) return;
    // Offsets of another file would mean nothing here, so its uses are not collected.
    const foreign = tree.text !== this.input.text;
    const input = foreign ? { ...this.input, text: tree.text, collector: new Collector() } : this.input;
    new Interpreter(input, data, [...this.active, node.name]).list(data, tree.root);
  }

  private pipeline(dot: Abstract, pipe: PipeNode, purpose: Purpose): Abstract {
    let value: Abstract | undefined;
    const last = pipe.commands.at(-1);
    for (const command of pipe.commands)
      value = this.command(dot, command, value, command === last ? purpose : 'output');
    const result = value ?? UNKNOWN;
    for (const variable of pipe.declared) {
      if (!pipe.assigns) this.variables.push({ name: variable.name, value: result });
      else this.assign(variable.name, result);
    }
    return result;
  }

  /** An assignment may lie in a branch that is not taken, so the old value counts too. */
  private assign(name: string, value: Abstract): void {
    const index = this.variables.findLastIndex((variable) => variable.name === name);
    const old = this.variables[index]?.value;
    if (old !== undefined) this.variables[index] = { name, value: join(old, value) };
  }

  private command(
    dot: Abstract,
    command: CommandNode,
    final: Abstract | undefined,
    purpose: Purpose,
  ): Abstract {
    const [first] = command.args;
    if (first === undefined) return UNKNOWN;
    if (first.type === 'identifier') return this.function(dot, first, command.args.slice(1), final, purpose);
    for (let i = 1; i < command.args.length; i++) this.operand(dot, command.args[i]!, 'output');
    return this.operand(dot, first, purpose);
  }

  private operand(dot: Abstract, node: OperandNode, purpose: Purpose): Abstract {
    switch (node.type) {
      case 'dot':
        return this.used(dot, node);
      case 'variable':
        return this.variable(node, purpose);
      case 'field':
        return this.fields(dot, node.fields, purpose);
      case 'chain':
        return this.fields(this.operand(dot, node.node, purpose), node.fields, purpose);
      case 'pipe':
        return this.pipeline(dot, node, purpose);
      case 'identifier':
        return this.function(dot, node, [], undefined, purpose);
      default:
        return UNKNOWN;
    }
  }

  private variable(node: VariableNode, purpose: Purpose): Abstract {
    const found = this.variables.findLast((variable) => variable.name === node.name);
    const value = this.used(found?.value ?? UNKNOWN, node);
    return this.fields(value, node.fields, purpose);
  }

  private used(value: Abstract, node: OperandNode): Abstract {
    if (value.shape.kind === 'value') this.input.collector.value(node.range);
    return value;
  }

  private fields(start: Abstract, names: readonly FieldName[], purpose: Purpose): Abstract {
    let value = start;
    for (const field of names) value = this.field(value, field, purpose);
    return value;
  }

  private field(value: Abstract, field: FieldName, purpose: Purpose): Abstract {
    const { shape } = value;
    if (shape.kind === 'label-set') {
      if (LABEL_SET_METHODS.includes(field.name) && this.isNotification()) return UNKNOWN;
      const { name, range } = field;
      this.input.collector.label({ name, range, source: shape.source, purpose });
      return UNKNOWN;
    }
    const known = fieldsOf(shape);
    if (known === undefined) return { ...UNKNOWN, fromValue: value.fromValue };
    const found = Object.hasOwn(known, field.name) ? known[field.name] : undefined;
    if (found === undefined) {
      this.input.collector.unknownField({ ...field, known: Object.keys(known) });
      return UNKNOWN;
    }
    if (found.kind === 'value') this.input.collector.value(field.range);
    return abstractOf(found);
  }

  private isNotification(): boolean {
    return this.input.functions.has('stringSlice');
  }

  private function(
    dot: Abstract,
    node: OperandNode & { type: 'identifier' },
    args: readonly OperandNode[],
    final: Abstract | undefined,
    purpose: Purpose,
  ): Abstract {
    const entry = this.input.functions.get(node.name);
    const use = { name: node.name, range: node.range };
    this.input.collector.function(entry?.since === undefined ? use : { ...use, since: entry.since });
    const [first] = args;
    if (node.name === 'query' && first?.type === 'string' && final === undefined) this.query(first);
    const inner = purpose === 'condition' || BOUNDED.has(node.name) ? 'condition' : 'output';
    const values = args.map((arg) => this.operand(dot, arg, inner));
    if (final !== undefined) values.push(final);
    return this.result(node.name, args, values, inner);
  }

  /** A query that is written out, and without escapes, so that its characters have their places. */
  private query({ text, range }: { readonly text: string; readonly range: Range }): void {
    if (range.end - range.start !== text.length + 2) return;
    this.input.collector.query({ text, range: { start: range.start + 1, end: range.end - 1 } });
  }

  private result(
    name: string,
    args: readonly OperandNode[],
    values: readonly Abstract[],
    purpose: Purpose,
  ): Abstract {
    const fromValue = values.some((value) => value.fromValue);
    switch (name) {
      case 'index':
        return this.index(args, values, purpose);
      case 'and':
      case 'or':
        return values.reduce(join, values[0] ?? UNKNOWN);
      case 'query':
        return { shape: { kind: 'samples' }, fromValue };
      case 'sortByLabel':
      case 'slice':
        return (
          values.find((value) => value.shape.kind === 'samples' || value.shape.kind === 'alerts') ?? {
            ...UNKNOWN,
            fromValue,
          }
        );
      case 'first':
        return elementOf(values[0] ?? UNKNOWN);
      case 'value':
        return { shape: { kind: 'value' }, fromValue: true };
      default:
        return { ...UNKNOWN, fromValue: fromValue && !BOUNDED.has(name) };
    }
  }

  /** `index $labels "x"`; the map may also be piped in last, which Go then takes as the key. */
  private index(args: readonly OperandNode[], values: readonly Abstract[], purpose: Purpose): Abstract {
    const [target = UNKNOWN] = values;
    const key = args[1];
    if (target.shape.kind !== 'label-set') return elementOf(target);
    if (key?.type === 'string') {
      const range = { start: key.range.start + 1, end: key.range.end - 1 };
      this.input.collector.label({ name: key.text, source: target.shape.source, range, purpose });
    } else if (args[0] !== undefined) {
      this.input.collector.labelSet(target.shape.source, args[0].range);
    }
    return UNKNOWN;
  }
}
