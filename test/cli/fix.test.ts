import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, runCli } from '../support/run-cli.ts';

const file = (expr: string): string => `groups: [{name: a, rules: [{alert: A, expr: '${expr}'}]}]\n`;
const BEFORE = file('up{job=~"x"} == 0');
const AFTER = file('up{job="x"} == 0');

test('--fix writes, reports the remaining findings and prints what it changed', async () => {
  const cwd = folderWith({ 'a.yml': BEFORE });
  const { code, stdout, stderr } = await runCli(cwd, ['lint', '--fix', '--fail-on', 'info']);
  expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(AFTER);
  expect(stderr).toBe('a.yml: 1 finding fixed\n');
  expect(stdout).toContain('no findings');
  expect(code).toBe(0);
});

test('a named file is fixed beside another that has errors of its own', async () => {
  const cwd = folderWith({ 'a.yml': BEFORE, 'x/b.yml': BEFORE.replace('== 0', '== (0') });
  const { stderr } = await runCli(cwd, ['lint', '--fix', 'a.yml']);
  expect(stderr).toBe('a.yml: 1 finding fixed\n');
  expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(AFTER);
});

test('--fix-dry-run prints a diff alone and writes nothing', async () => {
  const cwd = folderWith({ 'a.yml': BEFORE });
  const { stdout, stderr } = await runCli(cwd, ['lint', '--fix-dry-run']);
  expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(BEFORE);
  expect(stdout).toBe(`--- a/a.yml\n+++ b/a.yml\n@@ -1,1 +1,1 @@\n-${BEFORE}+${AFTER}`);
  expect(stderr).toContain('1 finding would be fixed');
});

test('standard input can be shown fixed, not written', async () => {
  const cwd = folderWith({});
  expect((await runCli(cwd, ['lint', '-', '--fix'], { stdin: BEFORE })).code).toBe(2);
  expect((await runCli(cwd, ['lint', '-', '--fix-dry-run'], { stdin: BEFORE })).stdout).toContain(
    `+${AFTER}`,
  );
});

test('an unsafe fix is a suggestion', async () => {
  const cwd = folderWith({ 'a.yml': file('up').replace('expr', 'annotation: {}, expr') });
  const { code, stdout } = await runCli(cwd, ['lint', '--fix']);
  expect(code).toBe(1);
  expect(stdout).toContain('try  rename to "annotations"');
  expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toContain('annotation: {}');
});
