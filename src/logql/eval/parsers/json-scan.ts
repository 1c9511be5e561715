export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** A value as written in the line: strings without quotes and with escapes, the others as written. */
export interface JsonValue {
  readonly type: JsonType;
  readonly raw: string;
  readonly end: number;
}

/** A line that is not JSON, in the words of Loki's JSON reader. */
export class JsonError extends Error {}

const fail = (message: string): never => {
  throw new JsonError(message);
};

function skipBlanks(text: string, at: number): number {
  let i = at;
  while (' \n\r\t'.includes(text[i] ?? 'x')) i++;
  return i;
}

/** Behind the closing quote of the string whose content starts at `at`. */
function stringEnd(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return fail("Value is string, but can't find closing '\"' symbol");
}

/** Behind the bracket that closes the one at `at`. */
function blockEnd(text: string, at: number, open: string, close: string): number {
  let level = 0;
  for (let i = at; i < text.length; i++) {
    const char = text[i];
    if (char === '"') i = stringEnd(text, i + 1) - 1;
    else if (char === open) level++;
    else if (char === close && --level === 0) return i + 1;
  }
  return fail(
    open === '{'
      ? "Value looks like object, but can't find closing '}' symbol"
      : "Value is array, but can't find closing ']' symbol",
  );
}

/** Reads the value at `at`. */
function scanValue(text: string, at: number): JsonValue {
  const start = skipBlanks(text, at);
  const char = text[start];
  if (char === '"') {
    const end = stringEnd(text, start + 1);
    return { type: 'string', raw: text.slice(start + 1, end - 1), end };
  }
  if (char === '{' || char === '[') {
    const end = blockEnd(text, start, char, char === '{' ? '}' : ']');
    return { type: char === '{' ? 'object' : 'array', raw: text.slice(start, end), end };
  }
  const end = /[ \n\r\t,}\]]/.exec(text.slice(start));
  if (end === null)
    return fail("Value looks like Number/Boolean/None, but can't find its end: ',' or '}' symbol");
  const raw = text.slice(start, start + end.index);
  return { type: scalarType(raw), raw, end: start + raw.length };
}

function scalarType(raw: string): JsonType {
  if (raw === 'true' || raw === 'false') return 'boolean';
  if (raw === 'null') return 'null';
  if (/^[-0-9]/.test(raw)) return 'number';
  return fail('Unknown value type');
}

const escapeControl = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A string's value: undefined if an escape is invalid, and a blank for invalid UTF-8. */
export function unescapeJson(raw: string): string | undefined {
  if (!raw.includes('\\')) return raw.replaceAll('\ufffd', ' ');
  try {
    // Unlike JavaScript's, Loki's reader lets control characters stand in a string.
    const value = JSON.parse(`"${raw.replace(/[^ -\u{10ffff}]/gu, escapeControl)}"`) as string;
    return value.replaceAll('\ufffd', ' ');
  } catch {
    return undefined;
  }
}

/**
 * Walks the members of the object that `text` starts with, and throws a JsonError if it is not one; members before
 * the fault have been visited by then. A false answer of `visit` ends the walk.
 */
export function eachMember(text: string, visit: (key: string, value: JsonValue) => boolean): boolean {
  let at = skipBlanks(text, 0);
  if (text[at] === undefined) return fail('Malformed JSON error');
  if (text[at] !== '{') return fail('Value is not an object');
  at = skipBlanks(text, at + 1);
  if (text[at] === '}') return true;
  for (;;) {
    if (text[at] !== '"') return fail("Value looks like object, but can't find closing '}' symbol");
    const keyEnd = stringEnd(text, at + 1);
    const key =
      unescapeJson(text.slice(at + 1, keyEnd - 1)) ??
      fail('Encountered an invalid escape sequence in a string');
    at = skipBlanks(text, keyEnd);
    if (text[at] !== ':') return fail('Malformed JSON error');
    const value = scanValue(text, at + 1);
    if (!visit(key, value)) return false;
    at = skipBlanks(text, value.end);
    if (text[at] === '}') return true;
    if (text[at] !== ',') return fail('Malformed object');
    at = skipBlanks(text, at + 1);
  }
}

/**
 * The value at a path, undefined where the text has none there. A value that is found but not whole throws a JsonError;
 * faults elsewhere in the text are ignored, as Loki's reader (jsonparser.EachKey) does not.
 */
export function valueAt(text: string, path: readonly (string | number)[]): JsonValue | undefined {
  let at: number | undefined = 0;
  for (const step of path) {
    at = typeof step === 'number' ? elementAt(text, skipBlanks(text, at), step) : memberAt(text, at, step);
    if (at === undefined) return undefined;
  }
  return scanValue(text, at);
}

/** Runs `read`; undefined where the text it looks through is broken. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

/** Where the value of a member of the object at `from` begins. */
function memberAt(text: string, from: number, name: string): number | undefined {
  let at = skipBlanks(text, from);
  if (text[at] !== '{') return undefined;
  for (at = skipBlanks(text, at + 1); text[at] === '"'; at = skipBlanks(text, at + 1)) {
    const open = at;
    const keyEnd = orUndefined(() => stringEnd(text, open + 1));
    if (keyEnd === undefined) return undefined;
    const colon = skipBlanks(text, keyEnd);
    if (text[colon] !== ':') return undefined;
    if (unescapeJson(text.slice(open + 1, keyEnd - 1)) === name) return colon + 1;
    const value = orUndefined(() => scanValue(text, colon + 1));
    if (value === undefined) return undefined;
    at = skipBlanks(text, value.end);
    if (text[at] !== ',') return undefined;
  }
  return undefined;
}

/** Where an element of the array at `from` begins. */
function elementAt(text: string, from: number, index: number): number | undefined {
  if (text[from] !== '[') return undefined;
  let at = skipBlanks(text, from + 1);
  for (let i = 0; i < index; i++) {
    const start = at;
    const element = text[at] === ']' ? undefined : orUndefined(() => scanValue(text, start));
    if (element === undefined) return undefined;
    at = skipBlanks(text, element.end);
    if (text[at] !== ',') return undefined;
    at = skipBlanks(text, at + 1);
  }
  return at < text.length && text[at] !== ']' ? at : undefined;
}
