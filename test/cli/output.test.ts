import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { folderWith, NOON, runCli } from '../support/run-cli.ts';

/** One alert without a receiver for each number, and one that fires twice. */
const WARNINGS = `groups:
  - name: web
    rules:
${Array.from({ length: 8 }, (_, i) => `      - alert: Down${i}\n        expr: absent(up{job="j${i}"})\n`).join('')}`;
const BROKEN = 'groups:\n  - name: web\n    rules:\n      - alert: Open\n        expr: up{ == 0\n';

describe('--quiet', () => {
  it('shows only what fails the run, and nothing where nothing does', async () => {
    const folder = folderWith({ 'a.yml': WARNINGS, 'b.yml': BROKEN });
    const loud = await runCli(folder, ['lint']);
    expect(loud.stdout).toContain('a.yml');
    const quiet = await runCli(folder, ['lint', '--quiet']);
    expect(quiet.code).toBe(1);
    expect(quiet.stdout).toContain('b.yml');
    expect(quiet.stdout).not.toContain('a.yml');
    expect(quiet.stdout).toContain('less severe findings are not shown');
    expect(await runCli(folder, ['lint', '-q', 'a.yml'])).toEqual({ code: 0, stdout: '', stderr: '' });
    const strict = await runCli(folder, ['lint', '-q', 'a.yml', '--fail-on', 'warning']);
    expect(strict).toMatchObject({ code: 1 });
    expect(strict.stdout).toContain('a.yml');
  });
});

describe('--max-findings and --all', () => {
  it('bound what people see, not what machines read', async () => {
    const folder = folderWith({ 'a.yml': WARNINGS, 'b.yml': BROKEN });
    const one = await runCli(folder, ['lint', '--max-findings', '1']);
    expect(one.stdout).toContain('b.yml:5');
    expect(one.stdout).not.toContain('a.yml:');
    const json = await runCli(folder, ['lint', '--max-findings', '1', '--format', 'json']);
    const { diagnostics } = JSON.parse(json.stdout) as { diagnostics: unknown[] };
    expect(diagnostics.length).toBeGreaterThan(8);
    const text = await runCli(folder, ['lint']);
    expect(text.stdout).toMatch(/and {2}\d more like this in this group \("web"\)/);
    const all = await runCli(folder, ['lint', '--all']);
    expect(all.stdout).not.toMatch(/more like this/);
    expect((await runCli(folder, ['lint', '--max-findings', 'x'])).code).toBe(2);
  });
});

describe('in a job of GitHub', () => {
  it('adds a summary with links to the page of the job', async () => {
    const folder = folderWith({ 'b.yml': BROKEN });
    const page = join(folder, 'summary.md');
    let stdout = '';
    const output = { write: () => undefined, isTTY: false, columns: 80 };
    const code = await main(['lint', '--format', 'github', 'b.yml'], {
      cwd: folder,
      env: {
        GITHUB_STEP_SUMMARY: page,
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_SHA: 'abc',
      },
      stdout: { ...output, write: (text) => (stdout += text) },
      stderr: output,
      readStdin: () => Promise.resolve(''),
      now: () => NOON,
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=b\.yml,/);
    expect(readFileSync(page, 'utf8')).toContain('(https://github.com/o/r/blob/abc/b.yml#L5)');
  });
});

describe('owners', () => {
  const files = {
    '.github/CODEOWNERS': '/web/ @org/web\n/db/ @org/db\n',
    'web/a.yml': WARNINGS,
    'db/a.yml': WARNINGS,
  };
  it('are named in JSON, and settings go by them', async () => {
    const folder = folderWith({
      ...files,
      'rulecheck.yaml': "overrides:\n  - owners: ['@org/db']\n    checks: { '*': off }\n",
    });
    const { stdout } = await runCli(folder, ['lint', '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { file: string; owners: string[] }[] };
    expect(new Set(diagnostics.map(({ file }) => file))).toEqual(new Set(['web/a.yml']));
    expect(diagnostics[0]!.owners).toEqual(['@org/web']);
    const config = await runCli(folder, ['config', 'db/a.yml']);
    expect(config.stdout).toContain('"db/a.yml" (of @org/db)');
    expect(config.stdout).toContain('"off"');
  });

  it('decide of which rules a policy speaks', async () => {
    const folder = folderWith({
      ...files,
      'rulecheck.yaml':
        "policies:\n  - name: web\n    match: { owners: ['@org/web'] }\n    require: { labels: [team] }\n",
    });
    const { stdout } = await runCli(folder, ['lint', '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { file: string; check: string }[] };
    const found = diagnostics.filter(({ check }) => check === 'policies/labels');
    expect(new Set(found.map(({ file }) => file))).toEqual(new Set(['web/a.yml']));
  });
});
