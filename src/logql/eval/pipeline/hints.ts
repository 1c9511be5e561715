/** What an aggregation around a pipeline needs of it. */
export interface Demand {
  /** Labels that a `by` asks for; undefined where any label may matter. */
  readonly groups?: readonly string[];
  /** Nothing but the number of lines matters (`sum(...)` without grouping). */
  readonly noLabels: boolean;
}

/**
 * Tells parsers what they can leave out. It shows in results: where no label is needed a parser does not run, and
 * so a line that it cannot read is not an error; a field that is extracted once is not extracted again.
 */
export class ParserHints {
  readonly preserveError: boolean;
  readonly #required: ReadonlySet<string>;
  readonly #skip: boolean;
  readonly #extracted = new Set<string>();

  /** @param stageLabels labels that the stages read and (behind unwrap) the value's label */
  constructor(demand: Demand, stageLabels: readonly string[]) {
    const wanted = [...stageLabels, ...(demand.groups ?? [])].flatMap((name) =>
      name.endsWith('_extracted') ? [name, name.slice(0, -'_extracted'.length)] : [name],
    );
    const known = demand.noLabels || (demand.groups !== undefined && demand.groups.length > 0);
    this.#required = new Set(known ? wanted.filter((name) => name !== '') : []);
    this.#skip = demand.noLabels && this.#required.size === 0;
    this.preserveError = this.#required.has('__error__');
  }

  reset(): void {
    this.#extracted.clear();
  }

  record(name: string): void {
    this.#extracted.add(name);
  }

  /** No label is needed any more. */
  get done(): boolean {
    return this.#skip || this.complete;
  }

  /** All that is needed has been extracted. */
  get complete(): boolean {
    return this.#required.size > 0 && [...this.#required].every((name) => this.#extracted.has(name));
  }

  wants(name: string): boolean {
    return (this.#required.size === 0 || this.#required.has(name)) && !this.#extracted.has(name);
  }

  /** Whether some wanted label starts so: a nested object is worth reading. */
  wantsPrefix(prefix: string): boolean {
    return this.#required.size === 0 || [...this.#required].some((name) => name.startsWith(prefix));
  }
}
