import { describe, expect, test } from 'vitest';
import { folderWith, runCli } from '../support/run-cli.ts';

const CONFIG = `runbooks:
  - { prefix: 'https://runbooks.example.com/', folder: docs/oncall }
checks:
  promql/no-metric-name: warning
`;

const rules = (page: string): string => `groups:
  - name: shop
    rules:
      - alert: ShopDown
        expr: up == 0
        for: 5m
        annotations: { runbook_url: https://runbooks.example.com/${page} }
`;

/** Pages with a query that a finding would be made of. */
const project = (): string =>
  folderWith({
    'rulecheck.yaml': CONFIG,
    'rules/there.yml': rules('shop-down'),
    'rules/gone.yml': rules('shop-dwon'),
    'docs/oncall/shop-down.md': '# Shop down\n\n```promql\nsum by (\n```\n',
  });

describe('the pages of runbooks are known whatever part of the project is linted', () => {
  test.each([['rules'], ['rules/there.yml'], ['rules/there.yml', 'rules/gone.yml']])(
    'lint %s',
    async (...paths) => {
      const { stdout } = await runCli(project(), ['lint', ...paths]);
      expect(stdout).not.toContain('rules/there.yml');
      expect(stdout.includes('the file docs/oncall/shop-dwon.md is missing; did you mean "shop-down"?')).toBe(
        paths.some((path) => path === 'rules' || path.endsWith('gone.yml')),
      );
      // Nobody asked for the pages themselves.
      expect(stdout).not.toContain('docs/oncall/shop-down.md:');
      expect(stdout).toContain(`in ${paths[0] === 'rules' ? 2 : paths.length} file`);
    },
  );

  test('lint of the whole project reports the pages as well', async () => {
    expect((await runCli(project(), ['lint'])).stdout).toContain('docs/oncall/shop-down.md:');
  });
});
