import { allAtOnce } from '../util/steps.ts';
import type { Steps } from '../util/steps.ts';

/** The clock and progress of a run of tests, and how it yields to others; all of it comes from outside. */
export interface PaceOptions {
  /** Milliseconds, for how long each test took. */
  readonly now: () => number;
  /** Ends when whatever waits (a timer, a signal) has had its turn. */
  readonly rest: () => Promise<void>;
  /** Is called whenever a test was played or confirmed by promtool. */
  readonly onProgress: (progress: Progress) => void;
}

/** How far a run is. */
export interface Progress {
  /** Tests that were played, and how many there are to play. */
  readonly played: number;
  readonly total: number;
}

/** Play without rest for so long at most (milliseconds): a line that shows seconds may be late by this much. */
const TURN_MS = 50;

/** Takes the time of each test, counts them, and keeps the process responsive between them. */
export class Pace {
  readonly #options: PaceOptions | undefined;
  readonly #times = new WeakMap<object, number>();
  #turnSince: number;
  #played = 0;
  #total = 0;

  /** @param options undefined: nobody asks how long it takes */
  constructor(options?: PaceOptions) {
    this.#options = options;
    this.#turnSince = options?.now() ?? 0;
  }

  /** So many tests more are to be played. */
  expect(count: number): void {
    this.#total += count;
    this.#tell();
  }

  /** A test was played. */
  played(): void {
    this.#played++;
    this.#tell();
  }

  /** Does some work for a test, whose time grows by what it takes; rests first where it is time to. */
  async time<T>(test: object, work: () => T | Promise<T>): Promise<T> {
    if (this.#options === undefined) return work();
    const { now } = this.#options;
    await this.#restWhenDue(this.#options);
    const startedMs = now();
    const result = await work();
    this.#addTime(test, now() - startedMs);
    return result;
  }

  /** The same for work in steps, with rests between them. */
  async timeSteps<T>(test: object, steps: Steps<T>): Promise<T> {
    if (this.#options === undefined) return allAtOnce(steps);
    const { now } = this.#options;
    for (;;) {
      await this.#restWhenDue(this.#options);
      const startedMs = now();
      let step = steps.next();
      while (step.done !== true && now() - startedMs < TURN_MS) step = steps.next();
      this.#addTime(test, now() - startedMs);
      if (step.done === true) return step.value;
    }
  }

  async #restWhenDue({ now, rest }: PaceOptions): Promise<void> {
    if (now() - this.#turnSince < TURN_MS) return;
    await rest();
    this.#turnSince = now();
  }

  #addTime(test: object, ms: number): void {
    this.#times.set(test, (this.#times.get(test) ?? 0) + ms);
  }

  /** Milliseconds that were spent on a test in this process; undefined: nobody took the time. */
  timeOf(test: object): number | undefined {
    return this.#times.get(test);
  }

  #tell(): void {
    this.#options?.onProgress({ played: this.#played, total: this.#total });
  }
}
