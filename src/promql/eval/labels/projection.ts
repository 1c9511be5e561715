import { METRIC_NAME } from './labels.ts';
import type { Labels } from './labels.ts';

/**
 * A choice of labels: only the named ones, or all but those. Answers are remembered by label set: series live on
 * in storage, and a query that runs at every interval asks for the same ones again.
 */
export class LabelProjection {
  readonly #names: ReadonlySet<string>;
  readonly #only: boolean;
  readonly #known = new WeakMap<Labels, Labels>();

  private constructor(names: ReadonlySet<string>, only: boolean) {
    this.#names = names;
    this.#only = only;
  }

  /** `by (...)`, `on(...)`: only the named labels. */
  static only(names: Iterable<string>): LabelProjection {
    return new LabelProjection(new Set(names), true);
  }

  /** `without (...)`, `ignoring(...)`: neither the named labels nor the metric's name. */
  static without(names: Iterable<string>): LabelProjection {
    return new LabelProjection(new Set([METRIC_NAME, ...names]), false);
  }

  /** All labels except the named ones. */
  static except(names: Iterable<string>): LabelProjection {
    return new LabelProjection(new Set(names), false);
  }

  of(labels: Labels): Labels {
    let projected = this.#known.get(labels);
    if (projected === undefined) {
      projected = this.#only ? labels.keep(this.#names) : labels.drop(this.#names);
      this.#known.set(labels, projected);
    }
    return projected;
  }
}
