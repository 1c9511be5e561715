import { ColumnBuilder, FLOAT } from '../engine/column.ts';
import { Labels } from '../labels/labels.ts';
import { overVector, toScalar } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';

/** The value of the only float; NaN for none or several. Histograms do not count. */
function scalar(call: FunctionCall): Float64Array {
  const values = new Float64Array(call.context.steps).fill(NaN);
  const counts = new Uint32Array(call.context.steps);
  for (const column of call.vector(0)) {
    for (let step = 0; step < values.length; step++) {
      if (column.kinds[step] !== FLOAT) continue;
      counts[step]!++;
      values[step] = counts[step] === 1 ? column.values[step]! : NaN;
    }
  }
  return values;
}

function vector(call: FunctionCall) {
  const builder = new ColumnBuilder(call.context.steps);
  call.scalar(0).forEach((value, step) => builder.setFloat(step, value));
  return [builder.finish(Labels.EMPTY, false)];
}

function time({ context }: FunctionCall): Float64Array {
  return new Float64Array(context.steps).map((_, step) => context.timeAt(step) / 1000);
}

/** start(), end(), range() and step() are constants of the query; plans hold them as such. */
function neverCalled(): Float64Array {
  throw new TypeError('the plan holds this function as a constant');
}

export const SCALARS = {
  scalar: toScalar(scalar),
  vector: overVector(vector),
  time: toScalar(time),
  start: toScalar(neverCalled),
  end: toScalar(neverCalled),
  range: toScalar(neverCalled),
  step: toScalar(neverCalled),
} satisfies Record<string, Implementation>;
