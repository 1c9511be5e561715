import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLEAN_RULES, folderOf, NO_TOOLS, run, SCENARIOS, script } from './support.ts';

const FAILING = SCENARIOS.replace('at: 5m', 'at: 4m');

interface JsonTest {
  tests: Record<string, unknown>[];
  summary: Record<string, number>;
  notes?: string[];
  error?: { message: string; help: string | null; exitCode: number };
}

const json = (text: string): JsonTest => JSON.parse(text) as JsonTest;

describe('rulecheck test', () => {
  it('is 0 and prints a table of files where all pass', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'fixtures/web.yml': SCENARIOS });
    const { code, stdout, stderr } = await run(['test'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('✔ fixtures/web.yml    2 passed\n\n✔ 2 tests in 1 file: all passed\n');
  });

  it('is 1 where one fails, with its line, expected against got', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'web.yml': FAILING });
    const { code, stdout } = await run(['test'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^web\.yml:\d+:\d+: failed: WebDown: pages after five minutes \[embedded\]$/m);
    expect(stdout).toContain('- expected');
    expect(stdout).toContain('+ got');
    expect(stdout).toMatch(/^✖ web\.yml {4}1 passed {2}1 failed$/m);
    expect(stdout).toMatch(/^✖ 2 tests in 1 file: 1 passed, 1 failed$/m);
  });

  it('has the documented JSON', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'web.yml': FAILING });
    const { code, stdout, stderr } = await run(['test', '--format', 'json'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const { tests, summary } = json(stdout);
    expect(summary).toEqual({ passed: 1, failed: 1, skipped: 0 });
    for (const test of tests)
      expect(Object.keys(test)).toEqual(
        expect.arrayContaining(['name', 'file', 'line', 'alert', 'engine', 'status', 'message']),
      );
    expect(tests).toMatchObject([
      {
        name: 'pages after five minutes',
        file: 'web.yml',
        alert: 'WebDown',
        engine: 'embedded',
        status: 'failed',
      },
      { name: 'stays quiet while the server answers', status: 'passed', message: '' },
    ]);
    expect(tests[0]!.line).toBe(8);
    expect(tests[0]!.message).not.toBe('');
  });

  it('runs the tests that --run names only', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'web.yml': FAILING });
    const { code, stdout } = await run(['test', '--run', '^stays', '-f', 'json'], { cwd });
    expect(code).toBe(0);
    expect(json(stdout).tests.map(({ name }) => name)).toEqual(['stays quiet while the server answers']);
  });

  it('is 2 for an invalid pattern, in the requested format', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'web.yml': SCENARIOS });
    const { code, stdout } = await run(['test', '--run', '(', '-f', 'json'], { cwd });
    expect(code).toBe(2);
    expect(json(stdout)).toMatchObject({
      tests: [],
      summary: { passed: 0, failed: 0, skipped: 0 },
      error: { exitCode: 2 },
    });
  });

  it('is 2 where there are no tests, and 0 with --if-any', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    expect((await run(['test'], { cwd })).code).toBe(2);
    const { code, stdout } = await run(['test', '--if-any', '-f', 'json'], { cwd });
    expect(code).toBe(0);
    expect(json(stdout).tests).toEqual([]);
  });

  it('is 3 without a tool that was asked for, with the command that brings it', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'web.yml': SCENARIOS });
    for (const engine of ['promtool', 'both']) {
      const { code, stdout, stderr } = await run(['test', '--engine', engine, '-f', 'json'], { cwd });
      expect(code).toBe(3);
      expect(json(stdout).error!.help).toContain('rulecheck tools install');
      expect(stderr).toContain('rulecheck tools install');
    }
  });

  it('runs the files of promtool as they are', async () => {
    const cwd = await folderOf({
      'rules.yml': CLEAN_RULES,
      'tests/web_test.yml': `rule_files: [../rules.yml]
tests:
  - input_series:
      - series: up{job="web", instance="a"}
        values: 0x20
    alert_rule_test:
      - eval_time: 4m
        alertname: WebDown
`,
    });
    const { code, stdout } = await run(['test', '-f', 'json'], { cwd });
    expect(code).toBe(0);
    expect(json(stdout).summary).toEqual({ passed: 1, failed: 0, skipped: 0 });
  });

  it.each(['sarif', 'junit', 'github', 'gitlab'])(
    'reports as %s, stdout being that alone',
    async (format) => {
      const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'web.yml': FAILING });
      const { code, stdout, stderr } = await run(['test', '--format', format], { cwd });
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(stdout).toContain('web.yml');
      if (format === 'sarif' || format === 'gitlab')
        expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    },
  );
});

