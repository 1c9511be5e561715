import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/asked.ts';
import { folderOf, run } from './support.ts';

const scriptFor = async (shell: string): Promise<string> =>
  (await run(['completion', shell], { cwd: '/' })).stdout;

const hasShell = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

/** What bash would offer for the last of some words. */
async function bash(words: readonly string[], cwd = '/'): Promise<string[]> {
  const script = await scriptFor('bash');
  const ask = `${script}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_rulecheck; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', ask], { cwd, encoding: 'utf8' })
    .split('\n')
    .filter((word) => word !== '');
}

describe('bash', () => {
  it('completes commands, those below others, and files', async () => {
    const cwd = await folderOf({ 'rules.yml': '', 'routes.yml': '' });
    expect(await bash(['rulecheck', 'l'], cwd)).toEqual(['lint']);
    expect(await bash(['rulecheck', ''], cwd)).toEqual(expect.arrayContaining([...COMMANDS, 'rules.yml']));
    expect(await bash(['rulecheck', 'routes', 's'])).toEqual(expect.arrayContaining(['show', 'simulate']));
    expect(await bash(['rulecheck', 'lint', 'rul'], cwd)).toEqual(['rules.yml']);
    expect(await bash(['rulecheck', 'completion', 'z'])).toEqual(['zsh']);
  });

  it('completes the options of the command that was typed, and their values', async () => {
    expect(await bash(['rulecheck', 'lint', '--skip'])).toEqual(['--skip-unknown']);
    expect(await bash(['rulecheck', 'test', '--skip'])).toEqual([]);
    expect(await bash(['rulecheck', 'lint', '-q', '--format', 'g'])).toEqual(['github', 'gitlab']);
    expect(await bash(['rulecheck', 'lint', '-f', 'sa'])).toEqual(['sarif']);
    expect(await bash(['rulecheck', 'test', '--engine', 'emb'])).toEqual(['embedded']);
    expect(await bash(['rulecheck', 'lint', '--no-c'])).toEqual(['--no-cache', '--no-color']);
  });
});

describe.runIf(hasShell('zsh'))('zsh', () => {
  it('reads its script', async () => {
    execFileSync('zsh', ['-n'], { input: await scriptFor('zsh') });
  });
});

describe.runIf(hasShell('fish'))('fish', () => {
  it('completes commands, options and values', async () => {
    const script = await scriptFor('fish');
    const ask = (line: string): string =>
      execFileSync('fish', ['-c', `${script}\ncomplete -C '${line}'`], { encoding: 'utf8' });
    expect(ask('rulecheck l')).toMatch(/^lint\t/m);
    expect(ask('rulecheck lint --skip')).toMatch(/^--skip-unknown\t/m);
    expect(ask('rulecheck lint --format g')).toMatch(/^github/m);
  });
});

describe('every shell', () => {
  it.each(['bash', 'zsh', 'fish'])('%s knows every command and every choice', async (shell) => {
    const script = await scriptFor(shell);
    for (const word of [...COMMANDS, 'simulate', 'junit', 'embedded', 'never'])
      expect(script).toContain(word);
    // A quote in a description would end the text around it.
    if (shell !== 'bash') expect((script.match(/(?<!\\)'/g) ?? []).length % 2).toBe(0);
  });

  it('is told which there are', async () => {
    const { code, stderr } = await run(['completion', 'tcsh'], { cwd: '/' });
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });
});
