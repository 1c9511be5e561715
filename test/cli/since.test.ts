import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { parseRawDiff } from '../../src/tools/git.ts';
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

/** A file of rules, each with a fault of its own: an invalid duration. */
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
  test('without changes there are no findings', async () => {
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
  expect(stderr).toContain('1 of 2 test files affected by the change');
  expect(stdout).toContain('1 passed');
  expect(code, stdout).toBe(0);
});

describe('what a repository may be like', () => {
  test('two branches that merged one another: a text of the other branch is not a change of this one', async () => {
    writeFiles(cwd, { 'ours.yml': file('ours', 'alert: Ours; expr: up == 0') });
    commit(cwd, 'ours');
    const ours = git(cwd, 'rev-parse', 'HEAD').trim();
    git(cwd, 'checkout', '-q', 'main');
    writeFiles(cwd, { 'theirs.yml': file('theirs', 'alert: Theirs; expr: up == 0') });
    commit(cwd, 'theirs');
    const theirs = git(cwd, 'rev-parse', 'HEAD').trim();
    git(cwd, 'merge', '-q', '-m', 'there', ours);
    git(cwd, 'checkout', '-q', 'topic');
    git(cwd, 'merge', '-q', '-m', 'here', theirs);
    expect(git(cwd, 'merge-base', '--all', 'main', 'HEAD').trim().split('\n')).toHaveLength(2);
    expect(await found(cwd)).toEqual([]);
    writeFiles(cwd, { 'new.yml': file('new', 'alert: New; expr: up == 0') });
    expect(await found(cwd)).toEqual(['new.yml:6']);
  });

  test('before the first commit everything is new since HEAD, and nothing else is known', async () => {
    const fresh = folderWith({ 'a.yml': file('a', 'alert: A; expr: up == 0') });
    git(fresh, 'init', '-q', '-b', 'main');
    git(fresh, 'add', '-A');
    writeFiles(fresh, { 'b.yml': file('b', 'alert: B; expr: up == 0') });
    expect((await runCli(fresh, ['lint', '--since', 'HEAD'])).stdout).toMatch(/a\.yml:6[^]*b\.yml:6/);
    const { code, stderr } = await runCli(fresh, ['lint', '--since', 'origin/main']);
    expect(code).toBe(3);
    expect(stderr).toContain('this repository has no commit yet');
  });

  test('a submodule: what changed in it, also before its commit is recorded', async () => {
    const library = folderWith({ 's.yml': file('s', 'alert: S; expr: up == 0', 'alert: T; expr: up == 0') });
    git(library, 'init', '-q', '-b', 'main');
    commit(library, 'first');
    git(cwd, 'checkout', '-q', 'main');
    git(cwd, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib');
    commit(cwd, 'library');
    git(cwd, 'checkout', '-q', 'topic');
    git(cwd, 'merge', '-q', 'main');
    expect(await found(cwd)).toEqual([]);
    const changed = file('s', 'alert: S; expr: up == 0', 'alert: T; expr: up == 1');
    writeFiles(cwd, { 'lib/s.yml': changed, 'lib/new.yml': file('n', 'alert: N; expr: up == 0') });
    expect(await found(cwd)).toEqual(['lib/new.yml:6', 'lib/s.yml:9']);
    commit(join(cwd, 'lib'), 'second');
    expect(await found(cwd)).toEqual(['lib/new.yml:6', 'lib/s.yml:9']);
    commit(cwd, 'bump');
    expect(await found(cwd)).toEqual(['lib/new.yml:6', 'lib/s.yml:9']);
  });

  test('files that git does not know can be left out', async () => {
    writeFiles(cwd, { 'new.yml': file('new', 'alert: New; expr: up == 0') });
    expect(await found(cwd)).toEqual(['new.yml:6']);
    expect(await found(cwd, '--no-untracked')).toEqual([]);
    git(cwd, 'add', '-A');
    expect(await found(cwd, '--no-untracked')).toEqual(['new.yml:6']);
  });

  test('a subfolder, a worktree and names of every kind', async () => {
    const names = ['sp ace.yml', 'ü.yml', 'qu"ote.yml', "ap'os.yml"];
    for (const [index, name] of names.entries())
      writeFiles(cwd, { [`deep/${name}`]: file(`g${index}`, `alert: N${index}; expr: up == 0`) });
    expect(await found(join(cwd, 'deep'))).toEqual([...names].sort().map((name) => `${name}:6`));
    const tree = join(folderWith({}), 'tree');
    git(cwd, 'worktree', 'add', '-q', '-b', 'other', tree, 'main');
    writeFiles(tree, { 'new.yml': file('new', 'alert: New; expr: up == 0') });
    expect(await found(tree)).toEqual(['new.yml:6']);
  });
});

describe('distant parts that concern a rule', () => {
  /** What a branch finds after its files became these. */
  async function messages(before: Files, after: Files, gone: readonly string[] = []): Promise<string[]> {
    const here = folderWith(before);
    git(here, 'init', '-q', '-b', 'main');
    commit(here, 'first');
    git(here, 'checkout', '-q', '-b', 'topic');
    writeFiles(here, after);
    for (const path of gone) rmSync(join(here, path));
    const { stdout } = await runCli(here, ['lint', '--since', 'main', '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { check: string; message: string }[] };
    return diagnostics.map(({ check, message }) => `${check}: ${message}`);
  }
  type Files = Readonly<Record<string, string>>;

  const linked = (folder: string): Files => ({
    'rules.yml': `groups:
  - name: web
    rules:
      - alert: Down
        expr: up == 0
        for: soon
        annotations: { runbook_url: 'https://wiki.example.com/down#mend' }
`,
    'rulecheck.yaml': `runbooks: [{ prefix: 'https://wiki.example.com/', folder: ${folder} }]\n`,
    [`${folder}/down.md`]: '# Down\n\n## Mend\n',
    [`${folder}/other.md`]: '# Other\n',
  });

  test('the page of a runbook that is gone, was renamed or has other headings', async () => {
    const files = linked('docs/runbooks');
    const missing = [expect.stringContaining('the file docs/runbooks/down.md is missing') as string];
    expect(await messages(files, {}, ['docs/runbooks/down.md'])).toEqual(missing);
    const moved = { 'docs/runbooks/up.md': '# Down\n\n## Mend\n' };
    expect(await messages(files, moved, ['docs/runbooks/down.md'])).toEqual(missing);
    expect(await messages(files, { 'docs/runbooks/down.md': '# Down\n' })).toEqual([
      expect.stringContaining('has no heading for "#mend"') as string,
    ]);
    // A page that changed is judged itself, not the alert that links elsewhere.
    expect(await messages(files, { 'docs/runbooks/other.md': '# Another\n' })).toEqual([
      'links/runbook-pages: no alert and no page links to docs/runbooks/other.md',
    ]);
  });

  test('a configuration and CODEOWNERS that are gone', async () => {
    const files = {
      ...linked('docs/runbooks'),
      CODEOWNERS: '* @org/web\n',
      'rulecheck.yaml': "overrides: [{ owners: ['@org/web'], checks: { syntax/duration: warning } }]\n",
    };
    const both = [expect.stringContaining('syntax/duration: ') as string];
    expect(await messages(files, { 'notes.txt': '' })).toEqual([]);
    expect(await messages(files, {}, ['rulecheck.yaml'])).toEqual(both);
    expect(await messages(files, {}, ['CODEOWNERS'])).toEqual(both);
  });
});

test('--fix changes only the changed parts', async () => {
  const rule = (name: string, expr: string): string => `      - { alert: ${name}, expr: '${expr}' }\n`;
  const rules = (...all: string[]): string => `groups:\n  - name: g\n    rules:\n${all.join('')}`;
  const old = rule('Old', 'up{job=~"a"} == 0');
  const here = folderWith({ 'a.yml': rules(old), 'b.yml': rules(rule('B', 'up{job=~"b"} == 0')) });
  git(here, 'init', '-q', '-b', 'main');
  commit(here, 'first');
  writeFiles(here, { 'a.yml': rules(old, rule('New', 'up{job=~"c",x=~"y"} == 0')) });
  const mended = rules(old, rule('New', 'up{job="c",x="y"} == 0'));
  const shown = await runCli(here, ['lint', '--fix-dry-run', '--since', 'main']);
  expect(shown.stdout.match(/^[-+] .*/gm)).toHaveLength(2);
  const { stderr } = await runCli(here, ['lint', '--fix', '--since', 'main']);
  expect(stderr).toBe('a.yml: 2 findings fixed\n');
  expect(readFileSync(join(here, 'a.yml'), 'utf8')).toBe(mended);
  expect(git(here, 'diff', '--stat', '--', 'b.yml')).toBe('');
});

test('tests of alerts run when what their receiver sends has changed', async () => {
  const scenario = (alert: string): string =>
    `alert: ${alert}\nscenarios:\n  - name: quiet\n    series: { up: 1x10 }\n    expect: [{ at: 1m, state: inactive }]\n`;
  const routes = (a: string, b: string, interval: string): string => `route:
  receiver: a
  routes: [{ matchers: [alertname="B"], receiver: b }]
time_intervals: [{ name: ${interval}, time_intervals: [{ weekdays: [monday] }] }]
receivers:
  - { name: a, webhook_configs: [{ url: 'http://${a}.example.com/' }] }
  - { name: b, webhook_configs: [{ url: 'http://${b}.example.com/' }] }
`;
  const here = folderWith({
    'rules.yml':
      'groups:\n  - name: g\n    rules:\n      - { alert: A, expr: up == 0 }\n      - { alert: B, expr: up == 0 }\n',
    'fixtures/A.yml': scenario('A'),
    'fixtures/B.yml': scenario('B'),
    'alertmanager.yml': routes('x', 'x', 'i'),
    'texts.tmpl': '{{ define "t" }}x{{ end }}\n',
  });
  git(here, 'init', '-q', '-b', 'main');
  commit(here, 'first');
  const concerned = async (files: Readonly<Record<string, string>>): Promise<string> => {
    git(here, 'checkout', '-q', '-f', '.');
    writeFiles(here, files);
    return (await runCli(here, ['test', '--engine', 'embedded', '--since', 'main'])).stderr;
  };
  expect(await concerned({ 'alertmanager.yml': routes('x', 'y', 'i') })).toContain('1 of 2 test files');
  expect(await concerned({ 'alertmanager.yml': routes('x', 'x', 'j') })).not.toContain('of 2 test files');
  expect(await concerned({ 'texts.tmpl': '{{ define "t" }}y{{ end }}\n' })).not.toContain('of 2 test files');
  expect(await concerned({ 'alertmanager.yml': `# moved\n${routes('x', 'x', 'i')}` })).toContain('0 of 2');
});

describe('errors say what to do', () => {
  test('an unknown revision', async () => {
    const { code, stderr } = await runCli(cwd, ['lint', '--since', 'origin/main']);
    expect(code).toBe(3);
    expect(stderr).toContain('there is no commit "origin/main"');
    expect(stderr).toContain('git fetch origin main:refs/remotes/origin/main');
  });

  test('a revision that looks like an option is refused', async () => {
    const { code, stderr } = await runCli(cwd, ['lint', '--since=--output=x']);
    expect(code).toBe(3);
    expect(stderr).toContain('there is no commit "--output=x"');
  });

  test('a folder that is not a repository', async () => {
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
  const entry = (status: string, ...paths: string[]): string =>
    `:100644 100644 aaa bbb ${status}\0${paths.join('\0')}\0`;
  const output = [
    entry('M', 'a b'),
    entry('R087', 'old', 'new\nname'),
    entry('D', 'gone'),
    entry('A', 'fresh'),
    entry('C50', 'from', 'to'),
    entry('T', 'link'),
  ].join('');
  expect(parseRawDiff(output).map(({ path, oldPath }) => ({ path, oldPath }))).toEqual([
    { path: 'a b', oldPath: 'a b' },
    { path: 'new\nname', oldPath: 'old' },
    { path: undefined, oldPath: 'gone' },
    { path: 'fresh', oldPath: undefined },
    { path: 'to', oldPath: undefined },
    { path: 'link', oldPath: 'link' },
  ]);
});
