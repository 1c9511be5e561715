import type { RecordingRule, Rule } from '../../../documents/rules/types.ts';
import { goQuote } from '../../../go/strings/quote.ts';
import { METRIC_NAME } from '../../../promql/eval/index.ts';
import type { Expr, VectorSelector } from '../../../promql/syntax/ast.ts';
import { walkExpr } from '../../../promql/syntax/walk.ts';
import { ruleLabels } from '../../rules/rule-labels.ts';

/** An expression that reads no recorded series any more, or the one that could not be replaced. */
export type Inlined = { readonly text: string } | { readonly blockedBy: string };

/**
 * Writes the expressions of recording rules into an expression that reads their series, for a server that does not have
 * them. A selector with matchers, a range, an offset or `@` asks for more than the expression gives, and stays.
 *
 * @param recorder the rule whose expression is to be written in place of a series; undefined: the series stays
 */
export function inlineRecorded(rule: Rule, recorder: (metric: string) => RecordingRule | undefined): Inlined {
  return inlined(rule.expr.text, rule.expr.promql.expr, recorder, new Set());
}

function inlined(
  text: string,
  expr: Expr | undefined,
  recorder: (metric: string) => RecordingRule | undefined,
  open: ReadonlySet<string>,
): Inlined {
  if (expr === undefined) return { text };
  const found: { selector: VectorSelector; isPlain: boolean; record: RecordingRule }[] = [];
  walkExpr(expr, (node, path) => {
    if (node.kind !== 'VectorSelector') return;
    const record = recorder(node.name ?? nameMatcher(node) ?? '');
    if (record === undefined) return;
    const isPlain =
      node.name !== undefined &&
      node.matchers.length === 0 &&
      node.offset === undefined &&
      node.at === undefined &&
      path.at(-1)?.kind !== 'MatrixSelector';
    found.push({ selector: node, isPlain, record });
  });
  let result = text;
  // From the end, so that the places before stay where they are.
  for (const { selector, isPlain, record } of found.reverse()) {
    const name = record.name.value;
    if (!isPlain || open.has(name)) return { blockedBy: name };
    const inner = inlined(record.expr.text, record.expr.promql.expr, recorder, new Set([...open, name]));
    if ('blockedBy' in inner) return inner;
    result = result.slice(0, selector.start) + labelled(inner.text, record) + result.slice(selector.end);
  }
  return { text: result };
}

/** The expression with the labels that the rule adds. Comments end with their line. */
function labelled(text: string, rule: RecordingRule): string {
  return ruleLabels(rule).reduce(
    (inner, [name, value]) =>
      `label_replace(${inner}, ${goQuote(name)}, ${goQuote(value.replaceAll('$', '$$$$'))}, "", "")`,
    `(${text}\n)`,
  );
}

const nameMatcher = ({ matchers }: VectorSelector): string | undefined =>
  matchers.find(({ name, op }) => name === METRIC_NAME && op === '=')?.value;
