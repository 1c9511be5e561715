import type { SetPlan } from '../../plan/plan.ts';
import { ABSENT, ColumnBuilder } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import { mergeResults } from '../results.ts';
import { groupBySignature } from './signature.ts';
import type { Groups } from './signature.ts';

/** `and`, `or`, `unless`. */
export function evalSet(plan: SetPlan, context: EvalContext): readonly Column[] {
  const lhs = context.vector(plan.lhs);
  const rhs = context.vector(plan.rhs);
  switch (plan.op) {
    case 'and':
      return mergeResults(where(lhs, rhs, plan, context, true), context);
    case 'unless':
      return mergeResults(where(lhs, rhs, plan, context, false), context);
    case 'or':
      return mergeResults([...lhs, ...where(rhs, lhs, plan, context, false)], context);
  }
}

/** The samples of `columns` where the other side has a partner, or (`partnered` false) where it has none. */
function where(
  columns: readonly Column[],
  others: readonly Column[],
  { matching }: SetPlan,
  context: EvalContext,
  partnered: boolean,
): Column[] {
  const groups: Groups = groupBySignature(others, matching);
  const presence = new Map<string, Uint8Array>();
  const presenceOf = (key: string): Uint8Array => {
    let steps = presence.get(key);
    if (steps === undefined) presence.set(key, (steps = presentSteps(groups.get(key) ?? [], context)));
    return steps;
  };
  const results: Column[] = [];
  for (const column of columns) {
    const steps = presenceOf(matching.of(column.labels).key);
    const result = masked(column, steps, partnered ? 1 : 0);
    if (result !== undefined) results.push(result);
  }
  return results;
}

function presentSteps(group: readonly Column[], { steps }: EvalContext): Uint8Array {
  const present = new Uint8Array(steps);
  for (const { kinds } of group) {
    for (let step = 0; step < steps; step++) if (kinds[step] !== ABSENT) present[step] = 1;
  }
  return present;
}

/** The column at the steps where the mask has the wanted value; undefined where nothing is left. */
function masked(column: Column, mask: Uint8Array, wanted: 0 | 1): Column | undefined {
  if (mask.every((value) => value === wanted)) return column;
  const builder = new ColumnBuilder(mask.length);
  for (let step = 0; step < mask.length; step++) {
    if (mask[step] === wanted) builder.copy(step, column);
  }
  return builder.filled === 0 ? undefined : builder.finish(column.labels, column.dropName);
}
