import type { Range } from '../../source/range.ts';

/** Common to all nodes. */
interface NodeBase {
  /** The whole node. */
  readonly range: Range;
  /**
   * Where Go's error messages place the node. For `.A.B` that is the last part read before the chain was built,
   * not the start, so it is kept apart from `range`.
   */
  readonly position: number;
}

export interface TextNode extends NodeBase {
  readonly type: 'text';
  readonly text: string;
}

export interface ActionNode extends NodeBase {
  readonly type: 'action';
  readonly pipe: PipeNode;
}

/** `if`, `with` and `range`; `{{else if}}` is an `if` alone in the else list. */
export interface BranchNode extends NodeBase {
  readonly type: 'if' | 'with' | 'range';
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList?: ListNode;
}

/** `{{template "name" pipeline}}`, also what a `{{block}}` leaves behind. */
export interface TemplateCallNode extends NodeBase {
  readonly type: 'template';
  readonly name: string;
  readonly nameRange: Range;
  readonly pipe?: PipeNode;
}

export interface JumpNode extends NodeBase {
  readonly type: 'break' | 'continue';
}

export type StatementNode = TextNode | ActionNode | BranchNode | TemplateCallNode | JumpNode;

export interface ListNode extends NodeBase {
  readonly type: 'list';
  readonly nodes: readonly StatementNode[];
}

/** Commands joined by `|`, with the variables that take the value. No command only after a parse error. */
export interface PipeNode extends NodeBase {
  readonly type: 'pipe';
  readonly assigns: boolean;
  readonly declared: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
}

export interface CommandNode extends NodeBase {
  readonly type: 'command';
  readonly args: readonly OperandNode[];
}

export interface IdentifierNode extends NodeBase {
  readonly type: 'identifier';
  readonly name: string;
}

export interface DotNode extends NodeBase {
  readonly type: 'dot';
}

export interface NilNode extends NodeBase {
  readonly type: 'nil';
}

/** `$name.A.B`: `name` holds the dollar sign. */
export interface VariableNode extends NodeBase {
  readonly type: 'variable';
  readonly name: string;
  readonly fields: readonly FieldName[];
}

/** `.A.B`. */
export interface FieldNode extends NodeBase {
  readonly type: 'field';
  readonly fields: readonly FieldName[];
}

/** `(pipeline).A.B` and `function.A.B`. */
export interface ChainNode extends NodeBase {
  readonly type: 'chain';
  readonly node: OperandNode;
  readonly fields: readonly FieldName[];
}

/** One `.Name`; the range is the name without the dot. */
export interface FieldName {
  readonly name: string;
  readonly range: Range;
}

export interface BoolNode extends NodeBase {
  readonly type: 'bool';
  readonly value: boolean;
}

/** A constant with every Go type that can hold it. */
export interface NumberNode extends NodeBase {
  readonly type: 'number';
  readonly text: string;
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: Complex;
}

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export interface StringNode extends NodeBase {
  readonly type: 'string';
  /** As written, with quotes. */
  readonly quoted: string;
  readonly text: string;
}

export type OperandNode =
  | IdentifierNode
  | DotNode
  | NilNode
  | VariableNode
  | FieldNode
  | ChainNode
  | BoolNode
  | NumberNode
  | StringNode
  | PipeNode;

export type TemplateNode = StatementNode | ListNode | CommandNode | OperandNode;

/** One named template. */
export interface TemplateTree {
  readonly name: string;
  /** Name of the text it was read from: Go's messages and columns refer to it. */
  readonly parseName: string;
  readonly text: string;
  readonly root: ListNode;
  /** The name in `{{define "name"}}` or `{{block "name"}}`; absent for the text itself. */
  readonly nameRange?: Range;
}
