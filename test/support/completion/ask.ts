import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether this shell can be started here. */
export const hasShell = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** What bash offers for the end of each line, its script sourced in a folder; bash splits words at "=". */
export function askBash(script: string, lines: readonly string[], cwd: string): string[][] {
  return lines.map((line) => {
    const words = line.split(/ |(?==)|(?<==)/);
    const ask = `${script}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_rulecheck; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return linesOf(execFileSync('bash', ['-c', ask], { cwd, encoding: 'utf8' }));
  });
}

/** What fish offers for the end of each line, without descriptions and without the option before "=". */
export function askFish(script: string, lines: readonly string[], cwd: string): string[][] {
  return lines.map((line) => {
    const answer = execFileSync('fish', ['--no-config', '-c', `${script}\ncomplete -C '${line}'`], {
      cwd,
      encoding: 'utf8',
    });
    return linesOf(answer).map((offer) => offer.replace(/\t.*/, '').replace(/^--[^=]*=/, ''));
  });
}

/** What an interactive zsh offers for the end of each line, its script installed in a folder of `$fpath`. */
export function askZsh(script: string, lines: readonly string[], cwd: string): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'rulecheck-zsh-'));
  const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  try {
    writeFileSync(join(folder, '_rulecheck'), script);
    const answers = execFileSync('zsh', ['-f', here('zsh-outer.zsh'), ...lines], {
      cwd,
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...process.env,
        COMPLETIONS: folder,
        ANSWERS: join(folder, 'answers'),
        INNER: here('zsh-inner.zsh'),
      },
    });
    const offers = answers.split(/^(?:ready|end)\n/m).slice(1, -1);
    return offers.map((each) => linesOf(each).map((offer) => offer.replace(/^offer /, '')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
