import { sortInRangeQuery } from '../annotations/remarks.ts';
import { FLOAT } from '../engine/column.ts';
import type { Column } from '../engine/column.ts';
import { compareLabels } from '../labels/labels.ts';
import { overVector } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';
import { naturallyBefore } from './natural-order.ts';

type Direction = 1 | -1;

/** Sorts an instant query's result; for a range query, whose result is always ordered by labels, it only warns. */
function sorting(
  order: (call: FunctionCall, columns: readonly Column[]) => readonly Column[],
): Implementation {
  return overVector((call) => {
    const columns = call.vector(0);
    if (call.context.steps > 1) call.context.annotate(sortInRangeQuery(call.range));
    return order(call, columns);
  });
}

/** By value, NaN last in both directions; histograms fall away. */
function byValue(direction: Direction): Implementation {
  return sorting(({ context }, columns) => {
    const floats = columns.map(withoutHistograms).filter(({ kinds }) => kinds.includes(FLOAT));
    return context.steps > 1 ? floats : sortedByValue(floats, direction);
  });
}

function sortedByValue(columns: readonly Column[], direction: Direction): Column[] {
  return [...columns].sort((a, b) => {
    const [x, y] = [a.values[0]!, b.values[0]!];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return x === y ? 0 : x < y ? -direction : direction;
  });
}

function withoutHistograms(column: Column): Column {
  if (column.histograms === undefined) return column;
  return { ...column, histograms: undefined, kinds: column.kinds.map((kind) => (kind === FLOAT ? kind : 0)) };
}

function byLabel(direction: Direction): Implementation {
  return sorting((call, columns) => {
    const names = call.args.slice(1).map((_, i) => call.text(i + 1));
    // In version 2 what the labels leave open is ordered by value.
    const { version } = call.context.settings;
    const start = version === 2 ? sortedByValue(columns, direction) : [...columns];
    return start.sort((a, b) => {
      for (const name of names) {
        const [x, y] = [a.labels.get(name), b.labels.get(name)];
        if (x !== y) return naturallyBefore(x, y) ? -direction : direction;
      }
      return version === 2 ? 0 : direction * compareLabels(a.labels, b.labels);
    });
  });
}

export const SORTS = {
  sort: byValue(1),
  sort_desc: byValue(-1),
  sort_by_label: byLabel(1),
  sort_by_label_desc: byLabel(-1),
} satisfies Record<string, Implementation>;
