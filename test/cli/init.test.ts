import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { ALERTMANAGER, BROKEN_RULES, CLEAN_RULES, folderOf, run, SCENARIOS } from './support.ts';
import { asOtherUser, hasOtherUser } from '../support/other-user.ts';

const alert = (name: string, severity: string, page: string): string => `      - alert: ${name}
        expr: up == 0
        labels: { severity: ${severity}, zone: eu }
        annotations: { summary: down, runbook_url: 'https://wiki.example.com/run/${page}#what' }
`;
const LINKED = `groups:\n  - name: web\n    rules:\n${alert('A', 'critical', 'a')}${alert('B', '"on"', 'b')}${alert('C', 'warning', 'index')}`;
const PAGE = '# A\n\n## What\n';

const FILES = {
  'rules/web.yml': LINKED,
  'docs/runbooks/a.md': PAGE,
  'docs/runbooks/b.md': PAGE,
  'docs/runbooks/index.md': PAGE,
  'alertmanager.yml': ALERTMANAGER,
  'loki/rules.yml': `groups:\n  - name: logs\n    rules:\n      - record: a:b\n        expr: 'sum(rate({app="x"} |= "e" [5m]))'\n`,
  'prometheus.yml': 'global: { scrape_interval: 30s }\nrule_files: [rules/*.yml]\nscrape_configs: []\n',
  'fixtures/A.yml': SCENARIOS.replace('WebDown', 'A'),
  CODEOWNERS: '* @org/web\n',
};

const init = (cwd: string, ...args: string[]): ReturnType<typeof run> => run(['init', ...args], { cwd });
const lint = (cwd: string, ...args: string[]): ReturnType<typeof run> =>
  run(['lint', '--format', 'json', ...args], { cwd });
const read = (cwd: string, name = 'rulecheck.yaml'): string => readFileSync(join(cwd, name), 'utf8');

