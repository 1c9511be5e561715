import { describe, expect, test } from 'vitest';
import { globTest } from '../../src/util/glob.ts';

describe('globTest', () => {
  test.each([
    ['rules/*.yml', 'rules/a.yml', true],
    ['rules/*.yml', 'rules/b/a.yml', false],
    ['rules/**/*.yml', 'rules/a.yml', true],
    ['rules/**/*.yml', 'rules/b/c/a.yml', true],
    ['rules/**', 'rules/b/c/a.yml', true],
    ['rules/**', 'other/a.yml', false],
    ['./rules/?.yml', 'rules/a.yml', true],
    ['rules/?.yml', 'rules/ab.yml', false],
    ['rules/[ab].yml', 'rules/b.yml', true],
    ['rules/[!ab].yml', 'rules/b.yml', false],
    ['{dev,prod}/*.{yml,yaml}', 'prod/a.yaml', true],
    ['{dev,prod}/*.yml', 'test/a.yml', false],
    ['a.yml', 'abyml', false],
    ['a+(b).yml', 'a+(b).yml', true],
    ['a[.yml', 'a[.yml', true],
    ['a{.yml', 'a{.yml', true],
    ['{a,b', '{a,b', true],
  ])('%s on %s: %s', (glob, path, expected) => {
    expect(globTest(glob)(path)).toBe(expected);
  });
});
