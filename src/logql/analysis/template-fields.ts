import type { Range } from '../../source/range.ts';
import type { ListNode, OperandNode, PipeNode, StatementNode } from '../../template/syntax/ast.ts';
import { parseTemplateText } from '../../template/syntax/parser.ts';
import type { Text } from '../syntax/ast.ts';
import { innerRange } from '../syntax/inner-range.ts';

export interface TemplateField {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The labels that a line_format or label_format template reads as `{{.label}}`; `source` is the expression's text. */
export function templateFields(template: Text, source: string): TemplateField[] {
  const found: TemplateField[] = [];
  const { trees } = parseTemplateText(template.value, { name: 'line', hasFunction: () => true });
  const add = (name: string, range: Range): void =>
    void found.push({ name, ...innerRange(source, template, range) });
  for (const tree of trees.values()) listFields(tree.root, add);
  return found;
}

/** Whether the template's text is never empty, because it has text outside its actions. */
export function hasPlainText(template: Text): boolean {
  const { trees, errors } = parseTemplateText(template.value, { name: 'label', hasFunction: () => true });
  const root = trees.get('label')?.root;
  return (
    errors.length === 0 &&
    root !== undefined &&
    root.nodes.some((node) => node.type === 'text' && node.text !== '')
  );
}

type Add = (name: string, range: Range) => void;

function listFields(list: ListNode, add: Add): void {
  for (const node of list.nodes) statementFields(node, add);
}

function statementFields(node: StatementNode, add: Add): void {
  switch (node.type) {
    case 'action':
      pipeFields(node.pipe, add);
      return;
    case 'if':
      pipeFields(node.pipe, add);
      listFields(node.list, add);
      if (node.elseList !== undefined) listFields(node.elseList, add);
      return;
    case 'with':
    case 'range':
      // Inside, the dot is another value: its fields are not labels.
      pipeFields(node.pipe, add);
      if (node.elseList !== undefined) listFields(node.elseList, add);
      return;
    case 'template':
      if (node.pipe !== undefined) pipeFields(node.pipe, add);
      return;
    case 'text':
    case 'break':
    case 'continue':
  }
}

function pipeFields(pipe: PipeNode, add: Add): void {
  for (const command of pipe.commands) for (const arg of command.args) operandFields(arg, add);
}

function operandFields(node: OperandNode, add: Add): void {
  if (node.type === 'pipe') pipeFields(node, add);
  else if (node.type === 'chain') operandFields(node.node, add);
  else if (node.type === 'field') addFirst(node.fields, add);
  else if (node.type === 'variable' && node.name === '$') addFirst(node.fields, add);
}

function addFirst(fields: readonly { readonly name: string; readonly range: Range }[], add: Add): void {
  const [first] = fields;
  if (first !== undefined) add(first.name, first.range);
}
