import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMatchers } from '../../src/routing/matchers/parse.ts';
import { buildRouteTree } from '../../src/routing/tree/build.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import {
  runTests,
  type RoutingConfig,
  type RunTestsOptions,
  type RunTestsOutcome,
  type TestRun,
} from '../../src/testing/index.ts';
import { globFiles } from '../../src/tools/index.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { useTempFolders, writeScript } from '../tools/support.ts';
import { promtoolOf, rulesOf, toolVersions } from './support.ts';

const tempFolder = useTempFolders();

const RULES = `
groups:
  - name: g
    rules:
      - { alert: Down, expr: up == 0, for: 1m, labels: { severity: critical } }
      - { alert: Slow, expr: slow > 0, labels: { severity: warning } }
`;

const FIXTURE = `alert: Down
scenarios:
  - name: pages
    evaluation_interval: 30s
    series: { 'up{job="a"}': 0x40 }
    expect:
      - { first: firing, at: 1m }
      - { at: 2m, alerts: [{ labels: { job: a }, receivers: [page, log], inhibited: false }] }
  - name: is quiet
    series: { 'up{job="a"}': 1x40 }
    expect: [{ at: 2m, state: inactive }]
  - name: is wrong
    series: { 'up{job="a"}': 1x40 }
    expect: [{ at: 2m, state: firing }]
`;

const UNIT = `rule_files: [rules/*.yml]
tests:
  - name: fires
    input_series: [{ series: 'up{job="a"}', values: 0x9 }]
    alert_rule_test: [{ eval_time: 2m, alertname: Down, exp_alerts: [{ exp_labels: { job: a, severity: critical } }] }]
  - name: expects too much
    input_series: [{ series: 'up{job="a"}', values: 0x9 }]
    alert_rule_test: [{ eval_time: 2m, alertname: Down, exp_alerts: [{ exp_labels: { job: b, severity: critical } }] }]
`;

const ALERTMANAGER = `route:
  receiver: log
  routes:
    - { receiver: page, matchers: ['severity="critical"'], continue: true }
    - { receiver: log }
receivers: [{ name: log }, { name: page }]
`;

function routingIn(folder: string): RoutingConfig {
  const route = { continue: false, muteTimeIntervals: [], activeTimeIntervals: [], matchers: [], routes: [] };
  const critical = parseMatchers('severity="critical"');
  if (!('matchers' in critical)) throw new Error('the matcher of this test does not parse');
  const tree = buildRouteTree({
    ...route,
    receiver: 'log',
    routes: [
      { ...route, receiver: 'page', matchers: critical.matchers, continue: true },
      { ...route, receiver: 'log' },
    ],
  });
  return { tree, inhibitRules: [], path: join(folder, 'alertmanager.yml') };
}

async function run(
  files: Readonly<Record<string, string>>,
  options: Partial<RunTestsOptions>,
): Promise<RunTestsOutcome> {
  const cwd = await tempFolder();
  for (const [path, text] of Object.entries({
    'rules/a.yml': RULES,
    'alertmanager.yml': ALERTMANAGER,
    ...files,
  })) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  return runTests({
    tests: Object.entries(files).map(([path, text]) => ({
      kind: text.startsWith('alert:') ? 'scenarios' : 'promtool-test',
      file: new SourceFile(path, text),
      root: parseYaml(text).documents[0]!.root!,
    })),
    rules: [rulesOf(RULES, 'rules/a.yml')],
    cwd,
    ruleFileReader: { glob: globFiles, read: (path) => readFile(path, 'utf8') },
    engine: 'auto',
    routing: routingIn(cwd),
    ...options,
  });
}

async function ran(
  files: Readonly<Record<string, string>>,
  options: Partial<RunTestsOptions> = {},
): Promise<TestRun> {
  const outcome = await run(files, options);
  if (outcome.status !== 'ran') throw new Error(`${outcome.tool} is missing`);
  return outcome.run;
}

const lines = (testRun: TestRun): string[] =>
  testRun.results.map(({ name, status, engine }) => `${name}: ${status} (${engine})`);

const promtool = await promtoolOf(3);
const amtools = await toolVersions('amtool');

