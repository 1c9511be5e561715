import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT } from '../support/pack.ts';

test('the formatter leaves out folders of the root, not every folder of such a name', () => {
  const patterns = readFileSync(`${ROOT}.prettierignore`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(patterns.length).toBeGreaterThan(10);
  // As in .gitignore: a pattern without a slash before its end matches at any depth.
  const anywhere = patterns.filter((pattern) => !pattern.replace(/\/$/, '').includes('/'));
  expect(anywhere).toEqual(['package-lock.json', '*.md']);
});
