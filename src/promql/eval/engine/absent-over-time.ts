import { absentLabels } from '../functions/absent-labels.ts';
import { isMatrixPlan } from '../plan/plan.ts';
import type { VectorCallPlan } from '../plan/plan.ts';
import { ABSENT, ColumnBuilder } from './column.ts';
import type { Column } from './column.ts';
import type { EvalContext } from './context.ts';
import { evalMatrix } from './matrix.ts';
import { RangeWindow } from './window.ts';
import { checkExtension, forEachWindow } from './window-call.ts';

/** absent_over_time: 1 at every step at which no series has a sample in the range. */
export function evalAbsentOverTime(plan: VectorCallPlan, context: EvalContext): readonly Column[] {
  const argument = plan.args.find(isMatrixPlan)!;
  const matrix = evalMatrix(argument, context);
  checkExtension(plan, [], matrix);
  const window = new RangeWindow(context, argument.range, matrix.extension, matrix.lengthMs, []);
  const present = new Uint8Array(context.steps);
  for (const source of matrix.sources) {
    window.open(source);
    forEachWindow(window, matrix, context, (step) => (present[step] = 1));
  }
  const builder = new ColumnBuilder(context.steps);
  for (let step = 0; step < present.length; step++) {
    if (present[step] === ABSENT) builder.setFloat(step, 1);
  }
  return builder.filled === 0 ? [] : [builder.finish(absentLabels(argument), true)];
}
