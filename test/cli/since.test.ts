import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { parseNameStatus } from '../../src/tools/git.ts';
import { folderWith, runCli, writeFiles } from '../support/run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });

const ENV = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd, env: ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

function commit(cwd: string, message: string): void {
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '-m', message);
}

/** A file of rules, each with a fault of its own: a duration that is none. */
const file = (group: string, ...rules: string[]): string =>
  `groups:\n  - name: ${group}\n    rules:\n${rules.map((rule) => `      - ${rule.replace('; ', '\n        ')}\n        keep: "old"\n`).join('')}`;

const RECORDS = file('records', 'record: job:up:sum; expr: sum by (job) (up)');
const USERS = file(
  'users',
  'record: up:sum; expr: sum(job:up:sum)',
  'alert: Direct; expr: job:up:sum == 0',
  'alert: Indirect; expr: up:sum == 0',
  'alert: Other; expr: up == 0',
);

/** Lines of findings of unknown keys: each rule has one. */
async function found(cwd: string, ...more: string[]): Promise<string[]> {
  const { stdout, stderr } = await runCli(cwd, ['lint', '--since', 'main', '--format', 'json', ...more]);
  expect(stderr).toBe('');
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { check: string; file: string; range: { start: { line: number } } }[];
  };
  return diagnostics
    .filter(({ check }) => check === 'syntax/unknown-key')
    .map(({ file, range }) => `${file}:${range.start.line}`);
}

let cwd = '';
beforeEach(() => {
  cwd = folderWith({
    'records.yml': RECORDS,
    'users.yml': USERS,
    'apart.yml': file('apart', 'alert: A; expr: up == 0'),
  });
  git(cwd, 'init', '-q', '-b', 'main');
  commit(cwd, 'first');
  git(cwd, 'checkout', '-q', '-b', 'topic');
});

describe('findings', () => {
  test('of nothing changed there are none', async () => {
    expect(await found(cwd)).toEqual([]);
  });

  test('of a changed recording rule and all that uses it, near and far; committed, staged, unstaged alike', async () => {
    const expected = ['records.yml:6', 'users.yml:6', 'users.yml:9', 'users.yml:12'];
    writeFiles(cwd, { 'records.yml': RECORDS.replace('(up)', '(up == 1)') });
    expect(await found(cwd)).toEqual(expected);
    git(cwd, 'add', '-A');
    expect(await found(cwd)).toEqual(expected);
    commit(cwd, 'second');
    expect(await found(cwd)).toEqual(expected);
  });

  test('of a removed recording rule: what used it', async () => {
    rmSync(join(cwd, 'records.yml'));
    expect(await found(cwd)).toEqual(['users.yml:6', 'users.yml:9', 'users.yml:12']);
  });

  test('of the one rule of a file that changed, whatever its lines', async () => {
    writeFiles(cwd, { 'users.yml': `# moved\n\n${USERS.replace('Other', 'Changed')}` });
    expect(await found(cwd)).toEqual(['users.yml:17']);
  });

  test('of a new file, untracked too, and none of a renamed one', async () => {
    renameSync(join(cwd, 'apart.yml'), join(cwd, 'moved here.yml'));
    git(cwd, 'add', '-A');
    writeFiles(cwd, { 'new.yml': file('new', 'alert: New; expr: up == 0') });
    expect(await found(cwd)).toEqual(['new.yml:6']);
  });

  test('not of what main did since, also after a merge', async () => {
    git(cwd, 'checkout', '-q', 'main');
    writeFiles(cwd, { 'apart.yml': file('apart', 'alert: Theirs; expr: up == 0') });
    commit(cwd, 'theirs');
    git(cwd, 'checkout', '-q', 'topic');
    writeFiles(cwd, { 'new.yml': file('new', 'alert: New; expr: up == 0') });
    commit(cwd, 'ours');
    expect(await found(cwd)).toEqual(['new.yml:6']);
    git(cwd, 'merge', '-q', '-m', 'merge', 'main');
    expect(await found(cwd)).toEqual(['new.yml:6']);
  });

  test('of everything where the configuration changed', async () => {
    writeFiles(cwd, { 'rulecheck.yaml': 'preset: recommended\n' });
    expect(await found(cwd)).toHaveLength(6);
  });

  test('of alerts that a changed route sends elsewhere', async () => {
    const routes = (receiver: string): string =>
      `route:\n  receiver: a\n  routes:\n    - matchers: [alertname="Other"]\n      receiver: ${receiver}\nreceivers: [{name: a}, {name: b}]\n`;
    writeFiles(cwd, { 'alertmanager.yml': routes('a') });
    git(cwd, 'checkout', '-q', 'main');
    commit(cwd, 'routes');
    git(cwd, 'checkout', '-q', 'topic');
    git(cwd, 'merge', '-q', 'main');
    writeFiles(cwd, { 'alertmanager.yml': routes('b') });
    expect(await found(cwd)).toEqual(['users.yml:15']);
  });
});

