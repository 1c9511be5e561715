import { expect, test } from 'vitest';
import { compareVersions } from '../../src/util/compare-versions.ts';

test.each([
  ['2.9', '2.10', -1],
  ['3.0', '2.55', 1],
  ['3', '3.0.0', 0],
  ['2.45.1', '2.45', 1],
])('%s against %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});
