/** Keeps what functions made, by the function and what it was asked about. */
export class Once<Whole> {
  readonly #whole: Whole;
  readonly #kept = new Map<unknown, Map<unknown, unknown>>();

  constructor(whole: Whole) {
    this.#whole = whole;
  }

  /**
   * What a function makes of the whole, or of one part of it; made on first use.
   *
   * @param build the function itself is the key of the kept value: pass one declared in a module, not one made at the call
   */
  get<T, Part>(build: (whole: Whole, part: Part) => T, part: Part): T {
    let parts = this.#kept.get(build);
    if (parts === undefined) this.#kept.set(build, (parts = new Map<unknown, unknown>()));
    if (!parts.has(part)) parts.set(part, build(this.#whole, part));
    return parts.get(part) as T;
  }
}
