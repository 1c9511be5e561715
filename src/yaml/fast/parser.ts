import type { Range } from '../../source/range.ts';
import type { MapEntry, MapNode, ScalarNode, SeqNode, YamlNode } from '../node.ts';
import { bail } from './bail.ts';
import { readBlockScalar } from './block-scalar.ts';
import {
  COLON,
  CR,
  DASH,
  DOUBLE_QUOTE,
  HASH,
  LF,
  SINGLE_QUOTE,
  SPACE,
  TAB,
  isBlankOrEnd,
  isLineEnd,
} from './characters.ts';
import { coreValue } from './core-schema.ts';
import { readFlow } from './flow.ts';
import { fold, readDoubleQuoted, readSingleQuoted } from './quoted.ts';

/** Nesting that the fast parser follows; deeper documents are left to the full parser. */
const MAX_FAST_DEPTH = 60;
const MAX_KEY_LENGTH = 1_000;
/** Characters that start something other than a plain scalar. */
const INDICATORS = new Set(Array.from('?,[]{}#&*!|>\'"%@`', (c) => c.charCodeAt(0)));

/**
 * One pass over a text in the block style that people write. Nodes get the ranges that the library gives them, also
 * where those are odd: a map ends after the line of its last value, and after comments below it that are
 * indented at least as deep as its keys.
 */
