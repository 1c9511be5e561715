import { globSync } from 'tinyglobby';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFast } from '../../src/yaml/fast/index.ts';
import { parseFully } from '../../src/yaml/parse.ts';
import { conformancePath } from '../support/conformance.ts';

/** Fails unless the fast parser gives up or agrees with the library in every node and range; says which. */
function agree(text: string): 'read' | 'left' {
  const fast = parseFast(text);
  if (fast === undefined) return 'left';
  const full = parseFully(text);
  expect(full.issues, text).toEqual([]);
  expect([fast], text).toEqual(full.documents);
  return 'read';
}

function agreeOnFiles(folder: string): { read: number; left: number } {
  const counts = { read: 0, left: 0 };
  const patterns = ['**/*.{yml,yaml,rules,test,json}'];
  for (const path of globSync(patterns, { cwd: folder, ignore: ['**/node_modules/**'], absolute: true }))
    counts[agree(readFileSync(path, 'utf8'))]++;
  return counts;
}

/** What may be between commas in brackets, and what looks like it. */
const FLOW_WORDS = [
  ...[
    'a',
    'severity="x"',
    "b='y'",
    'c!="d e"',
    'f=~"g|h"',
    'i!~".+"',
    'j "k"',
    'l &m',
    'n *o',
    'p | q',
    'r!s',
  ],
  ...[
    "t'u",
    '"quoted"',
    "'single'",
    'v"',
    'w&x=y',
    '1',
    'true',
    'a*',
    'b|',
    '!',
    "k'",
    '~x',
    "d='it''s'",
    '-s',
  ],
  ...[
    'https://a.b/c',
    'host:90',
    'a:b:c',
    'a :b',
    'a: b',
    'x:',
    'a:(b',
    't:"q"',
    '12:30:45',
    '::',
    'a::b',
    'a:-b',
  ],
  ...[
    ':a',
    'a #b',
    'a#b',
    '#',
    '&a',
    '*a',
    '!a',
    '?',
    '? a',
    '-',
    '- a',
    '%',
    '@a',
    '`a`',
    '{ a: b }',
    '[a]',
    '',
  ],
];

