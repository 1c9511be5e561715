import { expect, test } from 'vitest';
import { parseYaml } from '../../src/yaml/parse.ts';

test('an item out of line is told as an item of a list, not as a key', () => {
  const [issue] = parseYaml('rules:\n  - a: 1\n   - b: 2\n').issues;
  expect(issue?.message).toBe('this item of a list does not start in the column of the others');
  expect(issue?.help).toContain('every "- " of one list');
});
