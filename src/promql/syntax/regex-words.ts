/** One alternative of a pattern: a text, with `.*` or `.+` somewhere in it where `wildcard` says so. */
export interface RegexWord {
  readonly prefix: string;
  readonly wildcard: '*' | '+' | undefined;
  readonly suffix: string;
}

const META = /[\\.+*?()|[\]{}^$]/;
const GROUP = /^\((?:\?:)?([^()]*)\)$/;

/**
 * The alternatives of a pattern that is nothing but texts with one wildcard each at most, joined by `|`, perhaps in
 * one pair of parentheses. Such patterns are always valid and need no automaton: generated ones have thousands of
 * alternatives, for which RE2 takes seconds.
 */
export function wordsOf(pattern: string): readonly RegexWord[] | undefined {
  const words: RegexWord[] = [];
  for (const part of (GROUP.exec(pattern)?.[1] ?? pattern).split('|')) {
    const at = /\.[*+]/.exec(part)?.index ?? part.length;
    const [prefix, suffix] = [part.slice(0, at), part.slice(at + 2)];
    if (META.test(prefix) || META.test(suffix)) return undefined;
    const wildcard = part[at + 1] as RegexWord['wildcard'];
    words.push({ prefix, wildcard, suffix });
  }
  return words;
}

/** The strings that a pattern stands for when it is a literal or an alternation of literals. */
export function literalsOf(pattern: string): readonly string[] | undefined {
  if (!META.test(pattern)) return [pattern];
  const words = wordsOf(pattern);
  return words?.every(({ wildcard }) => wildcard === undefined) === true
    ? words.map(({ prefix }) => prefix)
    : undefined;
}
