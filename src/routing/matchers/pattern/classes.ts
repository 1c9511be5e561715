import { charSet, complement } from './char-set.ts';
import type { CharSet } from './char-set.ts';

const text = (ranges: string): CharSet =>
  charSet(
    ranges.split(' ').map((range) => [range.codePointAt(0)!, range.codePointAt(range.length === 1 ? 0 : 2)!]),
  );

const DIGIT = text('0-9');
const SPACE: CharSet = [
  [9, 10],
  [12, 13],
  [32, 32],
];
const WORD = text('0-9 A-Z _ a-z');

/** RE2's `\d`, `\s` and `\w`, by their letter: ASCII only. */
export const PERL_CLASSES: Readonly<Record<string, CharSet>> = { d: DIGIT, s: SPACE, w: WORD };

/** RE2's `[[:name:]]`, by name: ASCII only. */
export const POSIX_CLASSES: Readonly<Record<string, CharSet>> = {
  alnum: text('0-9 A-Z a-z'),
  alpha: text('A-Z a-z'),
  ascii: [[0, 0x7f]],
  blank: charSet([
    [9, 9],
    [32, 32],
  ]),
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: DIGIT,
  graph: [[0x21, 0x7e]],
  lower: text('a-z'),
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: text('A-Z'),
  word: WORD,
  xdigit: text('0-9 A-F a-f'),
};

/** Characters that an escape stands for. */
export const CONTROL_ESCAPES: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

export const DOT: CharSet = complement([[10, 10]]);
