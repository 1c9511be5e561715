import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Io } from '../../src/cli/io.ts';
import { withProgress } from '../../src/cli/progress.ts';
import { BROKEN_RULES, CLEAN_RULES, folderOf, NO_TOOLS, run } from './support.ts';

const FAILING = `alert: WebDown
scenarios:
  - name: pages at once, which it does not, as the rule waits for five minutes before it fires
    series:
      up{job="web", instance="a.very.long.name.of.an.instance.example.com"}: 0x60
    expect:
      - { first: firing, at: 15s }
      - at: 12m
        alerts:
          - labels: { severity: warning, instance: a.very.long.name.of.an.instance.example.com }
            annotations: { summary: another text than the one that the rule writes into its summary }
`;

/** A rule whose only finding is an info. */
const ONLY_INFO = {
  'r.yml': CLEAN_RULES,
  'alertmanager.yml': 'route: { receiver: all, routes: [] }\nreceivers: [{ name: all }, { name: spare }]\n',
};

const parse = (xml: string): Record<string, unknown> =>
  new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' }).parse(xml) as Record<string, unknown>;

describe('--output', () => {
  it('writes several reports in one run, and text to standard output', async () => {
    const cwd = await folderOf({ 'rules.yml': BROKEN_RULES });
    const args = ['--output', 'sarif=a.sarif', '--output', 'junit=b.xml', '-o', 'gitlab=c.json'];
    const { code, stdout } = await run(['lint', '--format', 'text', ...args], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('rules.yml:5:');
    expect(readFileSync(join(cwd, 'a.sarif'), 'utf8')).toContain('"version": "2.1.0"');
    expect(parse(readFileSync(join(cwd, 'b.xml'), 'utf8'))).toHaveProperty('testsuites.@failures', '1');
    expect(readFileSync(join(cwd, 'c.json'), 'utf8')).toContain('"path": "rules.yml"');
    expect(readdirSync(cwd).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('holds findings and tests of check', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'tests/WebDown.yml': FAILING });
    await run(['check', '--engine', 'embedded', '-o', 'json=all.json', '-o', 'markdown=all.md'], { cwd });
    const all = JSON.parse(readFileSync(join(cwd, 'all.json'), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(all)).toEqual(expect.arrayContaining(['diagnostics', 'tests', 'summary']));
    expect(readFileSync(join(cwd, 'all.md'), 'utf8')).toContain('<!-- rulecheck -->');
  });

  it('writes into the file too why a run could not begin', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    const { code } = await run(['lint', 'nope.yml', '--output=junit=b.xml', '-o', 'sarif=a.sarif'], { cwd });
    expect(code).toBe(2);
    expect(parse(readFileSync(join(cwd, 'b.xml'), 'utf8'))).toHaveProperty('testsuites.@errors', '1');
    expect(readFileSync(join(cwd, 'a.sarif'), 'utf8')).toContain('"executionSuccessful": false');
  });

  it('says what is wrong with its value or file', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    const bad = await run(['lint', '--output', 'xml=b.xml'], { cwd });
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('Expected FORMAT=FILE');
    const absent = await run(['lint', '--output', 'json=no/such/folder.json'], { cwd });
    expect(absent.code).toBe(3);
    expect(absent.stderr).toContain('cannot write the report "no/such/folder.json"');
    expect(existsSync(join(cwd, 'no'))).toBe(false);
  });
});

describe('JUnit', () => {
  it('counts as failures what fails the run', async () => {
    const cwd = await folderOf(ONLY_INFO);
    const lint = async (...args: string[]) => run(['lint', '--format', 'junit', ...args], { cwd });
    const lenient = await lint();
    expect(lenient.code).toBe(0);
    expect(parse(lenient.stdout)).toHaveProperty('testsuites.@failures', '0');
    expect(lenient.stdout).toContain('<system-out>');
    const strict = await lint('--fail-on', 'info');
    expect(strict.code).toBe(1);
    expect(parse(strict.stdout)).not.toHaveProperty('testsuites.@failures', '0');
  });

  it('has the times of tests, suites and the run in seconds', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'tests/WebDown.yml': FAILING });
    let nowMs = 1000;
    const io = fakeIo(cwd, { now: () => (nowMs += 250), startedMs: 0 });
    await main(['test', '--engine', 'embedded', '--format', 'junit'], io);
    const xml = parse(io.text.stdout);
    expect(Number((xml.testsuites as { '@time': string })['@time'])).toBeGreaterThan(1);
    expect(io.text.stdout).toMatch(/<testsuite name="tests\/WebDown.yml" time="[1-9]\d*\.\d+"/);
    expect(io.text.stdout).toMatch(/<testcase [^>]* time="[1-9]\d*\.\d+"/);
  });
});

describe('the summary', () => {
  it('ends with how long it took, where somebody may wait', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'tests/WebDown.yml': FAILING });
    const io = fakeIo(cwd, { now: () => 2300, startedMs: 1000 });
    await main(['check', '--engine', 'embedded'], io);
    expect(io.text.stdout).toMatch(/in \d+ files?: .* in 1\.3 s$/m);
    // A short time says nothing in a pipe, where equal runs are to say equal things.
    expect(io.text.stdout).toMatch(/1 test in 1 file: 0 passed, 1 failed\n$/);
    const terminal = fakeIo(cwd, { now: () => 1300, startedMs: 1000, isTTY: true });
    await main(['lint', '--no-color'], terminal);
    expect(terminal.text.stdout).toMatch(/ in 0\.3 s/);
  });

  it('of a kept answer has the time of the run that repeats it', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES });
    const env = { XDG_CACHE_HOME: await folderOf({}) };
    const lint = async (nowMs: number): Promise<string> => {
      const io = fakeIo(cwd, { now: () => nowMs, startedMs: 1000, build: 'one', env });
      await main(['lint'], io);
      return io.text.stdout;
    };
    expect(await lint(6200)).toMatch(/ in 5\.2 s\n$/);
    const again = await lint(2100);
    expect(again).toMatch(/ in 1\.1 s\n$/);
    expect(again).not.toContain('5.2');
    expect(await lint(1100)).not.toMatch(/ in \d+\.\d s/);
  });
});

