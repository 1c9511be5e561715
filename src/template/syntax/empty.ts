import type { ListNode } from './ast.ts';

/** Whether a list contains only white space: such a definition may be replaced by a later one. */
export function isEmptyList(list: ListNode): boolean {
  return list.nodes.every((node) => node.type === 'text' && node.text.trim() === '');
}
