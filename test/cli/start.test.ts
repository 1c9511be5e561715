import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CLEAN_RULES, folderOf } from './support.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = existsSync(join(ROOT, 'dist/start.js'));

/** A copy of the built program with one rule file beside it. */
async function program(): Promise<string> {
  const folder = await folderOf({ 'rules.yml': CLEAN_RULES });
  cpSync(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true });
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  return folder;
}

function lint(folder: string, ...flags: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, 'bin/rulecheck.js', 'lint', 'rules.yml'],
    { cwd: folder, encoding: 'utf8', env: { XDG_CACHE_HOME: join(folder, 'cache') } },
  );
  return { status, stdout, stderr };
}

const CLEAN = { status: 0, stdout: '✔ 1 rule (1 alert) in 1 file: no findings\n', stderr: '' };

describe.skipIf(!BUILT)('the start of the built program', () => {
  it('reads chunks that are ASCII, as it takes bytes for characters', () => {
    const chunks = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' });
    for (const chunk of chunks.filter((name) => name.endsWith('.js') && !name.startsWith('code')))
      expect(readFileSync(join(ROOT, 'dist', chunk), 'latin1'), chunk).not.toMatch(/[\u0080-\uffff]/);
  });

  it('has compiled code for the Node that built it, and runs with it', async () => {
    const folder = await program();
    expect(readdirSync(join(folder, 'dist/code'))).toEqual([
      `${process.version}-${process.platform}-${process.arch}`,
    ]);
    expect(lint(folder)).toEqual(CLEAN);
  });

  it('runs without it, as under another Node', async () => {
    const folder = await program();
    rmSync(join(folder, 'dist/code'), { recursive: true });
    expect(lint(folder)).toEqual(CLEAN);
  });

  it('runs where V8 does not take it: other flags, another version, half a file', async () => {
    const folder = await program();
    expect(lint(folder, '--no-lazy')).toEqual(CLEAN);
    const code = join(folder, 'dist/code', readdirSync(join(folder, 'dist/code'))[0] ?? '');
    for (const name of readdirSync(code)) writeFileSync(join(code, name), 'not what V8 wrote');
    expect(lint(folder)).toEqual(CLEAN);
  });

  it('reads characters beyond ASCII: the build leaves them in regular expressions', async () => {
    const folder = await program();
    const cases = `{ alert: A, scenarios: [{ name: s, series: { up: 0x9 }, expect: [{ at: 1m, expr: up, samples: [{ value: 0.1 ± 0.2 }] }] }] }\n`;
    writeFileSync(join(folder, 'rules.yml'), 'groups: [{ name: g, rules: [{ alert: A, expr: up == 0 }] }]\n');
    writeFileSync(join(folder, 'case.yml'), cases);
    const { stdout } = spawnSync(
      process.execPath,
      ['bin/rulecheck.js', 'test', '--engine', 'embedded', 'rules.yml', 'case.yml'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { XDG_CACHE_HOME: join(folder, 'cache') },
      },
    );
    expect(stdout).not.toContain('is no sample value');
    expect(stdout).toContain('1 passed');
  });
});
