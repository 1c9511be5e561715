import type { Labels } from '../../../promql/eval/index.ts';
import { BLOCK_SAMPLES, packBlock, unpackBlock } from './block.ts';
import type { Block, Unpacked } from './block.ts';

const FIRST_ROOM = 8;

/** One series of a recording, packed to about two bytes a sample. Times are milliseconds and ascend. */
export class PackedSeries {
  readonly labels: Labels;
  readonly #blocks: Block[] = [];
  #times = new Float64Array(FIRST_ROOM);
  #values = new Float64Array(FIRST_ROOM);
  #count = 0;
  #stale: number[] = [];

  constructor(labels: Labels) {
    this.labels = labels;
  }

  /** When its newest sample was taken; -Infinity for an empty series. */
  get lastMs(): number {
    return this.#count > 0 ? this.#times[this.#count - 1]! : (this.#blocks.at(-1)?.lastMs ?? -Infinity);
  }

  /** The newest value; undefined: a stale marker, or nothing. */
  get lastValue(): number | undefined {
    if (this.#count === 0 || this.#stale.at(-1) === this.#count - 1) return undefined;
    return this.#values[this.#count - 1];
  }

  /** Adds a sample that is newer than all others; undefined is a stale marker. */
  push(timeMs: number, value: number | undefined): void {
    // A full block is packed when the next sample comes, so that the newest one can always be asked for.
    if (this.#count === BLOCK_SAMPLES) this.#pack();
    else if (this.#count === this.#times.length) this.#grow();
    this.#times[this.#count] = timeMs;
    this.#values[this.#count] = value ?? 0;
    if (value === undefined) this.#stale.push(this.#count);
    this.#count++;
  }

  #pack(): void {
    this.#blocks.push(packBlock(this.#times, this.#values, this.#count, this.#stale));
    this.#count = 0;
    this.#stale = [];
  }

  #grow(): void {
    const room = Math.min(BLOCK_SAMPLES, this.#times.length * 4);
    const [times, values] = [new Float64Array(room), new Float64Array(room)];
    times.set(this.#times);
    values.set(this.#values);
    [this.#times, this.#values] = [times, values];
  }

  /**
   * Every sample from one instant to another, both included; undefined is a stale marker.
   *
   * @param room where blocks are unpacked
   */
  each(
    fromMs: number,
    toMs: number,
    room: Unpacked,
    visit: (timeMs: number, value: number | undefined) => void,
  ): void {
    for (const block of this.#blocks) {
      if (block.lastMs < fromMs) continue;
      if (block.firstMs > toMs) return;
      unpackBlock(block, room);
      visitWithin(room, block.count, block.stale ?? [], fromMs, toMs, visit);
    }
    visitWithin(
      { timesMs: this.#times, values: this.#values },
      this.#count,
      this.#stale,
      fromMs,
      toMs,
      visit,
    );
  }
}

function visitWithin(
  { timesMs, values }: Unpacked,
  count: number,
  stale: ArrayLike<number>,
  fromMs: number,
  toMs: number,
  visit: (timeMs: number, value: number | undefined) => void,
): void {
  let nextStale = 0;
  for (let i = 0; i < count; i++) {
    const isStale = stale[nextStale] === i;
    if (isStale) nextStale++;
    const timeMs = timesMs[i]!;
    if (timeMs < fromMs) continue;
    if (timeMs > toMs) return;
    visit(timeMs, isStale ? undefined : values[i]);
  }
}