describe('runTests', () => {
  const files = { 'fixture.yml': FIXTURE, 'unit.yml': UNIT };

  it('runs scenarios and unit-test files in process', async () => {
    const testRun = await ran(files);
    expect(lines(testRun)).toEqual([
      'pages: passed (embedded)',
      'is quiet: passed (embedded)',
      'is wrong: failed (embedded)',
      'fires: passed (embedded)',
      'expects too much: failed (embedded)',
    ]);
    expect(testRun.summary).toEqual({ passed: 3, failed: 2, skipped: 0 });
    expect(testRun.results.map(({ file, range }) => file.position(range.start).line)).toEqual([
      3, 9, 14, 3, 8,
    ]);
  });

  it.skipIf(promtool === undefined).each(amtools)(
    'says the same with promtool and amtool $version',
    async ({ path }) => {
      const expected = lines(await ran(files)).map((line) => line.replace('embedded', 'both'));
      expect(lines(await ran(files, { promtool, amtool: path }))).toEqual(expected);
      expect(lines(await ran(files, { promtool, amtool: path, engine: 'both' }))).toEqual(expected);
      const alone = lines(await ran(files, { promtool, amtool: path, engine: 'promtool' }));
      expect(alone).toEqual(expected.map((line) => line.replace('both', 'promtool')));
    },
  );

  it('runs only what is wanted', async () => {
    expect(lines(await ran(files, { wanted: (name) => /quiet|much/.test(name) }))).toEqual([
      'is quiet: passed (embedded)',
      'expects too much: failed (embedded)',
    ]);
  });

  it('says which tool is missing', async () => {
    expect(await run(files, { engine: 'promtool' })).toEqual({ status: 'tool-missing', tool: 'promtool' });
    expect(await run(files, { engine: 'both' })).toEqual({ status: 'tool-missing', tool: 'promtool' });
    expect(await run(files, { engine: 'both', promtool: '/bin/true' })).toEqual({
      status: 'tool-missing',
      tool: 'amtool',
    });
  });

  it('fails a scenario with an error and runs the others', async () => {
    const testRun = await ran({
      'fixture.yml': FIXTURE.replace('at: 2m, state: inactive', 'at: 2m, sate: inactive'),
    });
    expect(lines(testRun)).toEqual([
      'pages: passed (embedded)',
      'is quiet: failed (embedded)',
      'is wrong: failed (embedded)',
    ]);
    expect(testRun.results[1]?.failures[0]?.code).toBe('invalid-test');
  });

  it('fails a file with an error as a whole', async () => {
    const wrongAlert = await ran({
      'fixture.yml': FIXTURE.replace('alert: Down', 'alert: Dwn'),
      'unit.yml': UNIT,
    });
    expect(lines(wrongAlert)).toEqual([
      'fixture.yml: failed (embedded)',
      'fires: passed (embedded)',
      'expects too much: failed (embedded)',
    ]);
    const noRules = await ran({
      'fixture.yml': FIXTURE.replace('scenarios:', 'rule_files: [none/*.yml]\nscenarios:'),
    });
    expect(noRules.results[0]?.message).toBe('no file matches "none/*.yml"');
    const badKey = await ran({ 'unit.yml': UNIT.replace('tests:', 'fuzy_compare: true\ntests:') });
    expect(badKey.results).toHaveLength(1);
    expect(badKey.results[0]?.failures[0]?.code).toBe('invalid-test');
  });

  it('takes a series that goes on far beyond its test, as promtool does', async () => {
    const testRun = await ran({ 'unit.yml': UNIT.replaceAll('0x9', '0x10000000') });
    expect(lines(testRun)).toEqual(['fires: passed (embedded)', 'expects too much: failed (embedded)']);
  });

  it('wants log lines for an alert of Loki', async () => {
    const loki = rulesOf(
      'groups: [{ name: l, rules: [{ alert: Errors, expr: \'sum(rate({app="x"} |= "error" [5m])) > 1\' }] }]',
      'loki/rules.yml',
    );
    expect(loki.language).toBe('logql');
    const testRun = await ran(
      { 'fixture.yml': FIXTURE.replace('alert: Down', 'alert: Errors') },
      { rules: [loki] },
    );
    expect(testRun.summary).toEqual({ passed: 0, failed: 3, skipped: 0 });
    expect(testRun.results[0]?.message).toBe('Errors is an alert of Loki, but this scenario has no "logs"');
  });

  it('warns of unit-test files that prove nothing', async () => {
    const testRun = await ran({
      'unit.yml': 'rule_files: [rules/*.yml]\ntests: [{}]\n',
      'empty.yml': 'rule_files: []\ntests: []\n',
    });
    expect(testRun.warnings.map(({ file, code }) => [file.path, code])).toEqual([
      ['unit.yml', 'proves-nothing'],
      ['empty.yml', 'proves-nothing'],
    ]);
    expect(testRun.summary).toEqual({ passed: 1, failed: 0, skipped: 0 });
  });
});

