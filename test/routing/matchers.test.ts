import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { parseMatcher, parseMatchers } from '../../src/routing/matchers/parse.ts';
import type { MatcherGrammar } from '../../src/routing/matchers/parse.ts';
import { compileAnchored } from '../../src/routing/matchers/regexp.ts';
import { printMatchers } from '../../src/routing/matchers/print.ts';

function read(text: string, grammar: MatcherGrammar = 'fallback'): string {
  const result = parseMatchers(text, grammar);
  return result.ok ? result.matchers.map((m) => `${m.name}${m.op}${m.value}`).join(' & ') : result.error.code;
}

describe('both grammars', () => {
  it.each([
    ['a="b"', 'a=b'],
    ['a=b', 'a=b'],
    ['a = b', 'a=b'],
    ['{a="b",c=~"d"}', 'a=b & c=~d'],
    ['a!="b",c!~"d.*",', 'a!=b & c!~d.*'],
    ['a=""', 'a='],
    ['a="x,y"', 'a=x,y'],
    ['a="say \\"hi\\""', 'a=say "hi"'],
    ['a="back\\\\slash"', 'a=back\\slash'],
    ['a="line\\nbreak"', 'a=line\nbreak'],
    ['', ''],
    ['{}', ''],
    ['a="b', 'matcher-quote'],
    ['a', 'matcher-operator'],
    ['=b', 'matcher-name'],
    ['a=~"("', 'matcher-regexp'],
    ['a=~"x{1001}"', 'matcher-regexp'],
    ['a=b,,c=d', 'matcher-name'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

it('refuses expressions that would take seconds with one clear error', () => {
  expect(() => compileAnchored('a[bc]|'.repeat(100_000))).toThrow(
    '600000 characters, of which rulecheck reads 500000 at most: `a[bc]|a[bc]|a[bc]|a[...`',
  );
  expect(compileAnchored('abc|'.repeat(200_000)).accepts('abc')).toBe(true);
});

describe('where they differ', () => {
  it.each([
    // text, classic, utf8, what fallback does, kind
    ['a=', 'a=', 'matcher-value', 'a=', 'classic-only'],
    ['a="b"}', 'a=b', 'matcher-brace', 'a=b', 'classic-only'],
    ['{a="b"', 'a=b', 'matcher-brace', 'a=b', 'classic-only'],
    ['a=b c', 'a=b c', 'matcher-comma', 'a=b c', 'classic-only'],
    ['a=~[a-z]+', 'a=~[a-z]+', 'a=~[a-z]+', 'a=~[a-z]+', undefined],
    ['a=~foo\\d', 'a=~foo\\d', 'matcher-character', 'a=~foo\\d', 'classic-only'],
    ['a="\\d"', 'a=\\d', 'matcher-escape', 'a=\\d', 'classic-only'],
    ["a='b'", "a='b'", 'matcher-character', "a='b'", 'classic-only'],
    ['a==b', 'a==b', 'matcher-value', 'a==b', 'classic-only'],
    ['a="\\t"', 'a=\\t', 'a=\t', 'a=\\t', 'different'],
    ['a="\\u00e9"', 'a=\\u00e9', 'a=é', 'a=\\u00e9', 'different'],
    ['a:b="c"', 'a:b=c', 'a:b=c', 'a:b=c', undefined],
    ['"a.b"="c"', 'matcher-format', 'a.b=c', 'a.b=c', 'utf8-only'],
    ['1a=b', 'matcher-format', '1a=b', '1a=b', 'utf8-only'],
    ['ø=x', 'matcher-format', 'ø=x', 'ø=x', 'utf8-only'],
    ['a="\\xc3\\xa9"', 'a=\\xc3\\xa9', 'a=é', 'a=\\xc3\\xa9', 'different'],
    ['a="\\xff"', 'a=\\xff', 'matcher-escape', 'a=\\xff', 'classic-only'],
  ])('%s', (text, classic, utf8, fallback, kind) => {
    expect(read(text, 'classic')).toBe(classic);
    expect(read(text, 'utf8')).toBe(utf8);
    expect(read(text)).toBe(fallback);
    const result = parseMatchers(text);
    expect(result.ok ? result.disagreement?.kind : 'error').toBe(kind);
  });

  it('suggests a spelling that both read alike', () => {
    const result = parseMatchers('a=~foo\\d');
    if (!result.ok) throw new Error(result.error.message);
    const suggestion = result.disagreement?.suggestion ?? '';
    expect(suggestion).toBe('a=~"foo\\\\d"');
    const again = parseMatchers(suggestion);
    expect(again.ok && again.disagreement === undefined).toBe(true);
  });
});

it('points at the wrong part', () => {
  const at = (text: string, grammar: MatcherGrammar = 'fallback'): string => {
    const result = parseMatchers(text, grammar);
    return result.ok ? 'ok' : text.slice(result.error.range.start, result.error.range.end);
  };
  expect(at('severity=~"(",team="a"')).toBe('"("');
  expect(at('a="b", =c')).toBe('=');
  expect(at('a="b" x', 'utf8')).toBe('x');
  expect(at('a="b", c="d', 'utf8')).toBe('"d');
  expect(at('a="b", c d', 'classic')).toBe('c d');
  expect(at('a="b"c"', 'classic')).toBe('"');
});

it('reads one matcher as amtool reads its arguments', () => {
  const one = (text: string, grammar: MatcherGrammar = 'fallback'): string => {
    const result = parseMatcher(text, grammar);
    return result.ok
      ? result.matchers.map((m) => `${m.name}${m.op}${m.value}`).join(' & ')
      : result.error.code;
  };
  expect(one('a=b')).toBe('a=b');
  expect(one('a=b,c=d')).toBe('a=b,c=d');
  expect(one('{a=b}')).toBe('matcher-brace');
  expect(one('{a=b}', 'classic')).toBe('matcher-format');
  expect(one('')).toBe('matcher-format');
});

describe('regular expressions', () => {
  const accepts = (pattern: string, value: string): boolean => {
    const result = parseMatchers(`a=~"${pattern}"`);
    if (!result.ok) throw new Error(result.error.message);
    return result.matchers[0]!.accepts(value);
  };
  it.each([
    ['foo|bar', 'bar', true],
    ['foo|bar', 'foobar', false],
    ['foo|', '', true],
    ['.*', '', true],
    ['.*', 'a\nb', false],
    ['.+', '', false],
    ['.+', 'x', true],
    ['web-*', 'web--', true],
    ['web-*', 'web-1', false],
    ['(?i)prod', 'PROD', true],
    ['a)|(b', 'axyz', true],
    ['a)|(b', 'xyzb', true],
    ['^a$', 'a', true],
    ['web-.*', 'web-1', true],
    ['web-.*', 'web-', true],
    ['web-.+', 'web-', false],
    ['web-.*', 'web-\n', false],
    ['.*-db', 'eu-db', true],
    ['.+-db', '-db', false],
    ['.*db.+', 'mydb', false],
    ['.+db.*', 'dbdb', true],
    ['.+.+', 'x', false],
    ['a|b.*|c', 'bx', true],
    ['a|b.*|c', 'cx', false],
    ['a.c', 'abc', true],
    ['a.c', 'xabc', false],
  ])('%s on %j', (pattern, value, expected) => {
    expect(accepts(pattern, value)).toBe(expected);
  });
});

it('answers simple shapes as RE2 does', () => {
  const piece = fc.constantFrom('a', 'b', 'ab', '.*', '.+', '|', '-', 'a.*', '.+b');
  const pattern = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(pattern, fc.stringMatching(/^[ab\n-]{0,5}$/), (source, value) => {
      expect([source, value, compileAnchored(source).accepts(value)]).toEqual([
        source,
        value,
        RE2JS.compile(`^(?:${source})$`).test(value),
      ]);
    }),
    { numRuns: 3000 },
  );
});

it('prints what it reads back', () => {
  const matcher = fc.record({
    name: fc.stringMatching(/^[a-z_][a-z0-9_]{0,5}$/),
    op: fc.constantFrom('=' as const, '!=' as const),
    value: fc.string({ unit: 'grapheme' }),
  });
  fc.assert(
    fc.property(fc.array(matcher, { maxLength: 4 }), (matchers) => {
      const result = parseMatchers(printMatchers(matchers), 'utf8');
      expect(result.ok && result.matchers.map(({ name, op, value }) => ({ name, op, value }))).toEqual(
        matchers,
      );
    }),
  );
});

it('never throws, and keeps error ranges inside the text', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab=!~{}",\\(\s'*é]{0,16}$/), (text) => {
      for (const grammar of ['classic', 'utf8', 'fallback'] as const) {
        const result = parseMatchers(text, grammar);
        if (result.ok) continue;
        expect(result.error.range.start).toBeGreaterThanOrEqual(0);
        expect(result.error.range.end).toBeLessThanOrEqual(Math.max(1, text.length));
        expect(result.error.range.start).toBeLessThan(result.error.range.end);
      }
    }),
    { numRuns: 2000 },
  );
});
