import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { globFolder } from '../../src/project/glob-folder.ts';
import { CLEAN_RULES, NO_TOOLS, SCENARIOS, folderOf, run, script } from '../cli/support.ts';
import { asOtherUser, hasOtherUser } from '../support/other-user.ts';

const SECRET = 'groups: [{ name: secret, rules: [{ alert: TopSecret, expr: "up ==" }] }]\n';
const POLICY = 'checks: { alerts/no-for: { severity: error } }\n';

/** A tree, and a secret beside it that its links may lead to. */
async function tree(files: Readonly<Record<string, string>>): Promise<{ cwd: string; secret: string }> {
  const top = await folderOf({ 'secret.yml': SECRET, 'repo/.git/HEAD': '' });
  const cwd = join(top, 'repo');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return { cwd, secret: join(top, 'secret.yml') };
}

const SETTINGS = ['rulecheck.yaml', '.gitignore', 'CODEOWNERS', 'baseline.json', 'base.yaml'];

describe('a file that is not a regular one of the tree is refused by name, and its content is not shown', () => {
  const KINDS: Readonly<Record<string, (path: string, secret: string) => void>> = {
    'a link out of the tree': (path, secret) => symlinkSync(secret, path),
    'a link to /dev/zero': (path) => symlinkSync('/dev/zero', path),
    'a link to /dev/stdin': (path) => symlinkSync('/dev/stdin', path),
    'a link to the environment': (path) => symlinkSync('/proc/self/environ', path),
    'a link to nothing': (path) => symlinkSync('nowhere', path),
    'a pipe': (path) => execFileSync('mkfifo', [path]),
    'a folder': (path) => mkdirSync(path),
  };
  for (const name of SETTINGS) {
    it.each(Object.keys(KINDS))(`${name}: %s`, async (kind) => {
      const files: Record<string, string> = { 'r.yml': CLEAN_RULES };
      if (name === 'base.yaml') files['rulecheck.yaml'] = 'extends: ./base.yaml\n';
      const { cwd, secret } = await tree(files);
      KINDS[kind]!(join(cwd, name), secret);
      const args = name === 'baseline.json' ? ['lint', '--baseline', 'baseline.json'] : ['lint', '.'];
      const { code, stdout, stderr } = await run(args, { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(name);
      expect(stderr).not.toMatch(/TopSecret|bug/);
    });
  }

  it.each(['a link out of the tree', 'a link to /dev/zero', 'a link to the environment'])(
    'a rule file: %s',
    async (kind) => {
      const { cwd, secret } = await tree({ 'r.yml': CLEAN_RULES });
      KINDS[kind]!(join(cwd, 'x.yml'), secret);
      const found = await run(['lint'], { cwd });
      expect(found.stdout).toContain(
        '"x.yml" is a link to a target outside the working tree and was not read',
      );
      const named = await run(['lint', 'x.yml'], { cwd });
      expect(named.code).toBe(2);
      for (const { stdout, stderr } of [found, named]) expect(stdout + stderr).not.toMatch(/TopSecret|PATH=/);
    },
  );

  it('a folder that is a link out of the tree', async () => {
    const { cwd, secret } = await tree({ 'r.yml': CLEAN_RULES });
    symlinkSync(join(secret, '..'), join(cwd, 'rules'));
    expect((await run(['lint', 'rules'], { cwd })).code).toBe(2);
    expect((await run(['lint'], { cwd })).stdout).not.toContain('TopSecret');
  });

  it.each([
    ['lint', 'r.yml'],
    ['test', 'r.yml'],
    ['fmt', 'r.yml'],
    ['lint', '--output', 'json=r.yml', 'a.yml'],
  ])('a pipe in the tree, also where it is named: %s %s', { timeout: 20_000 }, async (...args) => {
    const { cwd } = await tree({ 'a.yml': CLEAN_RULES });
    execFileSync('mkfifo', [join(cwd, 'r.yml')]);
    const { code, stderr } = await run(args, { cwd });
    expect(code).toBeGreaterThan(1);
    expect(stderr).toMatch(/is a pipe, not a file|cannot write/);
  });

  it('"extends" of a configuration in the tree does not leave it', async () => {
    const { cwd } = await tree({ 'r.yml': CLEAN_RULES, 'rulecheck.yaml': 'extends: ../secret.yml\n' });
    const { code, stderr } = await run(['lint'], { cwd });
    expect(code).toBe(2);
    expect(stderr).not.toContain('TopSecret');
  });

  it('links inside the tree are read', async () => {
    const { cwd } = await tree({
      'config/base.yaml': POLICY,
      'r.yml': CLEAN_RULES.replace('        for: 5m\n', ''),
    });
    symlinkSync('config/base.yaml', join(cwd, 'rulecheck.yaml'));
    expect((await run(['lint'], { cwd })).code).toBe(
      (await run(['lint', '-c', 'config/base.yaml'], { cwd })).code,
    );
  });
});

it.skipIf(!hasOtherUser)('a configuration or a folder without permission is an error', () =>
  asOtherUser(async () => {
    const { cwd } = await tree({ 'rules/r.yml': CLEAN_RULES, 'rulecheck.yaml': POLICY });
    chmodSync(join(cwd, 'rulecheck.yaml'), 0);
    expect((await run(['lint', 'rules'], { cwd })).code).toBe(3);
    chmodSync(join(cwd, 'rulecheck.yaml'), 0o644);
    chmodSync(join(cwd, 'rules'), 0);
    const { code, stderr } = await run(['lint'], { cwd });
    chmodSync(join(cwd, 'rules'), 0o755);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining('cannot read the folder "rules"') as string,
    });
    chmodSync(join(cwd, 'rules'), 0);
    const named = await run(['lint', 'rules'], { cwd });
    chmodSync(join(cwd, 'rules'), 0o755);
    expect(named).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^rulecheck: cannot read the folder ".*rules": EACCES/) as string,
    });
  }),
);