export class FastParser {
  readonly #text: string;
  /** Where reading goes on within a line. */
  #pos = 0;
  /** The next line with text: where its text starts, and in which column; -1 at the end of the input. */
  #at = 0;
  #column = -1;
  /** Where the last node ended, its line break and comments included. */
  #nodeEnd = 0;
  /** Deepest column of the comments that wait for the collection they belong to; -1: none. */
  #comments = -1;
  /** The last scalar goes over several lines: it cannot be a key. */
  #multiline = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns the only document */
  document(): { root: YamlNode } {
    this.#skipLines(0);
    const start = this.#at;
    if (this.#text.startsWith('---', start) && this.#column === 0) {
      this.#skipLines(this.#lineEnd(start + 3, true));
    }
    if (this.#column !== 0 || this.#atMarker()) bail();
    this.#comments = -1;
    const root = this.#root();
    if (this.#at < this.#text.length) bail();
    return { root };
  }

  #root(): YamlNode {
    const code = this.#text.charCodeAt(this.#at);
    // JSON, say. Its lines may start anywhere.
    if (code === 0x5b || code === 0x7b) return this.#leaf(this.#at, -1);
    return this.#atDash() ? this.#seq(0, 0) : this.#map(this.#key(this.#at), 0, 0);
  }

  /** A map whose first key has been read. */
  #map(first: ScalarNode, indent: number, depth: number): MapNode {
    if (depth > MAX_FAST_DEPTH) bail();
    const { start } = first.range;
    const entries: MapEntry[] = [];
    let key = first;
    for (;;) {
      this.#colon(key);
      entries.push({ key, value: this.#valueOf(indent, depth) });
      if (this.#column < indent) break;
      if (this.#column > indent || this.#atDash()) bail();
      this.#comments = -1;
      key = this.#key(this.#at);
    }
    return { kind: 'map', range: this.#close(start, indent), entries };
  }

  #seq(indent: number, depth: number): SeqNode {
    if (depth > MAX_FAST_DEPTH) bail();
    const start = this.#at;
    const items: YamlNode[] = [];
    for (;;) {
      const at = this.#skipSpaces(this.#at + 1);
      if (isLineEnd(this.#text.charCodeAt(at)) || this.#text.charCodeAt(at) === HASH) bail();
      items.push(this.#node(at, indent + at - this.#at, indent, depth));
      if (this.#column < indent) break;
      if (this.#column > indent) bail();
      if (!this.#atDash()) break;
      this.#comments = -1;
    }
    return { kind: 'seq', range: this.#close(start, indent), items };
  }

  /** The range of a collection that the next line does not continue; comments as deep as it still belong to it. */
  #close(start: number, indent: number): Range {
    const end = this.#nodeEnd;
    if (this.#comments >= indent && indent > 0) {
      this.#nodeEnd = this.#at;
      this.#comments = -1;
    }
    return { start, end };
  }

  /** The value after the ":" of a key in column `indent`. */
  #valueOf(indent: number, depth: number): YamlNode {
    const at = this.#skipSpaces(this.#pos);
    const code = this.#text.charCodeAt(at);
    if (code !== HASH && !isLineEnd(code)) return this.#leaf(at, indent);
    const comments = this.#skipLines(this.#lineEnd(at, false));
    const dash = this.#atDash();
    if (this.#column > indent || (this.#column === indent && dash)) {
      this.#comments = -1;
      return dash ? this.#seq(this.#column, depth + 1) : this.#node(this.#at, this.#column, indent, depth);
    }
    if (code === HASH || comments) bail();
    this.#nodeEnd = at;
    return { kind: 'scalar', range: { start: at, end: at }, value: null, text: '', style: 'plain' };
  }

  /** The node at `at`: a map where a ":" follows the first scalar. `parent` is the column of what holds it. */
  #node(at: number, column: number, parent: number, depth: number): YamlNode {
    const code = this.#text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b || code === 0x7c || code === 0x3e) {
      // A block scalar below its key counts its indentation differently.
      if (at === this.#at && (code === 0x7c || code === 0x3e)) bail();
      return this.#leaf(at, parent);
    }
    const scalar = this.#scalar(at, parent);
    if (this.#text.charCodeAt(this.#skipSpaces(this.#pos)) === COLON)
      return this.#map(scalar, column, depth + 1);
    return this.#endScalar(scalar, parent);
  }

  /** A value that ends on its line, or a block scalar. */
  #leaf(at: number, parent: number): YamlNode {
    const code = this.#text.charCodeAt(at);
    if (code === 0x7c || code === 0x3e) {
      const { node, end } = readBlockScalar(this.#text, at, parent);
      this.#nodeEnd = end;
      this.#below(end, parent, false);
      return node;
    }
    if (code === 0x5b || code === 0x7b) {
      const node = readFlow(this.#text, at, parent + 1);
      this.#pos = node.range.end;
      this.#endLeaf(parent);
      return node;
    }
    return this.#endScalar(this.#scalar(at, parent), parent);
  }

  /** Ends a scalar that is not a key; a plain one may go on in deeper lines. */
  #endScalar(scalar: ScalarNode, parent: number): ScalarNode {
    const text = this.#text;
    let end = this.#pos;
    let result = scalar;
    if (scalar.style === 'plain') {
      const { start } = scalar.range;
      for (;;) {
        const lineEnd = this.#skipSpaces(end);
        if (!isLineEnd(text.charCodeAt(lineEnd))) break;
        const at = this.#skipBlankLines(lineEnd);
        const code = text.charCodeAt(at);
        if (code === TAB) bail();
        if (at >= text.length || code === HASH || this.#columnOf(at) <= parent) break;
        end = this.#plainEnd(at);
        if (text.charCodeAt(this.#skipSpaces(end)) === COLON) bail();
      }
      if (end > this.#pos) {
        this.#pos = end;
        const value = fold(text.slice(start, end), 0);
        // The schema's words and numbers hold no spaces.
        result = { kind: 'scalar', range: { start, end }, value, text: value, style: 'plain' };
      }
    }
    this.#endLeaf(parent);
    return result;
  }

  #endLeaf(parent: number): void {
    const next = this.#lineEnd(this.#pos, true);
    this.#nodeEnd = next;
    this.#below(next, parent, true);
  }

  /** Reads on below a leaf; comments deeper than `parent` belong to the leaf where it ends with a line. */
  #below(next: number, parent: number, takesComments: boolean): void {
    let line = next;
    if (takesComments) {
      for (;;) {
        const at = this.#skipBlankLines(line);
        if (this.#text.charCodeAt(at) !== HASH || this.#columnOf(at) <= parent) break;
        line = this.#nextLine(at);
        this.#nodeEnd = line;
      }
    }
    this.#skipLines(line);
  }

  /** Goes to the next line with text, over empty lines and comments; says whether there were comments. */
  #skipLines(from: number): boolean {
    let line = from;
    this.#comments = -1;
    for (;;) {
      const at = this.#skipBlankLines(line);
      const code = this.#text.charCodeAt(at);
      if (code === HASH) {
        this.#comments = Math.max(this.#comments, this.#columnOf(at));
        line = this.#nextLine(at);
        continue;
      }
      if (code === TAB) bail();
      this.#at = at;
      this.#column = at >= this.#text.length ? -1 : this.#columnOf(at);
      if (this.#column === 0 && line !== 0 && this.#atMarker()) bail();
      return this.#comments >= 0;
    }
  }

  /** The first character that is neither a space nor part of an empty line. */
  #skipBlankLines(from: number): number {
    let at = from;
    for (;;) {
      const code = this.#text.charCodeAt(at);
      if (code !== SPACE && code !== LF && code !== CR) return at;
      at++;
    }
  }

  #columnOf(at: number): number {
    return at - 1 - this.#text.lastIndexOf('\n', at - 1);
  }

  #nextLine(at: number): number {
    const feed = this.#text.indexOf('\n', at);
    return feed < 0 ? this.#text.length : feed + 1;
  }

  /** The next line, where nothing but a comment (after a space, if `spaced`) is left of this one. */
  #lineEnd(from: number, spaced: boolean): number {
    const at = this.#skipSpaces(from);
    const code = this.#text.charCodeAt(at);
    if (!isLineEnd(code) && (code !== HASH || (spaced && at === from))) bail();
    return this.#nextLine(at);
  }

  #skipSpaces(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === SPACE) at++;
    return at;
  }

  #atDash(): boolean {
    return this.#text.charCodeAt(this.#at) === DASH && isBlankOrEnd(this.#text.charCodeAt(this.#at + 1));
  }

  /** At "---" or "...". */
  #atMarker(): boolean {
    return this.#text.startsWith('---', this.#at) || this.#text.startsWith('...', this.#at);
  }

  /** A key; what follows it must be a ":". */
  #key(at: number): ScalarNode {
    return this.#scalar(at, this.#column);
  }

  #colon(key: ScalarNode): void {
    const at = this.#skipSpaces(this.#pos);
    if (this.#text.charCodeAt(at) !== COLON || !isBlankOrEnd(this.#text.charCodeAt(at + 1))) bail();
    if (at - key.range.start > MAX_KEY_LENGTH || this.#multiline) bail();
    if (key.text === '<<' && key.style === 'plain') bail();
    this.#pos = at + 1;
  }

  /** A plain scalar on one line, or a quoted one; `#pos` is then where it ends. */
  #scalar(start: number, parent: number): ScalarNode {
    const code = this.#text.charCodeAt(start);
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      const double = code === DOUBLE_QUOTE;
      const read = double ? readDoubleQuoted : readSingleQuoted;
      const { value, end, multiline } = read(this.#text, start, parent + 1);
      this.#pos = end;
      this.#multiline = multiline;
      return {
        kind: 'scalar',
        range: { start, end },
        value,
        text: value,
        style: double ? 'double' : 'single',
      };
    }
    if (
      INDICATORS.has(code) ||
      ((code === DASH || code === COLON) && isBlankOrEnd(this.#text.charCodeAt(start + 1)))
    )
      bail();
    const end = this.#plainEnd(start);
    this.#pos = end;
    this.#multiline = false;
    const source = this.#text.slice(start, end);
    const value = coreValue(source);
    return {
      kind: 'scalar',
      range: { start, end },
      value,
      text: value === null ? '' : source,
      style: 'plain',
    };
  }

  /** Where a plain scalar ends: before ": ", " #" or the end of the line. */
  #plainEnd(start: number): number {
    const text = this.#text;
    let end = start;
    for (let i = start; ; i++) {
      const code = text.charCodeAt(i);
      if (code > COLON) {
        end = i + 1;
      } else if (code === SPACE) {
        if (text.charCodeAt(i + 1) === HASH) return end;
      } else if (isLineEnd(code)) {
        return end;
      } else if (code === COLON) {
        if (isBlankOrEnd(text.charCodeAt(i + 1))) return end;
        end = i + 1;
      } else if (code === TAB) {
        bail();
      } else end = i + 1;
    }
  }
}
