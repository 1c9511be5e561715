import type { Expr, LabelMatcher } from '../syntax/ast.ts';
import type { LabelFact, LabelReason, LabelSet } from './facts.ts';
import { METRIC_NAME_LABEL } from './facts.ts';
import { noLabels, withLabel } from './label-set.ts';
import { unwrap } from './unwrap.ts';

/**
 * The labels of what absent() and absent_over_time() return: those that the only matcher of that name pins to a
 * value, when the argument is a selector. Other expressions give no labels.
 */
export function absentLabels(argument: Expr | undefined, reason: LabelReason): LabelSet {
  let labels = noLabels(reason);
  for (const [name, { value, range }] of pinnedMatchers(argument)) {
    const fact: LabelFact = {
      presence: 'always',
      values: new Set([value]),
      count: { count: 1 },
      reason: { kind: 'matcher', range, text: `${name}="${value}"` },
    };
    labels = withLabel(labels, name, fact);
  }
  return labels;
}

function pinnedMatchers(argument: Expr | undefined): Map<string, { value: string; range: LabelMatcher }> {
  const node = argument === undefined ? undefined : unwrap(argument);
  const selector = node?.kind === 'MatrixSelector' ? node.selector : node;
  const found = new Map<string, { value: string; range: LabelMatcher }>();
  if (selector?.kind !== 'VectorSelector') return found;
  const seen = new Set<string>();
  for (const matcher of selector.matchers) {
    const { name, op, value } = matcher;
    if (name === METRIC_NAME_LABEL) continue;
    if (op === '=' && !seen.has(name)) {
      seen.add(name);
      if (value !== '') found.set(name, { value, range: matcher });
    } else found.delete(name);
  }
  return found;
}
