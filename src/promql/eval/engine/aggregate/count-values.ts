import { formatSampleValue } from '../../../../go/numbers/format-float.ts';
import { EvalError } from '../../errors.ts';
import { formatHistogram } from '../../histogram/index.ts';
import type { Labels } from '../../labels/labels.ts';
import { goQuote } from '../../../../go/strings/quote.ts';
import { isValidLabelName } from '../../labels/valid-name.ts';
import type { AggregatePlan } from '../../plan/plan.ts';
import { ABSENT, ColumnBuilder, FLOAT, hasDuplicates } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';

/** `count_values`: how many series of each group have each value; the value becomes a label. */
export function countValues(
  columns: readonly Column[],
  plan: AggregatePlan,
  context: EvalContext,
): readonly Column[] {
  const label = valueLabel(plan, context);
  const dropsValue = plan.without?.has(label) === true;
  const results = new Map<string, { labels: Labels; builder: ColumnBuilder }>();
  for (const column of columns) {
    const group = plan.grouping.of(column.labels);
    for (let step = 0; step < context.steps; step++) {
      if (column.kinds[step] === ABSENT) continue;
      const value = dropsValue ? '' : valueText(column, step);
      const key = `${value} ${group.key}`;
      let result = results.get(key);
      if (result === undefined) {
        const labels = dropsValue ? group : group.with(label, value);
        result = { labels, builder: new ColumnBuilder(context.steps) };
        results.set(key, result);
        context.state.budget.checkSeries(results.size);
        context.state.budget.hold(context.steps);
      }
      result.builder.setFloat(step, result.builder.values[step]! + 1);
    }
  }
  return added([...results.values()].map(({ labels, builder }) => builder.finish(labels, false)));
}

/** Groups that the value label made equal (it overwrites one of the grouping labels) are counted together. */
function added(columns: readonly Column[]): readonly Column[] {
  if (!hasDuplicates(columns)) return columns;
  const totals = new Map<string, { labels: Labels; builder: ColumnBuilder }>();
  for (const { labels, kinds, values } of columns) {
    const total = totals.get(labels.key) ?? { labels, builder: new ColumnBuilder(kinds.length) };
    totals.set(labels.key, total);
    for (let step = 0; step < kinds.length; step++) {
      if (kinds[step] !== ABSENT) total.builder.setFloat(step, total.builder.values[step]! + values[step]!);
    }
  }
  return [...totals.values()].map(({ labels, builder }) => builder.finish(labels, false));
}

function valueText(column: Column, step: number): string {
  if (column.kinds[step] === FLOAT) return formatSampleValue(column.values[step]!);
  return formatHistogram(column.histograms![step]!);
}

function valueLabel({ param, range }: AggregatePlan, { settings, state }: EvalContext): string {
  const name = param?.kind === 'string' ? param.value : '';
  if (isValidLabelName(name, settings.version)) return name;
  // As it is written, since bytes that are not UTF-8 cannot be distinguished from the name.
  const { start, end } = param?.range ?? range;
  const written = state.text.slice(start, end);
  const text = written.startsWith('"') ? written : goQuote(name);
  throw new EvalError('invalid-label-name', `invalid label name ${text}`, param?.range);
}
