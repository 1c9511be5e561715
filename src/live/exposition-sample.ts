import { parseNumber } from '../util/parse-number.ts';

export interface ExposedSample {
  readonly name: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
}

const BLANKS = ' \t';

/** Reads `name{a="b"} 1` or `{"a name", a="b"} 1`, with what may follow (timestamp, exemplar); undefined: it is neither. */
export function readSample(line: string): ExposedSample | undefined {
  const open = line.indexOf('{');
  const blank = line.search(/[ \t]/);
  if (open < 0 || (blank >= 0 && blank < open && line.slice(blank, open).trim() !== '')) {
    const name = blank < 0 ? line : line.slice(0, blank);
    return isName(name) && isValue(line.slice(name.length)) ? { name, labels: [] } : undefined;
  }
  const before = line.slice(0, open).trim();
  const braces = readBraces(line, open + 1);
  if (braces === undefined || !isValue(line.slice(braces.end))) return undefined;
  const name = before === '' ? braces.name : before;
  return name === undefined || (before !== '' && !isName(before))
    ? undefined
    : { name, labels: braces.labels };
}

interface Braces {
  /** A quoted name of the metric. */
  readonly name: string | undefined;
  readonly labels: readonly (readonly [string, string])[];
  /** Behind the closing brace. */
  readonly end: number;
}

function readBraces(line: string, start: number): Braces | undefined {
  const labels: [string, string][] = [];
  let name: string | undefined;
  let at = start;
  for (;;) {
    while (at < line.length && (BLANKS.includes(line[at]!) || line[at] === ',')) at++;
    if (line[at] === '}') return { name, labels, end: at + 1 };
    const key = line[at] === '"' ? readQuoted(line, at) : readBare(line, at);
    if (key === undefined) return undefined;
    at = skipBlanks(line, key.end);
    if (line[at] !== '=') {
      if (name !== undefined) return undefined;
      name = key.text;
      continue;
    }
    const value = readQuoted(line, skipBlanks(line, at + 1));
    if (value === undefined) return undefined;
    labels.push([key.text, value.text]);
    at = value.end;
  }
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (at < line.length && BLANKS.includes(line[at]!)) at++;
  return at;
}

interface Word {
  readonly text: string;
  readonly end: number;
}

function readBare(line: string, from: number): Word | undefined {
  let at = from;
  while (at < line.length && /[a-zA-Z0-9_:.]/.test(line[at]!)) at++;
  return at === from ? undefined : { text: line.slice(from, at), end: at };
}

function readQuoted(line: string, from: number): Word | undefined {
  if (line[from] !== '"') return undefined;
  let text = '';
  for (let at = from + 1; at < line.length; at++) {
    const char = line[at]!;
    if (char === '"') return { text, end: at + 1 };
    if (char === '\\') {
      at++;
      text += line[at] === 'n' ? '\n' : (line[at] ?? '');
    } else text += char;
  }
  return undefined;
}

function isName(text: string): boolean {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(text);
}

/** A number, or the braces of a native histogram (OpenMetrics 2.0); what follows is not looked at. */
function isValue(text: string): boolean {
  const [value] = text.trim().split(/[ \t]/, 1);
  return value !== undefined && (value.startsWith('{') || parseNumber(value) !== undefined);
}
