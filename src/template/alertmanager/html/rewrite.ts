import type { FunctionSet, TemplateFunction } from '../../functions.ts';
import type { ActionNode, CommandNode, ListNode, StatementNode, TemplateTree } from '../../syntax/ast.ts';
import { textAt, valueAt } from '../../value/access.ts';
import type { CallEnvironment } from '../../value/callable.ts';
import { ANY, STRING } from '../../value/types.ts';
import { string } from '../../value/value.ts';
import { escapeValue } from './escape-value.ts';
import type { HtmlTracker } from './tracker.ts';

/** What the functions below find in the environment of a run. */
export interface HtmlEnvironment extends CallEnvironment {
  readonly html: HtmlTracker;
}

const trackerOf = (environment: CallEnvironment): HtmlTracker => (environment as HtmlEnvironment).html;

function internal(
  name: string,
  params: TemplateFunction['params'],
  invoke: TemplateFunction['invoke'],
): TemplateFunction {
  return { name, origin: 'go', usage: '', summary: '', params, invoke };
}

function valueFunction(name: string, queryEscaped: boolean): TemplateFunction {
  return internal(name, [ANY], (args, environment) => {
    const tracker = trackerOf(environment);
    const text = escapeValue(valueAt(args, 0), tracker.place, queryEscaped, environment);
    tracker.passValue();
    return string(text);
  });
}

const WRITE_TEXT = internal('_html_text', [STRING], (args, environment) =>
  string(trackerOf(environment).passText(textAt(args, 0))),
);
const WRITE_VALUE = valueFunction('_html_value', false);
const WRITE_QUERY = valueFunction('_html_query', true);

/** The functions that rewritten templates call, besides those of their version. */
export function htmlFunctions(functions: FunctionSet): FunctionSet {
  const added = [WRITE_TEXT, WRITE_VALUE, WRITE_QUERY].map((entry): [string, TemplateFunction] => [
    entry.name,
    entry,
  ]);
  return new Map([...functions, ...added]);
}

const rewritten = new WeakMap<TemplateTree, TemplateTree>();

/**
 * A template as html/template makes it: every action ends in an escaper. Fixed text goes through a function as well,
 * so that the tracker sees all that is written.
 */
export function rewriteForHtml(tree: TemplateTree): TemplateTree {
  let result = rewritten.get(tree);
  if (result === undefined) rewritten.set(tree, (result = { ...tree, root: rewriteList(tree.root) }));
  return result;
}

function rewriteList(list: ListNode): ListNode {
  return { ...list, nodes: list.nodes.map(rewriteStatement) };
}

function rewriteStatement(node: StatementNode): StatementNode {
  switch (node.type) {
    case 'text': {
      const place = { range: node.range, position: node.position };
      const text = { type: 'string', quoted: '', text: node.text, ...place } as const;
      const command = commandOf(WRITE_TEXT.name, place);
      const commands = [{ ...command, args: [...command.args, text] }];
      return {
        type: 'action',
        ...place,
        pipe: { type: 'pipe', ...place, assigns: false, declared: [], commands },
      };
    }
    case 'action':
      return rewriteAction(node);
    case 'if':
    case 'with':
    case 'range': {
      const { elseList } = node;
      const list = rewriteList(node.list);
      return elseList === undefined ? { ...node, list } : { ...node, list, elseList: rewriteList(elseList) };
    }
    case 'template':
    case 'break':
    case 'continue':
      return node;
  }
}

/** `html` and `urlquery` at the end of a pipeline stand for the escaper that would follow. */
function rewriteAction(node: ActionNode): ActionNode {
  if (node.pipe.declared.length > 0) return node;
  const { commands } = node.pipe;
  const last = commands.at(-1)?.args[0];
  const name = last?.type === 'identifier' ? last.name : '';
  const kept = name === 'html' && commands.length > 1 ? commands.slice(0, -1) : commands;
  const escaper = name === 'urlquery' ? WRITE_QUERY : WRITE_VALUE;
  return { ...node, pipe: { ...node.pipe, commands: [...kept, commandOf(escaper.name, node)] } };
}

function commandOf(
  name: string,
  { range, position }: Pick<StatementNode, 'range' | 'position'>,
): CommandNode {
  return { type: 'command', range, position, args: [{ type: 'identifier', range, position, name }] };
}
