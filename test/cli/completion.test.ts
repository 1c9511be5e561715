import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/asked.ts';
import { askBash, askFish, askZsh, hasShell } from '../support/completion/ask.ts';
import { folderOf, run } from './support.ts';

const scriptFor = async (shell: string): Promise<string> =>
  (await run(['completion', shell], { cwd: '/' })).stdout;

/** What each line is completed with, in a folder that holds only `rules.yml` and `web.yml`. */
const COMPLETED: Readonly<Record<string, readonly string[]>> = {
  'rulecheck ': [...COMMANDS, 'rules.yml', 'web.yml'],
  'rulecheck l': ['lint', 'lsp'],
  'rulecheck m': ['merge-reports', 'mutate'],
  'rulecheck --no-color ca': ['catalogue'],
  'rulecheck --sin': ['--since'],
  'rulecheck --format g': ['github', 'gitlab'],
  'rulecheck upg': ['upgrade'],
  'rulecheck upgrade --fr': ['--from'],
  'rulecheck new s': ['scenario'],
  'rulecheck rules d': ['diff'],
  'rulecheck routes s': ['show', 'simulate'],
  'rulecheck routes test --e': ['--expect', '--explain'],
  'rulecheck test --e': ['--engine'],
  'rulecheck test --engine emb': ['embedded'],
  'rulecheck test --engine=emb': ['embedded'],
  'rulecheck test --skip': [],
  'rulecheck lint --skip': ['--skip-unknown'],
  'rulecheck lint --no-c': ['--no-cache', '--no-color'],
  'rulecheck lint -f sa': ['sarif'],
  'rulecheck lint -q --format g': ['github', 'gitlab'],
  'rulecheck lint --format=g': ['github', 'gitlab'],
  'rulecheck lint --config ru': ['rules.yml'],
  'rulecheck lint --config=ru': ['rules.yml'],
  'rulecheck lint ru': ['rules.yml'],
  'rulecheck completion z': ['zsh'],
};

describe.each([
  ['bash', askBash],
  ['zsh', askZsh],
  ['fish', askFish],
] as const)('%s', (shell, ask) => {
  it('completes commands, options, values and files', async (context) => {
    if (!hasShell(shell)) return context.skip(`${shell} is not on this machine`);
    const cwd = await folderOf({ 'rules.yml': '', 'web.yml': '' });
    const lines = Object.keys(COMPLETED);
    const answers = await Promise.resolve(ask(await scriptFor(shell), lines, cwd));
    const sorted = (words: readonly string[] = []): string[] => [...words].sort();
    expect(Object.fromEntries(lines.map((line, i) => [line, sorted(answers[i])]))).toEqual(
      Object.fromEntries(lines.map((line) => [line, sorted(COMPLETED[line])])),
    );
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

  it('lists the known ones', async () => {
    const { code, stderr } = await run(['completion', 'tcsh'], { cwd: '/' });
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });
});