describe('a promtool that misbehaves', () => {
  const files = { 'fixture.yml': FIXTURE, 'unit.yml': UNIT };

  const misbehaving = async (body: string, options: Partial<RunTestsOptions> = {}): Promise<TestRun> => {
    const path = await writeScript(join(await tempFolder(), 'promtool'), body);
    return ran(files, { engine: 'promtool', promtool: path, amtool: '/bin/true', ...options });
  };

  it.each([
    ['hangs', 'exec sleep 30', /did not end within 0\.3 s and was stopped/],
    ['crashes', 'kill -SEGV $$', /crashed: signal SIGSEGV/],
    ['says nothing', 'exit 0', /ended with exit code 0/],
    ['says something else', 'echo "  FAILED:" >&2; echo "what?" >&2; exit 1', /ended with exit code 1/],
  ])('that %s fails the tests with a reason', async (_what, body, reason) => {
    const testRun = await misbehaving(body, { timeoutMs: 300 });
    expect(testRun.summary).toEqual({ passed: 0, failed: 4, skipped: 0 });
    for (const { failures } of testRun.results) {
      expect(failures[0]?.code).toBe('engine-broken');
      expect(failures[0]?.message).toMatch(reason);
    }
  });

  it('of another major version does not confirm, and a note says so', async () => {
    const testRun = await misbehaving('echo "promtool, version 2.42.0"', {
      engine: 'auto',
      amtool: undefined,
    });
    expect(lines(testRun)[0]).toBe('pages: passed (embedded)');
    expect(testRun.notes[0]).toMatch(
      /was not used to confirm: it is version 2\.42\.0, and the rules are for Prometheus 3$/,
    );
  });

  it('that is older than the format says what it lacks', async () => {
    const isOld = ({ version }: { version: string }): boolean => /^2\.(?:[0-3]?\d|4[0-7])\./.test(version);
    const old = (await toolVersions('promtool')).find(isOld);
    if (old === undefined) return;
    const firstOf = async (unit: string): Promise<TestRun['results'][number] | undefined> => {
      const asked = { promtool: old.path, evaluation: { version: 2 } } as const;
      return (await ran({ 'unit.yml': unit }, asked)).results[0];
    };
    // The whole file is unknown to it, so the embedded engine's verdict stays, with a note.
    expect((await firstOf(`fuzzy_compare: true\n${UNIT}`))?.note).toMatch(
      /^promtool did not confirm this: .*"fuzzy_compare" since 3\.5/,
    );
    const text = UNIT.replaceAll('eval_time: 2m', 'eval_time: 9m');
    expect((await firstOf(text))?.failures[0]?.why).toMatch(
      /^promtool before 2\.48 treats a test without "interval"/,
    );
  });

  it('that says other things than the engine fails the tests with both answers', async () => {
    if (promtool === undefined) return;
    // A promtool that is asked about other input: every 0x40 becomes 1x40.
    const path = await writeScript(
      join(await tempFolder(), 'promtool'),
      `for f in "$@"; do if [ -f "$f" ]; then sed -i 's/"0x40"/"1x40"/' "$f"; fi; done; exec ${promtool} "$@"`,
    );
    const testRun = await ran({ 'fixture.yml': FIXTURE }, { promtool: path });
    expect(testRun.results[0]?.failures[0]?.code).toBe('engines-disagree');
    expect(testRun.results[0]?.failures[0]?.diff.map(({ kind }) => kind)).toContain('expected');
    expect(testRun.results[1]?.status).toBe('passed');
  });
});
