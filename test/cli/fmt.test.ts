import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceFile } from '../../src/cli/replace-file.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { folderWith, runCli } from '../support/run-cli.ts';
import { asOtherUser, hasOtherUser } from '../support/other-user.ts';

const file = (expr: string): string => `groups: [{name: a, rules: [{alert: A, expr: ${expr}}]}]\n`;

test('fmt writes the files that differ, and then --check is content', async () => {
  const cwd = folderWith({ 'a.yml': file('up==0'), 'b.yml': file('up == 0') });
  const check = await runCli(cwd, ['fmt', '--check']);
  expect(check.code).toBe(1);
  expect(check.stdout).toBe('a.yml\n');
  expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(file('up==0'));
  const { code, stdout } = await runCli(cwd, ['fmt']);
  expect([code, stdout]).toEqual([0, 'a.yml: 1 expression\n']);
  expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(file('up == 0'));
  expect((await runCli(cwd, ['fmt', '--check'])).code).toBe(0);
});

test('--diff prints what would change and writes nothing', async () => {
  const cwd = folderWith({ 'a.yml': file('up==0') });
  const { code, stdout } = await runCli(cwd, ['fmt', '--diff']);
  expect(code).toBe(0);
  expect(stdout).toContain('--- a/a.yml');
  expect(stdout).toContain(`-${file('up==0')}+${file('up == 0')}`);
  expect((await runCli(cwd, ['fmt', '--diff', '--check'])).code).toBe(1);
});

test('standard input comes out formatted', async () => {
  const cwd = folderWith({});
  const { code, stdout, stderr } = await runCli(cwd, ['fmt', '-'], { stdin: file('up==0') });
  expect([code, stdout, stderr]).toEqual([0, file('up == 0'), '']);
  expect((await runCli(cwd, ['fmt', '-'], { stdin: file('up == 0') })).stdout).toBe(file('up == 0'));
});

test('--verbose names what is left alone', async () => {
  const cwd = folderWith({
    'a.yml': 'groups:\n- name: a\n  rules:\n  - alert: A\n    expr: |\n      up==0 # why\n',
  });
  const { code, stderr } = await runCli(cwd, ['fmt', '--verbose']);
  expect(code).toBe(0);
  expect(stderr).toContain('a.yml:6:7: "A" was not formatted: the expression has comments');
});

test('a byte order mark stays', async () => {
  const cwd = folderWith({ 'a.yml': `\uFEFF${file('up==0')}` });
  await runCli(cwd, ['fmt']);
  expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe(`\uFEFF${file('up == 0')}`);
});

test('a file that changed meanwhile is not written', async () => {
  const cwd = folderWith({ 'a.yml': 'old' });
  writeFileSync(join(cwd, 'a.yml'), 'somebody else');
  await expect(replaceFile(cwd, 'a.yml', 'old', 'new')).rejects.toThrow(UserError);
  expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe('somebody else');
});

test('a file keeps its rights, and what is shorter leaves no rest', async () => {
  const cwd = folderWith({ 'a.yml': 'a long old text' });
  chmodSync(join(cwd, 'a.yml'), 0o640);
  await replaceFile(cwd, 'a.yml', 'a long old text', 'né');
  expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe('né');
  expect(statSync(join(cwd, 'a.yml')).mode & 0o777).toBe(0o640);
});

test.skipIf(!hasOtherUser)('a file that is read-only is refused', () =>
  asOtherUser(async () => {
    const cwd = folderWith({ 'a.yml': 'old' });
    chmodSync(join(cwd, 'a.yml'), 0o440);
    await expect(replaceFile(cwd, 'a.yml', 'old', 'new')).rejects.toThrow('cannot write "a.yml": EACCES');
    expect(readFileSync(join(cwd, 'a.yml'), 'utf8')).toBe('old');
  }),
);

test('files that are left unchanged do not count as formatted', async () => {
  const cwd = folderWith({ 'a.yml': file('sum(up') });
  const { code, stderr } = await runCli(cwd, ['fmt', '--check']);
  expect(code).toBe(0);
  expect(stderr).toBe(
    '1 file: all other expressions are formatted; 1 expression left unchanged (--verbose shows why)\n',
  );
});

test('a name for standard input that is not read is bad usage', async () => {
  const cwd = folderWith({ 'a.yml': file('up') });
  for (const command of ['fmt', 'lint']) {
    const { code, stderr } = await runCli(cwd, [command, '--stdin-filename', 'b.yml']);
    expect(code).toBe(2);
    expect(stderr).toContain('--stdin-filename needs "-" as the path');
  }
});
