import { invalidRatio } from '../../annotations/remarks.ts';
import { EvalError } from '../../errors.ts';
import type { Labels } from '../../labels/labels.ts';
import type { AggregatePlan } from '../../plan/plan.ts';
import { ABSENT } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import { groupColumns } from './grouping.ts';
import { countParameter } from './parameter.ts';
import { Selection } from './selection.ts';

const LARGEST_HASH = 2 ** 64;

/** `limitk`: k series of each group, the first ones. */
export function limitK(
  columns: readonly Column[],
  parameter: Float64Array,
  plan: AggregatePlan,
  context: EvalContext,
): readonly Column[] {
  const counts = countParameter(parameter, plan);
  if (counts === undefined) return [];
  const selection = new Selection(context);
  const groups = groupColumns(columns, plan);
  for (let step = 0; step < context.steps; step++) {
    for (const group of groups) {
      const present = group.columns.filter(({ kinds }) => kinds[step] !== ABSENT);
      for (const column of present.slice(0, Math.max(0, counts[step]!))) selection.pick(column, step);
    }
  }
  return selection.columns();
}

/** `limit_ratio`: a share of the series, chosen by their hash; a negative ratio chooses the complement. */
export function limitRatio(
  columns: readonly Column[],
  ratios: Float64Array,
  plan: AggregatePlan,
  context: EvalContext,
): readonly Column[] {
  if (ratios.every((ratio) => ratio === 0)) return [];
  checkRatios(ratios, plan, context);
  const selection = new Selection(context);
  for (let step = 0; step < context.steps; step++) {
    const ratio = Math.max(-1, Math.min(1, ratios[step]!));
    if (ratio === 0) continue;
    for (const column of columns) {
      if (column.kinds[step] !== ABSENT && chosen(column.labels, ratio)) selection.pick(column, step);
    }
  }
  return selection.columns();
}

function chosen(labels: Labels, ratio: number): boolean {
  const offset = Number(labels.hash) / LARGEST_HASH;
  return ratio >= 0 ? offset < ratio : offset >= 1 + ratio;
}

function checkRatios(ratios: Float64Array, plan: AggregatePlan, context: EvalContext): void {
  const range = plan.param?.range ?? plan.range;
  if (ratios.some(Number.isNaN)) throw new EvalError('parameter-nan', 'Ratio value is NaN', range);
  const largest = ratios.reduce((a, b) => Math.max(a, b));
  const smallest = ratios.reduce((a, b) => Math.min(a, b));
  if (largest > 1) context.annotate(invalidRatio(largest, 1, range));
  if (smallest < -1) context.annotate(invalidRatio(smallest, -1, range));
}
