import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeWhole } from '../../src/cli/write-whole.ts';
import { BROKEN_RULES, CLEAN_RULES, folderOf, run } from '../cli/support.ts';
import { asOtherUser, hasOtherUser } from '../support/other-user.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const IS_ROOT = process.getuid?.() === 0;
const UGLY = CLEAN_RULES.replace('up{job="web"} == 0', 'up{job="web"}==0');

const FIXABLE = CLEAN_RULES.replace('up{job="web"} == 0', 'up{job=~"web"} == 0');

/** What writes, the file that it writes, and what that held before. */
const WRITERS: Readonly<
  Record<string, { readonly args: readonly string[]; readonly file: string; readonly old: string }>
> = {
  fmt: { args: ['fmt', 'r.yml'], file: 'r.yml', old: UGLY },
  '--fix': { args: ['lint', '--fix', 'r.yml'], file: 'r.yml', old: FIXABLE },
  '--update-baseline': {
    args: ['lint', '--baseline', 'b.json', '--update-baseline', 'broken.yml'],
    file: 'b.json',
    old: '{ "version": 1, "findings": [] }',
  },
  '--output': { args: ['lint', '--output', 'sarif=a.sarif', 'r.yml'], file: 'a.sarif', old: 'old' },
};

const filesFor = (what: string): Record<string, string> => ({
  'r.yml': CLEAN_RULES,
  'broken.yml': BROKEN_RULES,
  [WRITERS[what]!.file]: WRITERS[what]!.old,
});

