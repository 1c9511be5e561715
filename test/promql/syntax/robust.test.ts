import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prettyExpr } from '../../../src/promql/print/pretty.ts';
import { printExpr } from '../../../src/promql/print/print.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';
import { children, walkExpr } from '../../../src/promql/syntax/walk.ts';

const PIECES = [
  'foo',
  'a:b',
  'sum',
  'by',
  'on',
  'offset',
  'rate',
  'bool',
  'group_left',
  'fill',
  'step',
  'start',
  'and',
  'inf',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '=',
  '==',
  '=~',
  '!',
  '+',
  '-',
  '^',
  '@',
  '</',
  '#',
  '\n',
  ' ',
  '5m',
  '1',
  '0x',
  '1e',
  '.5',
  '"x"',
  "'y",
  '`z`',
  '"\\d"',
  '"("',
  '\uD800',
  'é',
  '😀',
  '$',
];

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join('')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join(' ')),
);

/** Expressions that are mostly valid, from a small grammar. */
const { expression } = fc.letrec<{ expression: string; vector: string; range: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    tie('vector'),
    fc.constantFrom('1', '-2.5', '5m', 'time()', '(1 + 2)'),
  ),
  vector: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'foo',
      'foo{a="b",c!~"x|y"}',
      '{"m.x"}',
      'a:b offset -5m',
      'foo @ 1.5',
      'up @ end() offset 1h',
    ),
    fc.tuple(fc.constantFrom('rate', 'max_over_time'), tie('range')).map(([f, x]) => `${f}(${x})`),
    fc
      .tuple(fc.constantFrom('sum by (a)', 'avg without ()', 'max', 'count by ("x.y")'), tie('vector'))
      .map(([f, x]) => `${f} (${x})`),
    fc.tuple(tie('expression'), tie('vector')).map(([a, b]) => `(${a}) + ${b}`),
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => `${a} and on (a) ${b}`),
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => `(${a}) > bool ignoring (a) group_left () ${b}`),
    tie('vector').map((x) => `-${x}`),
  ),
  range: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('foo[5m]', 'foo{a="b"}[1h] offset 1d', 'foo[5m + step()]'),
    tie('vector').map((x) => `(${x})[1h:5m]`),
  ),
}));

describe('any text', () => {
  it('gives a tree or errors within the text, and never throws', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(2 as const, 3 as const), (text, version) => {
        const { expr, errors } = parseExpr(text, { version, features: 'all' });
        expect(expr !== undefined || errors.length > 0).toBe(true);
        for (const { start, end } of errors) {
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('valid expressions', () => {
  it('print to text that parses and prints the same, on one line and prettily', () => {
    fc.assert(
      fc.property(expression, fc.integer({ min: 5, max: 100 }), (text, width) => {
        const { expr, errors } = parseExpr(text, { features: 'all' });
        expect(errors).toEqual([]);
        const printed = printExpr(expr!);
        const reparsed = parseExpr(prettyExpr(expr!, width), { features: 'all' });
        expect(reparsed.errors).toEqual([]);
        expect(printExpr(reparsed.expr!)).toBe(printed);
      }),
      { numRuns: 500 },
    );
  });

  it('hold their children inside their own range, in the order of the text', () => {
    fc.assert(
      fc.property(expression, (text) => {
        walkExpr(parseExpr(text, { features: 'all' }).expr!, (node, path) => {
          const parent = path.at(-1);
          if (parent !== undefined) expect(parent.start <= node.start && node.end <= parent.end).toBe(true);
          const starts = children(node).map((child) => child.start);
          expect(starts).toEqual([...starts].sort((a, b) => a - b));
        });
      }),
    );
  });
});

describe('walkExpr', () => {
  it('leaves out what a visitor declines', () => {
    const seen: string[] = [];
    walkExpr(parseExpr('sum(rate(a[5m])) / b').expr!, (node) => {
      seen.push(node.kind);
      return node.kind !== 'AggregateExpr';
    });
    expect(seen).toEqual(['BinaryExpr', 'AggregateExpr', 'VectorSelector']);
  });
});
