import type { MapEntry, ScalarNode, YamlNode } from '../node.ts';
import { bail } from './bail.ts';
import { COLON, COMMA, DOUBLE_QUOTE, SINGLE_QUOTE, SPACE } from './characters.ts';
import { coreValue } from './core-schema.ts';
import { readDoubleQuoted, readSingleQuoted } from './quoted.ts';

/** A plain scalar inside brackets that cannot be taken for anything else. */
const PLAIN =
  /[\w./$(=~+^\u00a0-\uffff][\w./$()=~+^%<>@;\u00a0-\uffff-]*(?: +[\w./$()=~+^%<>@;\u00a0-\uffff-]+)*/y;

const MAX_FLOW_DEPTH = 20;

/** Reads a flow list or map on one line, whose bracket stands at `start`. */
export function readFlow(text: string, start: number, depth = 0): YamlNode {
  if (depth > MAX_FLOW_DEPTH) bail();
  const isMap = text[start] === '{';
  const close = isMap ? 0x7d : 0x5d;
  const items: YamlNode[] = [];
  const entries: MapEntry[] = [];
  let at = skipSpaces(text, start + 1);
  if (text.charCodeAt(at) !== close) {
    for (;;) {
      if (isMap) {
        const key = readScalar(text, at);
        at = skipSpaces(text, key.range.end);
        if (text.charCodeAt(at) !== COLON || text.charCodeAt(at + 1) !== SPACE || key.text === '<<') bail();
        const value = readItem(text, skipSpaces(text, at + 1), depth);
        entries.push({ key, value });
        at = skipSpaces(text, value.range.end);
      } else {
        const item = readItem(text, at, depth);
        items.push(item);
        at = skipSpaces(text, item.range.end);
      }
      if (text.charCodeAt(at) === close) break;
      if (text.charCodeAt(at) !== COMMA) bail();
      at = skipSpaces(text, at + 1);
    }
  }
  const range = { start, end: at + 1 };
  return isMap ? { kind: 'map', range, entries } : { kind: 'seq', range, items };
}

function readItem(text: string, at: number, depth: number): YamlNode {
  const code = text.charCodeAt(at);
  return code === 0x5b || code === 0x7b ? readFlow(text, at, depth + 1) : readScalar(text, at);
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
