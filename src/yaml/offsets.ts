import type { Range } from '../source/range.ts';
import { remember } from '../util/remember.ts';
import type { ScalarNode } from './node.ts';

const ESCAPES: Record<string, number> = { x: 2, u: 4, U: 8 };

/**
 * Where the characters of a scalar's text stand in the source: `offsets[i]` is the source offset of `text[i]`,
 * and one more entry gives the end. Right through quotes, escapes, folding and the indentation of block scalars.
 */
export function scalarOffsets(node: ScalarNode, source: string): Uint32Array {
  return node.offsets === undefined ? aligned(node)(source) : node.offsets();
}

/** A text with thousands of actions asks for its places thousands of times. */
const aligned = remember((node: ScalarNode) => remember((source: string) => align(node, source), 2), 8);

function align(node: ScalarNode, source: string): Uint32Array {
  switch (node.style) {
    case 'literal':
    case 'folded':
      return alignBlock(node, source);
    case 'plain':
      return alignFlow(node, source, node.range.start, node.range.end, '');
    case 'single':
    case 'double':
      return alignFlow(
        node,
        source,
        node.range.start + 1,
        node.range.end - 1,
        node.style === 'single' ? "'" : '"',
      );
  }
}

/** The source range of `text.slice(start, end)` of a scalar; never empty where the scalar is not. */
export function scalarRange(node: ScalarNode, source: string, start: number, end: number): Range {
  const single = node.text.length === node.range.end - node.range.start && node.style === 'plain';
  if (single && node.offsets === undefined && !node.text.includes('\n'))
    return { start: node.range.start + start, end: node.range.start + end };
  const offsets = scalarOffsets(node, source);
  const last = offsets.length - 1;
  const from = offsets[Math.min(start, last)]!;
  if (end <= start) return { start: from, end: from };
  return { start: from, end: Math.max(from, offsets[Math.min(end, last + 1) - 1]! + 1) };
}

/**
 * The index in a scalar's text of a place in the source: of the character that is there, or of the next one. A place
 * before the text is its start, one behind it its end.
 */
