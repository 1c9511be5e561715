import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LIMITS, sha256, Store } from '../../src/cli/kept/store.ts';
import { FORMATS } from '../../src/cli/report.ts';
import { ALERTMANAGER, BROKEN_RULES, CLEAN_RULES, folderOf, run } from './support.ts';
import type { RunOptions } from './support.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIN = join(ROOT, 'bin/rulecheck.js');
const DAY_MS = 24 * 60 * 60 * 1000;
const NOW_MS = Date.UTC(2026, 0, 5, 12);

const FILES = {
  'rules/web.yml': CLEAN_RULES,
  'rules/broken.yml': BROKEN_RULES,
  'rules/page.yml': `groups:
  - name: page
    rules:
      - alert: Slow
        expr: sum by (job) (latency{job=~"a|b"}) > 1
        labels: { severity: '{{ $value }}', instance: '{{ $labels.instance }}' }
        annotations: { summary: '{{ $labels.instance }} is slow', runbook_url: 'https://wiki.example.com/slow' }
`,
  'alertmanager.yml': ALERTMANAGER,
  'docs/runbooks/slow.md': '# Slow\n\n```promql\nsum(rate(x[5m])\n```\n',
  'rulecheck.yaml': `extends: ./base.yaml
runbooks:
  - { prefix: 'https://wiki.example.com/', folder: docs/runbooks }
`,
  'base.yaml': 'checks: { alerts/required-annotations: warning }\n',
};

interface Bed {
  readonly cwd: string;
  /** Where answers are kept. */
  readonly results: string;
  readonly lint: (args?: readonly string[], options?: Partial<RunOptions>) => ReturnType<typeof run>;
  /** Was the answer of this run cached before? Cached answers are marked. */
  readonly isKept: (args?: readonly string[], options?: Partial<RunOptions>) => Promise<boolean>;
}

const MARK = 'an answer that was kept\n';

async function bed(files: Parameters<typeof folderOf>[0] = FILES): Promise<Bed> {
  const cwd = await folderOf(files);
  const cache = await folderOf({});
  const results = join(cache, 'rulecheck/results');
  const lint: Bed['lint'] = (args = [], options = {}) =>
    run(['lint', ...args], { cwd, env: { XDG_CACHE_HOME: cache }, build: 'one', nowMs: NOW_MS, ...options });
  const isKept: Bed['isKept'] = async (args, options) => {
    for (const { key, value } of entries(results)) {
      if (!value.startsWith('{"code"')) continue;
      const marked = JSON.stringify({ code: 0, stdout: MARK, stderr: '' });
      writeFileSync(join(results, key), `${sha256(marked)}\n${marked}`);
    }
    return (await lint(args, options)).stdout === MARK;
  };
  return { cwd, results, lint, isKept };
}

function entries(results: string): { key: string; value: string }[] {
  const store = new Store(results);
  return readdirSync(results).map((key) => ({ key, value: store.read(key) ?? '' }));
}

describe('a second run', () => {
  it('says the same in every format, byte for byte', async () => {
    const { lint } = await bed();
    for (const format of FORMATS) {
      const args = ['--format', format];
      const without = await lint([...args, '--no-cache']);
      expect(without.code).toBe(1);
      expect(await lint(args)).toEqual(without);
      expect(await lint(args)).toEqual(without);
    }
  });

  it('says the same of the pack, on a terminal too', async () => {
    const { lint } = await bed();
    const options = { cwd: ROOT, terminal: 100 };
    const first = await lint([], options);
    expect(first.stdout).toContain('no findings');
    expect(await lint([], options)).toEqual(first);
  });

  it('is answered from what was kept, whatever the paths were called', async () => {
    const { lint, isKept } = await bed();
    await lint();
    expect(await isKept()).toBe(true);
    await lint(['rules/web.yml']);
    expect(await isKept(['rules/web.yml'])).toBe(true);
  });

  it('repeats what was said on standard error and the exit code', async () => {
    const { lint, cwd } = await bed();
    await lint(['--baseline', 'accepted.json']);
    writeFileSync(join(cwd, 'rules/web.yml'), BROKEN_RULES);
    const first = await lint(['--baseline', 'accepted.json']);
    expect(first).toMatchObject({ code: 1, stderr: expect.stringContaining('accepted by') as string });
    expect(await lint(['--baseline', 'accepted.json'])).toEqual(first);
  });
});

