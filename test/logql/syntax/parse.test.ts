import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printLabelFilter, printLogql } from '../../../src/logql/print/index.ts';
import type { LogqlExpr, LogQuery } from '../../../src/logql/syntax/index.ts';
import { parseLogql } from '../../../src/logql/syntax/index.ts';

function parse(text: string): LogqlExpr {
  const { expr, errors } = parseLogql(text);
  expect(errors).toEqual([]);
  return expr!;
}

const logQuery = (text: string): LogQuery => parse(text) as LogQuery;

describe('parseLogql: precedence', () => {
  it.each([
    ['vector(1) + vector(2) * vector(3)', '(vector(1.000000) + (vector(2.000000) * vector(3.000000)))'],
    ['vector(1) ^ vector(2) ^ vector(3)', '(vector(1.000000) ^ (vector(2.000000) ^ vector(3.000000)))'],
    ['vector(1) - vector(2) - vector(3)', '((vector(1.000000) - vector(2.000000)) - vector(3.000000))'],
    [
      'vector(1) or vector(2) and vector(3) > 4',
      '(vector(1.000000) or (vector(2.000000) and (vector(3.000000) > 4)))',
    ],
    ['(vector(1) + vector(2)) * 2 + 3', '(((vector(1.000000) + vector(2.000000)) * 2) + 3)'],
    ['1 + 2 * 3', '7'],
    ['1 / 0', 'NaN'],
  ])('%s', (text, printed) => {
    expect(printLogql(parse(text))).toBe(printed);
  });

  // yacc shifts where the grammar gives no precedence: everything behind a comma is its right side.
  it.each([
    ['a=1 or b=2 and c=3', '( a==1 or ( b==2 , c==3 ) )'],
    ['a=1 and b=2 or c=3', '( ( a==1 , b==2 ) or c==3 )'],
    ['a=1 or b=2, c=3', '( a==1 or ( b==2 , c==3 ) )'],
    ['a=1, b=2 or c=3', '( a==1 , ( b==2 or c==3 ) )'],
    ['a=1 b=2 or c=3', '( a==1 , ( b==2 or c==3 ) )'],
    ['(a=1 or b=2), c=3', '( ( a==1 or b==2 ) , c==3 )'],
  ])('label filter %s', (text, printed) => {
    const [stage] = logQuery(`{app="x"} | ${text}`).stages;
    expect(stage?.kind === 'LabelFilter' && printLabelFilter(stage.filter)).toBe(printed);
  });
});

describe('parseLogql: words and numbers', () => {
  it('reads function names as names where no bracket follows', () => {
    const query = logQuery('{rate="x"} | json | sum="a" | count > 5 | duration > 1m');
    expect(query.stages.map((stage) => printStageKind(stage))).toEqual([
      'Json',
      'StringFilter',
      'NumberFilter',
      'DurationFilter',
    ]);
  });

  it('takes keywords in any case, and comments', () => {
    const expr = parse('SUM BY (a) (RATE({app="x"} # why\n[5m])) // end\n /* of it */');
    expect(printLogql(expr)).toBe('sum by (a)(rate({app="x"}[5m]))');
  });

  it.each([
    ['x > 1h30m', 'DurationFilter', 5400e9],
    ['x > 1.5s', 'DurationFilter', 1.5e9],
    ['x > -5m', 'DurationFilter', -300e9],
    ['x > 100µs', 'DurationFilter', 100e3],
    ['x > 20KB', 'BytesFilter', 20e3],
    ['x > 1.5KiB', 'BytesFilter', 1536],
    ['x > 5M', 'BytesFilter', 5e6],
    ['x > 5m', 'DurationFilter', 300e9],
    ['x > 1e3', 'NumberFilter', 1000],
    ['x == -2', 'NumberFilter', -2],
  ])('%s', (text, kind, amount) => {
    const [stage] = logQuery(`{app="x"} | ${text}`).stages;
    const filter = stage?.kind === 'LabelFilter' ? stage.filter : undefined;
    expect(filter).toMatchObject({ kind });
    const value =
      filter?.kind === 'DurationFilter'
        ? filter.nanoseconds
        : filter?.kind === 'BytesFilter'
          ? filter.bytes
          : filter?.kind === 'NumberFilter'
            ? filter.value
            : NaN;
    expect(value).toBe(amount);
  });

  it('unquotes strings as Go does, bytes joined to UTF-8', () => {
    const query = logQuery('{a="\\u00e9\\x41\\xe4\\xb8\\xad\\n", b=`\\d"`}');
    expect(query.selector.matchers.map(({ value }) => value)).toEqual(['éA中\n', '\\d"']);
  });
});

