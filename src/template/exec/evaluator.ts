import type {
  ChainNode,
  CommandNode,
  FieldName,
  IdentifierNode,
  OperandNode,
  PipeNode,
  TemplateNode,
  TemplateTree,
  VariableNode,
} from '../syntax/ast.ts';
import { printNode } from '../syntax/print.ts';
import type { GoType } from '../value/types.ts';
import { INVALID, bool, string, unboxed } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import { constantFor, idealConstant } from './constants.ts';
import { conform } from './conform.ts';
import { ExecFailure } from './errors.ts';
import type { TemplateExecErrorCode } from './errors.ts';
import type { Run } from './run.ts';
import { fieldOf } from './fields.ts';
import { callFunction } from './calls.ts';

interface Variable {
  readonly name: string;
  readonly value: Value;
}

/** Evaluates pipelines within one template; variables live here because templates inherit none. */
export class Evaluator {
  readonly run: Run;
  protected readonly tree: TemplateTree;
  protected variables: Variable[];
  private node: TemplateNode | undefined;

  constructor(run: Run, tree: TemplateTree, data: Value) {
    this.run = run;
    this.tree = tree;
    this.variables = [{ name: '$', value: data }];
  }

  /** Marks the place that an error from here on is reported at. */
  at(node: TemplateNode): void {
    this.node = node;
  }

  fail(code: TemplateExecErrorCode, reason: string): never {
    throw new ExecFailure(code, reason, this.node, this.tree);
  }

  protected step(node: TemplateNode): void {
    this.at(node);
    if (++this.run.steps > this.run.limits.steps) {
      this.fail('limit-steps', `the template takes more than the limit of ${this.run.limits.steps} steps`);
    }
  }

  protected pipeline(dot: Value, pipe: PipeNode): Value {
    this.step(pipe);
    let value: Value | undefined;
    for (const command of pipe.commands) value = unboxed(this.command(dot, command, value));
    const result = value ?? INVALID;
    for (const variable of pipe.declared) {
      if (pipe.assigns) this.assign(variable.name, result);
      else this.variables.push({ name: variable.name, value: result });
    }
    return result;
  }

  protected assign(name: string, value: Value): void {
    const index = this.variables.findLastIndex((variable) => variable.name === name);
    if (index < 0) this.fail('undefined-variable', `undefined variable: ${name}`);
    this.variables[index] = { name, value };
  }

  private lookup(name: string): Value {
    for (let index = this.variables.length - 1; index >= 0; index--) {
      const variable = this.variables[index]!;
      if (variable.name === name) return variable.value;
    }
    return this.fail('undefined-variable', `undefined variable: ${name}`);
  }

  /** One command; `final` is the value piped into it, undefined for the first. */
  private command(dot: Value, command: CommandNode, final: Value | undefined): Value {
    const { args } = command;
    const first = args[0];
    if (first === undefined) return INVALID;
    switch (first.type) {
      case 'field':
        this.at(first);
        return this.fieldChain(dot, dot, first, first.fields, args, final);
      case 'chain':
        return this.chain(dot, first, args, final);
      case 'identifier':
        return this.function(dot, first, command, args, final);
      case 'pipe':
        this.refuseArguments(args, final);
        return this.pipeline(dot, first);
      case 'variable':
        return this.variable(dot, first, args, final);
      default:
        break;
    }
    this.at(first);
    this.refuseArguments(args, final);
    switch (first.type) {
      case 'bool':
        return bool(first.value);
      case 'dot':
        return dot;
      case 'nil':
        return this.fail('nil-command', 'nil is not a command');
      case 'number':
        return idealConstant(this, first);
      case 'string':
        return string(first.text);
    }
  }

  private refuseArguments(args: readonly OperandNode[], final: Value | undefined): void {
    const first = args[0];
    if (first === undefined || (args.length === 1 && final === undefined)) return;
    this.fail('not-a-function', `can't give argument to non-function ${printNode(first)}`);
  }

  private function(
    dot: Value,
    node: IdentifierNode,
    command: TemplateNode,
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    this.at(node);
    const callable = this.run.program.functions.get(node.name);
    if (callable === undefined) {
      this.fail('undefined-function', `${JSON.stringify(node.name)} is not a defined function`);
    }
    const builtin = callable.origin === 'go';
    return callFunction(this, {
      dot,
      callable,
      builtin,
      node: command,
      name: node.name,
      args: args.slice(1),
      final,
    });
  }

  private variable(
    dot: Value,
    node: VariableNode,
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    this.at(node);
    const value = this.lookup(node.name);
    if (node.fields.length > 0) return this.fieldChain(dot, value, node, node.fields, args, final);
    this.refuseArguments(args, final);
    return value;
  }

  private chain(dot: Value, node: ChainNode, args: readonly OperandNode[], final: Value | undefined): Value {
    this.at(node);
    if (node.node.type === 'nil') {
      this.fail('nil-pointer', `indirection through explicit nil in ${printNode(node)}`);
    }
    const start = this.argument(dot, undefined, node.node);
    return this.fieldChain(dot, start, node, node.fields, args, final);
  }

  /** `.X.Y.Z` from `receiver`; only the last name may be a method with arguments. */
  private fieldChain(
    dot: Value,
    receiver: Value,
    node: TemplateNode,
    names: readonly FieldName[],
    args: readonly OperandNode[],
    final: Value | undefined,
  ): Value {
    let value = receiver;
    for (const [index, { name }] of names.entries()) {
      const last = index === names.length - 1;
      value = fieldOf(this, {
        dot,
        receiver: value,
        name,
        node,
        args: last ? args.slice(1) : [],
        final: last ? final : undefined,
      });
    }
    return value;
  }

  /** An argument for a parameter of `type`; no type means that anything goes. */
  argument(dot: Value, type: GoType | undefined, node: OperandNode): Value {
    this.at(node);
    switch (node.type) {
      case 'dot':
        return conform(this, dot, type);
      case 'field':
        return conform(this, this.fieldChain(dot, dot, node, node.fields, [node], undefined), type);
      case 'variable':
        return conform(this, this.variable(dot, node, [node], undefined), type);
      case 'pipe':
        return conform(this, this.pipeline(dot, node), type);
      case 'identifier':
        return conform(this, this.function(dot, node, node, [node], undefined), type);
      case 'chain':
        return conform(this, this.chain(dot, node, [node], undefined), type);
      default:
        return constantFor(this, node, type);
    }
  }
}
