import { expect, test } from 'vitest';
import { remember } from '../../src/util/remember.ts';

test('computes once as long as it remembers, and again once it has forgotten', () => {
  const asked: string[] = [];
  const twice = remember((key: string) => {
    asked.push(key);
    return key + key;
  }, 2);
  expect(['a', 'b', 'a', 'b', 'c', 'a'].map(twice)).toEqual(['aa', 'bb', 'aa', 'bb', 'cc', 'aa']);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});
