import { ABSENT, FLOAT } from '../engine/column.ts';
import type { Column } from '../engine/column.ts';
import type { EvalContext } from '../engine/context.ts';
import { mergeResults } from '../engine/results.ts';

/** Applies a function to every float; histograms fall away, and so does the metric's name. */
export function mapFloats(
  columns: readonly Column[],
  context: EvalContext,
  change: (value: number, step: number) => number,
): readonly Column[] {
  const results = columns.map((column): Column => {
    const values = new Float64Array(context.steps);
    for (let step = 0; step < values.length; step++) {
      if (column.kinds[step] === FLOAT) values[step] = change(column.values[step]!, step);
    }
    return {
      labels: context.nameless(column.labels),
      dropName: true,
      kinds: floatKinds(column),
      values,
      histograms: undefined,
    };
  });
  return mergeResults(
    results.filter(({ kinds }) => kinds.includes(FLOAT)),
    context,
  );
}

/** The kinds of a column without its histograms. */
function floatKinds({ kinds, histograms }: Column): Uint8Array {
  return histograms === undefined ? kinds : kinds.map((kind) => (kind === FLOAT ? FLOAT : ABSENT));
}
