import type { TextEdit } from '../diagnostics/diagnostic.ts';
import type { MapNode, SeqNode, YamlNode } from '../yaml/node.ts';

/** A text and how it is written: what edits of YAML in place need. */
export interface YamlText {
  readonly text: string;
  /** The line break of the file. */
  readonly eol: string;
}

export function yamlTextOf(text: string): YamlText {
  return { text, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

const isFlow = ({ text }: YamlText, node: YamlNode): boolean => '{['.includes(text[node.range.start] ?? ' ');

/**
 * Adds entries to a map, behind those that it has, in its own style.
 *
 * @param lines of a block map without indentation; for a flow map each entry is one line (`key: value`)
 */
export function addEntries(source: YamlText, map: MapNode, lines: readonly string[]): TextEdit {
  if (isFlow(source, map)) return addToFlow(source, map, lines, map.entries.length === 0);
  const first = map.entries[0]!;
  const last = map.entries.at(-1)!;
  const at = endOfLine(source.text, contentEnd(last.value, last.key.range.end));
  return insertLines(source, at, columnOf(source.text, first.key.range.start), lines);
}

/** Adds items to a list, behind those that it has, in its own style. @param items as written in a flow list */
export function addItems(source: YamlText, list: SeqNode, items: readonly string[]): TextEdit {
  if (isFlow(source, list)) return addToFlow(source, list, items, list.items.length === 0);
  const last = list.items.at(-1)!;
  const dash = source.text.lastIndexOf('-', last.range.start);
  const at = endOfLine(source.text, contentEnd(last, last.range.end));
  const lines = items.map((item) => `- ${item}`);
  return insertLines(source, at, columnOf(source.text, dash), lines);
}

function addToFlow({ text }: YamlText, node: YamlNode, items: readonly string[], isEmpty: boolean): TextEdit {
  const close = node.range.end - 1;
  const inside = text.slice(node.range.start + 1, close);
  const padded = text[node.range.start] === '{' ? ' ' : '';
  const trimmed = inside.trimEnd();
  // An empty value needs the blank behind its colon.
  const kept = trimmed.endsWith(':') ? inside.slice(0, trimmed.length + 1) : trimmed;
  const start = node.range.start + 1 + kept.length;
  const joint = isEmpty || kept.endsWith(',') ? '' : ',';
  const before = isEmpty ? padded : ' ';
  // The text before the bracket stays, a line break of a list over several lines for example.
  const rest = inside.slice(kept.length);
  return {
    range: { start, end: close },
    text: `${joint}${before}${items.join(', ')}${rest === '' ? padded : rest}`,
  };
}

function insertLines(
  { text, eol }: YamlText,
  at: number,
  indent: number,
  lines: readonly string[],
): TextEdit {
  const blanks = ' '.repeat(indent);
  const added = lines.map((line) => (line === '' ? '' : blanks + line)).join(eol);
  return {
    range: { start: at, end: at },
    text: at === 0 || text[at - 1] !== '\n' ? `${eol}${added}` : `${added}${eol}`,
  };
}

/** The position of the last character of a value; an empty value ends with its key's colon. */
function contentEnd(node: YamlNode, keyEnd: number): number {
  if (node.kind === 'map' && node.entries.length > 0) {
    const last = node.entries.at(-1)!;
    return Math.max(keyEnd, contentEnd(last.value, last.key.range.end));
  }
  if (node.kind === 'seq' && node.items.length > 0) {
    const last = node.items.at(-1)!;
    return Math.max(keyEnd, contentEnd(last, last.range.end));
  }
  return Math.max(keyEnd, node.range.end);
}

/** The end of the line that an offset is in, before its line break; a block scalar ends behind its own. */
function endOfLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
