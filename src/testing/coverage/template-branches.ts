import type { Range } from '../../source/range.ts';
import { parseWith } from '../../template/program.ts';
import { ALERT_PRELUDE } from '../../template/prometheus/expand.ts';
import { prometheusFunctions } from '../../template/prometheus/functions.ts';
import type { ListNode } from '../../template/syntax/ast.ts';

export interface TemplateBranch {
  /** From the action to its end, in the text of the template. */
  readonly range: Range;
  /** The action as written: `{{ if gt $value 1.0 }}`. */
  readonly head: string;
}

/** Every `if`, `with` and `range` of a label or annotation, outer before inner. */
export function branchesOf(text: string): TemplateBranch[] {
  const { trees, errors } = parseWith(prometheusFunctions(), 'coverage', text, ALERT_PRELUDE);
  const tree = trees.get('coverage');
  const found: TemplateBranch[] = [];
  if (tree !== undefined && errors.length === 0) collect(tree.root, text, found);
  return found;
}

function collect({ nodes }: ListNode, text: string, into: TemplateBranch[]): void {
  const lead = ALERT_PRELUDE.length;
  for (const node of nodes) {
    if (node.type !== 'if' && node.type !== 'with' && node.type !== 'range') continue;
    const range = { start: node.range.start - lead, end: node.range.end - lead };
    const end = text.indexOf('}}', range.start);
    into.push({ range, head: text.slice(range.start, end < 0 ? range.end : end + 2) });
    collect(node.list, text, into);
    if (node.elseList !== undefined) collect(node.elseList, text, into);
  }
}