describe('a promtool that misbehaves', () => {
  const FILES = { 'rules.yml': CLEAN_RULES, 'web.yml': SCENARIOS };

  it('does not pass for an answer when it crashes', async () => {
    const cwd = await folderOf(FILES);
    const promtool = await script(join(cwd, 'promtool'), 'kill -SEGV $$');
    const { code, stdout } = await run(
      ['test', '--engine', 'promtool', '--promtool', promtool, '-f', 'json'],
      { cwd },
    );
    expect(code).not.toBe(0);
    expect(json(stdout).summary.passed).toBe(0);
    expect(stdout).toContain('crashed');
  });

  it('is named when it is not executable', async () => {
    const cwd = await folderOf(FILES);
    const { code, stderr } = await run(['test', '--promtool', join(cwd, 'rules.yml')], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('is not an executable file');
  });

  it('is not used when it cannot print its version: a note on stderr says so', async () => {
    const cwd = await folderOf(FILES);
    const promtool = await script(join(cwd, 'promtool'), 'echo nonsense; exit 1');
    const { code, stdout, stderr } = await run(['test', '--promtool', promtool, '-f', 'json'], { cwd });
    expect(code).toBe(0);
    expect(json(stdout).notes).toHaveLength(1);
    expect(stderr).toContain('note: ');
  });
});

describe('progress', () => {
  it('is one line on a terminal, gone at the end, and nowhere else', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'web.yml': SCENARIOS });
    const promtool = await script(join(cwd, 'promtool'), 'sleep 1; exit 1');
    const argv = ['test', '--promtool', promtool];
    const shown = await run(argv, { cwd, terminal: 60 });
    expect(shown.stderr).toContain('running the tests of 1 file');
    expect(shown.stderr).toContain('\r\u001b[K');
    expect(shown.stdout).not.toContain('running');
    const piped = await run(argv, { cwd });
    expect(piped.stderr).not.toContain('running');
  });
});

describe('rulecheck check', () => {
  it('lints and tests, and joins both in one JSON', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'web.yml': SCENARIOS });
    const text = await run([], { cwd });
    expect(text.code).toBe(0);
    expect(text.stdout).toContain('no findings');
    expect(text.stdout).toContain('all passed');
    const { code, stdout } = await run(['check', '--format', 'json'], { cwd });
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { diagnostics: unknown[]; tests: unknown[]; summary: object };
    expect(report.diagnostics).toEqual([]);
    expect(report.tests).toHaveLength(2);
    expect(report.summary).toEqual({
      files: 2,
      rules: 1,
      alerts: 1,
      errors: 0,
      warnings: 0,
      infos: 0,
      passed: 2,
      failed: 0,
      skipped: 0,
    });
  });

  it('is 1 when only a test fails, and runs the tests when the lint has findings', async () => {
    const failing = await folderOf({ 'rules.yml': CLEAN_RULES, 'web.yml': FAILING });
    expect((await run(['check'], { cwd: failing })).code).toBe(1);
    const both = await folderOf({
      'rules.yml': CLEAN_RULES,
      'web.yml': SCENARIOS,
      'other.yml': CLEAN_RULES.replace('== 0', '== '),
    });
    const { code, stdout } = await run(['check'], { cwd: both });
    expect(code).toBe(1);
    expect(stdout).toContain('[syntax/promql]');
    expect(stdout).toContain('2 tests');
  });
});

describe('rulecheck tools', () => {
  it('lists none with a hint, and as JSON', async () => {
    const cwd = await folderOf({});
    const cache = ['--cache', join(await folderOf({}), 'cache')];
    const none = await run(['tools', 'list', ...cache], { cwd });
    expect(none).toMatchObject({ code: 0, stderr: '' });
    expect(none.stdout).toContain('rulecheck tools install');
    expect((await run(['tools', 'list', '--format', 'json', ...cache], { cwd })).stdout).toBe(
      '{\n  "tools": []\n}\n',
    );
  });

  it('lists what is on PATH with its version', async () => {
    const tools = await folderOf({ 'bin/.keep': '' });
    const cwd = await folderOf({});
    await script(join(tools, 'bin/promtool'), 'echo "promtool, version 3.5.3 (branch: x, revision: y)"');
    const env = { ...NO_TOOLS, PATH: `${join(tools, 'bin')}:/usr/bin:/bin` };
    const { code, stdout } = await run(['tools', 'list', '-f', 'json', '--cache', join(tools, 'cache')], {
      cwd,
      env,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      tools: [{ tool: 'promtool', version: '3.5.3', origin: 'path', used: true }],
    });
  });

  it('is 3 with an unwritable cache, before anything is downloaded', async () => {
    const cwd = await folderOf({});
    const cache = join(await folderOf({ cache: 'a file, not a folder' }), 'cache');
    const { code, stdout, stderr } = await run(['tools', 'install', '--cache', cache], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('cannot be written');
    expect(stderr).toContain('--cache');
  });
});
