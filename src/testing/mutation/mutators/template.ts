import { parseWith } from '../../../template/program.ts';
import { ALERT_PRELUDE } from '../../../template/prometheus/expand.ts';
import { prometheusFunctions } from '../../../template/prometheus/functions.ts';
import type { ListNode, OperandNode, PipeNode, StatementNode } from '../../../template/syntax/ast.ts';
import type { TextEdit } from '../types.ts';

/**
 * The mutations of a label or annotation: an action that prints nothing, a pipe without its last command, a field that
 * does not exist, a condition turned round. Text outside of actions is not changed.
 */
export function templateEdits(text: string): TextEdit[] {
  if (!text.includes('{{')) return [];
  const parsed = parseWith(prometheusFunctions(), 'mutation', text, ALERT_PRELUDE);
  const tree = parsed.trees.get('mutation');
  if (tree === undefined || parsed.errors.length > 0) return [];
  const edits: TextEdit[] = [];
  visitList(tree.root, edits);
  const lead = ALERT_PRELUDE.length;
  const own = edits.filter(({ start }) => start >= lead);
  return own.map((edit) => ({ ...edit, start: edit.start - lead, end: edit.end - lead }));
}

function visitList({ nodes }: ListNode, into: TextEdit[]): void {
  for (const node of nodes) visit(node, into);
}

function visit(node: StatementNode, into: TextEdit[]): void {
  switch (node.type) {
    case 'action':
      if (node.pipe.declared.length === 0) into.push(edit(node.range, ''));
      into.push(...pipeEdits(node.pipe));
      return;
    case 'if':
    case 'with':
    case 'range':
      if (node.type === 'if') into.push(edit(node.pipe.range, 'false'), edit(node.pipe.range, 'true'));
      visitList(node.list, into);
      if (node.elseList !== undefined) visitList(node.elseList, into);
      return;
    case 'template':
    case 'text':
    case 'break':
    case 'continue':
  }
}

/** Without the last command; with a label or field of another name; with another constant. */
function pipeEdits({ commands }: PipeNode): TextEdit[] {
  const edits: TextEdit[] = [];
  const [last, before] = [commands.at(-1), commands.at(-2)];
  if (last !== undefined && before !== undefined)
    edits.push({ start: before.range.end, end: last.range.end, text: '' });
  for (const { args } of commands) edits.push(...args.flatMap(operandEdits));
  return edits;
}

function operandEdits(operand: OperandNode): TextEdit[] {
  switch (operand.type) {
    case 'variable': {
      const label = operand.fields.at(-1);
      const isLabel = operand.name === '$labels' || operand.name === '$externalLabels';
      return label === undefined || !isLabel ? [] : [edit(label.range, `${label.name}_x`)];
    }
    case 'number':
      return operand.float === undefined ? [] : [edit(operand.range, String(operand.float * 2 + 1))];
    case 'pipe':
      return pipeEdits(operand);
    default:
      return [];
  }
}

const edit = ({ start, end }: { readonly start: number; readonly end: number }, text: string): TextEdit => ({
  start,
  end,
  text,
});