describe.each(Object.keys(WRITERS))('%s', (what) => {
  const { args, file, old } = WRITERS[what]!;

  it('exchanges the file whole, keeps its rights and follows a link in the tree', async () => {
    const cwd = await folderOf(filesFor(what));
    const real = join(cwd, 'elsewhere', file);
    mkdirSync(join(cwd, 'elsewhere'));
    execFileSync('mv', [join(cwd, file), real]);
    symlinkSync(join('elsewhere', file), join(cwd, file));
    chmodSync(real, 0o640);
    const { ino } = statSync(real);
    await run(args, { cwd });
    expect(readFileSync(real, 'utf8')).not.toBe(old);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    // Another file took its place: no moment had half of the text.
    expect(statSync(real).ino).not.toBe(ino);
    expect([...readdirSync(cwd), ...readdirSync(join(cwd, 'elsewhere'))].join(' ')).not.toContain('.tmp');
  });

  it.skipIf(!hasOtherUser)('leaves a file that is read-only, and one in a folder that is', () =>
    asOtherUser(async () => {
      const cwd = await folderOf(filesFor(what));
      for (const [path, mode] of [
        [join(cwd, file), 0o440],
        [cwd, 0o550],
      ] as const) {
        chmodSync(path, mode);
        const { code, stderr } = await run(args, { cwd });
        chmodSync(path, mode | 0o700);
        expect(code).toBe(3);
        expect(stderr).toContain('cannot write');
        expect(readFileSync(join(cwd, file), 'utf8')).toBe(old);
      }
    }),
  );

  it.skipIf(!IS_ROOT)('keeps the old text on a full disk (needs root, for a tiny file system)', async () => {
    const cwd = await folderOf({});
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', cwd]);
    onTestFinished(() => void spawnSync('umount', [cwd]));
    for (const [name, text] of Object.entries(filesFor(what))) writeFileSync(join(cwd, name), text);
    // A whole page is free at most, and the text is longer.
    const long = `${old}${what === '--update-baseline' || what === '--output' ? ' '.repeat(9000) : `# ${'x'.repeat(9000)}\n`}`;
    writeFileSync(join(cwd, file), long);
    expect(spawnSync('dd', ['if=/dev/zero', 'of=fill', 'bs=4096'], { cwd }).status).not.toBe(0);
    const { code, stderr } = await run(args, { cwd });
    if (!/cannot write/.test(stderr)) throw new Error(`exit ${code}: ${stderr}`);
    expect(stderr).toContain('ENOSPC');
    expect(code).toBe(3);
    expect(readFileSync(join(cwd, file), 'utf8')).toBe(long);
    expect(readdirSync(cwd).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('writeWhole', () => {
  it('refuses anything but a regular file, and a file that came meanwhile', async () => {
    const cwd = await folderOf({ 'a.json': 'old' });
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    for (const path of ['/dev/null', '/dev/full', join(cwd, 'pipe'), cwd])
      await expect(writeWhole(path, 'x')).rejects.toMatchObject({ code: 'EINVAL' });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    await expect(writeWhole(join(cwd, 'a.json'), 'x', { isNew: true })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    await expect(writeWhole(join(cwd, 'missing', 'a.json'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readFileSync(join(cwd, 'a.json'), 'utf8')).toBe('old');
    expect(readdirSync(cwd).sort()).toEqual(['a.json', 'pipe']);
  });

  it('leaves the other hard links as they are', async () => {
    const cwd = await folderOf({ 'a.json': 'old' });
    linkSync(join(cwd, 'a.json'), join(cwd, 'b.json'));
    await writeWhole(join(cwd, 'a.json'), 'new');
    expect(readFileSync(join(cwd, 'b.json'), 'utf8')).toBe('old');
  });

  it.skipIf(!IS_ROOT)('keeps the owner and the group (needs root)', async () => {
    const cwd = await folderOf({ 'a.json': 'old' });
    chownSync(join(cwd, 'a.json'), 12345, 23456);
    await writeWhole(join(cwd, 'a.json'), 'new');
    expect(statSync(join(cwd, 'a.json'))).toMatchObject({ uid: 12345, gid: 23456 });
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'keeps the old text when %s ends the process in the middle',
    { timeout: 30_000 },
    async (signal) => {
      const cwd = await folderOf({ 'rulecheck.yaml': 'preset: strict\n', 'r.yml': CLEAN_RULES });
      const module = new URL('../../src/cli/write-whole.ts', import.meta.url).href;
      const code = `import { writeWhole } from ${JSON.stringify(module)};
        await writeWhole('rulecheck.yaml', 'x', { beforeExchange: async () => { console.log('ready'); await new Promise((r) => setTimeout(r, 20000)); } });`;
      const tsx = import.meta.resolve('tsx');
      const child = spawn(process.execPath, ['--import', tsx, '--input-type=module', '-e', code], { cwd });
      await new Promise((ready) => child.stdout.once('data', ready));
      expect(readdirSync(cwd)).toHaveLength(3);
      child.kill(signal);
      expect(await new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)))).toBe(signal);
      expect(readFileSync(join(cwd, 'rulecheck.yaml'), 'utf8')).toBe('preset: strict\n');
      // Nobody can clean up after a kill; the remaining files do no harm.
      expect(readdirSync(cwd)).toHaveLength(signal === 'SIGKILL' ? 3 : 2);
      expect((await run(['lint'], { cwd })).stdout).toContain('in 1 file');
    },
  );

  it('is what every command writes files of the user with', () => {
    const others = globSync('src/{cli,upgrade,reporters}/**/*.ts', { cwd: ROOT }).filter((file) =>
      /\b(?:writeFile|writeFileSync|createWriteStream|rename|renameSync|truncate)\(/.test(
        readFileSync(join(ROOT, file), 'utf8'),
      ),
    );
    // outputs.ts writes to devices and pipes; the others keep answers and code in the user's cache.
    expect(others.sort()).toEqual([
      'src/cli/compiled-code.ts',
      'src/cli/kept/store.ts',
      'src/cli/outputs.ts',
      'src/cli/write-whole.ts',
    ]);
  });
});

describe('--output', () => {
  it('does not write through a link that leads out of the tree', async () => {
    const top = await folderOf({ 'repo/.git/HEAD': '', 'repo/r.yml': CLEAN_RULES, secret: 'mine' });
    const cwd = join(top, 'repo');
    symlinkSync(join(top, 'secret'), join(cwd, 'a.sarif'));
    symlinkSync(join(top, 'absent'), join(cwd, 'b.sarif'));
    symlinkSync(top, join(cwd, 'reports'));
    for (const path of ['a.sarif', 'b.sarif', 'reports/c.sarif', join(cwd, 'a.sarif')]) {
      const { code, stderr } = await run(['lint', '--output', `sarif=${path}`], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain('leads out of the working tree');
    }
    expect(readFileSync(join(top, 'secret'), 'utf8')).toBe('mine');
    expect(readdirSync(top).sort()).toEqual(['repo', 'secret']);
    expect((await run(['lint', '--output', `sarif=${join(top, 'd.sarif')}`], { cwd })).code).toBe(0);
  });

  it('writes to a device or a pipe that the user names', async () => {
    const cwd = await folderOf({ 'r.yml': CLEAN_RULES });
    expect((await run(['lint', '--output', 'json=/dev/null'], { cwd })).code).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    if (!existsSync('/dev/full')) return;
    const full = await run(['lint', '--output', 'json=/dev/full'], { cwd });
    expect(full.code).toBe(3);
    expect(full.stderr).toContain('ENOSPC');
  });
});
