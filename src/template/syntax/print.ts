import { goQuote } from '../../go/strings/quote.ts';
import type { ListNode, OperandNode, PipeNode, TemplateNode } from './ast.ts';

/** The node as Go's String method writes it; error messages of the executor show it. */
export function printNode(node: TemplateNode): string {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'list':
      return printList(node);
    case 'action':
      return `{{${printPipe(node.pipe)}}}`;
    case 'if':
    case 'with':
    case 'range': {
      const otherwise = node.elseList === undefined ? '' : `{{else}}${printList(node.elseList)}`;
      return `{{${node.type} ${printPipe(node.pipe)}}}${printList(node.list)}${otherwise}{{end}}`;
    }
    case 'template': {
      const pipe = node.pipe === undefined ? '' : ` ${printPipe(node.pipe)}`;
      return `{{template ${goQuote(node.name)}${pipe}}}`;
    }
    case 'break':
    case 'continue':
      return `{{${node.type}}}`;
    case 'command':
      return node.args.map(printArgument).join(' ');
    default:
      return printOperand(node);
  }
}

function printOperand(node: OperandNode): string {
  switch (node.type) {
    case 'identifier':
      return node.name;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'variable':
      return [node.name, ...node.fields.map((field) => field.name)].join('.');
    case 'field':
      return node.fields.map((field) => `.${field.name}`).join('');
    case 'chain':
      return printArgument(node.node) + node.fields.map((field) => `.${field.name}`).join('');
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
    case 'pipe':
      return printPipe(node);
  }
}

function printArgument(node: OperandNode): string {
  return node.type === 'pipe' ? `(${printPipe(node)})` : printOperand(node);
}

function printPipe(node: PipeNode): string {
  const commands = node.commands.map((command) => command.args.map(printArgument).join(' ')).join(' | ');
  if (node.declared.length === 0) return commands;
  const names = node.declared.map(printOperand).join(', ');
  return `${names} ${node.assigns ? '=' : ':='} ${commands}`;
}

function printList(node: ListNode): string {
  return node.nodes.map(printNode).join('');
}