describe('what makes a run another one', () => {
  const write =
    (name: string, text: string) =>
    (cwd: string): void => {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    };
  it.each<[string, (cwd: string) => void]>([
    ['a changed file', write('rules/web.yml', CLEAN_RULES.replace('5m', '6m'))],
    ['a new file', write('rules/new.yml', CLEAN_RULES)],
    ['a file that is gone', (cwd) => rmSync(join(cwd, 'rules/web.yml'))],
    ['a renamed file', (cwd) => renameSync(join(cwd, 'rules/web.yml'), join(cwd, 'rules/site.yml'))],
    ['a page of a runbook', write('docs/runbooks/slow.md', '# Slow\n')],
    ['a changed configuration', write('rulecheck.yaml', 'preset: strict\n')],
    ['a configuration that is gone', (cwd) => rmSync(join(cwd, 'rulecheck.yaml'))],
    [
      'what the configuration extends',
      write('base.yaml', 'checks: { alerts/required-annotations: error }\n'),
    ],
    ['what .gitignore leaves out', write('.gitignore', 'rules/broken.yml\n')],
  ])('%s', async (_, change) => {
    const { cwd, lint, isKept } = await bed();
    await lint();
    change(cwd);
    expect(await isKept()).toBe(false);
  });

  it('a configuration that takes precedence over the used one', async () => {
    const { cwd, lint, isKept } = await bed({
      'rules.yml': CLEAN_RULES,
      '.rulecheck.yaml': 'preset: strict\n',
    });
    await lint();
    write('rulecheck.yaml', 'preset: recommended\n')(cwd);
    expect(await isKept()).toBe(false);
  });

  it('a configuration that was named', async () => {
    const { cwd, lint, isKept } = await bed();
    await lint(['--config', 'base.yaml']);
    expect(await isKept(['--config', 'base.yaml'])).toBe(true);
    write('base.yaml', 'preset: strict\n')(cwd);
    expect(await isKept(['--config', 'base.yaml'])).toBe(false);
  });

  it('another baseline', async () => {
    const { cwd, lint, isKept } = await bed();
    const args = ['--baseline', 'accepted.json'];
    await lint(args);
    await lint(args);
    expect(await isKept(args)).toBe(true);
    write('accepted.json', '{ "version": 1, "findings": [] }')(cwd);
    expect(await isKept(args)).toBe(false);
  });

  it.each<[string, readonly string[], Partial<RunOptions>]>([
    ['another build of the program', [], { build: 'two' }],
    ['another day', [], { nowMs: NOW_MS + DAY_MS }],
    ['another option', ['--fail-on', 'never'], {}],
    ['another format', ['--format', 'json'], {}],
    ['another path', ['rules'], {}],
    ['a terminal', [], { terminal: 60 }],
    ['--no-cache', ['--no-cache'], {}],
    ['sources that were not built', [], { build: undefined }],
  ])('%s', async (_, args, options) => {
    const { lint, isKept } = await bed();
    await lint();
    expect(await isKept(args, options)).toBe(false);
    expect(await isKept()).toBe(true);
  });

  it('colours, where the environment asks for them', async () => {
    const { lint, results } = await bed();
    const env = { XDG_CACHE_HOME: dirname(dirname(results)), FORCE_COLOR: '1' };
    const plain = await lint();
    const coloured = await lint([], { env });
    expect(coloured.stdout).not.toBe(plain.stdout);
    expect(await lint([], { env })).toEqual(coloured);
    expect(await lint()).toEqual(plain);
  });

  it('a day after which a comment holds no more', async () => {
    const until = '# rulecheck disable-file syntax/promql until 2026-01-05 -- known\n';
    const { lint } = await bed({ 'rules.yml': until + BROKEN_RULES });
    const today = await lint();
    const tomorrow = await lint([], { nowMs: NOW_MS + DAY_MS });
    expect(tomorrow.stdout).not.toBe(today.stdout);
    expect(await lint()).toEqual(today);
  });
});

describe('runs that are never kept', () => {
  it.each([
    ['--fix-dry-run'],
    ['--fix'],
    ['--baseline=new.json'],
    ['--baseline=a.json', '--update-baseline'],
  ])('lint %s %s', async (...args) => {
    const { cwd, lint, results } = await bed();
    await lint(args.filter((arg) => typeof arg === 'string'));
    expect(existsSync(results)).toBe(false);
    expect(statSync(cwd).isDirectory()).toBe(true);
  });

  it('standard input', async () => {
    const { lint, results } = await bed();
    await lint(['-'], { stdin: BROKEN_RULES });
    expect(existsSync(results)).toBe(false);
  });

  it('a run that fails', async () => {
    const { lint, results } = await bed({ 'rules.yml': CLEAN_RULES, 'rulecheck.yaml': 'nope: 1\n' });
    expect((await lint()).code).toBe(2);
    expect((await lint(['missing.yml'])).code).toBe(2);
    expect(existsSync(results)).toBe(false);
  });
});

