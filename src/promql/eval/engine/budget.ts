import { EvalError } from '../errors.ts';
import type { EvalLimits } from '../options.ts';

/** How much of its limits a query has used. Shared by all parts of one query. */
export class Budget {
  readonly #limits: EvalLimits;
  readonly #clock: (() => number) | undefined;
  readonly #startedMs: number;
  #samples = 0;

  constructor(limits: EvalLimits, clock: (() => number) | undefined) {
    this.#limits = limits;
    this.#clock = clock;
    this.#startedMs = clock?.() ?? 0;
  }

  /** Samples held now; give the figure back to `release` once what was made since is no longer needed. */
  get held(): number {
    return this.#samples;
  }

  /**
   * Counts samples that are about to be held.
   * @throws EvalError limit-samples
   */
  hold(samples: number): void {
    this.#samples += samples;
    if (this.#samples <= this.#limits.samples) return;
    const text =
      'query processing would load too many samples into memory in query execution ' +
      `(limit: ${this.#limits.samples} samples)`;
    throw new EvalError('limit-samples', text);
  }

  /** Goes back to an earlier figure, plus the samples of the result that stays. */
  release(before: number, result: number): void {
    this.#samples = before;
    this.hold(result);
  }

  /**
   * Refuses more steps than samples may be held, before anything of that length is made.
   * @throws EvalError limit-samples
   */
  checkSteps(steps: number): void {
    if (steps <= this.#limits.samples) return;
    const text = `the query has ${steps} steps (limit: ${this.#limits.samples} samples)`;
    throw new EvalError('limit-samples', text);
  }

  /** @throws EvalError limit-series */
  checkSeries(count: number): void {
    if (count <= this.#limits.series) return;
    const text = `the query needs ${count} series at once (limit: ${this.#limits.series} series)`;
    throw new EvalError('limit-series', text);
  }

  /** @throws EvalError limit-label-length */
  checkLabelLength(length: number): void {
    if (length <= this.#limits.labelLength) return;
    const text = `a label value grows to ${length} characters (limit: labelLength of ${this.#limits.labelLength})`;
    throw new EvalError('limit-label-length', text);
  }

  /** @throws EvalError limit-time */
  checkTime(): void {
    if (this.#clock === undefined || this.#clock() - this.#startedMs <= this.#limits.timeMs) return;
    const text = `query timed out in expression evaluation (limit: time of ${this.#limits.timeMs} ms)`;
    throw new EvalError('limit-time', text);
  }
}
