import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, runCli, writeFiles } from '../support/run-cli.ts';

const rule = (name: string, duration: string): string =>
  `      - alert: ${name}\n        expr: up{job="${name}"} == 0\n        for: ${duration}\n`;
const file = (...rules: string[]): string => `groups:\n  - name: web\n    rules:\n${rules.join('')}`;
const BASELINE = ['lint', '--baseline', 'accepted.json'];

test('the first run writes the baseline, the second accepts by it, also where lines moved', async () => {
  const cwd = folderWith({ 'a.yml': file(rule('A', 'soon'), rule('B', 'soon')) });
  const first = await runCli(cwd, BASELINE);
  expect(first.code).toBe(0);
  expect(first.stderr).toContain('2 findings accepted in accepted.json');
  writeFiles(cwd, { 'a.yml': `# moved\n\n${file(rule('New', '5m'), rule('A', 'soon'), rule('B', 'soon'))}` });
  const second = await runCli(cwd, BASELINE);
  expect(second.code, second.stdout).toBe(0);
  expect(second.stdout).toContain('no findings');
});

test('one more finding of the same kind is fresh', async () => {
  const cwd = folderWith({ 'a.yml': file(rule('A', 'soon'), rule('B', 'soon')) });
  await runCli(cwd, BASELINE);
  writeFiles(cwd, { 'a.yml': file(rule('A', 'soon'), rule('B', 'soon'), rule('C', 'soon')) });
  const { code, stdout } = await runCli(cwd, BASELINE);
  expect(code).toBe(1);
  expect(stdout.match(/\[syntax\/duration\]/g)).toHaveLength(1);
});

test('accepted findings that no longer occur are listed, and removed by --update-baseline', async () => {
  const cwd = folderWith({ 'a.yml': file(rule('A', 'soon')), 'b.yml': file(rule('B', 'never')) });
  await runCli(cwd, BASELINE);
  writeFiles(cwd, { 'a.yml': file(rule('A', '5m')) });
  const { code, stderr } = await runCli(cwd, BASELINE);
  expect(code).toBe(0);
  expect(stderr).toContain('accepted.json lists 1 accepted finding that no longer occurs');
  expect(stderr).toContain('a.yml: "for" of a rule is "soon"');
  await runCli(cwd, [...BASELINE, '--update-baseline']);
  expect((await runCli(cwd, BASELINE)).stderr).not.toContain('no longer occurs');
  writeFiles(cwd, { 'a.yml': file(rule('A', 'soon')) });
  expect((await runCli(cwd, BASELINE)).code).toBe(1);
});

