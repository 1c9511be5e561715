import type { TemplateNode, TemplateTree } from '../syntax/ast.ts';
import { printNode } from '../syntax/print.ts';

/** What can go wrong when a template runs. */
export type TemplateExecErrorCode =
  | 'undefined-template'
  | 'undefined-function'
  | 'undefined-variable'
  | 'unknown-field'
  | 'nil-pointer'
  | 'argument-count'
  | 'argument-type'
  | 'not-a-function'
  | 'nil-command'
  | 'number-overflow'
  | 'bad-range'
  | 'bad-method'
  | 'function-failed'
  | 'empty-template'
  | 'limit-steps'
  | 'limit-output'
  | 'limit-text'
  | 'limit-depth';

/** Why a template stopped; thrown inside the evaluator and caught by its entry. */
export class ExecFailure extends Error {
  readonly code: TemplateExecErrorCode;
  /** What Go says, without the place. */
  readonly reason: string;
  readonly node: TemplateNode | undefined;
  readonly tree: TemplateTree;

  constructor(
    code: TemplateExecErrorCode,
    reason: string,
    node: TemplateNode | undefined,
    tree: TemplateTree,
  ) {
    super(reason);
    this.code = code;
    this.reason = reason;
    this.node = node;
    this.tree = tree;
  }
}

/** The failure in Go's words: `template: name:1:3: executing "name" at <.X>: ...`. Columns count bytes from 0. */
export function goExecError(failure: ExecFailure): string {
  const { tree, node, reason } = failure;
  if (node === undefined) return `template: ${tree.name}: ${reason}`;
  const before = tree.text.slice(0, node.position);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const column = Buffer.byteLength(before.slice(lineStart));
  const context = printNode(node);
  return `template: ${tree.parseName}:${line}:${column}: executing ${JSON.stringify(tree.name)} at <${context}>: ${reason}`;
}
