import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../../src/project/bounds.ts';
import type { Bounds } from '../../src/project/bounds.ts';
import { CLEAN_RULES, folderOf, run } from './support.ts';
import type { Ran } from './support.ts';

const BROKEN = `groups:
  - name: a
    rules:
      - alert: X
        expr: sum(
`;
const ROUTES = 'route: { receiver: a }\nreceivers: [{ name: a }]\n';

/** A folder with a broken rule file, a file beside it, and many files in folders around it. */
async function crowd(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const others = Array.from({ length: 40 }, (_, i) => [`other${i}/rules.yml`, CLEAN_RULES] as const);
  return folderOf({
    'rules/bad.yml': BROKEN,
    'rules/web.yml': CLEAN_RULES,
    ...Object.fromEntries(others),
    ...more,
  });
}

const few = (bounds: Partial<Bounds>): Bounds => ({ ...PROJECT, ...bounds });
const lint = (cwd: string, paths: readonly string[], bounds: Partial<Bounds>): Promise<Ran> =>
  run(['lint', ...paths], { cwd, bounds: few(bounds) });

describe('a named file in a folder with more than can be read', () => {
  it.each<[string, Partial<Bounds>, string]>([
    ['files and folders', { entries: 30 }, 'more than 30 files and folders'],
    ['files', { files: 10 }, 'more than 10 YAML, JSON, rule and Markdown files'],
    ['bytes', { bytes: 3000 }, 'more than 1 MiB of YAML, JSON, rule and Markdown files'],
    ['kept text', { kept: 3000 }, 'more than 1 MiB of text that may define alerting'],
    ['documents', { documents: 3000 }, 'more than 1 MiB of rules, routes, tests and dashboards'],
  ])('is checked, and one line says what is not known: %s', async (_, bounds, size) => {
    const { code, stdout, stderr } = await lint(await crowd(), ['rules/bad.yml'], bounds);
    expect(stdout).toMatch(/^rules\/bad\.yml:5:\d+: error: /m);
    expect(stderr).toMatch(
      /^note: the folder "[^"]+" contains .* and is not a git repository, so only what you named and the files beside it are known; to have more known, create rulecheck.yaml in the folder of your rules\n$/,
    );
    expect(stderr).toContain(size);
    expect(code).toBe(1);
  });

  it('knows the files beside it', async () => {
    const cwd = await crowd();
    const { stderr } = await run(['lint', '--debug', 'rules/bad.yml'], { cwd, bounds: few({ entries: 30 }) });
    expect(stderr).toContain('rules/web.yml: rules (context only, not reported on)');
    expect(stderr).not.toContain('other1/');
  });

  it('does not report names that may be defined elsewhere', async () => {
    const templates = `route: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{ channel: x, api_url: 'https://s.example.com', title: '{{ template "mine" . }}' }] }]\n`;
    const cwd = await crowd({ 'am/alertmanager.yml': templates });
    const whole = await lint(cwd, ['am/alertmanager.yml'], {});
    expect(whole.stdout).toContain('mine');
    const cut = await lint(cwd, ['am/alertmanager.yml'], { entries: 30 });
    expect(cut.stdout).not.toContain('mine');
  });

  it('in a repository the note says what to leave out', async () => {
    const cwd = await crowd();
    await mkdir(join(cwd, '.git'));
    const { code, stderr } = await lint(cwd, ['rules/bad.yml'], { files: 10 });
    expect(stderr).toMatch(
      /^note: the project "[^"]+" contains more than 10 .* files, so only .*; to have more known, leave out other folders with "exclude" in rulecheck\.yaml\n$/,
    );
    expect(code).toBe(1);
  });

  it('of a named folder, all is reported on', async () => {
    const { code, stdout, stderr } = await lint(await crowd(), ['rules'], { entries: 30 });
    expect(stdout).toContain('2 files');
    expect(stderr).toContain('only what you named');
    expect(code).toBe(1);
  });
});

describe('a folder with more than can be read', () => {
  it.each([
    ['lint'],
    ['check'],
    ['test'],
    ['routes', 'show'],
    ['init'],
    ['fmt', '--check'],
    ['explain', 'X'],
  ])('%s %s ends with what to do', async (...argv) => {
    const cwd = await crowd({ 'alertmanager.yml': ROUTES });
    const { code, stdout, stderr } = await run(argv, { cwd, bounds: few({ entries: 30 }) });
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^rulecheck: the folder "[^"]+", which is not a git repository and has no rulecheck\.yaml, contains more than 30 files and folders, so nothing was checked\n {2}pass the folders with your rules: rulecheck lint path\/to\/rules; or, if all of it is one project, create an empty rulecheck\.yaml there\n$/,
    );
    expect(code).toBe(2);
  });

  it('in a repository "exclude" helps', async () => {
    const cwd = await crowd();
    await mkdir(join(cwd, '.git'));
    const { code, stderr } = await lint(cwd, [], { files: 10 });
    expect(stderr).toMatch(
      /^rulecheck: the project "[^"]+" contains more than 10 .*files, so nothing was checked\n {2}pass the folders .*; or leave out other folders with "exclude"/,
    );
    expect(code).toBe(2);
    const excluded = await folderOf({ 'rulecheck.yaml': 'exclude: [other*/**]\n', 'r.yml': CLEAN_RULES });
    expect((await lint(excluded, [], { files: 10 })).code).toBe(0);
  });

  it('more memory helps where the text is too long', async () => {
    const { code, stderr } = await lint(await crowd(), ['.'], { documents: 3000 });
    expect(stderr).toMatch(/or give Node more memory: NODE_OPTIONS=--max-old-space-size=\d+\n$/);
    expect(code).toBe(2);
  });

  it('an empty rulecheck.yaml makes the folder a project', async () => {
    const cwd = await folderOf({ 'rulecheck.yaml': '', 'r.yml': CLEAN_RULES });
    expect((await run(['lint'], { cwd })).code).toBe(0);
  });
});