test('a finding whose line changed beside it, or whose words changed, is the same one', async () => {
  const cwd = folderWith({ 'a.yml': file(rule('A', 'soon')) });
  await runCli(cwd, BASELINE);
  writeFiles(cwd, { 'a.yml': file(rule('A', 'soon # or later')) });
  const edited = await runCli(cwd, BASELINE);
  expect([edited.code, edited.stderr]).toEqual([0, '1 finding accepted by accepted.json\n']);
  writeFiles(cwd, { 'a.yml': file(rule('A', 'soon')) });
  const accepted = join(cwd, 'accepted.json');
  writeFiles(cwd, {
    'accepted.json': readFileSync(accepted, 'utf8').replace(/"message":"/, '$&older words: '),
  });
  const reworded = await runCli(cwd, BASELINE);
  expect([reworded.code, reworded.stderr]).toEqual([0, '1 finding accepted by accepted.json\n']);
});

test('one more missing label of the same alert is fresh, one less is not', async () => {
  const policy = 'policies: [{ name: owners, severity: error, require: { labels: [team, severity] } }]\n';
  const labelled = (labels: string): string => file(`${rule('A', '5m')}        labels: ${labels}\n`);
  const cwd = folderWith({ 'rulecheck.yaml': policy, 'a.yml': labelled('{ severity: page }') });
  const run = () => runCli(cwd, BASELINE);
  expect((await run()).code).toBe(0);
  writeFiles(cwd, { 'a.yml': labelled('{}') });
  const more = await run();
  expect([more.code, more.stdout]).toEqual([
    1,
    expect.stringContaining('the alert "A" has no labels "team", "severity"'),
  ]);
  await runCli(cwd, [...BASELINE, '--update-baseline']);
  writeFiles(cwd, { 'a.yml': labelled('{ severity: page }') });
  expect((await run()).code).toBe(0);
});

test('two findings of one line are two: one more is fresh', async () => {
  const alert = (...labels: readonly string[]): string =>
    `groups: [{ name: a, rules: [{ alert: A, expr: sum(up) < 1, annotations: { summary: '${labels.map((name) => `{{ $labels.${name} }}`).join('')}' } }] }]\n`;
  const cwd = folderWith({ 'a.yml': alert('x', 'y') });
  await runCli(cwd, BASELINE);
  expect(readFileSync(join(cwd, 'accepted.json'), 'utf8').match(/missing-label/g)).toHaveLength(2);
  expect((await runCli(cwd, BASELINE)).code).toBe(0);
  writeFiles(cwd, { 'a.yml': alert('x', 'y', 'z') });
  const { code, stdout } = await runCli(cwd, BASELINE);
  expect(code).toBe(1);
  expect(stdout).toContain('no label "z"');
  expect(stdout).not.toContain('no label "x"');
});

test('of files that were not looked at nothing is said, and nothing forgotten', async () => {
  const cwd = folderWith({ 'a.yml': file(rule('A', 'soon')), 'b.yml': file(rule('B', 'never')) });
  await runCli(cwd, BASELINE);
  expect((await runCli(cwd, [...BASELINE, 'a.yml'])).stderr).not.toContain('no longer occurs');
  await runCli(cwd, [...BASELINE, '--update-baseline', 'a.yml']);
  expect((await runCli(cwd, BASELINE)).code).toBe(0);
});

test('a renamed file keeps its accepted findings', async () => {
  const cwd = folderWith({ 'a.yml': file(rule('A', 'soon')) });
  await runCli(cwd, BASELINE);
  renameSync(join(cwd, 'a.yml'), join(cwd, 'b.yml'));
  const { code, stderr } = await runCli(cwd, BASELINE);
  expect(code).toBe(0);
  expect(stderr).not.toContain('no longer occurs');
});

test('a copied file is not accepted by the entries of the first', async () => {
  const cwd = folderWith({ 'a.yml': file(rule('A', 'soon')) });
  await runCli(cwd, BASELINE);
  writeFiles(cwd, { 'b.yml': file(rule('A', 'soon')) });
  expect((await runCli(cwd, BASELINE)).code).toBe(1);
});

test.each(['not JSON', '{"version": 2, "findings": []}', '{"version": 1, "findings": [{}]}', '[]'])(
  'a file that is not a baseline (%s) is refused and left unchanged',
  async (text) => {
    const cwd = folderWith({ 'a.yml': file(rule('A', 'soon')), 'accepted.json': text });
    expect((await runCli(cwd, BASELINE)).code).toBe(2);
    expect((await runCli(cwd, [...BASELINE, '--update-baseline'])).code).toBe(2);
    expect(readFileSync(join(cwd, 'accepted.json'), 'utf8')).toBe(text);
  },
);

test('--update-baseline alone is bad usage; nothing is written without being asked', async () => {
  const cwd = folderWith({ 'a.yml': file(rule('A', 'soon')) });
  expect((await runCli(cwd, ['lint', '--update-baseline'])).code).toBe(2);
  expect(existsSync(join(cwd, 'accepted.json'))).toBe(false);
});

test('check takes a baseline too', async () => {
  const cwd = folderWith({ 'a.yml': file(rule('A', 'soon')) });
  const run = ['check', '--engine', 'embedded', '--baseline', 'accepted.json'];
  expect((await runCli(cwd, run)).code).toBe(0);
  expect((await runCli(cwd, run)).code).toBe(0);
});

test('linting a folder leaves the entries of other folders unchanged', async () => {
  const cwd = folderWith({ 'one/a.yml': file(rule('A', 'soon')), 'two/b.yml': file(rule('B', 'never')) });
  await runCli(cwd, BASELINE);
  expect((await runCli(cwd, [...BASELINE, 'one'])).stderr).not.toContain('no longer occurs');
  await runCli(cwd, [...BASELINE, '--update-baseline', 'one']);
  expect((await runCli(cwd, BASELINE)).code).toBe(0);
});

test('of a file that no longer parses nothing is gone, nor forgotten', async () => {
  const good = file(rule('A', 'soon'), rule('B', '5m'));
  const cwd = folderWith({ 'a.yml': good, 'b.yml': file(rule('C', 'never')) });
  await runCli(cwd, BASELINE);
  const unread = `${good}      - [\n`;
  const unparsed = good.replace('} == 0', '} ==').replace('soon', '5m');
  for (const broken of [unread, unparsed]) {
    writeFiles(cwd, { 'a.yml': broken });
    const { code, stderr } = await runCli(cwd, BASELINE);
    expect(code).toBe(1);
    expect(stderr).not.toContain('no longer occurs');
  }
  expect((await runCli(cwd, [...BASELINE, '--update-baseline'])).code).toBe(0);
  writeFiles(cwd, { 'a.yml': good });
  const mended = await runCli(cwd, BASELINE);
  expect(mended.code, mended.stdout).toBe(0);
  expect(mended.stdout).toContain('no findings');
  // The findings of the corrected file are gone by now.
  expect(mended.stderr).toContain('no longer occurs');
});
