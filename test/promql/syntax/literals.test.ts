import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationSeconds, formatSeconds } from '../../../src/promql/syntax/duration.ts';
import { parseNumber } from '../../../src/promql/syntax/number.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';
import { goQuote } from '../../../src/go/strings/quote.ts';

describe('numbers as Go reads them', () => {
  it.each([
    ['1', 1],
    ['5.', 5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1E-3', 0.001],
    ['0755', 493],
    ['0_755', 493],
    ['08', 8],
    ['0x1F', 31],
    ['0X_1f', 31],
    ['1_000', 1000],
    ['1_000.5', 1000.5],
    ['Inf', Infinity],
    ['NAN', NaN],
    ['9223372036854775808', 9223372036854775808],
  ])('%s is %d', (text, value) => {
    expect(parseNumber(text)).toEqual({ ok: true, value });
    expect(parseExpr(text).expr).toMatchObject({ kind: 'NumberLiteral', value });
  });

  it.each(['1e999', '0x', '1.2.3', '1e', '1__0'])('%s is invalid', (text) => {
    expect(parseExpr(text).errors[0]?.code).toBe('invalid-number');
  });
});

describe('durations', () => {
  it('are written back as they were read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (ms) => {
        expect(durationSeconds(formatSeconds(ms / 1000))).toEqual({ ok: true, seconds: ms / 1000 });
      }),
    );
  });

  it.each([
    ['5m1h', 'not a valid duration string: "5m1h"'],
    ['1hs', 'unknown unit "hs" in duration "1hs"'],
    ['300y', 'duration out of range'],
  ])('%s: %s', (text, message) => {
    expect(durationSeconds(text)).toEqual({ ok: false, message });
  });
});

describe('strings', () => {
  it.each([
    [String.raw`"a\n\t\"b\\"`, 'a\n\t"b\\'],
    [String.raw`'it\'s'`, "it's"],
    ['`raw\\n "x"`', 'raw\\n "x"'],
    [String.raw`"\x41\101\u00e9\U0001F600"`, 'AAé😀'],
    [String.raw`"\xc3\xa9"`, 'é'],
    ['"ä😀"', 'ä😀'],
  ])('%s', (text, value) => {
    expect(parseExpr(text)).toMatchObject({ expr: { kind: 'StringLiteral', value }, errors: [] });
  });

  it('survive quoting with any content', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        fc.pre(!value.includes('\uFFFD'));
        expect(parseExpr(goQuote(value)).expr).toMatchObject({ value });
      }),
    );
  });
});
