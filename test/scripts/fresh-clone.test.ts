import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf } from '../cli/support.ts';
import { ROOT } from '../support/pack.ts';

/** Scripts of package.json that run sources, and those of them that import nothing which the build makes. */
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};
const NEED_NOTHING = ['new:check', 'deploy:kubernetes', 'test'];

test('every script that imports the program makes its validator first', () => {
  const bare = Object.entries(scripts)
    .filter(([, script]) => script.includes('--import tsx') && !script.includes('scripts/build/ready.js'))
    .map(([name]) => name);
  expect(bare.sort()).toEqual([...NEED_NOTHING].sort());
});

/** What git holds of this repository, or would hold of the working tree, with the development packages beside it. */
async function freshClone(): Promise<string> {
  const clone = await folderOf({});
  const listed = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(join(clone, dirname(file)), { recursive: true });
    cpSync(join(ROOT, file), join(clone, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  return clone;
}

test.skipIf(!existsSync(join(ROOT, '.git')))(
  'a clone that was never built generates, makes a check, tests and fuzzes',
  { timeout: 240_000 },
  async () => {
    const cwd = await freshClone();
    const validator = join(cwd, 'src/config/validate.generated.js');
    const ran = (command: string, ...args: string[]): string => {
      const env = { ...process.env, VITEST: undefined, NODE_OPTIONS: '' };
      const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
      return stdout;
    };
    expect(existsSync(validator)).toBe(false);
    ran('npm', 'run', '--silent', 'generate');
    ran('rm', validator);
    ran('npm', 'run', '--silent', 'new:check', 'alerts/of-a-fresh-clone');
    expect(existsSync(join(cwd, 'src/checks/alerts/of-a-fresh-clone.ts'))).toBe(true);
    ran('rm', join(cwd, 'src/checks/alerts/of-a-fresh-clone.ts'));
    ran('npx', 'vitest', 'run', 'test/config/parse.test.ts');
    ran('rm', validator);
    expect(ran('npm', 'run', '--silent', 'fuzz', '--', '--seconds', '1', '--only', 'promql')).toContain(
      '0 failures',
    );
  },
);
