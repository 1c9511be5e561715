import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchored, labelTest } from '../../../src/promql/eval/storage/regexp.ts';
import { literalsOf } from '../../../src/promql/syntax/regex-words.ts';

describe('labelTest', () => {
  it('answers as the automaton does where it takes a shortcut', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.*',
      '.+',
      '|',
      '',
      '\n',
      'ab',
      '.',
      '\\.',
      '-',
      '(',
      '(?:',
      ')',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')),
        fc.string({ unit: fc.constantFrom('a', 'b', '\n', '.', '-'), maxLength: 5 }),
        fc.constantFrom(2 as const, 3 as const),
        (pattern, text, version) => {
          let expected: boolean;
          try {
            expected = anchored(pattern, version).matcher(text).find();
          } catch {
            return; // No pattern of Go.
          }
          expect(labelTest(pattern, version)(text)).toBe(expected);
        },
      ),
    );
  });

  it('is anchored at both ends', () => {
    expect(labelTest('b', 3)('abc')).toBe(false);
    expect(labelTest('a|bc', 3)('abc')).toBe(false);
    expect(labelTest('a(b|x)c', 3)('abc')).toBe(true);
  });

  it('lets the dot match a line break since version 3', () => {
    expect(labelTest('a.b', 3)('a\nb')).toBe(true);
    expect(labelTest('a.b', 2)('a\nb')).toBe(false);
    expect(labelTest('a.*', 2)('a\nb')).toBe(false);
  });

  it("takes Go's syntax", () => {
    expect(labelTest('(?i)error|\\pL+', 3)('ERROR')).toBe(true);
    expect(labelTest('[[:digit:]]{2,3}', 3)('123')).toBe(true);
    expect(() => labelTest('(?=a)', 3)).toThrow();
  });
});

describe('literalsOf', () => {
  it('knows the values of literals and alternations', () => {
    expect(literalsOf('a|bc')).toEqual(['a', 'bc']);
    expect(literalsOf('a-b')).toEqual(['a-b']);
    expect(literalsOf('a.b')).toBeUndefined();
    expect(literalsOf('(a|b)')).toEqual(['a', 'b']);
    expect(literalsOf('(?:a|)')).toEqual(['a', '']);
    expect(literalsOf('(a)|(b)')).toBeUndefined();
    expect(literalsOf('a|b.*')).toBeUndefined();
  });
});
