import { ABSENT, ColumnBuilder } from '../engine/column.ts';
import { absentLabels } from './absent-labels.ts';
import { overVector } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';

function absent(call: FunctionCall) {
  const columns = call.vector(0);
  const builder = new ColumnBuilder(call.context.steps);
  for (let step = 0; step < call.context.steps; step++) {
    if (columns.every(({ kinds }) => kinds[step] === ABSENT)) builder.setFloat(step, 1);
  }
  return builder.filled === 0 ? [] : [builder.finish(absentLabels(call.args[0]!), false)];
}

export const ABSENCE = {
  absent: overVector(absent),
  absent_over_time: { kind: 'absent-window' },
} satisfies Record<string, Implementation>;
