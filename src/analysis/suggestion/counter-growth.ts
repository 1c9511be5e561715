import { selectedName } from '../../project/series-graph.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { offer, ranged } from './offer.ts';
import type { Repair } from './offer.ts';

/**
 * What a counter grew by, in the place of its value; a selector in a range has a function around it already.
 *
 * @param exact a comparison with one total, which is about "one more" instead
 */
export function grown(
  query: PromqlQuery,
  selector: VectorSelector,
  exact: Expr | undefined,
  project: Project,
): Repair {
  const plain = selector.offset === undefined && selector.at === undefined && !isInRange(query, selector);
  const wrapped = plain ? ranged([selector], 'increase', '5m') : undefined;
  const call = `increase(${selectedName(selector) ?? ''}[5m])`;
  const words = 'compare its increase over a time, with increase() or rate()';
  if (exact === undefined)
    return offer(query, wrapped, { proved: `compare its increase: "${call}"`, words }, project);
  const turned =
    exact.kind === 'BinaryExpr' && unwrap(exact.rhs).kind === 'NumberLiteral' && wrapped !== undefined
      ? [...wrapped, { range: { start: exact.opRange.start, end: exact.rhs.end }, text: '> 0' }]
      : undefined;
  return offer(query, turned, { proved: `compare its increase: "${call} > 0"`, words }, project);
}

/** The rate of each raw counter in the place of its total. */
export function rates(
  query: PromqlQuery,
  selectors: readonly VectorSelector[],
  what: string,
  project: Project,
): Repair {
  const named = [...new Set(selectors.map((selector) => `rate(${selectedName(selector) ?? ''}[5m])`))];
  const inside = selectors.some((selector) => isInRange(query, selector));
  const wording = {
    proved: `${what}: ${named.map((one) => `"${one}"`).join(' and ')}`,
    words: `${what} over a time, with rate() or increase()`,
  };
  return offer(query, inside ? undefined : ranged(selectors, 'rate', '5m'), wording, project);
}

function isInRange(query: PromqlQuery, selector: VectorSelector): boolean {
  let found = false;
  if (query.ast !== undefined)
    walkExpr(query.ast, (node) => {
      if (node.kind === 'MatrixSelector' && node.selector === selector) found = true;
    });
  return found;
}
