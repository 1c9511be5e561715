import { lex } from '../logql/syntax/lexer.ts';
import type { Query } from '../project/project.ts';
import { tokenize } from '../promql/syntax/lexer.ts';
import { isAggregateOp } from '../promql/functions/aggregations.ts';
import { functionSignature } from '../promql/functions/table.ts';
import { RANGE_AGGREGATIONS, STAGES, VECTOR_AGGREGATIONS } from '../logql/functions/index.ts';
import type { Lines } from './lines.ts';
import { queriesIn } from './place.ts';
import type { OpenFile } from './place.ts';

/** The types of tokens, by their numbers in the protocol's list. */
export const TOKEN_TYPES = [
  'function',
  'variable',
  'property',
  'string',
  'number',
  'keyword',
  'operator',
  'comment',
] as const;

type TokenType = (typeof TOKEN_TYPES)[number];

interface Part {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
}

/** The tokens of all expressions of a file, coded as the protocol wants: five numbers each, relative to the one before. */
export function semanticTokens(open: OpenFile, lines: Lines): number[] {
  const { text } = open.file;
  const parts = queriesIn(open)
    .flatMap((query) => partsOf(query))
    .flatMap(({ start, end, type }) => onLines(start, end, text).map((range) => ({ ...range, type })))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const data: number[] = [];
  let [line, column, from] = [0, 0, 0];
  for (const { start, end, type } of parts) {
    // An anchor brings one text to several rules.
    if (start < from || end <= start) continue;
    from = end;
    const at = lines.position(start);
    data.push(
      at.line - line,
      at.line === line ? at.character - column : at.character,
      end - start,
      TOKEN_TYPES.indexOf(type),
      0,
    );
    [line, column] = [at.line, at.character];
  }
  return data;
}

/** A token may go over lines in the source, but not in the protocol. */
function onLines(start: number, end: number, text: string): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let at = start;
  for (const piece of text.slice(start, end).split('\n')) {
    const lead = piece.length - piece.trimStart().length;
    ranges.push({ start: at + lead, end: at + piece.trimEnd().length });
    at += piece.length + 1;
  }
  return ranges;
}

function partsOf({ language, source }: Query): Part[] {
  const { text } = source;
  const tokens = language === 'promql' ? promqlParts(text) : logqlParts(text);
  return tokens.map(({ start, end, type }) => ({ ...source.rangeOf({ start, end }), type }));
}

function promqlParts(text: string): Part[] {
  const parts: Part[] = [];
  let braces = 0;
  for (const { kind, start, end } of tokenize(text).tokens) {
    const word = text.slice(start, end);
    if (word === '{') braces++;
    if (word === '}') braces--;
    const type = promqlType(kind, word, braces > 0, text.slice(end));
    if (type !== undefined) parts.push({ start, end, type });
  }
  return parts;
}

function promqlType(kind: string, word: string, inBraces: boolean, rest: string): TokenType | undefined {
  if (kind === 'string') return 'string';
  if (kind === 'number' || kind === 'duration') return 'number';
  if (/^[a-zA-Z_:]/.test(word)) {
    if (inBraces) return 'property';
    const called = /^\s*(?:\(|by\b|without\b)/.test(rest);
    if (called && (isAggregateOp(word.toLowerCase()) || functionSignature(word) !== undefined))
      return 'function';
    return kind === 'identifier' || kind === 'metric identifier' ? 'variable' : 'keyword';
  }
  return /^[-+*/%^=!<>~@]+$/.test(word) ? 'operator' : undefined;
}

function logqlParts(text: string): Part[] {
  const parts: Part[] = [];
  for (const { kind, start, end } of lex(text).tokens) {
    const word = text.slice(start, end);
    const type = logqlType(kind, word);
    if (type !== undefined) parts.push({ start, end, type });
  }
  return parts;
}

function logqlType(kind: string, word: string): TokenType | undefined {
  if (/^["`']/.test(word)) return 'string';
  if (/^-?[\d.]/.test(word)) return 'number';
  if (/^[\p{L}_]/u.test(word)) {
    if (RANGE_AGGREGATIONS.has(word) || VECTOR_AGGREGATIONS.has(word)) return 'function';
    if (STAGES.has(word) || kind === word) return 'keyword';
    return 'property';
  }
  return /^[-+*/%^=!<>~|]+$/.test(word) ? 'operator' : undefined;
}