describe('the fast parser agrees with the library', () => {
  test('on the files of the repository, and reads most of them', () => {
    const { read, left } = agreeOnFiles(`${import.meta.dirname}/../..`);
    expect(read).toBeGreaterThan(left);
  });

  const conformance = conformancePath();
  test.skipIf(conformance === undefined)('on the files of the conformance data', { timeout: 600_000 }, () => {
    expect(agreeOnFiles(conformance!).read).toBeGreaterThan(0);
  });

  test.each([
    ['groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n'],
    ['a:\n  b: 1\n  # of the map\nc: 2\n'],
    ['a:\n  b: 1\n # of nobody\nc: 2\n'],
    ['a:\n  b: 1\n    # of the value\n\n  # of the map\nc: 2\n'],
    ['a:\n- b: 1\n  # of the inner map\n- c: 2\n# of the end\n'],
    ['a:\n  - b\n  # of the list\nc: |\n  text\n\n  more\n\n# after\nd: >+\n  x\n  y\n\n    z\n\n'],
    ["---\n# first\na: [1, \"two\", {three: 4}]\nb: 'it''s' # so\nc:\n"],
    ['a: |2-\n   deeper\n  text\nb: "\\u0041\\n"\n'],
    ['a: over\n  two\n\n  lines\nb: "over\n\n\n  four"\nc: \'x\n  y\'\n'],
    ['a:\r\n  - b: |\r\n      x\r\n\r\n      y\r\n    c: 0x10\r\n'],
    [
      'a: [severity="critical", b=~".+", c!~"d|e", f != \'g h\']\nh: { i: https://j.example/k, l: host:90 }\n',
    ],
    ['a: ~\nb: .inf\nc: -.5e3\nd: 0o17\ne: TRUE\nf: nUll\ng: 1_000\nh: 2026-01-01\n1: 2\n'],
  ])('and reads %j itself', (text) => {
    expect(agree(text)).toBe('read');
  });

  test.each([
    ['anchors', 'a: &b 1\n'],
    ['aliases', 'a: *b\n'],
    ['tags', 'a: !!str 1\n'],
    ['merge keys', 'a: {b: 1}\n<<: {c: 2}\n'],
    ['tabs', 'a:\n\tb: 1\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['complex keys', '? a\n: b\n'],
    ['irregular indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['a map in a map on one line', 'a: b: c\n'],
    ['quotes that are not closed', 'a: "b\n'],
    ['characters after a quote', 'a: "b" c\n'],
    ['control characters', 'a: \u0001\n'],
    ['nothing', '# nothing\n'],
  ])('and leaves %s to it', (_, text) => {
    expect(agree(text)).toBe('left');
  });

  test('on lists and maps in brackets', { timeout: 600_000 }, () => {
    const items = fc.array(fc.constantFrom(...FLOW_WORDS), { minLength: 1, maxLength: 4 });
    let read = 0;
    fc.assert(
      fc.property(
        items,
        fc.constantFrom(', ', ',', ' ,'),
        fc.constantFrom('list', 'values', 'keys'),
        (list, comma, kind) => {
          const inner = list.map((item, i) =>
            kind === 'list' ? item : kind === 'keys' ? `${item}: 1` : `k${i}: ${item}`,
          );
          const text = inner.join(comma);
          if (agree(kind === 'list' ? `a:\n  - [${text}]\n` : `a: {${text}}\n`) === 'read') read++;
        },
      ),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test('on JSON, whole and damaged', { timeout: 600_000 }, () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom(0, 2),
        fc.array(damage, { maxLength: 2 }),
        (json, indent, damages) => {
          const text = `${JSON.stringify(JSON.parse(json), undefined, indent)}\n`;
          if (agree(damages.reduce((before, change) => change(before), text)) === 'read') read++;
        },
      ),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test('on documents in many layouts, whole and damaged', { timeout: 600_000 }, () => {
    let read = 0;
    const runs = 4_000;
    fc.assert(
      fc.property(documents, fc.array(damage, { maxLength: 3 }), (text, damages) => {
        const damaged = damages.reduce((before, change) => change(before), text);
        if (agree(damaged) === 'read') read++;
      }),
      { numRuns: runs },
    );
    expect(read).toBeGreaterThan(runs / 10);
  });
});

const COMMON = ['up', 'sum(rate(x[5m]))', 'a b', '1', '-2.5', '0x1F', 'true', 'No', 'null', '~', '5m', 'a:b'];
const ODD = [
  "it's",
  'x#y',
  '{{ $value }}',
  'é😀',
  '-',
  '- x',
  '.',
  ':x',
  '*',
  '<<',
  '---',
  '1e3',
  '.nan',
  '"q"',
  '%',
];
const WORDS = [...COMMON, ...COMMON, ...COMMON, ...COMMON, ...COMMON, ...ODD, 'http://h/p?q=1&r#s'];
const SPACE_AFTER = ['', '', '', ' ', '  # note', ' #', ' # a: b "'];
const GAPS = [
  '',
  '',
  '',
  '',
  '\n',
  '\n\n',
  '  \n',
  '# at the left\n',
  '  # by two\n',
  '      # by six\n\n',
  '    \n  # mixed\n# left\n',
];

/** A source of choices: fast-check shrinks the numbers, and so the document. */
class Choices {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  of<T>(list: readonly T[]): T {
    const number = this.#numbers[this.#next++ % this.#numbers.length] ?? 0;
    return list[(number + (this.#next >> 5)) % list.length]!;
  }
}

const documents = fc
  .tuple(
    fc.array(fc.nat(10_000), { minLength: 40, maxLength: 120 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
  )
  .map(([numbers, feed]) => {
    const choices = new Choices(numbers);
    const start = choices.of(['', '', '# head\n', '\n# head\n\n', '---\n', '# a\n---\n# b\n']);
    return (start + block(choices, 0, 0)).replaceAll('\n', feed);
  });

function block(choices: Choices, indent: number, depth: number): string {
  return choices.of(['map', 'map', 'seq']) === 'map'
    ? map(choices, indent, depth)
    : seq(choices, indent, depth);
}

function map(choices: Choices, indent: number, depth: number, firstInPlace = false): string {
  let text = '';
  const count = choices.of([1, 2, 3]);
  for (let i = 0; i < count; i++) {
    if (i > 0 || !firstInPlace) text += choices.of(GAPS) + ' '.repeat(indent);
    text += `${choices.of(['a', 'expr', 'b c', '"q k"', "'s'", '1', 'x'])}${choices.of(['', '', '', ' '])}:`;
    text += value(choices, indent, depth);
  }
  return text;
}

function seq(choices: Choices, indent: number, depth: number): string {
  let text = '';
  const count = choices.of([1, 2, 3]);
  for (let i = 0; i < count; i++) {
    const gap = choices.of([' ', ' ', '   ']);
    text += `${choices.of(GAPS)}${' '.repeat(indent)}-`;
    text +=
      depth < 4 && choices.of([true, false])
        ? gap + map(choices, indent + 1 + gap.length, depth + 1, true)
        : value(choices, indent, depth + 2);
  }
  return text;
}

function value(choices: Choices, indent: number, depth: number): string {
  const end = `${choices.of(SPACE_AFTER)}\n`;
  const pad = ' '.repeat(indent + choices.of([1, 2, 4]));
  switch (choices.of(depth < 4 ? ['nested', 'nested', 'list', 'leaf', 'leaf', 'leaf'] : ['leaf'])) {
    case 'nested':
      return end + block(choices, indent + choices.of([1, 2, 2, 2, 4]), depth + 1);
    case 'list':
      return end + seq(choices, indent + choices.of([0, 2]), depth + 1);
    default:
      break;
  }
  const word = choices.of(WORDS);
  const other = choices.of(WORDS);
  switch (
    choices.of([
      'plain',
      'plain',
      'single',
      'double',
      'block',
      'block',
      'flow',
      'lines',
      'quoted lines',
      'empty',
      'below',
    ])
  ) {
    case 'single':
      return ` '${word.replaceAll("'", "''")}'${end}`;
    case 'double':
      return ` ${JSON.stringify(word)}${end}`;
    case 'block': {
      const inner = [word, '', other, `  ${word}`, '', '   '].slice(0, choices.of([1, 2, 3, 4, 5, 6]));
      const lead = choices.of(['', '', '\n', '      \n']);
      return ` ${choices.of(['|', '>', '|-', '>-', '|+', '>+', '|2', '>1-', '|+2'])}${end}${lead}${inner.map((line) => (line === '' ? '\n' : `${pad}${line}\n`)).join('')}`;
    }
    case 'flow':
      return ` ${choices.of(['[]', '{}', `[${word}, 'x', ${other}]`, `{a: ${word}, "b": [x, y]}`, `[ {a: 1 , b: ${word}} ]`, `[\n${pad}a,\n${pad}{b: ${word}},\n${pad}]`, `{a: [1,\n\n${pad}2] }`])}${end}`;
    case 'lines':
      return ` ${word}${choices.of(['', ' '])}\n${choices.of(['', '\n'])}${pad}${other}${end}`;
    case 'quoted lines':
      return ` ${choices.of([`"${word}`, `'${word}`]).replace(/^(.)(.*)$/, (_, q: string, w: string) => `${q}${w.replaceAll(q, '')} \n${choices.of(['', '\n', '  \n\n'])}${pad}x y${q}`)}${end}`;
    case 'empty':
      return end;
    case 'below':
      return `\n${pad}${word}${end}`;
    default:
      return ` ${word}${end}`;
  }
}

/** One character or line put in, taken out or doubled somewhere. */
const damage = fc
  .tuple(
    fc.nat(100_000),
    fc.constantFrom('insert', 'insert', 'remove', 'double', 'cut', 'reindent'),
    fc.constantFrom(
      ...Array.from(' \n\t:-#"\'|>[]{}&*!,?%x1\r\\', (c) => c),
      '  ',
      ': ',
      '- ',
      ' #',
      '\n\n',
      '---\n',
    ),
  )
  .map(([where, kind, what]) => (text: string): string => {
    const at = text.length === 0 ? 0 : where % text.length;
    switch (kind) {
      case 'insert':
        return text.slice(0, at) + what + text.slice(at);
      case 'remove':
        return text.slice(0, at) + text.slice(at + 1);
      case 'cut':
        return text.slice(0, at);
      case 'double':
      case 'reindent': {
        const start = text.lastIndexOf('\n', at) + 1;
        const next = text.indexOf('\n', start);
        const end = next < 0 ? text.length : next + 1;
        const line = text.slice(start, end);
        return text.slice(0, start) + (kind === 'double' ? line + line : ` ${line}`) + text.slice(end);
      }
    }
  });
