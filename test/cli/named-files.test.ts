import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, run } from './support.ts';
import type { Ran, RunOptions } from './support.ts';

const RECORDS = `groups:
  - name: rec
    rules:
      - record: job:errs:ratio5m
        expr: sum by (instance) (rate(errs_total[5m]))
`;
const ALERTS = `groups:
  - name: al
    rules:
      - alert: Errs
        expr: job:errs:ratio5m > 1
        for: 5m
        annotations: { summary: '{{ $labels.job }} errs' }
`;
const OTHER = `groups:
  - name: other
    rules:
      - alert: Other
        expr: up == 0 == bool
`;
const MISSING_LABEL = /^rules\/al\.yml:7:45: error: .*\[templates\/missing-label\]/m;

const env = { PATH: process.env.PATH ?? '', HOME: '/nonexistent' };
const lint = (cwd: string, args: readonly string[], options: Partial<RunOptions> = {}): Promise<Ran> =>
  run(['lint', '--no-cache', ...args], { cwd, env, ...options });

/** A git repository with these files, all of them committed. */
async function repositoryOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await folderOf(files);
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'first');
  return folder;
}

function git(cwd: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd, env: { ...env, GIT_CONFIG_NOSYSTEM: '1' } });
}

describe('named files are what is reported, and the project is what is known', () => {
  it('a label that another file drops is missed', async () => {
    const cwd = await folderOf({ 'rules/rec.yml': RECORDS, 'rules/al.yml': ALERTS });
    const { code, stdout } = await lint(cwd, ['rules/al.yml']);
    expect(stdout).toMatch(MISSING_LABEL);
    expect(stdout).toContain('1 rule (1 alert) in 1 file: 1 error');
    expect(code).toBe(1);
  });

  it('a finding is reported in the file that drops a label which another one needs', async () => {
    const cwd = await folderOf({ 'rules/rec.yml': RECORDS, 'rules/al.yml': ALERTS, 'rules/o.yml': OTHER });
    const { code, stdout } = await lint(cwd, ['rules/rec.yml']);
    expect(stdout).toMatch(MISSING_LABEL);
    expect(stdout).not.toContain('rules/o.yml');
    expect(code).toBe(1);
  });

  it('through recording rules of other files too', async () => {
    const between = RECORDS.replace('job:errs:ratio5m', 'job:errs:max').replace(
      /expr: .*/,
      'expr: job:errs:ratio5m * 2',
    );
    const cwd = await folderOf({
      'rules/rec.yml': RECORDS,
      'rules/between.yml': between,
      'rules/al.yml': ALERTS.replace('expr: job:errs:ratio5m', 'expr: job:errs:max'),
    });
    expect((await lint(cwd, ['rules/rec.yml'])).stdout).toMatch(MISSING_LABEL);
  });

  it('a catalogue, the routes and the pages of the project are known', async () => {
    const cwd = await folderOf({
      'rules.yml': `groups:
  - name: shop
    rules:
      - alert: OrdersFail
        expr: sum(rate(shop_order_total{kind="bad"}[5m])) > 1
        for: 5m
        labels: { severity: critical, team: shop }
        annotations: { runbook_url: 'https://r.example.com/gone' }
`,
      'metrics.yml': 'metrics:\n  shop_orders_total: { type: counter, labels: [kind] }\n',
      'alertmanager.yml': `route:
  receiver: all
  routes: [{ matchers: [team="shpo"], receiver: shop }]
receivers: [{ name: all }, { name: shop }]
`,
      'runbooks/here.md': '# Here\n',
      'rulecheck.yaml': "runbooks: [{ prefix: 'https://r.example.com/', folder: runbooks }]\n",
    });
    const { stdout } = await lint(cwd, ['--skip-unknown', 'rules.yml']);
    expect(stdout).toContain('[promql/unknown-metric]');
    expect(stdout).toContain('[links/runbook]');
    expect((await lint(cwd, ['alertmanager.yml'])).stdout).toContain('alertmanager.yml:3:');
  });

  it('an unsaved text stands for the file of its name', async () => {
    const cwd = await folderOf({ 'rules/rec.yml': RECORDS, 'rules/al.yml': 'groups: []\n' });
    const args = ['-', '--stdin-filename', 'rules/al.yml'];
    const { stdout } = await lint(cwd, args, { stdin: ALERTS });
    expect(stdout).toMatch(MISSING_LABEL);
    expect(stdout).toContain('1 rule (1 alert) in 1 file');
  });

  it('--fix changes named files alone', async () => {
    const unneeded = '# rulecheck disable-next-line promql/irate-in-alert -- old\n';
    const files = { 'a.yml': ALERTS, 'b.yml': ALERTS.replace('Errs', 'Others') };
    const cwd = await folderOf({ 'a.yml': unneeded + files['a.yml'], 'b.yml': unneeded + files['b.yml'] });
    await lint(cwd, ['--fix']);
    expect(readFileSync(join(cwd, 'b.yml'), 'utf8')).toBe(files['b.yml']);
    writeFileSync(join(cwd, 'a.yml'), files['a.yml']);
    writeFileSync(join(cwd, 'b.yml'), unneeded + files['b.yml']);
    await lint(cwd, ['--fix', 'a.yml']);
    expect(readFileSync(join(cwd, 'b.yml'), 'utf8')).toBe(unneeded + files['b.yml']);
  });

  it('a partial run calls no entry of the baseline gone, and keeps those of other files', async () => {
    const cwd = await folderOf({ 'rules/rec.yml': RECORDS, 'rules/al.yml': ALERTS, 'rules/o.yml': OTHER });
    await lint(cwd, ['--baseline', 'accepted.json']);
    writeFileSync(join(cwd, 'rules/al.yml'), ALERTS.replace('{{ $labels.job }} ', ''));
    const partial = await lint(cwd, ['--baseline', 'accepted.json', 'rules/al.yml']);
    expect(partial.stderr).toBe('');
    expect(partial.code).toBe(0);
    await lint(cwd, ['--baseline', 'accepted.json', '--update-baseline', 'rules/al.yml']);
    const kept = readFileSync(join(cwd, 'accepted.json'), 'utf8');
    expect(kept).not.toContain('rules/al.yml');
    expect(kept).toContain('rules/o.yml');
    const full = await lint(cwd, ['--baseline', 'accepted.json']);
    expect(full.stderr).not.toContain('gone');
  });
});

