/**
 * A running sum with Neumaier's compensation, step by step as Prometheus adds floats, so that results agree to
 * the last digit. Reused by its owner; `total` is the compensated sum.
 */
export class KahanSum {
  sum: number;
  compensation: number;

  constructor(sum = 0, compensation = 0) {
    this.sum = sum;
    this.compensation = compensation;
  }

  add(increment: number): void {
    const total = this.sum + increment;
    if (total === Infinity || total === -Infinity) this.compensation = 0;
    else if (Math.abs(this.sum) >= Math.abs(increment)) this.compensation += this.sum - total + increment;
    else this.compensation += increment - total + this.sum;
    this.sum = total;
  }

  get total(): number {
    return this.sum + this.compensation;
  }
}

/**
 * The mean of floats as Prometheus computes it: the compensated sum divided by the count, and, from where that sum
 * would overflow, a mean kept incrementally.
 */
export class KahanMean {
  #state: KahanSum;
  #count = 1;
  #incremental = false;

  constructor(first: number) {
    this.#state = new KahanSum(first);
  }

  add(value: number): void {
    this.#count++;
    const state = this.#state;
    if (!this.#incremental) {
      const { sum, compensation } = state;
      state.add(value);
      if (Math.abs(state.sum) !== Infinity) return;
      this.#incremental = true;
      state.sum = sum / (this.#count - 1);
      state.compensation = compensation / (this.#count - 1);
    }
    const weight = (this.#count - 1) / this.#count;
    state.sum *= weight;
    state.compensation *= weight;
    state.add(value / this.#count);
  }

  get total(): number {
    const { sum, compensation } = this.#state;
    return this.#incremental ? sum + compensation : sum / this.#count + compensation / this.#count;
  }
}

/** The sum of version 2, which added up plainly. */
export class NaiveSum {
  sum: number;

  constructor(first: number) {
    this.sum = first;
  }

  add(value: number): void {
    this.sum += value;
  }

  get total(): number {
    return this.sum;
  }
}

/**
 * The mean of version 2, kept incrementally; an infinite mean stays as it is. avg_over_time compensated its
 * errors, avg did not.
 */
export class RunningMean {
  #state: KahanSum | NaiveSum;
  #count = 1;

  constructor(first: number, compensated = false) {
    this.#state = compensated ? new KahanSum(first) : new NaiveSum(first);
  }

  add(value: number): void {
    this.#count++;
    const mean = this.#state.sum;
    if (Math.abs(mean) === Infinity && (value === mean || Number.isFinite(value))) return;
    this.#state.add(value / this.#count - mean / this.#count);
  }

  get total(): number {
    return this.#state.total;
  }
}
