/** A priority queue: the smallest time first, and in order of arrival at equal times. */
export class TimeQueue<T> {
  readonly #heap: { readonly atMs: number; readonly order: number; readonly value: T }[] = [];
  #order = 0;

  get nextMs(): number {
    return this.#heap[0]?.atMs ?? Infinity;
  }

  push(atMs: number, value: T): void {
    const heap = this.#heap;
    heap.push({ atMs, order: this.#order++, value });
    for (let i = heap.length - 1; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) break;
      this.#swap(i, parent);
      i = parent;
    }
  }

  pop(): T | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return first.value;
  }

  #sink(): void {
    for (let i = 0; ;) {
      let smallest = i;
      for (const kid of [2 * i + 1, 2 * i + 2]) {
        if (kid < this.#heap.length && this.#before(kid, smallest)) smallest = kid;
      }
      if (smallest === i) return;
      this.#swap(i, smallest);
      i = smallest;
    }
  }

  #before(i: number, j: number): boolean {
    const [a, b] = [this.#heap[i]!, this.#heap[j]!];
    return a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs;
  }

  #swap(i: number, j: number): void {
    const heap = this.#heap;
    [heap[i], heap[j]] = [heap[j]!, heap[i]!];
  }
}
