import { ColumnBuilder } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import { mergeResults } from '../results.ts';

/** Samples picked from columns, step by step, for aggregations that keep the series they choose. */
export class Selection {
  readonly #context: EvalContext;
  readonly #builders = new Map<Column, ColumnBuilder>();

  constructor(context: EvalContext) {
    this.#context = context;
  }

  pick(column: Column, step: number): void {
    let builder = this.#builders.get(column);
    if (builder === undefined) {
      builder = new ColumnBuilder(this.#context.steps);
      this.#builders.set(column, builder);
    }
    builder.copy(step, column);
  }

  /** The picked samples, the series in the order in which they were first picked. */
  columns(): readonly Column[] {
    const picked = [...this.#builders].map(([column, builder]) =>
      builder.finish(column.labels, column.dropName),
    );
    return mergeResults(picked, this.#context);
  }
}