describe('text of test', () => {
  it.each([40, 60, 80])('fits a terminal of %i columns', async (terminal) => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'tests/WebDown.yml': FAILING });
    const { stdout } = await run(['test', '--engine', 'embedded'], {
      cwd,
      terminal,
      env: { ...NO_TOOLS, NO_COLOR: '1' },
    });
    expect(stdout).toContain('failed');
    const words = (line: string): number => line.trim().split(/\s+/).length;
    const wide = stdout.split('\n').filter((line) => stringWidth(line) > terminal && words(line) > 1);
    // A frame and the rows of a timeline keep their form; all else is broken between words.
    expect(wide.filter((line) => !/^\s+(?:\d* ?│|[▸⋮\d])/.test(line))).toEqual([]);
  });
});

describe('--no-color, --stats and --debug', () => {
  it('take colours away wherever they are said', async () => {
    const cwd = await folderOf({ 'rules.yml': BROKEN_RULES });
    const esc = '\u001b[';
    expect((await run(['lint'], { cwd, terminal: 80 })).stdout).toContain(esc);
    expect((await run(['lint', '--no-color'], { cwd, terminal: 80 })).stdout).not.toContain(esc);
    const forced = { cwd, env: { FORCE_COLOR: '1' } };
    expect((await run(['--no-color', 'lint'], forced)).stdout).not.toContain(esc);
  });

  it('say on stderr where the time went', async () => {
    const cwd = await folderOf({ 'rules.yml': BROKEN_RULES, 'tests/WebDown.yml': FAILING });
    const { stdout, stderr } = await run(['check', '--engine', 'embedded', '--stats'], { cwd });
    expect(stdout).not.toContain('stats:');
    expect(stderr).toContain('stats: 2 files, 1 rule (1 alert), 1 test');
    for (const phase of ['find and read files', 'parse documents', 'lint', 'run tests'])
      expect(stderr).toMatch(new RegExp(`^ {2}${phase} +\\d+\\.\\d ms$`, 'm'));
    expect(stderr).toMatch(/^ {2}[a-z]+\/[a-z-]+ +\d+\.\d ms$/m);
  });

  it('say what was read', async () => {
    const cwd = await folderOf({ 'rules.yml': BROKEN_RULES, 'rulecheck.yaml': 'preset: strict\n' });
    const { stderr } = await run(['lint', '--debug'], { cwd });
    expect(stderr).toContain(`debug: configuration: ${join(cwd, 'rulecheck.yaml')}\n`);
    expect(stderr).toContain('debug:   rules.yml: rules');
  });
});

describe('progress', () => {
  it('counts tests on a terminal and lets the process go on between them', async () => {
    const scenario = (i: number): string =>
      FAILING.replace('pages at once', `test ${i}`).split('\n').slice(2).join('\n');
    const many = `alert: WebDown\nscenarios:\n${Array.from({ length: 60 }, (_, i) => scenario(i)).join('')}`;
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'tests/WebDown.yml': many });
    let nowMs = 0;
    // A clock in which each look takes 100 ms: the run has to rest again and again.
    const io = fakeIo(cwd, { now: () => (nowMs += 100) });
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await main(['test', '--engine', 'embedded'], io);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  it('adds lines to a log, and draws one line on a terminal', async () => {
    const log = fakeIo('/', { now: () => Date.now() });
    expect(
      await withProgress(
        () => 'work: 1 of 2',
        log,
        () => Promise.resolve(7),
      ),
    ).toBe(7);
    expect(log.text.stderr).toBe('');
    const terminal = fakeIo('/', { now: () => Date.now(), isTTY: true });
    await withProgress(
      () => 'work: 1 of 2',
      terminal,
      () => new Promise((done) => setTimeout(done, 700)),
    );
    expect(terminal.text.stderr).toContain('work: 1 of 2 … 0.5 s');
    expect(terminal.text.stderr.endsWith('\r\u001b[K')).toBe(true);
  });
});

interface Fake {
  readonly now: () => number;
  readonly startedMs?: number;
  readonly build?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
}

function fakeIo(cwd: string, fake: Fake): Io & { readonly text: { stdout: string; stderr: string } } {
  const text = { stdout: '', stderr: '' };
  const output = (stream: 'stdout' | 'stderr') => ({
    write: (chunk: string) => void (text[stream] += chunk),
    isTTY: fake.isTTY === true,
    columns: 80,
  });
  return {
    cwd,
    env: fake.env ?? NO_TOOLS,
    stdout: output('stdout'),
    stderr: output('stderr'),
    readStdin: () => Promise.resolve(''),
    now: fake.now,
    ...(fake.startedMs === undefined ? {} : { startedMs: fake.startedMs }),
    build: fake.build,
    text,
  };
}
