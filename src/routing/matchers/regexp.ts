import { RE2JS } from 're2js';
import { errorText } from '../../util/error-text.ts';
import { MAX_REGEX_LENGTH } from '../../util/regex-limit.ts';

/** A regular expression that RE2 refuses. `description` says what the fault is, `part` which part of it. */
export class RegexpError extends Error {
  readonly pattern: string;
  readonly description: string;
  readonly part: string;

  constructor(pattern: string, description: string, part: string) {
    super(`${description}: \`${part}\``);
    this.name = 'RegexpError';
    this.pattern = pattern;
    this.description = description;
    this.part = part;
  }
}

/** An expression as a message shows it: nobody reads thousands of alternatives. */
export function beginning(pattern: string): string {
  return pattern.length > 2_000 ? `${pattern.slice(0, 20)}...` : pattern;
}

/** Remembered answers per expression: values of labels repeat, expressions cost. */
const MEMORY = 4096;

/** Text without a character that is special in RE2. */
const LITERAL = /^[A-Za-z0-9_ :,/@%&"'=<>~#;-]*$/;

/** A compiled, anchored expression. */
export interface AnchoredRegexp {
  readonly accepts: (value: string) => boolean;
  /** The values it accepts, where it is nothing but words joined by `|`. */
  readonly words: ReadonlySet<string> | undefined;
}

/**
 * Compiles an RE2 expression that must match a whole value. The shapes that fill routing trees (words, and words
 * with `.*` or `.+` at an end) are answered without the regular expression engine.
 *
 * @throws RegexpError with what RE2 says is wrong.
 */
export function compileAnchored(pattern: string): AnchoredRegexp {
  // Alertmanager wraps the values of match_re once more on its own.
  const inner = /^\^\(\?:([^()]*)\)\$$/.exec(pattern)?.[1] ?? pattern;
  const parts = inner.split('|');
  if (parts.every((part) => LITERAL.test(part))) {
    const words = new Set(parts);
    return { words, accepts: (value) => words.has(value) };
  }
  const simple = parts.map(simplePart);
  if (simple.every((test) => test !== undefined)) {
    const [first] = simple;
    if (simple.length === 1 && first !== undefined) return { words: undefined, accepts: first };
    return { words: undefined, accepts: (value) => simple.some((test) => test(value)) };
  }
  return { words: undefined, accepts: remembered(compile(pattern)) };
}

/** `literal.*`, `.+literal` and the like: `.` is any character but a line break. */
function simplePart(part: string): ((value: string) => boolean) | undefined {
  const shape = /^(\.[*+])?(.*?)(\.[*+])?$/s.exec(part);
  const [, before, literal = '', after] = shape ?? [];
  if (!LITERAL.test(literal)) return undefined;
  if (before === undefined && after === undefined) return (value) => value === literal;
  const minBefore = before === '.+' ? 1 : 0;
  const minAfter = after === '.+' ? 1 : 0;
  const shortest = literal.length + minBefore + minAfter;
  if (before === undefined) {
    return (value) => value.length >= shortest && value.startsWith(literal) && !value.includes('\n');
  }
  if (after === undefined) {
    return (value) => value.length >= shortest && value.endsWith(literal) && !value.includes('\n');
  }
  return (value) => {
    if (value.length < shortest || value.includes('\n')) return false;
    const at = value.indexOf(literal, minBefore);
    return at >= 0 && at + literal.length <= value.length - minAfter;
  };
}

function remembered(compiled: RE2JS): (value: string) => boolean {
  const memory = new Map<string, boolean>();
  return (value) => {
    const known = memory.get(value);
    if (known !== undefined) return known;
    const answer = compiled.test(value);
    if (memory.size >= MEMORY) memory.clear();
    memory.set(value, answer);
    return answer;
  };
}

function compile(pattern: string): RE2JS {
  if (pattern.length > MAX_REGEX_LENGTH) {
    const size = `${pattern.length} characters, of which rulecheck reads ${MAX_REGEX_LENGTH} at most`;
    throw new RegexpError(pattern, size, beginning(pattern));
  }
  try {
    return RE2JS.compile(`^(?:${pattern})$`);
  } catch (error) {
    throw toRegexpError(pattern, error);
  }
}

function toRegexpError(pattern: string, error: unknown): RegexpError {
  const text = errorText(error);
  const parts = /^error parsing regexp: ([^`]*): `([^]*)`$/.exec(text);
  if (parts === null) return new RegexpError(pattern, text, pattern);
  // The wrapping is Alertmanager's, not the author's: name the author's part only.
  const part = parts[2] === `^(?:${pattern})$` ? pattern : parts[2]!;
  return new RegexpError(pattern, parts[1]!, part);
}
