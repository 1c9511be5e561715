import { expect, test } from 'vitest';
import { parseYaml } from '../../src/yaml/parse.ts';

test('an item out of line is reported as an item of a list, not as a key', () => {
  const [issue] = parseYaml('rules:\n  - a: 1\n   - b: 2\n').issues;
  expect(issue?.message).toBe('this list item does not start in the column of the others');
  expect(issue?.help).toContain('every "- " of one list');
});

test.each([
  ['one level too far', 'rules:\n  - alert: A\n    expr: up\n    - alert: B\n      expr: down\n'],
  ['one level too little', 'a:\n  - rules:\n      - alert: A\n    - alert: B\n      expr: down\n'],
])('an item %s is one finding at its dash', (_, text) => {
  const { issues } = parseYaml(text);
  expect(issues.map(({ message }) => message)).toEqual(['this list item is among the keys of a map']);
  expect(text.slice(issues[0]!.range.start)).toMatch(/^- alert: B/);
});

test('a key that is indented too far is one finding of its line', () => {
  const { issues } = parseYaml('a:\n  for: 5m\n    labels: x\nb: 1\n');
  expect(issues.map(({ message }) => message)).toEqual(['this key is inside a value']);
});

test('a template without quotes is reported as one', () => {
  const { issues } = parseYaml('summary: {{ $value }} errors\n');
  expect(issues).toHaveLength(1);
  expect(issues[0]!.help).toContain('put a "{{ ... }}" at the start of a value in quotes');
});
