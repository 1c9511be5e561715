import { describe, expect, test } from 'vitest';
import { child } from '../../src/yaml/node.ts';
import { scalarRange } from '../../src/yaml/offsets.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

const codes = (text: string): string[] => parseYaml(text).issues.map((issue) => issue.code);
const below = (text: string): string[] =>
  parseYaml(text).issues.map(({ range }) => text.slice(range.start, range.end));

describe('errors of YAML', () => {
  test('every independent error is collected', () => {
    expect(below('a: "x\\q"\nb: "y\\w"\n')).toEqual(['\\q', '\\w']);
  });

  test('what only follows from the first error is left out', () => {
    expect(codes(' groups:\n\n- name: x\n  rules:\n  - alert: A\n').length).toBeLessThanOrEqual(2);
  });

  test('a quote that is not closed is shown where it opens', () => {
    expect(below('a: 1\nb: "x\nc: 2\n')).toContain('"x');
  });

  test('an alias without an anchor, and one inside its own', () => {
    expect(codes('a: *b\n')).toEqual(['yaml-alias']);
    expect(codes('a: &b [*b]\n')).toEqual(['yaml-alias']);
  });

  test('a bracket that is not closed is said without the words of the parser', () => {
    const messages = parseYaml('a: [\n').issues.map(({ message }) => message);
    expect(messages).toContain(
      'the list that starts with "[" is not closed by "]", or one of its lines is not indented',
    );
  });

  test('a tab as indentation says so', () => {
    expect(parseYaml('a:\n\tb: 1\n').issues[0]?.message).toBe('a tab is used for indentation');
  });

  test.each([
    ['a: 1\n\t\nb: 2\n', ['\t']],
    ['a:\n  \t# note\n  b: 2\n', ['\t']],
    ['a: [\n\t\n 1]\n', []],
    ['a: |\n  x\n  \t\n  y\n', []],
    ['a: "x\n\t\n  y"\n', []],
    ['a: "b=~\\"\\/api\\""\n', ['\\/']],
    ['a: \'b=~"\\/api"\'\n', []],
    ['{"a": "\\/"}\n', []],
    ['a: &m { b: c }\n<<: text\n', ['text']],
    ['a:\n  <<:\n', ['<<']],
    ['a: !Ref x\nb: "c"#d\ne: !!null\n', []],
  ])('what Go refuses and what it lets pass: %j', (text, expected) => {
    expect(below(text)).toEqual(expected);
  });

  test.each([
    ['flow sequences', '['.repeat(10_000)],
    ['flow maps', '{a: '.repeat(10_000)],
    ['JSON', '{"a":'.repeat(10_000)],
    ['compact sequences', '- '.repeat(10_000)],
    ['block maps', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('very deep nesting is an issue, not a crash: %s', (_, text) => {
    expect(codes(text)).toContain('yaml-too-deep');
  });

  test('an alias means the last anchor before it', () => {
    const [document] = parseYaml('a: &x 1\nb: *x\nc: &x [2, &x 3, *x]\nd: *x\n').documents;
    const texts = document!.root!.kind === 'map' ? document!.root!.entries.map(({ value }) => value) : [];
    expect(texts[1]).toMatchObject({ text: '1' });
    expect(texts[2]).toMatchObject({ items: [{ text: '2' }, { text: '3' }, { text: '3' }] });
    expect(texts[3]).toMatchObject({ text: '3' });
  });

  test('an alias bomb is an issue and costs no memory', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(codes(lines.join('\n'))).toEqual(['yaml-alias-bomb']);
  });
});

describe('values', () => {
  test('keep their text as Go reads it into a string', () => {
    const root = parseYaml('a: 1.0\nb: 0x10\nc: true\nd: ~\ne: "1"\n').documents[0]?.root;
    const texts = ['a', 'b', 'c', 'd', 'e'].map((key) => {
      const node = child(root, key);
      return node?.kind === 'scalar' ? node.text : undefined;
    });
    expect(texts).toEqual(['1.0', '0x10', 'true', '', '1']);
  });

  test('merge keys are expanded and own keys win', () => {
    const root = parseYaml('base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n').documents[0]?.root;
    const value = (key: string) => {
      const node = child(child(root, 'use'), key);
      return node?.kind === 'scalar' ? node.value : undefined;
    };
    expect([value('x'), value('y')]).toEqual([1, 3]);
  });

  test('an empty document has no root', () => {
    expect(parseYaml('').documents.every(({ root }) => root === undefined)).toBe(true);
    expect(parseYaml('# nothing\n').documents.every(({ root }) => root === undefined)).toBe(true);
  });
});

describe('quoted scalars that go on in lines of any indentation, as Go reads them', () => {
  const source = `a:
  - b: 'x{
      job="y"
  }'
    c: "one
 two

three # not a comment"
    d: 'it''s'
    e: |
      don't
    f: >-
      can't
    g: "four
    five"
  - b: plain # it's a comment
`;

  test('are read, with the values that Go sees', () => {
    const { documents, issues } = parseYaml(source);
    expect(issues).toEqual([]);
    const list = child(documents[0]?.root, 'a');
    const first = list?.kind === 'seq' ? list.items[0] : undefined;
    const text = (key: string) => {
      const node = child(first, key);
      return node?.kind === 'scalar' ? node.text : undefined;
    };
    expect(text('g')).toBe('four five');
    expect([text('b'), text('c'), text('d'), text('e')]).toEqual([
      'x{ job="y" }',
      'one two\nthree # not a comment',
      "it's",
      "don't\n",
    ]);
  });

  test('places inside of them are right', () => {
    const list = child(parseYaml(source).documents[0]?.root, 'a');
    const node = child(list?.kind === 'seq' ? list.items[0] : undefined, 'b');
    if (node?.kind !== 'scalar') throw new Error('no scalar');
    const at = node.text.indexOf('job');
    const range = scalarRange(node, source, at, at + 3);
    expect(source.slice(range.start, range.end)).toBe('job');
  });

  test('a quote that is really missing stays an error', () => {
    expect(codes('a:\n  b: "x\n  c: 2\n')).toEqual(['yaml-syntax']);
  });
});
