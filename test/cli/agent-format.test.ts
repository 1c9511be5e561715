import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { llmsText } from '../../scripts/generate/llms.ts';
import { ALERTMANAGER, BROKEN_RULES, CLEAN_RULES, folderOf, NO_TOOLS, run, SCENARIOS } from './support.ts';

const FIXABLE = CLEAN_RULES.replace('job="web"', 'job=~"web"');

test('prints one line for each failing finding, and counts what does not fail the run', async () => {
  const cwd = await folderOf({ 'rules.yml': BROKEN_RULES, 'other.yml': FIXABLE });
  const { code, stdout } = await run(['lint', '--format', 'agent'], { cwd });
  expect(code).toBe(1);
  expect(stdout.split('\n')[0]).toMatch(
    /^rules\.yml:5:28: error: unexpected "=".*\[syntax\/promql\]; why: .*; fix: /,
  );
  expect(stdout.trim().split('\n').at(-1)).toMatch(/^lint: 1 failing finding, .*--format text/);
});

test('prints a fix as a patch that git applies', async () => {
  const cwd = await folderOf({ 'rules.yml': FIXABLE });
  const { stdout } = await run(['lint', '--format', 'agent', '--fail-on', 'info'], { cwd });
  const patch = stdout.slice(stdout.indexOf('--- a/'), stdout.lastIndexOf('\nlint:') + 1);
  await writeFile(join(cwd, 'fix.patch'), patch);
  await promisify(execFile)('git', ['apply', 'fix.patch'], { cwd });
  expect(await readFile(join(cwd, 'rules.yml'), 'utf8')).toBe(CLEAN_RULES);
});

test('prints the failed expectations of tests, one line each', async () => {
  const wrong = SCENARIOS.replace('at: 5m', 'at: 3m');
  const cwd = await folderOf({
    'rules.yml': CLEAN_RULES,
    'fixtures/WebDown.yml': wrong,
    'alertmanager.yml': ALERTMANAGER,
  });
  const { code, stdout } = await run(['test', '--format', 'agent'], { cwd });
  expect(code).toBe(1);
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^fixtures\/WebDown\.yml:\d+:\d+: failed: pages after five minutes: /);
  expect(lines[1]).toBe('test: 1 failed, 1 passed');
});

test('is the default where an agent runs the command, unless a terminal or --format says otherwise', async () => {
  const cwd = await folderOf({ 'rules.yml': BROKEN_RULES });
  const env = { ...NO_TOOLS, CURSOR_AGENT: '1' };
  expect((await run(['lint'], { cwd, env })).stdout).toContain('lint: 1 failing finding');
  expect((await run(['lint'], { cwd })).stdout).toContain('✖');
  expect((await run(['lint', '--format', 'text'], { cwd, env })).stdout).toContain('✖');
  expect((await run(['lint'], { cwd, env, terminal: 80 })).stdout).toContain('✖');
  expect((await run(['lint'], { cwd, env: { ...NO_TOOLS, CURSOR_AGENT: '' } })).stdout).toContain('✖');
});

test('llms.txt has the pages of the index with absolute addresses', () => {
  const text = llmsText(
    '# Documentation\n\n- [A](a.md#b) and [B](../README.md), [C](https://c.example).\n',
    'what it is',
  );
  expect(text).toBe(
    '# rulecheck\n\n> what it is.\n\n- [A](https://github.com/rulecheck/rulecheck/blob/main/docs/a.md#b) and [B](https://github.com/rulecheck/rulecheck/blob/main/README.md), [C](https://c.example).\n',
  );
});
