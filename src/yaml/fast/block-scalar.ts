import type { ScalarNode } from '../node.ts';
import { trimBlock } from '../trim-block.ts';
import { bail } from './bail.ts';
import { CR, SPACE, TAB } from './characters.ts';

/** `|` or `>`, its indicators, and at most a comment: no header that anyone could object to. */
const HEADER = /[|>](?:[+-]?[1-9]?|[1-9][+-])(?:[ ]+(?:#[^\n]*)?)?\r?\n/y;

export interface BlockScalar {
  readonly node: ScalarNode;
  /** Offset of the line after it. */
  readonly end: number;
}

/** One line of a block scalar: where it starts, how many spaces it starts with, and where its text ends. */
interface Line {
  readonly start: number;
  readonly spaces: number;
  readonly end: number;
}

/**
 * Reads a block scalar whose `|` or `>` is at `start`.
 *
 * @param indent the column of the map or list that holds it
 */
export function readBlockScalar(text: string, start: number, indent: number): BlockScalar {
  HEADER.lastIndex = start;
  const header = HEADER.exec(text)?.[0] ?? bail();
  const folded = header.startsWith('>');
  const digit = /^.[+-]?([1-9])/.exec(header)?.[1];
  const chomp = /^..?[+-]/.test(header) ? (/^..?\+/.test(header) ? '+' : '-') : '';
  const explicit = digit === undefined ? undefined : indent + Number(digit);
  const first = start + header.length;
  const end = extent(text, first, indent + 1, explicit, chomp === '+');
  const lines = splitLines(text, first, end);
  const value = blockValue(text, lines, { folded, chomp, explicit, indent });
  const style = folded ? 'folded' : 'literal';
  const range = trimBlock({ start, end }, text);
  return { node: { kind: 'scalar', range, value, text: value, style }, end };
}

/** Where the scalar ends: after its last line, the empty lines below it left out unless they are kept. */
function extent(
  text: string,
  first: number,
  least: number,
  explicit: number | undefined,
  keep: boolean,
): number {
  let lineStart = first;
  let indent: number;
  // Empty lines before the text, whatever their indentation.
  for (;;) {
    const at = skipSpaces(text, lineStart);
    const feed = lineFeedAt(text, at);
    if (feed < 0) {
      if (at >= text.length) bail(); // no text at all
      indent = at - lineStart;
      break;
    }
    lineStart = feed + 1;
  }
  if (indent < least) bail();
  const needed = explicit ?? indent;
  let newline = lineStart - 1;
  for (;;) {
    const at = skipSpaces(text, newline + 1);
    if (at - newline - 1 < needed && lineFeedAt(text, at) < 0) break;
    newline = text.indexOf('\n', at);
    if (newline < 0)
      return text.length > first && keep ? text.length : dropEmpty(text, first, text.length, indent) + 1;
  }
  if (text.charCodeAt(skipSpaces(text, newline + 1)) === TAB) bail();
  return (keep ? newline : dropEmpty(text, first, newline, indent)) + 1;
}

/** Steps back over lines that hold at most `indent` spaces; returns the line break before them. */
function dropEmpty(text: string, first: number, newline: number, indent: number): number {
  let result = newline;
  for (;;) {
    let i = result - 1;
    if (text.charCodeAt(i) === CR) i--;
    const last = i;
    while (text.charCodeAt(i) === SPACE) i--;
    if (text[i] !== '\n' || i < first || last - i > indent) return Math.min(result, text.length - 1);
    result = i;
  }
}

function splitLines(text: string, first: number, end: number): Line[] {
  const lines: Line[] = [];
  for (let start = first; start <= end;) {
    const feed = text.indexOf('\n', start);
    const lineEnd = feed < 0 || feed >= end ? end : feed;
    const at = Math.min(skipSpaces(text, start), lineEnd);
    const textEnd = lineEnd > at && text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
    lines.push({ start, spaces: at - start, end: textEnd });
    start = lineEnd + 1;
  }
  return lines;
}

interface Header {
  readonly folded: boolean;
  readonly chomp: '' | '+' | '-';
  /** Indentation that the header asks for, as a column. */
  readonly explicit: number | undefined;
  readonly indent: number;
}

function blockValue(text: string, lines: readonly Line[], header: Header): string {
  const isEmpty = (line: Line): boolean => line.start + line.spaces === line.end;
  let count = lines.length;
  while (count > 0 && isEmpty(lines[count - 1]!)) count--;
  const lead = lines.findIndex((line) => !isEmpty(line));
  if (lead < 0) return bail();
  const trim = header.explicit ?? lines[lead]!.spaces;
  // Empty lines before the text may not be deeper than it, and no line with text less deep.
  for (let i = 0; i < count; i++) {
    const { spaces } = lines[i]!;
    if (i < lead ? spaces > trim && header.explicit === undefined : spaces < trim && !isEmpty(lines[i]!))
      bail();
  }
  for (let i = lines.length - 1; i >= count; i--) if (lines[i]!.spaces > trim) count = i + 1;
  const slice = ({ start, spaces, end }: Line): string => text.slice(start + Math.min(trim, spaces), end);
  const body = lines.slice(lead, count);
  let value = '';
  for (let i = 0; i < lead; i++) value += `${slice(lines[i]!)}\n`;
  if (header.folded) value += foldLines(body, slice, trim, text);
  else value += body.length === 1 ? slice(body[0]!) : body.map(slice).join('\n');
  if (header.chomp === '-') return value;
  if (header.chomp === '') return `${value}\n`;
  for (let i = count; i < lines.length; i++)
    value += `\n${text.slice(lines[i]!.start + trim, lines[i]!.start + lines[i]!.spaces)}`;
  return value.endsWith('\n') ? value : `${value}\n`;
}

/** Joins lines by spaces; empty lines are line breaks, and lines deeper than the first keep theirs. */
function foldLines(
  lines: readonly Line[],
  slice: (line: Line) => string,
  trim: number,
  text: string,
): string {
  let value = '';
  let join = '';
  let deeperBefore = false;
  for (const line of lines) {
    const { spaces } = line;
    const deeper = spaces > trim || text.charCodeAt(line.start + spaces) === TAB;
    if (deeper && line.end > line.start) {
      if (join === ' ') join = '\n';
      else if (!deeperBefore && join === '\n') join = '\n\n';
      value += join + slice(line);
      join = '\n';
      deeperBefore = true;
    } else if (line.start + spaces === line.end) {
      if (join === '\n') value += '\n';
      else join = '\n';
    } else {
      value += join + slice(line);
      join = ' ';
      deeperBefore = false;
    }
  }
  return value;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at++;
  return at;
}

/** The line feed of the line break at `at`; -1 without one. */
function lineFeedAt(text: string, at: number): number {
  const at2 = text.charCodeAt(at) === CR ? at + 1 : at;
  return text[at2] === '\n' ? at2 : -1;
}