describe('damage', () => {
  const harms: [string, (path: string) => void][] = [
    ['cut short', (path) => writeFileSync(path, readFileSync(path).subarray(0, 80))],
    ['empty', (path) => writeFileSync(path, '')],
    ['one bit wrong', (path) => writeFileSync(path, flipped(readFileSync(path)))],
    ['not ours', (path) => writeFileSync(path, 'not an entry at all\n'.repeat(20))],
    [
      'a folder',
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    [
      'not to be read',
      (path) => {
        rmSync(path);
        symlinkSync('/nonexistent/file', path);
      },
    ],
  ];
  it.each(harms)('an entry that is %s is ignored', async (_, harm) => {
    const { lint, results } = await bed();
    const first = await lint();
    for (const name of readdirSync(results)) harm(join(results, name));
    expect(await lint()).toEqual(first);
    expect(await lint()).toEqual(first);
  });

  function flipped(bytes: Buffer): Buffer {
    bytes[bytes.length - 5]! ^= 1;
    return bytes;
  }

  it('a folder that cannot be created or written is not an error', async () => {
    const { lint, results } = await bed();
    mkdirSync(dirname(results), { recursive: true });
    writeFileSync(results, 'a file in its place');
    const first = await lint();
    expect(first).toEqual(await lint(['--no-cache']));
    rmSync(results);
    mkdirSync(results, { mode: 0o500 });
    expect(await lint()).toEqual(first);
  });

  it('a home that does not exist is not made', async () => {
    const { lint } = await bed();
    const home = join(await folderOf({}), 'nobody');
    const env = { HOME: home };
    expect(await lint([], { env })).toEqual(await lint(['--no-cache'], { env }));
    expect(existsSync(home)).toBe(false);
    mkdirSync(home);
    await lint([], { env });
    expect(readdirSync(join(home, '.cache/rulecheck/results'))).toHaveLength(2);
  });

  it('a folder that others may write is not trusted', async () => {
    const { lint, isKept, results } = await bed();
    await lint();
    chmodSync(results, 0o777);
    expect(await isKept()).toBe(false);
    chmodSync(results, 0o700);
    expect(await isKept()).toBe(true);
  });

  it.skipIf(process.getuid?.() !== 0)('nor one of another user', async () => {
    const { lint, isKept, results } = await bed();
    await lint();
    chownSync(results, 12_345, 12_345);
    expect(await isKept()).toBe(false);
  });

  it('a link to a folder is not followed', async () => {
    const { lint, isKept, results } = await bed();
    await lint();
    renameSync(results, `${results}.elsewhere`);
    symlinkSync(`${results}.elsewhere`, results);
    expect(await isKept()).toBe(false);
  });
});

describe('the store', () => {
  it('keeps the newest entries, and removes what a dead process left', async () => {
    const folder = join(await folderOf({}), 'results');
    const store = new Store(folder);
    const key = (i: number): string => sha256(String(i));
    for (let i = 0; i < LIMITS.entries; i++) store.write(key(i), 'x', NOW_MS + i * 1000);
    writeFileSync(join(folder, 'half.tmp'), '');
    utimesSync(join(folder, 'half.tmp'), NOW_MS / 1000 - 7200, NOW_MS / 1000 - 7200);
    store.touch(key(0), NOW_MS + 1_000_000);
    store.write(key(-1), 'new', NOW_MS + 2_000_000);
    expect(readdirSync(folder)).toHaveLength(LIMITS.entries);
    expect(existsSync(join(folder, 'half.tmp'))).toBe(false);
    expect(store.read(key(0))).toBe('x');
    expect(store.read(key(1))).toBeUndefined();
    expect(store.read(key(-1))).toBe('new');
  });

  it('is closed to others', async () => {
    const folder = join(await folderOf({}), 'a/results');
    new Store(folder).write(sha256('a'), 'x', NOW_MS);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, sha256('a'))).mode & 0o777).toBe(0o600);
  });

  it('takes no entry that is too large', async () => {
    const folder = join(await folderOf({}), 'results');
    new Store(folder).write(sha256('a'), 'x'.repeat(LIMITS.entryBytes + 1), NOW_MS);
    expect(existsSync(folder)).toBe(false);
  });
});

it.skipIf(!existsSync(join(ROOT, 'dist/start.js')))(
  'runs at the same time do not disturb each other',
  async () => {
    const cwd = await folderOf(FILES);
    const cache = await folderOf({});
    const lint = (): Promise<string> =>
      new Promise((done, failed) => {
        const child = spawn(process.execPath, [BIN, 'lint', '--format', 'json'], {
          cwd,
          env: { XDG_CACHE_HOME: cache },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let text = '';
        child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        child.on('error', failed).on('close', (code) => done(`${code} ${text}`));
      });
    const said = await Promise.all(Array.from({ length: 8 }, lint));
    expect(said[0]).toMatch(/^1 \{/);
    expect(new Set(said).size).toBe(1);
    const kept = entries(join(cache, 'rulecheck/results'));
    expect(kept).toHaveLength(2);
    expect(kept.every(({ value }) => value !== '')).toBe(true);
    expect(await lint()).toBe(said[0]);
  },
);

it('a kept answer is given without parsers, checks or YAML', () => {
  const heavy = /\/src\/(?:lsp|testing|lint|checks|promql|logql|template|routing|yaml)\//;
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = readFileSync(path, 'utf8');
    for (const [, from] of text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '(\.[^']+\.ts)';/gm))
      visit(resolve(dirname(path), from ?? ''));
  };
  visit(join(ROOT, 'src/cli/main.ts'));
  visit(join(ROOT, 'src/cli/kept/kept-run.ts'));
  expect(seen.size).toBeGreaterThan(10);
  expect([...seen].filter((path) => heavy.test(path))).toEqual([]);
});
