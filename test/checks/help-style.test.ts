import { expect, test } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';

const RULES = `groups:
- name: g
  rules:
  - {alert: A, expr: "up = 0"}
  - {alert: B, expr: "{{ x }}"}
  - {alert: C, expr: "sum(rate(x[5m])) by job"}
`;

test('one screen has one style, and missing keys do not bury the syntax errors', () => {
  const found = lintFiles(RULES, { config: 'preset: strict\n' });
  const count = (check: string): number => found.filter((one) => one.check === check).length;
  expect(count('syntax/promql')).toBe(3);
  expect(count('alerts/required-labels')).toBe(3);
  expect(count('alerts/required-annotations')).toBe(3);
  const odd = found.flatMap(({ help = '' }) => (/^[A-Z][a-z]+ [a-z]|[^.]\.$/.test(help) ? [help] : []));
  expect(odd).toEqual([]);
});
