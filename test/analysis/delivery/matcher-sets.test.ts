import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contradiction, disjoint, implies, impliesAll } from '../../../src/analysis/delivery/matcher-sets.ts';
import { labelSet } from '../../../src/routing/labels.ts';
import { compileMatcher, matchesAll } from '../../../src/routing/matchers/matcher.ts';
import type { MatchOp } from '../../../src/routing/matchers/matcher.ts';

const VALUES = ['', 'a', 'b', 'ab', 'abc'];
const PATTERNS = [...VALUES, 'a|b', 'a.*', '.+', '.*', '[ab]', 'ab?', '(a|b)c', 'a|'];
const matcher = fc
  .record({
    name: fc.constantFrom('x', 'y'),
    op: fc.constantFrom<MatchOp>('=', '!=', '=~', '!~'),
    value: fc.constantFrom(...PATTERNS),
  })
  .map((spec) => compileMatcher(spec));
const matchers = fc.array(matcher, { maxLength: 3 });
const labels = fc
  .record({ x: fc.constantFrom(...VALUES), y: fc.constantFrom(...VALUES) })
  .map((record) => labelSet(record));

describe('what matchers say of each other holds for every label set', () => {
  test('implies', () => {
    fc.assert(
      fc.property(matcher, matcher, labels, (given, other, set) => {
        fc.pre(implies(given, other) && matchesAll([given], set));
        expect(matchesAll([other], set)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('impliesAll', () => {
    fc.assert(
      fc.property(matchers, matchers, labels, (given, others, set) => {
        fc.pre(impliesAll(given, others) && matchesAll(given, set));
        expect(matchesAll(others, set)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('contradiction and disjoint', () => {
    fc.assert(
      fc.property(matchers, matchers, labels, (a, b, set) => {
        if (contradiction(a) !== undefined) expect(matchesAll(a, set)).toBe(false);
        if (disjoint(a, b)) expect(matchesAll(a, set) && matchesAll(b, set)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the values that are found', () => {
  const m = (name: string, op: MatchOp, value: string) => compileMatcher({ name, op, value });
  test.each([
    ['one of several words', m('x', '=', 'a'), m('x', '=~', 'a|b'), true],
    ['a value of a pattern', m('x', '=', 'web-1'), m('x', '=~', 'web-.*'), true],
    ['another value', m('x', '=', 'a'), m('x', '!=', 'b'), true],
    ['some value', m('x', '=~', 'web-.+'), m('x', '=~', '.+'), true],
    ['not the other way', m('x', '=~', 'a|b'), m('x', '=', 'a'), false],
    ['a pattern within a pattern', m('x', '=~', 'ab.*'), m('x', '=~', 'a.*'), true],
    ['another label', m('y', '=', 'a'), m('x', '=', 'a'), false],
  ])('%s', (_, given, other, expected) => {
    expect(implies(given, other)).toBe(expected);
  });
});
