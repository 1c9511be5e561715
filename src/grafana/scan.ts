import type { Range } from '../source/range.ts';

/** One use of a variable or macro in a text: `$job`, `${job:regex}`, `[[job]]`, `${__field.labels.pod}`. */
export interface VariableUse extends Range {
  readonly name: string;
  /** The part after the first dot: `labels.pod` of `${__field.labels.pod}`. */
  readonly path?: string;
  /** The format behind the colon: `regex`. */
  readonly format?: string;
}

/** Names of variables, with their paths and formats, are shorter than this. */
const MOST_LETTERS = 300;
const PLAIN = /\w+/y;
const BRACED = /(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/y;
const BRACKETED = /(\w+?)(?::(\w+))?\]\]/y;

/**
 * Every use of a variable in a text, in order; the forms are those of Grafana's `variableRegex`
 * (public/app/features/variables/utils.ts): `$name`, `[[name:format]]` and `${name.path:format}`.
 */
export function scanVariables(text: string): readonly VariableUse[] {
  const uses: VariableUse[] = [];
  if (!text.includes('$') && !text.includes('[[')) return uses;
  let at = 0;
  while (at < text.length) {
    const use = useAt(text, at);
    if (use !== undefined) uses.push(use);
    at = use?.end ?? at + 1;
  }
  return uses;
}

function useAt(text: string, start: number): VariableUse | undefined {
  const first = text[start];
  if (first === '$')
    return text[start + 1] === '{'
      ? read(BRACED, text, start, start + 2)
      : read(PLAIN, text, start, start + 1);
  return first === '[' && text[start + 1] === '[' ? read(BRACKETED, text, start, start + 2) : undefined;
}

function read(pattern: RegExp, text: string, start: number, from: number): VariableUse | undefined {
  const window = text.slice(from, from + MOST_LETTERS);
  pattern.lastIndex = 0;
  const match = pattern.exec(window);
  if (match === null) return undefined;
  const end = from + match[0].length;
  if (pattern === PLAIN) return { name: match[0], start, end };
  const [path, format] = pattern === BRACED ? [match[2], match[3]] : [undefined, match[2]];
  return {
    name: match[1]!,
    start,
    end,
    ...(path === undefined ? {} : { path }),
    ...(format === undefined ? {} : { format }),
  };
}
