import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FloatVerb } from '../../src/go/numbers/format-float.ts';
import { formatGoFloat, formatSampleValue } from '../../src/go/numbers/format-float.ts';

describe('formatGoFloat', () => {
  it.each<[value: number, verb: FloatVerb, precision: number, text: string]>([
    [1e6, 'g', -1, '1e+06'],
    [123456, 'g', -1, '123456'],
    [1234567, 'g', -1, '1.234567e+06'],
    [0.0001, 'g', -1, '0.0001'],
    [0.00001, 'g', -1, '1e-05'],
    [-0, 'g', -1, '-0'],
    [1e21, 'f', -1, '1000000000000000000000'],
    [5e-324, 'e', -1, '5e-324'],
    [0.1, 'f', 20, '0.10000000000000000555'],
    [2.5, 'f', 0, '2'],
    [3.5, 'f', 0, '4'],
    [0.05, 'f', 1, '0.1'],
    [9.995, 'f', 2, '9.99'],
    [999999.5, 'g', 6, '1e+06'],
    [100, 'g', 3, '100'],
    [1000, 'G', 3, '1E+03'],
    [0, 'e', 2, '0.00e+00'],
    [Number.MAX_VALUE, 'E', 3, '1.798E+308'],
    [NaN, 'f', -1, 'NaN'],
    [Infinity, 'g', 2, '+Inf'],
    [-Infinity, 'f', -1, '-Inf'],
  ])('%d with %%%s and precision %d is %s', (value, verb, precision, text) => {
    expect(formatGoFloat(value, verb, precision)).toBe(text);
  });

  it('writes every float so that it reads back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatSampleValue(value))).toBe(value);
        expect(Number(formatGoFloat(value, 'g'))).toBe(value);
        expect(Number(formatGoFloat(value, 'e', 16))).toBe(value);
      }),
    );
  });
});
