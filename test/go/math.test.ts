import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frexp, ldexp } from '../../src/go/math/float-parts.ts';
import { goExp2 } from '../../src/go/math/exp2.ts';
import { goLog, goLog10, goLog2 } from '../../src/go/math/log.ts';
import { goPow } from '../../src/go/math/pow.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('frexp and ldexp', () => {
  it('take a float apart and put it together again', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const [fraction, exponent] = frexp(value);
        if (value !== 0) expect(Math.abs(fraction) >= 0.5 && Math.abs(fraction) < 1).toBe(true);
        expect(ldexp(fraction, exponent)).toBe(value);
      }),
    );
  });

  it('reach infinity and zero', () => {
    expect([ldexp(1, 5000), ldexp(-1, 5000), ldexp(1, -5000), ldexp(0.5, 1024)]).toEqual([
      Infinity,
      -Infinity,
      0,
      2 ** 1023,
    ]);
  });
});

describe('logarithms', () => {
  // The right-hand sides were printed by Go 1.26 and by promtool.
  it.each([
    [goLog10, 166, 2.2201080880400554],
    [goLog10, 3, 0.4771212547196624],
    [goLog10, 1000, 3],
    [goLog2, 8, 3],
    [goLog2, 7, 2.807354922057604],
    [goLog, 10, 2.302585092994046],
    [goLog, 0, -Infinity],
    [goLog2, 0, -Infinity],
    [goLog10, Infinity, Infinity],
    [goLog, -1, NaN],
  ])('%o of %d is %d', (log, value, expected) => {
    expect(log(value)).toBe(expected);
  });

  it('stay within two units of the last place of JavaScript', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (value) => {
        expect(Math.abs(goLog(value) - Math.log(value))).toBeLessThanOrEqual(
          Math.abs(Math.log(value)) * 2 ** -51,
        );
      }),
    );
  });
});

describe('goExp2', () => {
  it.each([
    [0, 1],
    [0.5, 1.414213562373095],
    [-1074, 5e-324],
    [-0.3, 0.8122523963562356],
    [1024, Infinity],
    [-2000, 0],
    [NaN, NaN],
  ])('2 to the power of %d is %d', (exponent, expected) => {
    expect(goExp2(exponent)).toBe(expected);
  });
});

describe('goPow', () => {
  it.each([
    [1, NaN, 1],
    [NaN, 0, 1],
    [-1, Infinity, 1],
    [0, -1, Infinity],
    [-0, -3, -Infinity],
    [-8, 1 / 3, NaN],
    [4, 0.5, 2],
    [4, -0.5, 0.5],
    [2, 10, 1024],
    [10, 308, 1.0000000000000006e308],
    [10, 309, Infinity],
    [10, -330, 0],
    [0.5, 1074, 5e-324],
    [Infinity, -2, 0],
    [-Infinity, 3, -Infinity],
    [-Infinity, 0.5, Infinity],
  ])('%d to the power of %d is %d', (base, exponent, expected) => {
    expect(goPow(base, exponent)).toBe(expected);
  });

  it('squares and cubes by multiplication', () => {
    const base = fc.double({ min: -1e90, max: 1e90, noNaN: true }).filter((x) => Math.abs(x) > 1e-90);
    fc.assert(
      fc.property(base, (x) => {
        expect(goPow(x, 2)).toBe(x * x);
        expect(goPow(x, 3)).toBe(x * (x * x));
      }),
    );
  });
});