const printStageKind = (stage: LogQuery['stages'][number]): string =>
  stage.kind === 'LabelFilter' ? stage.filter.kind : stage.kind;

describe('parseLogql: ranges', () => {
  it('counts UTF-16 units from the start of the text', () => {
    const text = ' {a="😀"} |= "é" or ip("1.2.3.4") | unwrap';
    const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    const query = logQuery(' {a="😀"} |= "é" or ip("1.2.3.4")');
    expect(slice(query)).toBe('{a="😀"} |= "é" or ip("1.2.3.4")');
    expect(slice(query.selector.matchers[0]!.valueRange)).toBe('"😀"');
    const [filter] = query.stages;
    expect(filter?.kind === 'LineFilter' && filter.alternatives.map(slice)).toEqual(['"é"', 'ip("1.2.3.4")']);
  });

  it('places every part of a metric query', () => {
    const text =
      'topk by (a) (5, sum_over_time({a="b"} | json | unwrap duration(x) | y="" [5m] offset 1h)) * on (a) group_left (b) vector(1)';
    const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    const expr = parse(text);
    if (
      expr.kind !== 'BinaryExpr' ||
      expr.lhs.kind !== 'VectorAggregation' ||
      expr.lhs.expr.kind !== 'RangeAggregation'
    )
      throw new Error(expr.kind);
    const { lhs, matching } = expr;
    expect(slice(matching!)).toBe('on (a) group_left (b)');
    expect(slice(lhs.grouping!)).toBe('by (a)');
    expect(slice(lhs.param!)).toBe('5');
    const { range } = expr.lhs.expr;
    expect(slice(range)).toBe('{a="b"} | json | unwrap duration(x) | y="" [5m] offset 1h');
    expect(slice(range.unwrap!)).toBe('| unwrap duration(x) | y=""');
    expect(slice(range.unwrap!.label)).toBe('x');
    expect(slice(range.interval)).toBe('[5m]');
    expect(slice(range.offset!)).toBe('1h');
  });

  it.each([
    'rate({a="b"}[5m] offset 1m | json | unwrap x)',
    'rate(({a="b"} | json)[5m] offset 1m)',
    'rate(({a="b"} | json [5m] offset 1m))',
    'rate(({a="b"})[5m] offset 1m | unwrap x)',
  ])('admits the range where Loki does: %s', (text) => {
    expect(parse(text)).toMatchObject({
      range: { interval: { nanoseconds: 300e9 }, offset: { nanoseconds: 60e9 } },
    });
  });

  it('never throws and never points outside the text', () => {
    const piece = fc.constantFrom(
      '{', '}', '(', ')', '[5m]', '[', '|', '|=', '!~', '"a"', '`', "'x'", 'sum', 'rate', 'by', 'app', '=', '=~', ',', 'json', 'logfmt', '--strict',
      'unwrap', 'or', 'and', '5', '5m', '-', '+', 'offset', 'label_format', 'line_format', '"{{"', 'ip', '#', '/*', '\\', '😀', '{app="x"}', 'topk(5,',
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join(' ');
        const { expr, errors } = parseLogql(text);
        expect(expr !== undefined || errors.length > 0).toBe(true);
        for (const { start, end } of errors) {
          expect(start).toBeLessThanOrEqual(end);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