it('a named file with a cache is looked for no configuration below itself', async () => {
  const { cwd } = await tree({ 'rules/r.yml': CLEAN_RULES });
  const env = { ...NO_TOOLS, XDG_CACHE_HOME: await folderOf({}) };
  const { code, stderr } = await run(['lint', 'rules/r.yml'], { cwd, env, build: 'b' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

describe('rule_files of a test', () => {
  const TEST = (file: string): string =>
    `rule_files: [${file}]\ntests: [{ interval: 1m, input_series: [{ series: up, values: 0x10 }], promql_expr_test: [] }]\n`;

  it.each(['/dev/zero', '../secret.yml', 'link.yml'])('%s never reaches promtool', async (file) => {
    const { cwd, secret } = await tree({ 't.yml': TEST(file) });
    symlinkSync(secret, join(cwd, 'link.yml'));
    const tools = await folderOf({});
    const ran = join(tools, 'RAN');
    await script(
      join(tools, 'promtool'),
      `[ "$1" = test ] && echo ran > ${ran}; echo 'promtool, version 3.5.3 (branch: x, revision: y)'`,
    );
    for (const engine of ['auto', 'embedded', 'promtool']) {
      const { code, stderr } = await run(['test', 't.yml', '--engine', engine], {
        cwd,
        env: { ...NO_TOOLS, PATH: tools },
      });
      expect(code).toBe(2);
      expect(stderr).toContain('rule_files refers to it');
    }
    expect(existsSync(ran)).toBe(false);
  });
});

describe('temporary folders', () => {
  it('TMPDIR that is not there is an error of the environment', async () => {
    const cwd = await folderOf({ 't.yml': SCENARIOS, 'r.yml': CLEAN_RULES });
    const tools = await folderOf({});
    await script(join(tools, 'promtool'), 'echo "promtool, version 3.5.3 (branch: x, revision: y)"');
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = '/nonexistent';
    try {
      const { code, stderr } = await run(['test', '--engine', 'promtool'], {
        cwd,
        env: { ...NO_TOOLS, PATH: tools },
      });
      expect(code).toBe(3);
      expect(stderr).toContain('set TMPDIR');
      expect(stderr).not.toContain('bug');
    } finally {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
    }
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('go on %s', { timeout: 30_000 }, async (signal) => {
    const parent = await folderOf({});
    const code = `import { withTempFolder } from ${JSON.stringify(new URL('../../src/tools/temp.ts', import.meta.url).href)};
      await withTempFolder(async () => { console.log('ready'); await new Promise((r) => setTimeout(r, 20000)); }, ${JSON.stringify(parent)});`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      cwd: process.cwd(),
    });
    await new Promise((ready) => child.stdout.once('data', ready));
    expect(readdirSync(parent)).toHaveLength(1);
    child.kill(signal);
    const ended = await new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)));
    expect(ended).toBe(signal);
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('globFolder', () => {
  it.each([
    [['**/*.{yml,yaml}'], [], ['a.yml', 'b/c.yaml', 'b/d/e.yml']],
    [['*.yml'], [], ['a.yml']],
    [['**/*.yml'], ['b'], ['a.yml']],
    [['**/*.yml'], ['b/**'], ['a.yml']],
    [['**/*.yml', '!b/d/*.yml'], [], ['a.yml']],
    [['**/.gitignore', '.hidden/**/*.yml'], [], ['.gitignore', '.hidden/f.yml', 'b/.gitignore']],
    [['b/**'], ['**/*.yaml'], ['b/d/e.yml', 'b/g.txt']],
    [['./b/*.yaml'], [], ['b/c.yaml']],
  ])('%s without %s', async (patterns, ignore, expected) => {
    const files = [
      'a.yml',
      'b/c.yaml',
      'b/d/e.yml',
      'b/g.txt',
      '.hidden/f.yml',
      '.gitignore',
      'b/.gitignore',
    ];
    const cwd = await folderOf(Object.fromEntries(files.map((file) => [file, ''])));
    expect([...globFolder(patterns, { cwd, ignore }).files].sort()).toEqual([...expected].sort());
  });
});
