import { expect, it } from 'vitest';
import { inferExpr, NOTHING_KNOWN } from '../../../src/promql/infer/index.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

/** The bounds of an expression's values, `[lo, hi]`. */
function boundsOf(text: string): [number, number] {
  const facts = inferExpr(parseExpr(text).expr!, NOTHING_KNOWN);
  if (facts.type !== 'vector') throw new Error('not a vector');
  const { lo, hi } = facts.alternatives[0]!.value;
  return [lo, hi];
}

it.each([
  ['round(clamp(x, 0.2, 7.6))', [0, 8]],
  ['round(clamp(x, -0.6, 2.4), 0.5)', [-0.5, 2.5]],
  ['round(clamp(x, 0, 1) * 100, 0.01)', [0, 100]],
  ['round(clamp(x, 1, 2), scalar(y))', [-Infinity, Infinity]],
])('%s keeps the bounds of its argument, rounded', (text, bounds) => {
  expect(boundsOf(text)).toEqual(bounds);
});
