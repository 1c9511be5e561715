import { describe, expect, it } from 'vitest';
import { BROKEN_RULES, CLEAN_RULES, folderOf, run } from './support.ts';

interface JsonLint {
  diagnostics: Record<string, unknown>[];
  summary: Record<string, number>;
  error?: { message: string; help: string | null; exitCode: number };
}

const json = (text: string): JsonLint => JSON.parse(text) as JsonLint;

describe('exit codes', () => {
  it('is 0 where all is well, with one line', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    const { code, stdout, stderr } = await run(['lint'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('✔ 1 rule (1 alert) in 1 file: no findings\n');
  });

  it('is 1 with findings, which go to stdout', async () => {
    const cwd = await folderOf({ 'rules.yml': BROKEN_RULES });
    const { code, stdout, stderr } = await run(['lint'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^rules\.yml:5:\d+: error: .* \[syntax\/promql\]$/m);
    expect(stdout).toMatch(/^✖ 1 rule \(1 alert\) in 1 file: 1 error$/m);
  });

  it('follows --fail-on', async () => {
    const cwd = await folderOf({
      'rules.yml': CLEAN_RULES,
      'rulecheck.yaml': 'checks:\n  alerts/required-labels:\n    severity: warning\n    labels: {team: []}\n',
    });
    expect((await run(['lint'], { cwd })).code).toBe(0);
    expect((await run(['lint', '--fail-on', 'warning'], { cwd })).code).toBe(1);
    const broken = await folderOf({ 'rules.yml': BROKEN_RULES });
    expect((await run(['lint', '--fail-on', 'never'], { cwd: broken })).code).toBe(0);
  });

  it.each([
    ['an unknown option', ['lint', '--nope']],
    ['an unknown format', ['lint', '--format', 'xml']],
    ['an unknown command', ['routes', 'nope']],
    ['a path that does not exist', ['lint', 'nope.yml']],
    ['a configuration that does not exist', ['lint', '--config', 'nope.yaml']],
  ])('is 2 for %s', async (_, argv) => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    const { code, stdout, stderr } = await run(argv, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toBe('');
    expect(stderr).not.toContain('bug');
  });

  it('is 2 where there is nothing to check', async () => {
    const cwd = await folderOf({ 'notes.txt': 'hello' });
    const { code, stderr } = await run(['lint'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('nothing to check');
  });

  it('prints help and version with 0', async () => {
    const cwd = await folderOf({});
    expect(await run(['--version'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    const help = await run(['lint', '--help'], { cwd });
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('--fail-on');
  });
});

describe('--format json', () => {
  it('has the documented keys, lines and columns from 1', async () => {
    const cwd = await folderOf({ 'rules/web.yml': BROKEN_RULES });
    const { code, stdout, stderr } = await run(['lint', '--format', 'json'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const { diagnostics, summary } = json(stdout);
    expect(Object.keys(json(stdout))).toEqual(['diagnostics', 'summary']);
    expect(summary).toEqual({ files: 1, rules: 1, alerts: 1, errors: 1, warnings: 0, infos: 0 });
    const [first] = diagnostics;
    expect(Object.keys(first!)).toEqual([
      'check',
      'severity',
      'message',
      'why',
      'help',
      'file',
      'range',
      'related',
      'fix',
      'group',
      'rule',
      'owners',
      'fingerprint',
      'docsUrl',
    ]);
    expect(first).toMatchObject({ check: 'syntax/promql', severity: 'error', file: 'rules/web.yml' });
    expect(first!.range).toEqual({ start: { line: 5, column: 28 }, end: { line: 5, column: 29 } });
    expect(first!.docsUrl).toMatch(/^https:.*syntax\/promql\.md$/);
  });

  it('names files relative to the working directory, also above it', async () => {
    const folder = await folderOf({ 'rules/web.yml': BROKEN_RULES, 'sub/keep.txt': '' });
    const { stdout } = await run(['lint', '-f', 'json', '../rules'], { cwd: `${folder}/sub` });
    expect(json(stdout).diagnostics[0]!.file).toBe('../rules/web.yml');
  });

  it.each([
    ['a missing path', ['lint', 'nope.yml', '--format', 'json'], 2],
    ['an unknown option', ['lint', '--nope', '--format=json'], 2],
    ['nothing to check', ['lint', '-f', 'json', 'empty'], 2],
  ])('stays JSON with %s', async (_, argv, expected) => {
    const cwd = await folderOf({ 'empty/notes.txt': '' });
    const { code, stdout, stderr } = await run(argv, { cwd });
    expect(code).toBe(expected);
    const { error, diagnostics, summary } = json(stdout);
    expect(error!.exitCode).toBe(expected);
    expect(error!.message).not.toBe('');
    expect(diagnostics).toEqual([]);
    expect(summary).toMatchObject({ files: 0, errors: 0 });
    expect(stderr).not.toBe('');
  });

  it('gives the place of each fault of the configuration', async () => {
    const cwd = await folderOf({
      'rules.yml': CLEAN_RULES,
      'rulecheck.yaml': 'preset: strickt\nincluded: []\nchecks:\n  syntax/prompl: off\n',
    });
    const { code, stdout, stderr } = await run(['lint', '--format', 'json'], { cwd });
    expect(code).toBe(2);
    const { diagnostics } = json(stdout);
    expect(diagnostics.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('did you mean "strict"?'),
        expect.stringContaining('did you mean "include"?'),
        expect.stringContaining('did you mean "syntax/promql"?'),
      ]),
    );
    expect(diagnostics.map(({ range }) => (range as { start: { line: number } }).start.line).sort()).toEqual([
      1, 2, 4,
    ]);
    expect(diagnostics.every(({ file }) => file === 'rulecheck.yaml')).toBe(true);
    expect(stderr).toContain('^^^^^^^');
  });
});

describe('standard input', () => {
  it('is linted under the name it is given', async () => {
    const cwd = await folderOf({});
    const { code, stdout } = await run(['lint', '-', '--stdin-filename', 'new.yml'], {
      cwd,
      stdin: BROKEN_RULES,
    });
    expect(code).toBe(1);
    expect(stdout).toContain('new.yml:5:');
  });
});

it('leaves out named files that it does not know with --skip-unknown', async () => {
  const cwd = await folderOf({ 'values.yml': 'colour: red\n' });
  expect((await run(['lint', 'values.yml'], { cwd })).stdout).toContain('[syntax/unrecognised]');
  const skipped = await run(['lint', '--skip-unknown', 'values.yml'], { cwd });
  expect(skipped).toMatchObject({ code: 0 });
  expect(skipped.stdout).not.toContain('unrecognised');
});
