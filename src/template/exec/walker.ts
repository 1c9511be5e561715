import { NO_FLAGS } from '../fmt/flags.ts';
import { formatValue, sprint } from '../fmt/print.ts';
import type { BranchNode, ListNode, StatementNode, TemplateCallNode, TemplateTree } from '../syntax/ast.ts';
import { INVALID, indirect, int, isTrue, sortedEntries, string, unboxed } from '../value/value.ts';
import type { Value } from '../value/value.ts';
import type { Run } from './run.ts';
import { Evaluator } from './evaluator.ts';

/** How a list ended: at its end, or at a break or continue for the loop around it. */
type Outcome = 'done' | 'break' | 'continue';

/** Goes through one template's nodes and writes output. */
export class Walker extends Evaluator {
  private readonly depth: number;

  constructor(run: Run, tree: TemplateTree, data: Value, depth: number) {
    super(run, tree, data);
    this.depth = depth;
  }

  /** Writes the whole template with `dot` as the cursor. */
  walk(dot: Value): void {
    this.list(dot, this.tree.root);
  }

  private list(dot: Value, list: ListNode): Outcome {
    for (const node of list.nodes) {
      const outcome = this.statement(dot, node);
      if (outcome !== 'done') return outcome;
    }
    return 'done';
  }

  private statement(dot: Value, node: StatementNode): Outcome {
    this.step(node);
    switch (node.type) {
      case 'text':
        this.write(node.text);
        return 'done';
      case 'action': {
        const value = this.pipeline(dot, node.pipe);
        this.at(node);
        if (node.pipe.declared.length === 0) this.print(value);
        return 'done';
      }
      case 'if':
      case 'with':
        return this.branch(dot, node);
      case 'range':
        return this.range(dot, node);
      case 'template':
        this.call(dot, node);
        return 'done';
      case 'break':
      case 'continue':
        return node.type;
    }
  }

  private print(value: Value): void {
    if (value.kind === 'string') {
      this.write(value.value);
      return;
    }
    const shown = value.kind === 'pointer' ? indirect(value) : value;
    this.write(shown.kind === 'invalid' ? '<no value>' : sprint([shown], this.run.environment));
  }

  private write(text: string): void {
    this.run.outputLength += text.length;
    if (this.run.outputLength > this.run.limits.output) {
      this.fail(
        'limit-output',
        `the output is longer than the limit of ${this.run.limits.output} characters`,
      );
    }
    this.run.output.push(text);
  }

  private branch(dot: Value, node: BranchNode): Outcome {
    const mark = this.variables.length;
    const value = this.pipeline(dot, node.pipe);
    let outcome: Outcome = 'done';
    const taken = isTrue(unboxed(value));
    this.run.environment.onBranch?.(node.range, taken);
    if (taken) outcome = this.list(node.type === 'with' ? value : dot, node.list);
    else if (node.elseList !== undefined) outcome = this.list(dot, node.elseList);
    this.variables.length = mark;
    return outcome;
  }

  private range(dot: Value, node: BranchNode): Outcome {
    const mark = this.variables.length;
    const value = indirect(this.pipeline(dot, node.pipe));
    const ran = this.iterate(value, node);
    this.run.environment.onBranch?.(node.range, ran);
    this.variables.length = mark;
    if (ran || node.elseList === undefined) return 'done';
    return this.list(dot, node.elseList);
  }

  /** Runs the body for each element; false without elements. */
  private iterate(value: Value, node: BranchNode): boolean {
    switch (value.kind) {
      case 'int':
      case 'uint':
        return this.count(value.value, node);
      case 'slice':
        for (const [index, item] of value.items.entries()) {
          if (this.turn(node, int(index), item) === 'break') break;
        }
        return value.items.length > 0;
      case 'map':
        for (const [key, item] of sortedEntries(value)) {
          if (this.turn(node, string(key), item) === 'break') break;
        }
        return value.entries.size > 0;
      case 'invalid':
        return false;
      default:
        return this.fail('bad-range', `range can't iterate over ${this.shown(value)}`);
    }
  }

  private count(limit: bigint, node: BranchNode): boolean {
    if (node.pipe.declared.length > 1) {
      this.fail('bad-range', `can't use ${String(limit)} to iterate over more than one variable`);
    }
    for (let index = 0n; index < limit; index++) {
      if (this.turn(node, INVALID, int(index)) === 'break') break;
    }
    return limit > 0n;
  }

  private turn(node: BranchNode, index: Value, item: Value): Outcome {
    this.step(node);
    const mark = this.variables.length;
    const [first, second] = node.pipe.declared;
    if (first !== undefined && second !== undefined) {
      this.setLoopVariable(first.name, index, node.pipe.assigns, 2);
      this.setLoopVariable(second.name, item, node.pipe.assigns, 1);
    } else if (first !== undefined) {
      this.setLoopVariable(first.name, item, node.pipe.assigns, 1);
    }
    const outcome = this.list(item, node.list);
    this.variables.length = mark;
    return outcome;
  }

  private setLoopVariable(name: string, value: Value, assigns: boolean, fromTop: number): void {
    if (assigns) this.assign(name, value);
    else this.variables[this.variables.length - fromTop] = { name, value };
  }

  private call(dot: Value, node: TemplateCallNode): void {
    this.at(node);
    const tree = this.run.program.trees.get(node.name);
    if (tree === undefined)
      this.fail('undefined-template', `template ${JSON.stringify(node.name)} not defined`);
    const { depth } = this.run.limits;
    if (this.depth >= depth) {
      this.fail(
        'limit-depth',
        `exceeded maximum template depth (${depth}): ${JSON.stringify(node.name)} calls itself`,
      );
    }
    const data = node.pipe === undefined ? INVALID : this.pipeline(dot, node.pipe);
    new Walker(this.run, tree, data, this.depth + 1).walk(data);
  }

  private shown(value: Value): string {
    return formatValue(value, 'v', NO_FLAGS, this.run.environment);
  }
}
