import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../src/routing/matchers/matcher.ts';
import type { Matcher, MatchOp } from '../../src/routing/matchers/matcher.ts';
import { valueFor } from '../../src/routing/matchers/value-for.ts';
import { Language } from '../../src/routing/matchers/pattern/index.ts';
import { leftOver } from '../../src/routing/tree/left-over.ts';

const atom = fc.constantFrom(
  ...['a', 'b', '-', '.', '[ab]', '[^a]', '\\d', '\\w', '\\S', '\\.', '(?:a|b-)', '(ab)?', '[[:alpha:]]'],
  ...['[a-c\\d]', '\\x61', '(?i:a)', 'a{2}', '[ab]{1,2}', '$', '^', '(?i)b', '', '(a|)', '[^\\W]'],
);
const piece = fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?')).map(([text, times]) => {
  const repeats = times !== '' && text !== '' && !text.endsWith('}') && !text.endsWith('?');
  return repeats && text !== '(?i)b' ? `(?:${text})${times}` : text;
});
const branch = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
const pattern = fc.array(branch, { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|'));
const value = fc
  .array(fc.constantFrom('a', 'b', 'A', 'c', '-', '1', '.', 'é'), { maxLength: 5 })
  .map((chars) => chars.join(''));
const matcher = fc
  .record({
    name: fc.constantFrom('x', 'y'),
    op: fc.constantFrom<MatchOp>('=', '!=', '=~', '!~', '=~'),
    value: pattern,
  })
  .map((spec) => compileMatcher(spec));

const m = (op: MatchOp, text: string, name = 'x'): Matcher => compileMatcher({ name, op, value: text });

describe('the language of a pattern is that of RE2', () => {
  it('for every sample, and for random values', () => {
    fc.assert(
      fc.property(pattern, value, (text, sample) => {
        const { accepts } = m('=~', text);
        for (const one of Language.ofPattern(text).samples) expect(accepts(one), one).toBe(true);
        const both = valueFor([m('=~', text), m('=', sample)]).kind;
        expect(both).toBe(accepts(sample) ? 'value' : 'none');
        // The same by automata alone, without the list of values.
        const walked = valueFor([m('=~', text), m('=~', `(?:${sample.replaceAll('.', '\\.')})`)]).kind;
        expect(walked).toBe(accepts(sample) ? 'value' : 'none');
      }),
      { numRuns: 3000 },
    );
  });

  it('a found value satisfies every matcher, and without a found value no value does', () => {
    const found = { value: 0, none: 0, unknown: 0 };
    fc.assert(
      fc.property(fc.array(matcher, { minLength: 1, maxLength: 3 }), value, (matchers, sample) => {
        const answer = valueFor(matchers);
        found[answer.kind]++;
        const satisfies = (text: string): boolean => matchers.every(({ accepts }) => accepts(text));
        if (answer.kind === 'value') expect(satisfies(answer.value)).toBe(true);
        else if (answer.kind === 'none') expect(satisfies(sample)).toBe(false);
      }),
      { numRuns: 4000 },
    );
    expect(found.value).toBeGreaterThan(500);
    expect(found.none).toBeGreaterThan(500);
    expect(found.unknown).toBe(0);
  });
});

describe('proofs about two patterns', () => {
  const included = (small: string, large: string): string => {
    const answer = valueFor([m('=~', small), m('!~', large)]);
    return answer.kind === 'value' ? `not ${answer.value}` : answer.kind;
  };
  it.each([
    ['shop-(web|db)-[0-9]+', 'shop-.*', 'none'],
    ['a{3,5}', 'a+', 'none'],
    ['(?i)prod', '[Pp][Rr][Oo][Dd]', 'none'],
    ['(?i)disk', 'disk|DISK', 'not DISk'],
    ['web\\d', 'web[0-9]', 'none'],
    ['^(?:a.*)$', 'a.*|b', 'none'],
    ['.+', '.*', 'none'],
    ['.*', '.+', 'not '],
    ['a.*', '[^b].*', 'none'],
    ['[a-z]+', '[a-y]+', 'not z'],
    ['(a|b)*abb', '(a|b)*bb', 'none'],
    ['(a|b)*bb', '(a|b)*abb', 'not bb'],
    ['\\pL+', '.+', 'unknown'],
    ['(?P<kind>web)-.*', 'web.*', 'none'],
    ['[ab]*a[ab]{14}', '[ab]*a[ab]{15}|[ab]*b[ab]{15}', 'unknown'],
  ])('%s in %s: %s', (small, large, expected) => {
    expect(included(small, large)).toBe(expected);
  });

  it('gives up within milliseconds where the automata grow exponentially', () => {
    const from = performance.now();
    expect(included('[ab]*a[ab]{30}', '[ab]*a[ab]{29}.')).toBe('unknown');
    expect(included('[ab]*a[ab]{30}b', '[ab]*b[ab]{25}a[ab]{5}b|[ab]*[ab]{40}|a+[ab]{31}b')).toBe('unknown');
    expect(performance.now() - from).toBeLessThan(3000);
  });
});

describe('an alert that no route takes', () => {
  it('has labels that every matcher above accepts and no route does', () => {
    const sets = fc.array(fc.array(matcher, { minLength: 1, maxLength: 2 }), { maxLength: 4 });
    const kinds = { some: 0, none: 0, unknown: 0 };
    fc.assert(
      fc.property(fc.array(matcher, { maxLength: 2 }), sets, value, value, (given, routes, x, y) => {
        const left = leftOver(given, routes);
        kinds[left.kind]++;
        const labels = left.kind === 'some' ? left.labels : new Map(Object.entries({ x, y }));
        const isLeft =
          given.every(({ name, accepts }) => accepts(labels.get(name) ?? '')) &&
          !routes.some((route) => route.every(({ name, accepts }) => accepts(labels.get(name) ?? '')));
        if (left.kind === 'some') expect(isLeft).toBe(true);
        else if (left.kind === 'none') expect(isLeft).toBe(false);
      }),
      { numRuns: 3000 },
    );
    expect(kinds.some).toBeGreaterThan(300);
    expect(kinds.none).toBeGreaterThan(300);
    expect(kinds.unknown).toBe(0);
  });

  it('is not sought for ever', () => {
    const routes = Array.from({ length: 60 }, (_, i) => [
      m('!=', `v${i}`, `l${i}`),
      m('!=', `w${i}`, `k${i}`),
    ]);
    const from = performance.now();
    leftOver(
      [],
      [...routes, ...routes.map(([a, b]) => [m('=', a!.value, a!.name), m('=', b!.value, b!.name)])],
    );
    expect(performance.now() - from).toBeLessThan(2000);
  });
});
