import { describe, expect, it } from 'vitest';
import type { Expr } from '../../../src/promql/syntax/ast.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

function parse(text: string): Expr {
  const { expr, errors } = parseExpr(text, { features: 'all' });
  expect(errors).toEqual([]);
  return expr!;
}

/** The tree with a parenthesis around every operation. */
function grouped(expr: Expr): string {
  switch (expr.kind) {
    case 'NumberLiteral':
      return String(expr.value);
    case 'VectorSelector':
      return (expr.name ?? '{}') + (expr.offset === undefined ? '' : '~');
    case 'MatrixSelector':
      return `${grouped(expr.selector)}[]`;
    case 'UnaryExpr':
      return `(${expr.op}${grouped(expr.expr)})`;
    case 'BinaryExpr':
      return `(${grouped(expr.lhs)} ${expr.op} ${grouped(expr.rhs)})`;
    case 'ParenExpr':
      return grouped(expr.expr);
    default:
      return expr.kind;
  }
}

describe('precedence', () => {
  it.each([
    ['a + b * c', '(a + (b * c))'],
    ['a - b - c', '((a - b) - c)'],
    ['a ^ b ^ c', '(a ^ (b ^ c))'],
    ['-1 ^ 2', '(-(1 ^ 2))'],
    ['-a ^ b', '(-(a ^ b))'],
    ['-a * b', '((-a) * b)'],
    ['a ^ -b ^ c', '(a ^ (-(b ^ c)))'],
    ['a ^ -b * c', '((a ^ (-b)) * c)'],
    ['-a offset 5m', '(-a~)'],
    ['a + b offset 5m', '(a + b~)'],
    ['a offset -1 ^ 2', '(a~ ^ 2)'],
    ['a atan2 b + c', '((a atan2 b) + c)'],
    ['a or b and c', '(a or (b and c))'],
    ['a and b unless c', '((a and b) unless c)'],
    ['a == b > c', '((a == b) > c)'],
    ['a > b + c and d', '((a > (b + c)) and d)'],
    ['- -1', '1'],
    ['+-a', '(+(-a))'],
  ])('%s is %s', (text, want) => {
    expect(grouped(parse(text))).toBe(want);
  });
});

describe('ranges', () => {
  const text = 'sum by (job) (rate(up{job=~"a.*"}[5m] offset 1m))  >  bool 0.5';

  it('lie on the text of every part', () => {
    const expr = parse(text);
    if (expr.kind !== 'BinaryExpr' || expr.lhs.kind !== 'AggregateExpr') throw new Error(expr.kind);
    const { lhs } = expr;
    if (lhs.expr.kind !== 'Call' || lhs.expr.args[0]?.kind !== 'MatrixSelector') throw new Error('no call');
    const [matrix] = lhs.expr.args;
    const [matcher] = matrix.selector.matchers;
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    expect(at(expr)).toBe(text);
    expect(at(expr.opRange)).toBe('>');
    expect(at(lhs)).toBe('sum by (job) (rate(up{job=~"a.*"}[5m] offset 1m))');
    expect(at(lhs.opRange)).toBe('sum');
    expect(at(lhs.groupingRange!)).toBe('by (job)');
    expect(lhs.grouping.map(at)).toEqual(['job']);
    expect(at(lhs.expr.funcRange)).toBe('rate');
    expect(at(matrix)).toBe('up{job=~"a.*"}[5m] offset 1m');
    expect(at(matrix.range)).toBe('5m');
    expect(at(matrix.selector)).toBe('up{job=~"a.*"}');
    expect(at(matrix.selector.nameRange!)).toBe('up');
    expect(at(matrix.selector.bracesRange!)).toBe('{job=~"a.*"}');
    expect(at(matrix.selector.offset!)).toBe('1m');
    expect([at(matcher!), at(matcher!.nameRange), at(matcher!.valueRange)]).toEqual([
      'job=~"a.*"',
      'job',
      '"a.*"',
    ]);
  });

  it('count UTF-16 units', () => {
    const emoji = '{a="😀"} + b';
    const expr = parse(emoji);
    expect(expr.kind === 'BinaryExpr' && emoji.slice(expr.rhs.start, expr.rhs.end)).toBe('b');
  });
});

describe('selectors', () => {
  it('take the name from quotes in braces', () => {
    expect(parse('{"metric.name", "label.x"="y"}')).toMatchObject({
      name: 'metric.name',
      nameRange: { start: 1, end: 14 },
      matchers: [{ name: 'label.x', op: '=', value: 'y' }],
    });
  });

  it('leave __name__ matchers alone', () => {
    const expr = parse('{__name__="a"}');
    expect(expr).toMatchObject({ matchers: [{ name: '__name__', value: 'a' }] });
    expect(expr).toMatchObject({ name: undefined });
  });

  it.each(['sum', 'by', 'without', 'offset', 'and', 'start', 'fill', 'anchored', 'max_of', 'topk', 'a:b'])(
    'may be called %s',
    (name) => {
      expect(parse(name)).toMatchObject({ kind: 'VectorSelector', name });
      expect(parse(`${name}{a="b"}[5m]`)).toMatchObject({ kind: 'MatrixSelector', selector: { name } });
    },
  );

  it('have keywords as labels', () => {
    expect(parse('sum by (on, bool, sum, offset) (a{by="x", without="y"})')).toMatchObject({
      grouping: [{ name: 'on' }, { name: 'bool' }, { name: 'sum' }, { name: 'offset' }],
      expr: { matchers: [{ name: 'by' }, { name: 'without' }] },
    });
  });

  it('keep modifiers of a range on the selector', () => {
    expect(parse('a[5m] offset 1m @ start()')).toMatchObject({
      selector: { offset: { kind: 'Duration', seconds: 60 }, at: { at: 'start' } },
      start: 0,
      end: 25,
    });
  });
});

describe('matching', () => {
  it('is one-to-one between vectors, many-to-many for set operators, absent for scalars', () => {
    expect(parse('a + b')).toMatchObject({
      matching: { cardinality: 'one-to-one', labels: [], include: [] },
    });
    expect(parse('a and b')).toMatchObject({ matching: { cardinality: 'many-to-many' } });
    expect(parse('a + 1')).toMatchObject({ matching: undefined });
  });

  it('reads every modifier', () => {
    expect(parse('a == bool on (x) group_left (y) fill_left (0) fill_right (-1) b')).toMatchObject({
      bool: true,
      matching: {
        cardinality: 'many-to-one',
        keyword: 'on',
        labels: [{ name: 'x' }],
        include: [{ name: 'y' }],
        fillLeft: 0,
        fillRight: -1,
      },
    });
  });
});

describe('durations', () => {
  it.each([
    ['a[5m + 30s * 2]', { kind: 'DurationBinary', op: '+', rhs: { kind: 'DurationBinary', op: '*' } }],
    ['a[(5m)]', { kind: 'DurationParen', expr: { kind: 'Duration', seconds: 300 } }],
    ['a[300]', { kind: 'Duration', seconds: 300, plain: true }],
    [
      'a[max_of(step(), 1m)]',
      { kind: 'DurationCall', func: 'max', args: [{ func: 'step' }, { seconds: 60 }] },
    ],
    ['a[-2 ^ 2 + 1h]', { kind: 'DurationBinary', op: '+', lhs: { kind: 'DurationUnary', op: '-' } }],
  ])('%s', (text, range) => {
    expect(parse(text)).toMatchObject({ kind: 'MatrixSelector', range });
  });
});
