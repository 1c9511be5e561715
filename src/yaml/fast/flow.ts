import type { MapEntry, ScalarNode, YamlNode } from '../node.ts';
import { bail } from './bail.ts';
import { COLON, COMMA, CR, DOUBLE_QUOTE, LF, SINGLE_QUOTE, SPACE } from './characters.ts';
import { coreValue } from './core-schema.ts';
import { readDoubleQuoted, readSingleQuoted } from './quoted.ts';

/** A plain scalar inside brackets that cannot be taken for anything else: quotes, signs and colons are within words. */
const PLAIN = new RegExp(
  String.raw`[\w./$(=~+^\u00a0-\uffff]WORD*(?: +WORD+)*`.replaceAll(
    'WORD',
    String.raw`(?:[\w./$()=~+^%<>@;"'!|&*\u00a0-\uffff-]|:(?=[\w./$(=~+^]))`,
  ),
  'y',
);

const MAX_FLOW_DEPTH = 60;

/**
 * Reads a flow list or map whose bracket is at `start`; scalars and keys with their ":" stay on one line.
 *
 * @param least the column from which its further lines start
 */
export function readFlow(text: string, start: number, least: number, depth = 0): YamlNode {
  if (depth > MAX_FLOW_DEPTH) bail();
  const isMap = text[start] === '{';
  const close = isMap ? 0x7d : 0x5d;
  const items: YamlNode[] = [];
  const entries: MapEntry[] = [];
  let at = skipLines(text, start + 1, least);
  if (text.charCodeAt(at) !== close) {
    for (;;) {
      if (isMap) {
        const key = readScalar(text, at);
        at = skipSpaces(text, key.range.end);
        if (text.charCodeAt(at) !== COLON || text.charCodeAt(at + 1) !== SPACE || key.text === '<<') bail();
        const value = readItem(text, skipSpaces(text, at + 1), least, depth);
        entries.push({ key, value });
        at = skipLines(text, value.range.end, least);
      } else {
        const item = readItem(text, at, least, depth);
        items.push(item);
        at = skipLines(text, item.range.end, least);
      }
      if (text.charCodeAt(at) === close) break;
      if (text.charCodeAt(at) !== COMMA) bail();
      at = skipLines(text, at + 1, least);
      // A comma may be before the end.
      if (text.charCodeAt(at) === close) break;
    }
  }
  const range = { start, end: at + 1 };
  return isMap ? { kind: 'map', range, entries } : { kind: 'seq', range, items };
}

function readItem(text: string, at: number, least: number, depth: number): YamlNode {
  const code = text.charCodeAt(at);
  return code === 0x5b || code === 0x7b ? readFlow(text, at, least, depth + 1) : readScalar(text, at);
}

function readScalar(text: string, start: number): ScalarNode {
  const code = text.charCodeAt(start);
  if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
    const double = code === DOUBLE_QUOTE;
    const { value, end, multiline } = double
      ? readDoubleQuoted(text, start, 0)
      : readSingleQuoted(text, start, 0);
    if (multiline) bail();
    return {
      kind: 'scalar',
      range: { start, end },
      value,
      text: value,
      style: double ? 'double' : 'single',
    };
  }
  PLAIN.lastIndex = start;
  const source = PLAIN.exec(text)?.[0] ?? bail();
  const value = coreValue(source);
  return {
    kind: 'scalar',
    range: { start, end: start + source.length },
    value,
    text: value === null ? '' : source,
    style: 'plain',
  };
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at++;
  return at;
}

/** Goes over spaces and line breaks; the line it ends in must be deep enough. */
function skipLines(text: string, from: number, least: number): number {
  let at = from;
  let line = -1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === LF) line = at + 1;
    else if (code !== SPACE && code !== CR) break;
    at++;
  }
  if (line >= 0 && (at - line < least || text.startsWith('...', at))) bail();
  return at;
}
