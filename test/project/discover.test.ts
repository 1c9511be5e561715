import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { discover, displayPath } from '../../src/project/discover.ts';
import type { DiscoverOptions } from '../../src/project/discover.ts';

const RULES = 'groups:\n  - name: web\n    rules: []\n';

async function tree(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'rulecheck-discover-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), content);
  }
  return cwd;
}

const find = (cwd: string, options: Partial<DiscoverOptions> = {}) =>
  discover({ cwd, paths: [], include: [], exclude: [], pageFolders: [], ...options });

const names = async (cwd: string, options: Partial<DiscoverOptions> = {}) =>
  (await find(cwd, options)).map(({ path }) => path);

describe('folders', () => {
  it('are searched for files that may matter, in the order of their paths', async () => {
    const cwd = await tree({
      'b/rules.yaml': RULES,
      'a.yml': RULES,
      'c.rules': RULES,
      'd.json': '{"groups": []}',
      'colour.yml': 'colour: red\n',
      'notes.txt': RULES,
      'README.md': 'groups:',
    });
    expect(await names(cwd)).toEqual(['a.yml', 'b/rules.yaml', 'c.rules', 'd.json']);
  });

  it('give pages of runbooks, those of mapped folders and of folders called so', async () => {
    const cwd = await tree({ 'docs/oncall/a.md': '# A', 'docs/runbooks/b.md': '# B', 'docs/c.md': '# C' });
    expect(await names(cwd, { pageFolders: ['docs/oncall'] })).toEqual([
      'docs/oncall/a.md',
      'docs/runbooks/b.md',
    ]);
  });

  it('leave out what is ignored, excluded, hidden or installed', async () => {
    const cwd = await tree({
      '.gitignore': 'generated/\n',
      'generated/a.yml': RULES,
      'old/b.yml': RULES,
      '.cache/c.yml': RULES,
      'node_modules/x/d.yml': RULES,
      'vendor/e.yml': RULES,
      'f.yml': RULES,
    });
    expect(await names(cwd, { exclude: ['old/**'] })).toEqual(['f.yml']);
    expect(await names(cwd, { include: ['old/*.yml'] })).toEqual(['old/b.yml']);
  });

  it('do not lead out through links or patterns', async () => {
    const outside = await tree({ 'secret.yml': RULES });
    const cwd = await tree({ 'a.yml': RULES });
    await symlink(outside, join(cwd, 'out'));
    await symlink(join(outside, 'secret.yml'), join(cwd, 'b.yml'));
    const found = await find(cwd);
    expect(found.map(({ path, text, problem }) => ({ path, text, problem }))).toEqual([
      { path: 'a.yml', text: RULES, problem: undefined },
      { path: 'b.yml', text: '', problem: 'outside' },
    ]);
    expect(await names(cwd, { include: ['../**/*.yml', `${outside}/*.yml`] })).toEqual([]);
  });
});

describe('named files', () => {
  it('are read with any name and content, and only once', async () => {
    const cwd = await tree({ 'notes.txt': 'hello', 'a/rules.yml': RULES });
    const found = await find(cwd, { paths: ['notes.txt', './notes.txt', 'a', 'a/rules.yml'] });
    expect(found.map(({ path, named }) => [path, named])).toEqual([
      ['a/rules.yml', true],
      ['notes.txt', true],
    ]);
  });

  it('say what is wrong with their bytes', async () => {
    const cwd = await tree({
      'binary.yml': new Uint8Array([1, 0, 2]),
      'latin1.yml': Buffer.from('groups: caf\u00e9', 'latin1'),
      'utf16.yml': Buffer.from(`\uFEFF${RULES}`, 'utf16le'),
    });
    const found = await find(cwd, { paths: ['binary.yml', 'latin1.yml', 'utf16.yml'] });
    expect(found.map(({ problem }) => problem)).toEqual(['binary', 'not-utf8', 'not-utf8']);
    expect(found[2]!.text).toBe(RULES);
  });

  it('are texts where only a stray byte is zero: their reader says so', async () => {
    const cwd = await tree({
      'a.yml': Buffer.from(`${RULES}# \0\n`),
      'b.yml': Buffer.from(`${RULES}# \0\xff`, 'latin1'),
    });
    expect((await find(cwd, {})).map(({ path, problem }) => [path, problem])).toEqual([['a.yml', undefined]]);
  });

  it('must exist', async () => {
    const cwd = await tree({});
    await expect(find(cwd, { paths: ['nope.yml'] })).rejects.toMatchObject({
      exitCode: 2,
      name: 'UserError',
    });
  });
});

it('shows paths relative to the working directory where that is shorter', () => {
  expect(displayPath('/a/b', '/a/b/c.yml')).toBe('c.yml');
  expect(displayPath('/a/b', '/a/x/c.yml')).toBe('../x/c.yml');
  expect(displayPath('/a/b/c/d', '/x/c.yml')).toBe('/x/c.yml');
});
