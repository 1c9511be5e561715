import { charSet, complement, folded } from './char-set.ts';
import type { CharSet } from './char-set.ts';
import { CONTROL_ESCAPES, DOT, PERL_CLASSES, POSIX_CLASSES } from './classes.ts';

/** A regular expression as far as its language matters: groups only group, greed does not count. */
export type PatternNode =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'start' | 'end' };

/** What the reader does not follow: Unicode classes, word boundaries, multi-line mode, literal quotes, deep nesting. */
class Unread extends Error {}

const MAX_LENGTH = 4_000;
const MAX_DEPTH = 60;

/**
 * Reads an expression that RE2 accepts. undefined: it holds something outside the subset (`\pL`, `\b`, `\Q`, `(?m)`,
 * letters beyond ASCII without regard to case), or is longer or deeper than is worth it.
 */
export function parsePattern(pattern: string): PatternNode | undefined {
  if (pattern.length > MAX_LENGTH) return undefined;
  try {
    return new PatternParser(pattern).whole();
  } catch (error) {
    if (error instanceof Unread) return undefined;
    throw error;
  }
}

interface Flags {
  readonly fold: boolean;
  readonly dotAll: boolean;
}

class PatternParser {
  readonly #chars: readonly string[];
  #at = 0;
  #flags: Flags = { fold: false, dotAll: false };
  #depth = 0;

  constructor(pattern: string) {
    this.#chars = Array.from(pattern);
  }

  whole(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#chars.length) throw new Unread();
    return node;
  }

  #choice(): PatternNode {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    for (let c = this.#peek(); c !== undefined && c !== '|' && c !== ')'; c = this.#peek()) {
      const atom = this.#atom();
      if (atom !== undefined) parts.push(this.#repeated(atom));
    }
    return { kind: 'sequence', parts };
  }

  #repeated(atom: PatternNode): PatternNode {
    let node = atom;
    for (;;) {
      const bounds = this.#bounds();
      if (bounds === undefined) return node;
      this.#take('?');
      node = { kind: 'repeat', part: node, ...bounds };
    }
  }

  #bounds(): { min: number; max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Infinity };
    if (this.#take('+')) return { min: 1, max: Infinity };
    if (this.#take('?')) return { min: 0, max: 1 };
    const counted = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(this.#chars.slice(this.#at, this.#at + 12).join(''));
    if (counted === null || (counted[2] === '' && counted[3] !== '')) return undefined;
    this.#at += counted[0].length;
    const min = Number(counted[1]);
    if (counted[2] === '') return { min, max: min };
    return { min, max: counted[3] === '' ? Infinity : Number(counted[3]) };
  }

  /** undefined: flags, which match nothing themselves. */
  #atom(): PatternNode | undefined {
    const c = this.#chars[this.#at++]!;
    switch (c) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'chars', set: this.#class() };
      case '.':
        return { kind: 'chars', set: this.#flags.dotAll ? complement([]) : DOT };
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new Unread();
      default:
        return { kind: 'chars', set: this.#fold(single(c.codePointAt(0)!)) };
    }
  }

  #group(): PatternNode | undefined {
    const outer = this.#flags;
    if (this.#take('?') && !this.#opening()) return undefined;
    if (++this.#depth > MAX_DEPTH) throw new Unread();
    const node = this.#choice();
    if (!this.#take(')')) throw new Unread();
    this.#depth--;
    this.#flags = outer;
    return node;
  }

  /** Reads what is behind `(?`: false for flags that hold until the end of the group around them. */
  #opening(): boolean {
    const named = this.#peek() === 'P' ? this.#at + 1 : this.#at;
    if (this.#chars[named] === '<') {
      const end = this.#chars.indexOf('>', named);
      if (end < 0) throw new Unread();
      this.#at = end + 1;
      return true;
    }
    let on = true;
    for (;;) {
      const c = this.#chars[this.#at++];
      if (c === ':') return true;
      if (c === ')') return false;
      if (c === '-') on = false;
      else if (c === 'i') this.#flags = { ...this.#flags, fold: on };
      else if (c === 's') this.#flags = { ...this.#flags, dotAll: on };
      else if (c !== 'U') throw new Unread();
    }
  }

  #escape(): PatternNode {
    const c = this.#peek();
    if (c === 'A') return this.#assertion('start');
    if (c === 'z') return this.#assertion('end');
    const set = this.#perlClass();
    return { kind: 'chars', set: set ?? this.#fold(single(this.#escapedChar())) };
  }

  #assertion(kind: 'start' | 'end'): PatternNode {
    this.#at++;
    return { kind };
  }

  /** `\d`, `\W` and so on; undefined, with nothing read, for other escapes. */
  #perlClass(): CharSet | undefined {
    const c = this.#peek() ?? '';
    const base = PERL_CLASSES[c.toLowerCase()];
    if (base === undefined) return undefined;
    this.#at++;
    return c === c.toLowerCase() ? this.#fold(base) : complement(this.#fold(base));
  }

  /** The character of an escape, behind its backslash. */
  #escapedChar(): number {
    const c = this.#chars[this.#at++];
    if (c === undefined) throw new Unread();
    const control = CONTROL_ESCAPES[c];
    if (control !== undefined) return control;
    if (c === 'x') return this.#hexChar();
    if (/[A-Za-z0-9]/.test(c) || c > '\x7f') throw new Unread();
    return c.codePointAt(0)!;
  }

  #hexChar(): number {
    const rest = this.#chars.slice(this.#at, this.#at + 10).join('');
    const hex = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest);
    if (hex === null) throw new Unread();
    this.#at += hex[0].length;
    return Number.parseInt(hex[1] ?? hex[2]!, 16);
  }

  #class(): CharSet {
    const negated = this.#take('^');
    const ranges: [number, number][] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.#peek() === undefined) throw new Unread();
      for (const [lo, hi] of this.#classItem()) ranges.push([lo, hi]);
    }
    this.#at++;
    const set = charSet(ranges);
    return negated ? complement(set) : set;
  }

  #classItem(): CharSet {
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.#chars.slice(this.#at, this.#at + 12).join(''));
    if (posix !== null) {
      this.#at += posix[0].length;
      const base = POSIX_CLASSES[posix[2]!];
      if (base === undefined) throw new Unread();
      return posix[1] === '^' ? complement(this.#fold(base)) : this.#fold(base);
    }
    if (
      this.#peek() === '\\' &&
      PERL_CLASSES[(this.#chars[this.#at + 1] ?? '').toLowerCase()] !== undefined
    ) {
      this.#at++;
      return this.#perlClass()!;
    }
    const lo = this.#classChar();
    const isRange = this.#peek() === '-' && ![undefined, ']'].includes(this.#chars[this.#at + 1]);
    if (!isRange) return this.#fold(single(lo));
    this.#at++;
    const hi = this.#classChar();
    if (hi < lo) throw new Unread();
    return this.#fold([[lo, hi]]);
  }

  #classChar(): number {
    const c = this.#chars[this.#at++];
    if (c === undefined) throw new Unread();
    return c === '\\' ? this.#escapedChar() : c.codePointAt(0)!;
  }

  #fold(set: CharSet): CharSet {
    if (!this.#flags.fold) return set;
    const both = folded(set);
    if (both === undefined) throw new Unread();
    return both;
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }

  #take(c: string): boolean {
    if (this.#peek() !== c) return false;
    this.#at++;
    return true;
  }
}

function single(code: number): CharSet {
  return [[code, code]];
}
