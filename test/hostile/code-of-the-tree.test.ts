import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cachedTools } from '../../src/tools/cache.ts';
import { findProgram, findTool } from '../../src/tools/find.ts';
import { fileAtRevision } from '../../src/tools/git.ts';
import { CLEAN_RULES, NO_TOOLS, SCENARIOS, folderOf, run, script } from '../cli/support.ts';

const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@x',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@x',
};
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd, env: ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** A program that leaves a file behind, and what it leaves. */
async function trap(folder: string, name: string): Promise<{ program: string; ran: string }> {
  const ran = join(folder, `${name}-RAN`);
  const program = await script(join(folder, name), `echo ran >> '${ran}'; cat; exit 0`);
  return { program, ran };
}

/** A repository with a commit that origin/main names, and a rule file touched since. */
async function repository(): Promise<string> {
  const cwd = await folderOf({ 'rules/a.yml': CLEAN_RULES });
  git(cwd, 'init', '-q', '-b', 'main');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '-qm', 'x');
  git(cwd, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  return cwd;
}

describe('git runs no program that the repository names', () => {
  const COMMANDS: Readonly<Record<string, (program: string) => readonly (readonly string[])[]>> = {
    'a clean filter': (program) => [
      ['config', 'filter.f.clean', program],
      ['config', 'filter.f.required', 'true'],
    ],
    'a process filter': (program) => [['config', 'filter.f.process', program]],
    'a filter with an odd name': (program) => [['config', 'filter.a=b.c.clean', program]],
    'a monitor of the file system': (program) => [['config', 'core.fsmonitor', program]],
    'an external diff': (program) => [
      ['config', 'diff.external', program],
      ['config', 'diff.f.command', program],
    ],
    'a text conversion': (program) => [['config', 'diff.f.textconv', program]],
    'a pager': (program) => [['config', 'core.pager', program]],
    'a hook': (program) => [['config', 'core.hooksPath', join(program, '..')]],
  };
  it.each(Object.keys(COMMANDS))('%s', async (what) => {
    const cwd = await repository();
    const outside = await folderOf({});
    const { program, ran } = await trap(outside, what === 'a hook' ? 'post-index-change' : 'trap');
    for (const args of COMMANDS[what]!(program)) git(cwd, ...args);
    const driver = what === 'a filter with an odd name' ? 'a=b.c' : 'f';
    writeFileSync(join(cwd, '.gitattributes'), `*.yml filter=${driver} diff=${driver}\n`);
    writeFileSync(join(cwd, 'rules/a.yml'), CLEAN_RULES.replace('for: 5m', 'for: 6m'));
    const { code, stderr } = await run(['lint', '--since', 'origin/main'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const file = await fileAtRevision(cwd, 'origin/main', 'rules/a.yml');
    expect(file).toEqual({ status: 'known', text: CLEAN_RULES });
    expect(existsSync(ran)).toBe(false);
    // The trap works: git by itself runs it (a pager needs a terminal).
    git(cwd, 'add', '.gitattributes');
    git(cwd, 'diff', 'origin/main');
    expect(existsSync(ran)).toBe(what !== 'a pager');
  });

  it('a repository in the tree as plain files is not the repository', async () => {
    const inner = await repository();
    const outside = await folderOf({});
    const { program, ran } = await trap(outside, 'trap');
    git(inner, 'config', 'filter.f.clean', program);
    git(inner, 'config', 'core.worktree', '.');
    git(inner, 'config', 'core.fsmonitor', program);
    const cwd = await folderOf({ 'infra/rules/a.yml': CLEAN_RULES });
    const infra = join(cwd, 'infra');
    for (const name of ['HEAD', 'config', 'objects', 'refs', 'index'])
      execFileSync('cp', ['-r', join(inner, '.git', name), infra]);
    writeFileSync(join(infra, '.gitattributes'), '*.yml filter=f\n');
    const alone = await run(['lint', '--since', 'origin/main'], { cwd: infra });
    expect(alone).toMatchObject({ code: 3 });
    expect(alone.stderr).toContain('no git repository');
    git(cwd, 'init', '-q', '-b', 'main');
    git(cwd, 'add', '-f', '.');
    git(cwd, 'commit', '-qm', 'pr');
    writeFileSync(join(infra, 'rules/a.yml'), CLEAN_RULES.replace('for: 5m', 'for: 6m'));
    const { code, stderr } = await run(['lint', '--since', 'origin/main'], { cwd: infra });
    expect(code).toBe(3);
    expect(stderr).toContain('there is no commit "origin/main"');
    expect(existsSync(ran)).toBe(false);
  });

  it('a partial clone fetches nothing', async () => {
    const cwd = await repository();
    const { program, ran } = await trap(await folderOf({}), 'trap');
    const blob = git(cwd, 'rev-parse', 'HEAD:rules/a.yml').trim();
    execFileSync('rm', ['-f', join(cwd, '.git/objects', blob.slice(0, 2), blob.slice(2))]);
    for (const [key, value] of Object.entries({
      'extensions.partialClone': 'evil',
      'core.repositoryFormatVersion': '1',
      'remote.evil.promisor': 'true',
      'remote.evil.url': cwd,
      'remote.evil.uploadpack': program,
    }))
      git(cwd, 'config', key, value);
    writeFileSync(join(cwd, 'rules/a.yml'), CLEAN_RULES.replace('for: 5m', 'for: 6m'));
    expect((await run(['lint', '--since', 'origin/main'], { cwd })).stderr).not.toContain('bug');
    expect((await fileAtRevision(cwd, 'HEAD', 'rules/a.yml')).status).toBe('failed');
    expect(existsSync(ran)).toBe(false);
  });
});

describe('tools of the tree are not run', () => {
  const ANSWER = 'echo "promtool, version 3.5.3 (branch: x, revision: y)"';

  it.each(['', '.', './bin', 'bin', 'node_modules/.bin', '../x/bin', 'ABSOLUTE'])(
    'PATH=%s',
    async (entry) => {
      const top = await folderOf({
        'x/.git/HEAD': '',
        'x/sub/web.yml': SCENARIOS,
        'x/sub/r.yml': CLEAN_RULES,
      });
      const cwd = join(top, 'x', 'sub');
      const { ran } = await trap(top, 'trap');
      const folders = [cwd, join(cwd, 'bin'), join(cwd, 'node_modules/.bin'), join(top, 'x/bin')];
      for (const folder of folders) {
        mkdirSync(folder, { recursive: true });
        for (const name of ['promtool', 'amtool', 'git'])
          await script(join(folder, name), `echo ran >> '${ran}'; ${ANSWER}`);
      }
      const PATH = entry === 'ABSOLUTE' ? join(top, 'x/bin') : entry;
      const { code, stderr } = await run(['test'], { cwd, env: { ...NO_TOOLS, PATH } });
      expect(code).toBe(0);
      // From the repository's folder `../x/bin` is another one, which is not there.
      if (entry !== '../x/bin') expect(stderr).toContain('but in the working tree');
      expect(await findProgram('git', { env: { PATH }, cwd })).toBeUndefined();
      expect(existsSync(ran)).toBe(false);
    },
  );

  it('also where a link leads into the tree', async () => {
    const cwd = await folderOf({});
    await script(join(cwd, 'promtool'), ANSWER);
    const outside = await folderOf({});
    symlinkSync(join(cwd, 'promtool'), join(outside, 'promtool'));
    expect(await findTool('promtool', { env: { PATH: outside, HOME: '/nonexistent' }, cwd })).toBeUndefined();
  });
});

describe('a cache in the tree is not believed', () => {
  const TOOL = 'rulecheck/tools/prometheus-99.0.0/promtool';

  it('its tools are not run, and a note says so', async () => {
    const cwd = await folderOf({ 'web.yml': SCENARIOS, 'r.yml': CLEAN_RULES, [`.cache/${TOOL}`]: '' });
    const ran = join(cwd, 'RAN');
    await script(join(cwd, '.cache', TOOL), `echo ran > '${ran}'`);
    const env = { ...NO_TOOLS, XDG_CACHE_HOME: join(cwd, '.cache') };
    const tested = await run(['test'], { cwd, env });
    expect(tested.code).toBe(0);
    expect(tested.stderr).toContain('is inside the working tree');
    const install = await run(['tools', 'install'], { cwd, env });
    expect(install.code).toBe(3);
    expect(install.stderr).toContain('XDG_CACHE_HOME');
    const named = await run(['test', '--cache', '.cache/rulecheck'], { cwd });
    expect(named.code).toBe(3);
    expect(existsSync(ran)).toBe(false);
  });

  it('its answers are not repeated, and none is kept there', async () => {
    const cwd = await folderOf({ 'r.yml': CLEAN_RULES });
    const env = { ...NO_TOOLS, XDG_CACHE_HOME: join(cwd, '.cache') };
    const { code, stderr } = await run(['lint'], { cwd, env, build: 'b' });
    expect(code).toBe(0);
    expect(stderr).toContain('the result cache is not used');
    expect(existsSync(join(cwd, '.cache'))).toBe(false);
  });

  it.skipIf(process.getuid?.() === undefined)('nor is a tool that others can write', async () => {
    const cache = await folderOf({ 'tools/prometheus-3.5.3/promtool': '' });
    const tool = await script(join(cache, 'tools/prometheus-3.5.3/promtool'), 'exit 0');
    expect(await cachedTools(cache, 'promtool')).toHaveLength(1);
    for (const path of [tool, join(tool, '..'), join(cache, 'tools')]) {
      chmodSync(path, 0o777);
      expect(await cachedTools(cache, 'promtool')).toEqual([]);
      chmodSync(path, 0o755);
    }
    chmodSync(cache, 0o777);
    onTestFinished(() => chmodSync(cache, 0o755));
    expect(await cachedTools(cache, 'promtool')).toEqual([]);
  });
});
