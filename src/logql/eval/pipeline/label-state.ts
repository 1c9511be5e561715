import type { Labels } from '../labels.ts';
import { labelsOf } from '../labels.ts';
import type { ParserHints } from './hints.ts';

export const ERROR = '__error__';
export const ERROR_DETAILS = '__error_details__';
const PRESERVE_ERROR = '__preserve_error__';
const EXTRACTED = '_extracted';

/**
 * The labels of one line on its way through the stages: stream labels, structured metadata and what the stages
 * set, the latter before the former (Loki's LabelsBuilder).
 */
export class LabelState {
  readonly hints: ParserHints;
  error = '';
  errorDetails = '';
  readonly #base: ReadonlyMap<string, string>;
  readonly #metadata = new Map<string, string>();
  readonly #parsed = new Map<string, string>();
  readonly #deleted = new Set<string>();

  constructor(base: ReadonlyMap<string, string>, metadata: Labels, hints: ParserHints) {
    this.hints = hints;
    this.#base = base;
    hints.reset();
    for (const [name, value] of metadata) this.#addMetadata(name, value);
  }

  #addMetadata(name: string, value: string): void {
    const own = this.#base.has(name) ? name + EXTRACTED : name;
    if (own === ERROR) this.error = value;
    else if (own === ERROR_DETAILS) this.errorDetails = value;
    else this.#metadata.set(own, value);
  }

  /** The value of a label; undefined where the line has none of that name. */
  get(name: string): string | undefined {
    const own = this.#metadata.get(name) ?? this.#parsed.get(name);
    if (own !== undefined) return own;
    if (this.#deleted.has(name)) return undefined;
    const base = this.#base.get(name);
    return base === '' ? undefined : base;
  }

  /** As string filters see it: empty where absent, and `__error__` is the error. */
  filterValue(name: string): string {
    return name === ERROR ? this.error : (this.get(name) ?? '');
  }

  set(name: string, value: string): void {
    this.#metadata.delete(name);
    this.#parsed.set(name, value);
    this.hints.record(name);
  }

  /** The name under which a parser stores a field: `_extracted` behind it where the stream or its metadata have it. */
  fieldName(name: string): string {
    return this.#base.has(name) || this.#metadata.has(name) ? name + EXTRACTED : name;
  }

  delete(name: string): void {
    this.#metadata.delete(name);
    this.#parsed.delete(name);
    this.#deleted.add(name);
  }

  setError(error: string, details: string): void {
    this.error = error;
    this.errorDetails = details;
  }

  /** A parser failed on the line. */
  parserFailed(error: string, details: string): void {
    this.setError(error, details);
    if (this.hints.preserveError) this.set(PRESERVE_ERROR, 'true');
  }

  /** All labels, the error's included. */
  all(): Labels {
    return labelsOf(this.entries());
  }

  *entries(): Generator<readonly [string, string]> {
    for (const [name, value] of this.#base) if (!this.#deleted.has(name)) yield [name, value];
    yield* this.#metadata;
    yield* this.#parsed;
    if (this.error !== '') yield [ERROR, this.error];
    if (this.errorDetails !== '') yield [ERROR_DETAILS, this.errorDetails];
  }
}

/** Whether labels contain an error that was not requested by `by (__error__)`. */
export function hasPipelineError(labels: Labels): boolean {
  return (
    labels.some(([name]) => name === ERROR) &&
    !labels.some(([name, value]) => name === PRESERVE_ERROR && value === 'true')
  );
}
