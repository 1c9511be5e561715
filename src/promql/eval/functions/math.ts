import { goLog, goLog10, goLog2 } from '../../../go/math/log.ts';
import { goMax, goMin } from '../../../go/math/min-max.ts';
import { overVector, toScalar } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';
import { mapFloats } from './map-floats.ts';

/** A function of one float, applied to every float of the vector. */
export function ofFloat(change: (value: number) => number): Implementation {
  return overVector((call) => mapFloats(call.vector(0), call.context, change));
}

function clampTo(call: FunctionCall, lower: Float64Array | number, upper: Float64Array | number) {
  const at = (bound: Float64Array | number, step: number): number =>
    typeof bound === 'number' ? bound : bound[step]!;
  const crossed = Array.from({ length: call.context.steps }, (_, step) => at(upper, step) < at(lower, step));
  const columns = call.vector(0).map((column) => ({
    ...column,
    // An empty interval leaves nothing.
    kinds: crossed.includes(true)
      ? column.kinds.map((kind, step) => (crossed[step]! ? 0 : kind))
      : column.kinds,
  }));
  return mapFloats(columns, call.context, (value, step) =>
    goMax(at(lower, step), goMin(at(upper, step), value)),
  );
}

/** Rounds half up to multiples; the inverse is used as in Prometheus because it errs less. */
function round(call: FunctionCall) {
  const nearest = call.args.length > 1 ? call.scalar(1) : undefined;
  return mapFloats(call.vector(0), call.context, (value, step) => {
    const inverse = 1 / (nearest?.[step] ?? 1);
    return Math.floor(value * inverse + 0.5) / inverse;
  });
}

export const MATH = {
  abs: ofFloat(Math.abs),
  ceil: ofFloat(Math.ceil),
  clamp: overVector((call) => clampTo(call, call.scalar(1), call.scalar(2))),
  clamp_max: overVector((call) => clampTo(call, -Infinity, call.scalar(1))),
  clamp_min: overVector((call) => clampTo(call, call.scalar(1), Infinity)),
  exp: ofFloat(Math.exp),
  floor: ofFloat(Math.floor),
  ln: ofFloat(goLog),
  log10: ofFloat(goLog10),
  log2: ofFloat(goLog2),
  max_of: toScalar((call) => pairwise(call, goMax)),
  min_of: toScalar((call) => pairwise(call, goMin)),
  pi: toScalar(({ context }) => new Float64Array(context.steps).fill(Math.PI)),
  round: overVector(round),
  sgn: ofFloat((value) => (value < 0 ? -1 : value > 0 ? 1 : value)),
  sqrt: ofFloat(Math.sqrt),
} satisfies Record<string, Implementation>;

function pairwise(call: FunctionCall, choose: (a: number, b: number) => number): Float64Array {
  const other = call.scalar(1);
  return call.scalar(0).map((value, step) => choose(value, other[step]!));
}
