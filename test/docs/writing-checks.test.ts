import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/pack.ts';
import { folderWith, writeFiles } from '../support/run-cli.ts';

const RULES = `groups:
  - name: shop
    rules:
      - alert: ShopDown
        expr: up{job="shop"} == 0
        for: 5m
        labels: { severity: page }
`;

function blocks(language: string): string[] {
  const page = readFileSync(`${ROOT}docs/writing-checks.md`, 'utf8');
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]!);
}

/** The page's plugin in a project of its own, which has rulecheck as a package. */
function project(): string {
  const [plugin, tests] = blocks('js');
  const folder = folderWith({
    // As `npm init -y` writes it.
    'package.json': '{ "name": "house", "version": "1.0.0", "type": "commonjs" }',
    'checks.mjs': plugin!,
    'checks.test.mjs': tests!,
    'rulecheck.yaml': blocks('yaml')[0]!,
    'rules.yml': RULES,
  });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/rulecheck'));
  return folder;
}

test('the plugin of the page finds what it says, with the severity that the configuration gives it', () => {
  const run = spawnSync(
    process.execPath,
    [`${ROOT}bin/rulecheck.js`, 'lint', '--config', 'rulecheck.yaml', '--format', 'json'],
    { cwd: project(), encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  const { diagnostics } = JSON.parse(run.stdout) as {
    diagnostics: { check: string; severity: string; message: string }[];
  };
  expect(diagnostics.filter(({ check }) => check.startsWith('acme/'))).toMatchObject([
    {
      check: 'acme/night-shift',
      severity: 'warning',
      message: 'the alert "ShopDown" pages at night and has no annotation "playbook"',
    },
  ]);
  expect(run.status).toBe(0);
});

test("the page's test of the plugin passes, and fails where an example is wrong", () => {
  const folder = project();
  const run = () =>
    spawnSync(process.execPath, ['--test', 'checks.test.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(run().status).toBe(0);
  const wrong = readFileSync(join(folder, 'checks.mjs'), 'utf8').replace("at: ['ShopDown']", "at: ['shop']");
  writeFiles(folder, { 'checks.mjs': wrong });
  const failed = run();
  expect(failed.status).toBe(1);
  expect(failed.stdout).toContain(
    'acme/night-shift, example 1 (wrong): found at ["ShopDown"], not at ["shop"]',
  );
});
