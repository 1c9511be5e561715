import { expect, test } from 'vitest';
import { defineCheck } from '../../src/checks/contract.ts';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import { lint } from '../../src/lint/run.ts';
import { readProject } from '../../src/project/read-project.ts';

const RULES = `groups:
  - name: web
    rules:
      - alert: First
        expr: up == 0
      - alert: Second
        expr: up == 0
`;

const check = (id: `alerts/${string}`, visit: (name: string) => void) =>
  defineCheck({
    meta: {
      id,
      summary: 'what this test is about',
      why: 'a test',
      severity: 'warning',
      preset: 'recommended',
      examples: { wrong: [{ files: '' }], right: [{ files: '' }] },
    },
    messages: { seen: (data: { name: string }) => ({ message: data.name, help: 'none' }) },
    create: (context) => ({
      AlertingRule(rule) {
        visit(rule.name.value);
        context.report('seen', { file: rule.file, range: rule.name.range }, { name: rule.name.value });
      },
    }),
  });

test('a check that throws is named with the place, and the others go on', () => {
  const project = readProject([{ path: 'rules.yml', text: RULES, named: false }], DEFAULT_CONFIG.settings);
  const broken = check('alerts/broken', () => {
    throw new Error('no such thing');
  });
  const sound = check('alerts/sound', () => undefined);
  const { diagnostics } = lint(project, [broken, sound], DEFAULT_CONFIG);
  expect(diagnostics.map((found) => [found.check, found.file.slice(found.range)])).toEqual([
    ['alerts/sound', 'First'],
    ['config/check-failed', 'First'],
    ['alerts/sound', 'Second'],
  ]);
  const failed = diagnostics.find((found) => found.check === 'config/check-failed');
  expect(failed?.severity).toBe('error');
  expect(failed?.message).toBe('the check "alerts/broken" crashed here: no such thing');
});
