import { parseLogql } from '../logql/syntax/parse.ts';
import type { LogqlParseResult } from '../logql/syntax/parse.ts';
import { parseExpr } from '../promql/syntax/parse.ts';
import type { PromqlParseResult } from '../promql/syntax/parse.ts';
import type { ParseOptions } from '../promql/syntax/options.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { ScalarNode, ScalarStyle } from '../yaml/node.ts';
import { indexInScalar, scalarRange } from '../yaml/offsets.ts';

export type Language = 'promql' | 'logql';

/** Of a query with variables: whether they leave too much open to conclude anything from its tree. */
interface Openness {
  readonly opaque?: boolean;
}

/** An expression somewhere in a file: its text, parsed on first use, and the way back to the source. */
export class Expression {
  readonly file: SourceFile;
  readonly text: string;
  readonly #place: ScalarNode | Range;
  readonly #options: ParseOptions;
  #promql: PromqlParseResult | undefined;
  #logql: LogqlParseResult | undefined;

  /** @param place the scalar that holds the text, or (code in Markdown) the range that contains it verbatim
   *  @param options the PromQL of the server that evaluates it */
  constructor(file: SourceFile, text: string, place: ScalarNode | Range, options: ParseOptions = {}) {
    this.file = file;
    this.text = text;
    this.#place = place;
    this.#options = options;
  }

  /** Another text in this one's place, in the same language as its server reads it. */
  withText(text: string): Expression {
    return new Expression(this.file, text, this.#place, this.#options);
  }

  get promql(): PromqlParseResult & Openness {
    return (this.#promql ??= parseExpr(this.text, this.#options));
  }

  get logql(): LogqlParseResult & Openness {
    return (this.#logql ??= parseLogql(this.text));
  }

  /** How the scalar that holds the text is written; undefined: the text is verbatim (code in Markdown). */
  get style(): ScalarStyle | undefined {
    return 'kind' in this.#place ? this.#place.style : undefined;
  }

  /** Lets go of the trees: whoever asks again has the text parsed again, into nodes that are not the same objects. */
  release(): void {
    this.#promql = undefined;
    this.#logql = undefined;
  }

  /** The whole expression in the source, without white space around it. */
  get range(): Range {
    const lead = this.text.length - this.text.trimStart().length;
    return this.rangeOf({ start: lead, end: Math.max(lead, this.text.trimEnd().length) });
  }

  /** The offset in the expression's text of a place in the source; undefined: the place is outside of it. */
  indexOf(offset: number): number | undefined {
    const place = this.#place;
    const { start, end } = 'kind' in place ? place.range : place;
    if (offset < start || offset > end) return undefined;
    return 'kind' in place ? indexInScalar(place, this.file.text, offset) : offset - start;
  }

  /** The source range of a range of the expression's text. */
  rangeOf(range: Range): Range {
    const place = this.#place;
    if ('kind' in place) return scalarRange(place, this.file.text, range.start, range.end);
    return { start: place.start + range.start, end: place.start + range.end };
  }
}