/** The configuration with everything written out that it has as comments. */
function uncommented(text: string): string {
  return text.replaceAll(/^# (?=(?:\s|prometheus:|checks:|runbooks:))/gm, '');
}

describe('rulecheck init', () => {
  it('says what is there', async () => {
    const { code, stdout } = await init(await folderOf(FILES));
    expect(code).toBe(0);
    for (const line of [
      '1 rule file (3 alerts, 0 recording rules): rules/web.yml',
      '1 file of Loki rules (0 alerts, 1 recording rule): loki/rules.yml',
      '1 Alertmanager configuration: alertmanager.yml',
      '1 Prometheus configuration: prometheus.yml',
      '1 scenario file: fixtures/A.yml',
      '3 runbook pages: docs/runbooks/a.md, docs/runbooks/b.md, docs/runbooks/index.md',
      'CODEOWNERS',
    ])
      expect(stdout).toContain(`\n  ${line}`);
  });

  it('writes a valid configuration under which lint finds what it found before', async () => {
    const cwd = await folderOf({ ...FILES, 'rules/broken.yml': BROKEN_RULES });
    const before = await lint(cwd);
    expect(before.code).toBe(1);
    await init(cwd);
    const text = read(cwd);
    expect(text).toContain(
      "runbooks:\n  - prefix: 'https://wiki.example.com/run/'\n    folder: 'docs/runbooks'\n",
    );
    expect(parseConfig(new SourceFile('rulecheck.yaml', text)).issues).toEqual([]);
    expect(await lint(cwd)).toEqual(before);
  });

  it('leaves to the reader what would lead to findings, and what is but a habit', async () => {
    const cwd = await folderOf({ ...FILES, 'rules/web.yml': LINKED.replace('run/b#', 'run/gone#') });
    const before = await lint(cwd);
    await init(cwd);
    expect(await lint(cwd)).toEqual(before);
    const text = read(cwd);
    expect(text).toContain("# runbooks:\n#   - prefix: 'https://wiki.example.com/run/'\n");
    expect(text).toContain("#       severity: [critical, 'on', warning]\n");
    expect(text).not.toContain('zone');
    const { config, issues } = parseConfig(new SourceFile('rulecheck.yaml', uncommented(text)));
    expect(issues).toEqual([]);
    expect(config.settings.runbooks).toHaveLength(1);
    expect(config.settings.prometheus.release).toBe('2.53');
    writeFileSync(join(cwd, 'rulecheck.yaml'), uncommented(text));
    expect((await lint(cwd)).stdout).toContain('the file docs/runbooks/gone.md is missing');
  });

  it('a second run leaves everything as it is', async () => {
    const cwd = await folderOf({ ...FILES, 'rules/broken.yml': BROKEN_RULES });
    await init(cwd, '--baseline');
    const [config, baseline] = [read(cwd), read(cwd, 'rulecheck-baseline.json')];
    const { code, stdout } = await init(cwd, '--baseline');
    expect(code).toBe(0);
    expect(stdout).toContain('rulecheck.yaml exists and was not changed');
    expect(stdout).toContain('rulecheck-baseline.json exists and was not changed');
    expect([read(cwd), read(cwd, 'rulecheck-baseline.json')]).toEqual([config, baseline]);
  });

  it.each(['.rulecheck.yml', 'rulecheck.yml'])('takes %s for the configuration', async (name) => {
    const cwd = await folderOf({ ...FILES, [name]: 'preset: strict\n' });
    expect((await init(cwd)).stdout).toContain(`${name} exists and was not changed`);
    expect(existsSync(join(cwd, 'rulecheck.yaml'))).toBe(false);
  });

  it('writes a baseline that lint accepts, and names it in the next steps', async () => {
    const cwd = await folderOf({ 'rules.yml': BROKEN_RULES, '.github/workflows/a.yml': '' });
    const without = await init(cwd);
    expect(without.stdout).toContain('1 finding (1 error)');
    expect(without.stdout).toContain('rulecheck init --baseline');
    const { stdout } = await init(cwd, '--baseline', 'old.json');
    expect(stdout).toContain('Created old.json: it accepts 1 finding\n');
    expect(stdout).toContain("args: [--baseline, 'old.json']");
    expect(stdout).toContain("with: { baseline: 'old.json' }");
    expect((await lint(cwd, '--baseline', 'old.json')).code).toBe(0);
  });

  it('writes no baseline where there is nothing to accept', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    expect((await init(cwd, '--baseline')).stdout).toContain('no baseline written');
    expect(readdirSync(cwd).sort()).toEqual(['rulecheck.yaml', 'rules.yml']);
  });

  it('names the steps that fit the repository', async () => {
    const cwd = await folderOf({
      'rules.yml': CLEAN_RULES,
      '.github/workflows/ci.yml': 'jobs: {}\n',
      '.gitlab-ci.yml': 'job: {}\n',
      '.pre-commit-config.yaml': 'repos: []\n',
    });
    const { stdout } = await init(cwd);
    expect(stdout).toMatch(/uses: rulecheck\/rulecheck@v\d+\.\d+\.\d+\n/);
    expect(stdout).toContain('rulecheck --format gitlab > gl-code-quality-report.json');
    expect(stdout).toContain('add in .pre-commit-config.yaml');
  });

  it('an empty folder is reported, and stays empty', async () => {
    const cwd = await folderOf({});
    expect(await init(cwd)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing was written') as string,
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('a configuration that is wrong is an error', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'rulecheck.yaml': 'nope: 1\n' });
    expect((await init(cwd)).code).toBe(2);
  });

  it('a file that cannot be written is an error that says why', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    symlinkSync('/nonexistent/elsewhere', join(cwd, 'rulecheck.yaml'));
    expect(await init(cwd)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        '"rulecheck.yaml" is a link to a target outside the working tree',
      ) as string,
    });
  });

  it.skipIf(!hasOtherUser)('so is a folder that is read-only', () =>
    asOtherUser(async () => {
      const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
      chmodSync(cwd, 0o500);
      const { code, stderr } = await init(cwd);
      chmodSync(cwd, 0o700);
      expect(code).toBe(3);
      expect(stderr).toContain('check the permissions of the folder');
    }),
  );
});
