import { expect, test } from 'vitest';
import { folderWith, runCli } from '../support/run-cli.ts';
import { lintFiles, textsBelow } from '../support/lint-files.ts';

const rules = (group: string, ...names: string[]): string =>
  `groups:\n  - name: ${group}\n    rules:\n${names.map((name) => `      - alert: ${name}\n        expr: up{job="${name}"} == 0\n        for: soon\n`).join('')}`;

const files = { 'generated/a.yml': rules('web', 'A', 'B'), 'own/b.yml': rules('db', 'C', 'D') };
const of = (config: string): string[] =>
  lintFiles(files, { config })
    .filter(({ check }) => check === 'syntax/duration')
    .map(({ file, range, severity }) => `${file.path}:${file.position(range.start).line} ${severity}`);

test('an override changes severities by path, group and rule; later ones win', () => {
  expect(of('')).toEqual([
    'generated/a.yml:6 error',
    'generated/a.yml:9 error',
    'own/b.yml:6 error',
    'own/b.yml:9 error',
  ]);
  expect(
    of(`overrides:
  - paths: [generated/**]
    checks: {syntax/duration: info}
  - groups: [d*]
    rules: [D]
    checks: {syntax/duration: off}
  - rules: [B]
    checks: {'syntax/*': warning}
`),
  ).toEqual(['generated/a.yml:6 info', 'generated/a.yml:9 warning', 'own/b.yml:6 error']);
});

test('an override can switch on a check that is off, with options of its own', () => {
  const found = lintFiles(files, {
    config: `overrides:
  - paths: [own/]
    checks: {alerts/required-labels: {severity: error, labels: {team: []}}}
  - rules: [D]
    checks: {alerts/required-labels: {labels: {tier: []}}}
`,
  }).filter(({ check }) => check === 'alerts/required-labels');
  expect(found.map(({ file, message }) => `${file.path} ${message}`)).toEqual([
    expect.stringMatching(/^own\/b\.yml .*"C".*"team"/),
    expect.stringMatching(/^own\/b\.yml .*"D".*"tier"/),
  ]);
});

test('an override with a reason that disables nothing is a finding at its place', async () => {
  const cwd = folderWith({
    ...files,
    'rulecheck.yaml': `overrides:
  - paths: [generated/**]
    reason: made by a generator
    checks: {syntax/duration: off}
  - paths: [own/**]
    reason: not needed
    checks: {syntax/unknown-key: off}
`,
  });
  const { stdout } = await runCli(cwd, ['lint', '--format', 'json']);
  const found = JSON.parse(stdout) as { diagnostics: { check: string; file: string; message: string }[] };
  expect(found.diagnostics.map(({ check, file }) => `${check} ${file}`)).toEqual([
    'config/suppression rulecheck.yaml',
    'syntax/duration own/b.yml',
    'syntax/duration own/b.yml',
  ]);
  expect(found.diagnostics[0]!.message).toContain('syntax/unknown-key');
});

test('an override holds up to its last day and is a finding from then on', async () => {
  const cwd = folderWith({
    'a.yml': rules('web', 'A'),
    'rulecheck.yaml':
      'overrides: [{reason: migration, until: "2026-06-15", checks: {syntax/duration: off}}]\n',
  });
  const today = await runCli(cwd, ['lint', '--fail-on', 'info']);
  expect(today.code, today.stdout).toBe(0);
  const tomorrow = await runCli(cwd, ['lint'], { now: Date.UTC(2026, 5, 16) });
  expect(tomorrow.code).toBe(1);
  expect(tomorrow.stdout).toContain('expired on 2026-06-15');
  expect(tomorrow.stdout).toContain('[syntax/duration]');
});

test.each([
  ['until 2026-06-15 -- a reason', []],
  ['until 2026-06-14 -- a reason', ['config/suppression', 'syntax/duration']],
  ['until tomorrow -- a reason', ['config/suppression']],
  ['until -- a reason', ['config/suppression']],
])('a comment "%s" has an end', async (words, checks) => {
  const text = rules('web', 'A').replace(
    '        for',
    `        # rulecheck disable-next-line syntax/duration ${words}\n        for`,
  );
  const { stdout } = await runCli(folderWith({ 'a.yml': text }), ['lint', '--format', 'json']);
  const found = JSON.parse(stdout) as { diagnostics: { check: string }[] };
  expect(found.diagnostics.map(({ check }) => check)).toEqual(checks);
});

test('an unknown check in an override is a fault of the configuration', () => {
  expect(() => of('overrides: [{checks: {syntax/durations: off}}]')).toThrow(
    /did you mean "syntax\/duration"/,
  );
});

test('findings about comments can be switched off by path', () => {
  const text = `# rulecheck disable-file syntax/duration -- nothing here\n${rules('web', 'A').replace('soon', '5m')}`;
  expect(textsBelow(lintFiles(text))).toHaveLength(1);
  expect(
    lintFiles(text, { config: 'overrides: [{paths: [rules.yml], checks: {config/suppression: off}}]' }),
  ).toEqual([]);
});

test('with one folder looked at, an override for another is not held to be unneeded', async () => {
  const config = 'overrides: [{paths: [two/**], reason: old, checks: {syntax/duration: off}}]\n';
  const cwd = folderWith({ 'one/a.yml': rules('web', 'A').replace('soon', '5m'), 'rulecheck.yaml': config });
  expect((await runCli(cwd, ['lint', 'one'])).stdout).toContain('no findings');
  expect((await runCli(cwd, ['lint'])).stdout).toContain('this override has no effect');
});

test('a pattern of an override that matches no file is a finding, one of a shared configuration is not', async () => {
  const lint = (files: Readonly<Record<string, string>>) => runCli(folderWith(files), ['lint']);
  const override = `overrides:
  - paths: [own/**, generatd/**]
    checks: {syntax/duration: info}
`;
  const { stdout } = await lint({ ...files, 'rulecheck.yaml': override });
  expect(stdout).toContain('no file matches "generatd/**" in "paths" of this override');
  const shared = await lint({
    ...files,
    'rulecheck.yaml': 'extends: shared\n',
    'node_modules/shared/rulecheck.yaml': override,
  });
  expect(shared.stdout).not.toContain('no file matches');
});

test('a pattern of "include" that finds nothing is named', async () => {
  const cwd = folderWith({ ...files, 'rulecheck.yaml': 'include: [own/**, gone/*.yml]\n' });
  const { stderr } = await runCli(cwd, ['lint']);
  expect(stderr).toContain('note: "include" has the pattern "gone/*.yml", which matches no file');
  expect(stderr).not.toContain('own/');
});