test('only tests of changed rules run', async () => {
  const scenario = (alert: string): string => `alert: ${alert}
scenarios:
  - name: quiet
    series: {'up{job="a"}': 1x10}
    expect: [{at: 1m, state: inactive}]
`;
  const rules = (text: string): string => text.replaceAll(/^ *keep: "old"\n/gm, '');
  const text = { 'records.yml': rules(RECORDS), 'users.yml': rules(USERS) };
  writeFiles(cwd, {
    ...text,
    'apart.yml': '',
    'fixtures/Direct.yml': scenario('Direct'),
    'fixtures/Other.yml': scenario('Other'),
  });
  git(cwd, 'checkout', '-q', 'main');
  commit(cwd, 'tests');
  git(cwd, 'checkout', '-q', 'topic');
  git(cwd, 'merge', '-q', 'main');
  writeFiles(cwd, { 'records.yml': text['records.yml'].replace('(up)', '(up >= 1)') });
  const { code, stderr, stdout } = await runCli(cwd, ['test', '--engine', 'embedded', '--since', 'main']);
  expect(stderr).toContain('1 of 2 test files concern what changed');
  expect(stdout).toContain('1 passed');
  expect(code, stdout).toBe(0);
});

describe('errors say what to do', () => {
  test('an unknown revision', async () => {
    const { code, stderr } = await runCli(cwd, ['lint', '--since', 'origin/main']);
    expect(code).toBe(3);
    expect(stderr).toContain('there is no commit "origin/main"');
    expect(stderr).toContain('git fetch origin main:refs/remotes/origin/main');
  });

  test('a revision that looks like an option is none', async () => {
    const { code, stderr } = await runCli(cwd, ['lint', '--since=--output=x']);
    expect(code).toBe(3);
    expect(stderr).toContain('there is no commit "--output=x"');
  });

  test('a folder that is no repository', async () => {
    const { code, stderr } = await runCli(folderWith({ 'a.yml': RECORDS }), ['lint', '--since', 'main']);
    expect(code).toBe(3);
    expect(stderr).toContain('no git repository');
  });

  test('a shallow clone', async () => {
    writeFiles(cwd, { 'new.yml': RECORDS });
    commit(cwd, 'second');
    const clone = folderWith({});
    git(clone, 'clone', '-q', '--depth', '1', '--branch', 'topic', `file://${cwd}`, 'here');
    const here = join(clone, 'here');
    const missing = await runCli(here, ['lint', '--since', 'origin/main']);
    expect(missing.code).toBe(3);
    expect(missing.stderr).toMatch(/which is shallow[^]*git fetch --unshallow/);
    git(here, 'fetch', '-q', '--depth', '1', 'origin', 'main:refs/remotes/origin/main');
    const apart = await runCli(here, ['lint', '--since', 'origin/main']);
    expect(apart.stderr).toMatch(/does not reach back[^]*fetch-depth: 0/);
  });
});

test('names of every kind come out of git as they are', () => {
  expect(
    parseNameStatus('M\0a b\0R087\0old\0new\nname\0D\0gone\0A\0fresh\0C50\0from\0to\0T\0link\0'),
  ).toEqual([
    { path: 'a b', oldPath: 'a b' },
    { path: 'new\nname', oldPath: 'old' },
    { path: undefined, oldPath: 'gone' },
    { path: 'fresh', oldPath: undefined },
    { path: 'to', oldPath: undefined },
    { path: 'link', oldPath: 'link' },
  ]);
});
