import type { Expression } from '../../../documents/expression.ts';
import { exprKey } from '../../../analysis/expression/index.ts';

/** A comment, which may hold quotes and words; a metric name in quotes or as a matcher. */
const UNUSUAL = /#|__name__|[{,]\s*["'`]/;
const STRINGS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;
/** Names and words, but no units of durations and no exponents. */
const WORDS = /(?<![\w.:])[a-z_][\w:]*/gi;
/** May be written in several ways or left out (`by ()`), or are numbers. */
const OPTIONAL: ReadonlySet<string> = new Set([
  ...['by', 'ignoring', 'fill', 'fill_left', 'fill_right', 'inf', 'infinity', 'nan'],
]);

/**
 * The words of a PromQL expression outside of its strings, sorted, each once: expressions of one `exprKey` have the same.
 * It costs much less than a tree, and distinguishes most rules before they are parsed.
 */
export function exprWords(expression: Expression): string {
  const { text } = expression;
  const tree = UNUSUAL.test(text) ? expression.promql.expr : undefined;
  const plain = (tree === undefined ? text : exprKey(tree)).replace(STRINGS, '""');
  const words = new Set<string>();
  for (const [word] of plain.toLowerCase().matchAll(WORDS)) if (!OPTIONAL.has(word)) words.add(word);
  return [...words].sort().join(' ');
}
