import { literalsOf } from '../../promql/syntax/regex-words.ts';

/** What a word may be made of where a pattern asks for anything. */
const FILLERS = ['', '0', 'a', 'x1', '00', '500'];

/**
 * A value that passes tests on a label, made after a regular expression: its first alternative with each class and
 * wildcard replaced by one character. undefined where no value made so passes; no search goes on then.
 *
 * @param pattern the expression of a `=~` matcher; undefined: any value will do
 */
export function sampleValue(
  pattern: string | undefined,
  passes: (value: string) => boolean,
): string | undefined {
  const candidates = pattern === undefined ? ['a', 'b', 'c'] : [...(literalsOf(pattern) ?? spelled(pattern))];
  return candidates.find((value) => value !== '' && passes(value));
}

function spelled(pattern: string): string[] {
  const inner = pattern
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replace(/\(\?[:i]+/g, '(');
  const alternatives = [inner, ...inner.replace(/[()]/g, '').split('|')];
  return alternatives.flatMap((text) => FILLERS.map((filler) => filledIn(text, filler)));
}

function filledIn(text: string, filler: string): string {
  return text
    .replace(/\(([^()|]*)(?:\|[^()]*)?\)[?*]?/g, '$1')
    .replace(/\[([^\]^\\])[^\]]{0,500}\]/g, '$1')
    .replace(/\\d/g, '1')
    .replace(/\\w/g, 'w')
    .replace(/\\s/g, ' ')
    .replace(/(?<!\\)\.[*+?]?/g, (found) => (found === '.' ? '0' : found === '.+' ? filler || '0' : filler))
    .replace(/\{\d+(?:,\d*)?\}/g, '')
    .replace(/(?<!\\)[*+?]/g, '')
    .replace(/\\(.)/g, '$1');
}