export function indexInScalar(node: ScalarNode, source: string, offset: number): number {
  const offsets = scalarOffsets(node, source);
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

const isBreak = (c: string | undefined): boolean => c === '\n' || c === '\r';
const isBlank = (c: string | undefined): boolean => c === ' ' || c === '\t';

/** Plain and quoted scalars: walks value and source side by side. */
function alignFlow(node: ScalarNode, source: string, start: number, end: number, quote: string): Uint32Array {
  const { text } = node;
  const offsets = new Uint32Array(text.length + 1);
  let at = start;
  let i = 0;
  // The blanks up to here end at no line break.
  let plainUpTo = at;
  while (i < text.length && at < end) {
    const c = source[at]!;
    if (at >= plainUpTo) plainUpTo = blanksEnd(source, at, end);
    const foldAt = plainUpTo < end && isBreak(source[plainUpTo]) ? plainUpTo : -1;
    if (foldAt >= 0) {
      const next = skipFold(source, foldAt, end);
      // Spaces before a line break are not part of the value; one break is a space, more are line breaks.
      const breaks = countBreaks(source, foldAt, next);
      for (let k = Math.max(1, breaks - 1); k > 0 && i < text.length; k--) offsets[i++] = foldAt;
      at = next;
      continue;
    }
    if (quote === "'" && c === "'") {
      offsets[i++] = at;
      at += 2;
    } else if (quote === '"' && c === '\\') {
      if (isBreak(source[at + 1])) {
        const next = skipFold(source, at + 1, end);
        // An escaped break is nothing, the empty lines after it are breaks.
        for (let k = countBreaks(source, at + 1, next) - 1; k > 0 && i < text.length; k--) offsets[i++] = at;
        at = next;
        continue;
      }
      const length = 2 + (ESCAPES[source[at + 1] ?? ''] ?? 0);
      const units = source[at + 1] === 'U' && (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
      for (let k = 0; k < units; k++) offsets[i++] = at;
      at += length;
    } else {
      offsets[i++] = at++;
    }
  }
  while (i <= text.length) offsets[i++] = Math.min(at, end);
  return offsets;
}

/** Where the blanks that begin at an offset end. */
function blanksEnd(source: string, at: number, end: number): number {
  let k = at;
  while (k < end && isBlank(source[k])) k++;
  return k;
}

function countBreaks(source: string, start: number, end: number): number {
  let count = 0;
  for (let k = start; k < end; k++) if (source[k] === '\n') count++;
  return count;
}

function skipFold(source: string, at: number, end: number): number {
  let k = at;
  while (k < end && (isBlank(source[k]) || isBreak(source[k]))) k++;
  return k;
}

/** Block scalars: line by line below the header, without the indentation. */
function alignBlock(node: ScalarNode, source: string): Uint32Array {
  const { text } = node;
  const offsets = new Uint32Array(text.length + 1);
  let at = source.indexOf('\n', node.range.start) + 1;
  if (at === 0) at = node.range.end;
  const indent = blockIndent(text, source, at);
  const folded = new FoldedBreaks(text, source, indent);
  let i = 0;
  while (i < text.length) {
    const lineEnd = endOfLine(source, at);
    let k = Math.min(at + indent, lineEnd);
    while (k < lineEnd && i < text.length && text[i] === source[k]) offsets[i++] = k++;
    if (i >= text.length) {
      at = k;
      break;
    }
    if (k < lineEnd && source[k] !== '\r') {
      // Out of step (cannot happen on what the parser accepted): point at this line for the rest of it.
      offsets[i++] = k;
    } else if (text[i] === '\n' || text[i] === ' ') {
      if (node.style === 'literal' || !folded.isVanished(i, lineEnd))
        offsets[i++] = Math.min(lineEnd, source.length);
    }
    if (lineEnd >= source.length) {
      while (i < text.length) offsets[i++] = source.length;
      at = source.length;
      break;
    }
    at = lineEnd + 1;
  }
  offsets[text.length] = Math.min(at, source.length);
  return offsets;
}

/** In a folded scalar a break before an empty line vanishes: the empty line's own break is the one in the text. */
class FoldedBreaks {
  readonly #text: string;
  readonly #source: string;
  readonly #indent: number;
  /** Where the run of breaks in the text ends that was looked at last. */
  #runEnd = 0;
  /** How many empty lines follow in the source from the start of a line on: each run is counted once. */
  readonly #empties = new Map<number, number>();

  constructor(text: string, source: string, indent: number) {
    this.#text = text;
    this.#source = source;
    this.#indent = indent;
  }

  /** @param lineEnd of the line in the source that the break at `i` of the text may belong to */
  isVanished(i: number, lineEnd: number): boolean {
    if (this.#text[i] !== '\n') return false;
    const start = lineEnd + 1;
    if (this.#source.slice(start, endOfLine(this.#source, start)).trim() !== '') return false;
    if (i >= this.#runEnd) {
      this.#runEnd = i;
      while (this.#text[this.#runEnd] === '\n') this.#runEnd++;
    }
    return this.#runEnd - i <= this.#emptyLinesFrom(start);
  }

  #emptyLinesFrom(start: number): number {
    if (!this.#empties.has(start)) {
      const starts: number[] = [];
      let at = start;
      while (at < this.#source.length) {
        const end = endOfLine(this.#source, at);
        if (this.#source.slice(at, end).trim() !== '' || end - at > this.#indent + 1_000) break;
        starts.push(at);
        at = end + 1;
      }
      this.#empties.set(start, 0);
      for (const [index, each] of starts.entries()) this.#empties.set(each, starts.length - index);
    }
    return this.#empties.get(start) ?? 0;
  }
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

/** Indentation of a block scalar: what the first line with text has in the source but not in the value. */
function blockIndent(text: string, source: string, start: number): number {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0) return 0;
  let at = start;
  while (at < source.length) {
    const end = endOfLine(source, at);
    const line = source.slice(at, end);
    if (line.trim() !== '') {
      const lead = line.length - line.trimStart().length;
      const own = lines[first]!.length - lines[first]!.trimStart().length;
      return Math.max(0, lead - own);
    }
    at = end + 1;
  }
  return 0;
}
