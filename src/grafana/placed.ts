import type { Range } from '../source/range.ts';
import { macroValue } from './macros.ts';
import { scanVariables } from './scan.ts';
import type { VariableUse } from './scan.ts';

/**
 * Where in a query a variable is used:
 * - `string`: inside of quotes, where any value leaves the query well-formed;
 * - `duration`: between brackets or behind `offset`;
 * - `name`: a metric name or a part of one;
 * - `label`: in a list of labels, or before the operator of a matcher;
 * - `function`: in front of a parenthesis;
 * - `number`: a macro that stands for a number, as an operand;
 * - `operand`: anything else, a number or a whole expression.
 */
type Position = 'string' | 'duration' | 'name' | 'label' | 'function' | 'number' | 'operand';

/** A variable in a query, and the text that is replaced for it. */
export interface PlacedUse {
  readonly use: VariableUse;
  readonly position: Position;
  readonly span: Range;
}

const LIST = /\b(?:by|without|on|ignoring|group_left|group_right)\s*$/;
const OFFSET = /\boffset(?:\s*[-+])?$/;
const GROUPING = /^\s*(?:\(|(?:by|without)\b)/;
const WORD = /[\w:]/;
/** The longest word and white space that is looked at beside a variable. */
const BESIDE = 40;

/** The variables of a query with their positions, in order. PromQL and LogQL quote, comment and nest alike. */
export function placedUses(text: string): readonly PlacedUse[] {
  const uses = scanVariables(text);
  return uses.length === 0 ? [] : new Placer(text, uses).place();
}

class Placer {
  readonly #text: string;
  readonly #uses: readonly VariableUse[];
  /** The brackets that are open; `list` is the parenthesis of a list of labels. */
  readonly #open: ('(' | '[' | '{' | 'list')[] = [];
  readonly #placed: PlacedUse[] = [];
  #quote = '';

  constructor(text: string, uses: readonly VariableUse[]) {
    this.#text = text;
    this.#uses = uses;
  }

  place(): readonly PlacedUse[] {
    let next = 0;
    let at = 0;
    while (at < this.#text.length && next < this.#uses.length) {
      const use = this.#uses[next]!;
      if (at < use.start) {
        at = this.#step(at);
        // A backslash or a comment went past the start of the use.
        while (next < this.#uses.length && this.#uses[next]!.start < at) next++;
        continue;
      }
      const placed = this.#placeOne(use);
      this.#placed.push(placed);
      at = placed.span.end;
      while (next < this.#uses.length && this.#uses[next]!.start < at) next++;
    }
    return this.#placed;
  }

  /** Reads the token at an offset; returns where to go on. */
  #step(at: number): number {
    const letter = this.#text[at]!;
    if (this.#quote !== '') {
      if (letter === '\\' && this.#quote !== '`') return at + 2;
      if (letter === this.#quote) this.#quote = '';
      return at + 1;
    }
    if (letter === '"' || letter === "'" || letter === '`') this.#quote = letter;
    else if (letter === '#') return this.#endOfLine(at);
    else if (letter === '(') this.#open.push(LIST.test(this.#before(at)) ? 'list' : '(');
    else if (letter === '[' || letter === '{') this.#open.push(letter);
    else if (letter === ')' || letter === ']' || letter === '}') this.#open.pop();
    return at + 1;
  }

  #endOfLine(at: number): number {
    const end = this.#text.indexOf('\n', at);
    return end < 0 ? this.#text.length : end;
  }

  #before(at: number): string {
    return this.#text.slice(Math.max(0, at - BESIDE), at);
  }

  #placeOne(use: VariableUse): PlacedUse {
    if (this.#quote !== '') return { use, position: 'string', span: use };
    const top = this.#open.at(-1);
    if (top === '[') return { use, position: 'duration', span: this.#piece(use) };
    if (OFFSET.test(this.#before(use.start).trimEnd()))
      return { use, position: 'duration', span: { start: use.start, end: this.#endOfWord(use.end) } };
    if (top === 'list') return { use, position: 'label', span: use };
    const after = this.#text.slice(use.end, use.end + BESIDE);
    if (top === '{') return { use, position: 'label', span: use };
    const touches = WORD.test(this.#text[use.start - 1] ?? '') || WORD.test(after[0] ?? '');
    if (touches || /^\s*[{[]/.test(after)) return { use, position: 'name', span: use };
    if (macroValue(use.name) === 'number') return { use, position: 'number', span: use };
    return { use, position: GROUPING.test(after) ? 'function' : 'operand', span: use };
  }

  #endOfWord(from: number): number {
    let at = from;
    while (at < this.#text.length && WORD.test(this.#text[at]!)) at++;
    return at;
  }

  /** The part of `[range:step]` that contains a variable. */
  #piece(use: VariableUse): Range {
    let { start } = use;
    while (start > 0 && !'[:'.includes(this.#text[start - 1]!)) start--;
    let { end } = use;
    while (end < this.#text.length && !']:'.includes(this.#text[end]!)) {
      const inside = this.#uses.find((other) => other.start === end);
      end = inside?.end ?? end + 1;
    }
    return { start, end };
  }
}
