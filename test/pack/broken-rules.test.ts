import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.generated.ts';
import { lintTexts } from '../../src/lint/texts.ts';
import { ROOT } from '../support/pack.ts';

const RULES = `groups:
  - name: g
    rules:
      - { alert: A, expr: "up = 0" }
      - { alert: B, expr: "{{ x }}" }
      - { alert: C, expr: "sum(rate(x[5m])) by job" }
`;

test('three broken rules under the policies of the pack have one finding for each fault', () => {
  const diagnostics = lintTexts({ 'rules.yml': RULES }, CHECKS, {
    config: readFileSync(`${ROOT}rulecheck.yaml`, 'utf8'),
  });
  const checks = diagnostics.map(({ check }) => check);
  const times = (id: string): number => checks.filter((check) => check === id).length;
  expect(times('syntax/promql')).toBe(3);
  // Five annotations and three labels are missing from each.
  expect(times('alerts/required-annotations')).toBe(3);
  expect(times('alerts/required-labels')).toBe(3);
  for (const { message, help } of diagnostics)
    for (const text of [message, help ?? '']) expect(text).not.toMatch(/\.$/);
  for (const { check, help } of diagnostics) if (check === 'syntax/promql') expect(help).toMatch(/^[a-z]/);
});