describe('--dependents, as the hook runs it', () => {
  const wanted = RECORDS.replace('by (instance)', 'by (job)');

  it('reports what depends on a file that is gone', async () => {
    const cwd = await repositoryOf({
      'rules/rec.yml': wanted,
      'rules/al.yml': ALERTS,
      'rules/o.yml': OTHER,
      'rules/more.yml': wanted
        .replace('job:errs:ratio5m', 'job:errs:rate5m')
        .replace('name: rec', 'name: more'),
    });
    git(cwd, 'rm', '-q', 'rules/rec.yml');
    const { stdout, code } = await lint(cwd, ['--skip-unknown', '--dependents']);
    expect(stdout).toMatch(/rules\/al\.yml:5:\d+: .*job:errs:ratio5m/);
    expect(stdout).not.toContain('rules/o.yml');
    expect(code).toBe(1);
  });

  it('reports what a change of the catalogue breaks elsewhere', async () => {
    const metrics = 'metrics:\n  errs_total: { type: counter }\n  up: { type: gauge }\n';
    const cwd = await repositoryOf({ 'rules/rec.yml': wanted, 'metrics.yml': metrics });
    writeFileSync(join(cwd, 'metrics.yml'), metrics.replace('errs_total', 'errors_total'));
    git(cwd, 'add', '-A');
    const { stdout, code } = await lint(cwd, ['--skip-unknown', '--dependents', 'metrics.yml']);
    expect(stdout).toContain('[promql/unknown-metric]');
    expect(code).toBe(1);
  });

  it('ignores excluded files and files of another kind', async () => {
    const cwd = await repositoryOf({
      'rules/rec.yml': wanted,
      'test/broken.yml': OTHER,
      'notes.json': '{}',
      'rulecheck.yaml': 'exclude: [test/**]\n',
    });
    const { stdout, code } = await lint(cwd, [
      '--skip-unknown',
      '--dependents',
      'test/broken.yml',
      'notes.json',
    ]);
    expect(stdout).toContain('no findings');
    expect(code).toBe(0);
  });
});

