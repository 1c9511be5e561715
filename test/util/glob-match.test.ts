import { describe, expect, test } from 'vitest';
import { matchName, matchPath } from '../../src/util/glob-match.ts';

describe('paths', () => {
  test.each([
    ['generated/**', 'generated/a/b.yml'],
    ['generated/', 'generated/a/b.yml'],
    ['**/*.gen.yml', 'a.gen.yml'],
    ['**/*.gen.yml', 'x/y/a.gen.yml'],
    ['*.gen.yml', 'x/a.gen.yml'],
    ['./rules/*.yml', 'rules/a.yml'],
    ['rules/**/slo.yml', 'rules/slo.yml'],
    ['rules/**/b/**/slo.yml', 'rules/b/b/x/slo.yml'],
    ['rules/{web,db}*.y?ml', 'rules/db-1.yaml'],
    ['rules/[a-c]?.yml', 'rules/b1.yml'],
    ['rules/[!a-c].yml', 'rules/d.yml'],
  ])('%s matches %s', (glob, path) => {
    expect(matchPath(glob, path)).toBe(true);
  });
  test.each([
    ['rules/*.yml', 'rules/a/b.yml'],
    ['generated/**', 'other/generated/a.yml'],
    ['rules/[!a-c].yml', 'rules/a.yml'],
    ['a.yml', 'b.yml'],
    ['**/a', 'b'],
    ['rules', 'rules/a.yml'],
  ])('%s does not match %s', (glob, path) => {
    expect(matchPath(glob, path)).toBe(false);
  });
});

test('in names "/" is a character like every other', () => {
  expect(matchName('web*', 'web/prod')).toBe(true);
  expect(matchName('Web*', 'web')).toBe(false);
  expect(matchName('{A,B}Down', 'BDown')).toBe(true);
});

test('patterns made to take long end soon', () => {
  expect(matchName(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
  expect(matchPath('{a,b}'.repeat(40), 'x')).toBe(false);
});
