import type { Range } from '../../source/range.ts';
import { asResult, fail } from './error.ts';
import type { ParseResult } from './error.ts';
import type { MatcherSpec, MatchOp } from './matcher.ts';

/** Go's \s: ASCII blanks only. */
const FORMAT = /^([\t\n\f\r ]*)([a-zA-Z_:][a-zA-Z0-9_:]*)([\t\n\f\r ]*)(=~|=|!=|!~)([\t\n\f\r ]*)([^]*)/;

interface Piece {
  readonly text: string;
  readonly start: number;
}

/**
 * Parses a list of matchers as Alertmanager up to 0.26 does, and newer ones in classic mode: one optional brace
 * on each side (they need not pair), commas outside quotes, names of `[a-zA-Z_:]`, values with or without
 * quotes. Regular expressions are not compiled here.
 */
export function parseClassic(text: string): ParseResult {
  return asResult(() => split(text).map(parseOne));
}

/** Parses exactly one matcher (no braces, no commas outside the value): amtool's arguments in 0.25. */
export function parseClassicOne(text: string): ParseResult {
  return asResult(() => [parseOne({ text, start: 0 })]);
}

/** Cuts at the commas outside quotes; a blank rest after the last comma is not a matcher. */
function split(text: string): Piece[] {
  const from = text.startsWith('{') ? 1 : 0;
  const to = text.endsWith('}') && text.length > from ? text.length - 1 : text.length;
  const pieces: Piece[] = [];
  let start = from;
  let quoted = false;
  let escaped = false;
  for (let i = from; i < to; i++) {
    switch (text[i]) {
      case ',':
        // Upstream keeps `escaped` over a comma inside quotes.
        if (!quoted) {
          pieces.push({ text: text.slice(start, i), start });
          start = i + 1;
        }
        break;
      case '"':
        if (!escaped) quoted = !quoted;
        escaped = false;
        break;
      case '\\':
        escaped = !escaped;
        break;
      default:
        escaped = false;
    }
  }
  const rest = text.slice(start, to);
  const trimmed = rest.trim();
  if (trimmed !== '') pieces.push({ text: trimmed, start: start + rest.indexOf(trimmed) });
  return pieces;
}

function parseOne(piece: Piece): MatcherSpec {
  const parts = FORMAT.exec(piece.text);
  if (parts === null) return badFormat(piece);
  const [, before, name, gap, op, gap2, rest] = parts as unknown as [string, ...string[]] & { 6: string };
  const raw = rest.replace(/(?<![\t\n\f\r ])[\t\n\f\r ]+$/, '');
  const nameStart = piece.start + before!.length;
  const nameRange = { start: nameStart, end: nameStart + name!.length };
  const opStart = nameRange.end + gap!.length;
  const valueStart = opStart + op!.length + gap2!.length;
  const valueRange = { start: valueStart, end: valueStart + raw.length };
  return {
    name: name!,
    op: op as MatchOp,
    value: unescape(raw, valueRange),
    range: { start: nameStart, end: valueRange.end },
    nameRange,
    valueRange,
  };
}

/** Undoes quotes and the escapes \n, \" and \\; any other backslash stays as it is. */
function unescape(raw: string, range: Range): string {
  const quoted = raw.startsWith('"');
  const text = quoted ? raw.slice(1) : raw;
  let closed = !quoted;
  let value = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '\\' && i < text.length - 1) value += unescapeOne(text[++i]!);
    else if (c === '"') {
      if (!quoted || i < text.length - 1) return strayQuote(range, quoted ? i + 1 : i);
      closed = true;
    } else value += c;
  }
  if (!closed) {
    fail(
      'matcher-quote',
      range,
      `the value ${raw} opens a double quote and never closes it`,
      'close the quote, or write a double quote inside the value as \\"',
    );
  }
  return value;
}

function unescapeOne(c: string): string {
  if (c === 'n') return '\n';
  return c === '"' || c === '\\' ? c : `\\${c}`;
}

function strayQuote(value: Range, at: number): never {
  const start = value.start + at;
  return fail(
    'matcher-quote',
    { start, end: start + 1 },
    'a double quote inside a value needs a backslash',
    'put the whole value in double quotes and write \\" for a quote inside it',
  );
}

function badFormat(piece: Piece): never {
  const blank = piece.text.trim() === '';
  return fail(
    'matcher-format',
    { start: piece.start, end: piece.start + Math.max(piece.text.length, 1) },
    blank ? 'an empty matcher between two commas' : `"${piece.text.trim()}" is not a matcher`,
    blank
      ? 'remove the extra comma'
      : 'a matcher is a label name, one of = != =~ !~, and a value: severity="critical"',
  );
}