describe('the project', () => {
  const IRATE = ALERTS.replace('job:errs:ratio5m', 'irate(errs_total[5m])');
  const OFF = 'checks: { promql/irate-in-alert: off }\n';

  it('is that of the nearest configuration above, up to the root of the repository', async () => {
    const top = await repositoryOf({ 'rulecheck.yaml': OFF, 'deep/rules/a.yml': IRATE });
    expect((await lint(join(top, 'deep'), [])).stdout).toContain('no findings');
    expect((await lint(join(top, 'deep'), ['rules/a.yml'])).stdout).toContain('no findings');
    const above = await folderOf({ 'rulecheck.yaml': OFF, 'repo/.git/HEAD': '', 'repo/rules/a.yml': IRATE });
    expect((await lint(join(above, 'repo/rules'), [])).stdout).toContain('irate-in-alert');
  });

  it('is the repository where there is no configuration: only the folder is reported', async () => {
    const top = await repositoryOf({ 'rules/rec.yml': RECORDS, 'team/al.yml': ALERTS, 'o.yml': OTHER });
    const { stdout } = await lint(join(top, 'team'), []);
    expect(stdout).toMatch(/^al\.yml:7:45: error: /m);
    expect(stdout).toContain('  see  ../rules/rec.yml:5:');
    expect(stdout).toContain('in 1 file');
  });

  it('of a folder with its own configuration does not use the others', async () => {
    const files = {
      'a/rulecheck.yaml': OFF,
      'a/rec.yml': RECORDS,
      'a/irate.yml': IRATE.replace('name: al', 'name: irate'),
      'b/rulecheck.yaml': 'preset: recommended\n',
      'b/al.yml': ALERTS,
      'b/irate.yml': IRATE.replace('name: al', 'name: irate').replace('Errs', 'Slow'),
      'top.yml': ALERTS.replace('name: al', 'name: top'),
    };
    const top = await repositoryOf(files);
    const { stdout } = await lint(top, []);
    expect(stdout).not.toContain('missing-label');
    expect(stdout).not.toMatch(/^a\/irate\.yml/m);
    expect(stdout).toMatch(/^b\/irate\.yml:5:\d+: warning: .*irate-in-alert/m);
    expect(stdout).toContain('in 5 files');
    expect((await lint(top, ['a/irate.yml', 'b/irate.yml'])).stdout).toMatch(/^b\/irate\.yml/m);
    expect((await lint(top, ['b'])).stdout).toContain('in 2 files');
    expect((await lint(join(top, 'a'), ['../b/irate.yml'])).stdout).toMatch(/^\.\.\/b\/irate\.yml/m);
    writeFileSync(join(top, 'b/rulecheck.yaml'), 'context: [../a]\n');
    const told = await lint(top, []);
    expect(told.stdout).toMatch(/^b\/al\.yml:7:45: error: .*missing-label/m);
    expect(told.stdout).toContain('in 5 files');
    writeFileSync(join(top, 'b/rulecheck.yaml'), 'context: [../../elsewhere]\n');
    expect((await lint(top, ['b'])).stderr).toContain('outside the repository');
    expect((await lint(top, ['b'])).code).toBe(2);
  });

  it('runs the tests of each project with its own rules', async () => {
    const scenario = (for_: string): string =>
      `alert: Errs\nscenarios:\n  - name: fires\n    series: { 'errs{job="x"}': 2x40 }\n    expect: [{ first: firing, at: ${for_} }]\n`;
    const rules = (hold: string): string =>
      `groups:\n  - name: g\n    interval: 15s\n    rules:\n      - { alert: Errs, expr: errs > 1, for: ${hold} }\n`;
    const top = await repositoryOf({
      'a/rulecheck.yaml': '',
      'a/rules.yml': rules('1m'),
      'a/tests/Errs.yml': scenario('1m'),
      'b/rulecheck.yaml': '',
      'b/rules.yml': rules('2m'),
      'b/tests/Errs.yml': scenario('2m'),
    });
    const ran = await run(['test', '--engine', 'embedded'], { cwd: top, env });
    expect(ran.stdout).toContain('2 tests in 2 files: all passed');
    const one = await run(['test', '--engine', 'embedded', 'b'], { cwd: top, env });
    expect(one.stdout).toContain('b/tests/Errs.yml');
    expect(one.stdout).toContain('1 test in 1 file: all passed');
  });

  it('leaves out what .gitignore files of its folders and of those above ignore', async () => {
    const top = await repositoryOf({
      '.gitignore': '/sub/gen/\n',
      'sub/rulecheck.yaml': '',
      'sub/gen/a.yml': OTHER,
      'sub/rules/.gitignore': 'b.yml\n',
      'sub/rules/b.yml': OTHER,
      'sub/rules/c.yml': RECORDS,
    });
    expect((await lint(join(top, 'sub'), [])).stdout).toContain('in 1 file');
    rmSync(join(top, 'sub/rules/.gitignore'));
    expect((await lint(join(top, 'sub'), [])).stdout).toContain('in 2 files');
  });
});

