import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BROKEN_RULES, CLEAN_RULES, folderOf } from './support.ts';

const BIN = fileURLToPath(new URL('../../bin/rulecheck.js', import.meta.url));
const BUILT = existsSync(fileURLToPath(new URL('../../dist/cli.js', import.meta.url)));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs bin/rulecheck.js as a user does. */
function rulecheck(args: readonly string[], cwd: string, input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd });
    const text = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text }));
    child.stdin.end(input);
  });
}

/** The same with a standard input that never ends. */
function endless(args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', 'yes "groups: []" | "$0" "$@"', process.execPath, BIN, ...args], {
      cwd,
    });
    const text = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text }));
  });
}

describe.skipIf(!BUILT)('bin/rulecheck.js (built by npm test)', () => {
  it('exits with the code of the command, without colours in a pipe', async () => {
    const cwd = await folderOf({ 'rules.yml': CLEAN_RULES, 'broken/rules.yml': BROKEN_RULES });
    expect(await rulecheck(['lint', 'rules.yml'], cwd)).toEqual({
      code: 0,
      stdout: '✔ 1 rule (1 alert) in 1 file: no findings\n',
      stderr: '',
    });
    const broken = await rulecheck(['lint'], cwd);
    expect(broken.code).toBe(1);
    expect(broken.stdout).not.toContain('\u001b');
    expect((await rulecheck(['lint', '--nope'], cwd)).code).toBe(2);
  });

  it('writes all of a long report, also into a pipe', async () => {
    const groups = Array.from({ length: 400 }, (_, i) =>
      BROKEN_RULES.replace('groups:\n', '').replace('name: web', `name: web${i}`),
    );
    const cwd = await folderOf({ 'rules.yml': `groups:\n${groups.join('')}` });
    const { code, stdout } = await rulecheck(['lint', '--format', 'json'], cwd);
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as { summary: { errors: number } }).summary.errors).toBe(400);
  });

  it.each([
    ['lint', '-'],
    ['fmt', '-'],
    ['routes', 'test', '--config.file', 'am.yml', '-'],
    ['lint', '/dev/stdin'],
  ])('refuses an endless pipe: %s %s', async (...args) => {
    const cwd = await folderOf({ 'am.yml': 'route: { receiver: a }\nreceivers: [{ name: a }]\n' });
    const { code, stderr } = await endless(args, cwd);
    expect(stderr).toContain('is larger than 48 MiB');
    expect(code).toBe(2);
  });

  it('reads standard input', async () => {
    const { code, stdout } = await rulecheck(['lint', '-'], await folderOf({}), BROKEN_RULES);
    expect(code).toBe(1);
    expect(stdout).toContain('<stdin>:5:');
  });

  it('passes the tests of the shipped pack, as the program from the sources does', async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const { code, stdout } = await rulecheck(['test', '--engine', 'embedded'], root);
    expect(stdout).toMatch(/✔ \d+ tests in \d+ files: all passed(?: in [\d.]+ s)?\n$/);
    expect(code).toBe(0);
  }, 60_000);

  it('ends quietly when the reader goes away', async () => {
    const child = spawn('sh', ['-c', '"$0" "$1" explain | head -1', process.execPath, BIN]);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toBe('');
  });
});

describe.skipIf(!BUILT || !existsSync('/dev/full'))('an output on a full disk', () => {
  it('ends the run with exit 3 and one line', async () => {
    const cwd = await folderOf({ 'rules.yml': BROKEN_RULES });
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [BIN, 'lint', '--no-cache'], {
      cwd,
      stdio: ['ignore', full, 'pipe'],
    });
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    closeSync(full);
    expect(stderr).toMatch(/^rulecheck: the output cannot be written: ENOSPC.*\n$/);
    expect(code).toBe(3);
  });
});
