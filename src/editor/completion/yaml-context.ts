import { wordBefore } from '../../util/word-before.ts';

/**
 * The part of a YAML text that is being written, found by its lines alone: while somebody types, the text hardly ever parses.
 */
export interface YamlContext {
  /** The keys around, outermost first, without the one on this line. */
  readonly path: readonly string[];
  /** The key whose value is written, or `undefined` where a key (or the item of a list) is. */
  readonly key: string | undefined;
  /** The item of a list is written, not a key. */
  readonly isItem: boolean;
  /** The part of the value or key before the cursor. */
  readonly prefix: string;
  /** Where `prefix` starts. */
  readonly start: number;
}

/** A key at the start of a text, with its colon and the blanks behind it. */
const KEY = /^(["']?)([\w.$/*-]{1,200})\1:(?:$|\s)/;

interface Line {
  /** Indentation and the marks of list items. */
  readonly lead: string;
  readonly key: string | undefined;
  /** The text after the lead, or after the key. */
  readonly rest: string;
}

function readLine(line: string): Line {
  let at = 0;
  while (line[at] === ' ' || line[at] === '\t' || (line[at] === '-' && line[at + 1] === ' ')) at++;
  const text = line.slice(at);
  const found = KEY.exec(text);
  const rest = found === null ? text : text.slice(found[0].length).trimStart();
  return { lead: line.slice(0, at), key: found?.[2], rest };
}

/** The context of the cursor. */
export function yamlContext(text: string, offset: number): YamlContext {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const { lead, key, rest } = readLine(before);
  const dash = lead.lastIndexOf('- ');
  const path = pathAbove(text, lineStart, dash >= 0 ? dash + 1 : lead.length, lead.length);
  const prefix = key === undefined ? rest : withinFlow(rest);
  const isItem = key === undefined && dash >= 0;
  return { path, key, isItem, prefix: unquoted(prefix), start: offset - unquoted(prefix).length };
}

/** Of `[a, b` the last item. */
function withinFlow(value: string): string {
  if (!/^[[{]/.test(value)) return value;
  return wordBefore(value, /[^,[{]/).trimStart();
}

const unquoted = (text: string): string => text.replace(/^["']/, '');

/**
 * The keys above a line that it belongs to.
 *
 * @param limit a key belongs to the path where its column is below this
 * @param column of what is on the line, behind the marks of list items
 */
function pathAbove(text: string, lineStart: number, limit: number, column: number): string[] {
  const path: string[] = [];
  let below = limit;
  let own = column;
  for (let end = lineStart - 1; end >= 0 && below > 0;) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    end = start - 1;
    if (/^\s*(?:#|$)/.test(line)) continue;
    const { lead, key } = readLine(line);
    const dash = lead.lastIndexOf('- ');
    if (lead.length < below && key !== undefined) {
      path.unshift(key);
      below = dash >= 0 ? dash + 1 : lead.length;
      own = lead.length;
    } else if (lead.length === own && dash >= 0) below = Math.min(below, dash + 1);
    else if (dash >= 0 && dash < below) below = dash + 1;
  }
  return path;
}