describe('paths', () => {
  const files = { 'monitoring/rules/al.yml': ALERTS, 'monitoring/rules/rec.yml': RECORDS };

  it('of formats for services count from the root of the repository', async () => {
    const top = await repositoryOf(files);
    const cwd = join(top, 'monitoring');
    expect((await lint(cwd, ['--format', 'github'])).stdout).toContain('file=monitoring/rules/al.yml,');
    expect((await lint(cwd, ['--format', 'gitlab'])).stdout).toContain('"path": "monitoring/rules/al.yml"');
    const sarif = await lint(cwd, ['--format', 'sarif', 'rules/al.yml']);
    expect(sarif.stdout).toContain('"uri": "monitoring/rules/al.yml"');
    expect(sarif.stdout).toContain('"uri": "monitoring/rules/rec.yml"');
    expect(sarif.stdout).toContain('"id": "rulecheck/lint/"');
    expect((await lint(cwd, [])).stdout).toMatch(/^rules\/al\.yml:7:45/m);
    expect((await lint(join(cwd, 'rules'), ['--format', 'json'])).stdout).toContain('"file": "al.yml"');
  });

  it('count from the checkout of a job that has no .git', async () => {
    const top = await folderOf(files);
    const job = { cwd: join(top, 'monitoring'), env: { ...env, CI_PROJECT_DIR: top } };
    const { stdout } = await run(['lint', '--format', 'gitlab'], job);
    expect(stdout).toContain('"path": "monitoring/rules/al.yml"');
  });

  it('of a wrong configuration too', async () => {
    const top = await repositoryOf({ 'rulecheck.yaml': 'presets: strict\n', 'deep/a.yml': ALERTS });
    const { stderr, stdout, code } = await lint(join(top, 'deep'), ['--format', 'gitlab']);
    expect(stderr).toContain('../rulecheck.yaml:1:1: error');
    expect(stdout).toContain('"path": "rulecheck.yaml"');
    expect(code).toBe(2);
  });
});
