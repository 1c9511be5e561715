import fs from 'node:fs';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ALERTMANAGER, BROKEN_RULES, CLEAN_RULES, folderOf, run } from './support.ts';
import type { Ran } from './support.ts';

const SLOW = `groups:
  - name: page
    rules:
      - alert: Slow
        expr: sum by (job) (latency{job=~"a|b"}) > 1
        labels: { severity: critical }
        annotations: { summary: slow, runbook_url: 'https://wiki.example.com/slow' }
`;

/** A project with one of each thing that a lint looks at, in a folder of a repository; and what each may become. */
const FILES: Readonly<Record<string, readonly [text: string, changed: string]>> = {
  '.git/HEAD': ['ref: refs/heads/main\n', 'ref: refs/heads/other\n'],
  '.github/CODEOWNERS': ['web.yml @org/web\n', 'web.yml @org/db\n'],
  'watch/.gitignore': ['generated/\n', '\n'],
  'watch/generated/rules.yml': [BROKEN_RULES, CLEAN_RULES],
  'watch/rules/web.yml': [CLEAN_RULES.replace(/ +description.*\n/, ''), BROKEN_RULES],
  'watch/rules/page.yml': [SLOW, SLOW.replace('critical', '"{{ $value }}"')],
  'watch/alertmanager.yml': [ALERTMANAGER, ALERTMANAGER.replace('receiver: dba', 'receiver: nobody')],
  'watch/prometheus.yml': ['rule_files: [rules/*.yml]\n', 'rule_files: 7\n'],
  'watch/catalogue.yaml': [
    'metrics:\n  latency: { type: gauge, labels: { job: { values: [a, b] } } }\n',
    'metrics:\n  latency: { type: gauge, labels: { zone: { values: [a, b] } } }\n',
  ],
  'watch/fixtures/Slow.yml': [
    'alert: Slow\nscenarios:\n  - name: none\n    series: { up: 0 }\n    expect: [{ at: 1m, state: inactive }]\n',
    'alert: Slow\nscenarios: [\n',
  ],
  'watch/docs/runbooks/slow.md': ['# Slow\n', '# Slow\n\n```promql\nrate(x[5m]\n```\n'],
  'watch/base.yaml': [
    'checks: { alerts/required-annotations: { severity: warning, annotations: [owner] } }\n',
    'checks: { alerts/required-annotations: error }\n',
  ],
  'watch/node_modules/@acme/alerting/rulecheck.yaml': ['preset: strict\n', 'preset: recommended\n'],
  'watch/rulecheck.yaml': [
    `extends: [./base.yaml, '@acme/alerting']
runbooks:
  - { prefix: 'https://wiki.example.com/', folder: docs/runbooks }
overrides:
  - owners: ['@org/web']
    checks: { alerts/required-annotations: info }
`,
    'preset: recommended\n',
  ],
  'watch/accepted.json': ['{ "version": 1, "findings": [] }', '{}'],
};

const ARGS = ['--baseline', 'accepted.json', '--format', 'json'];
const CONFIG = 'checks: { alerts/required-annotations: off }\n';
/** The content of paths that the run searches in vain. */
const NEW: Readonly<Record<string, string>> = {
  CODEOWNERS: 'web.yml @org/db\n',
  '.gitignore': 'web.yml\n',
  'rulecheck.yaml': CONFIG,
  'rulecheck.yml': CONFIG,
  '.rulecheck.yaml': CONFIG,
};

/** Every call of the file system that takes a path is noted, of any caller. */
interface Recorder {
  readonly paths: Set<string>;
  stop(): void;
}

const LOOKS = /^(?:readFile|open|opendir|readdir|stat|lstat|access|exists|readlink|realpath)(?:Sync)?$/;

function record(root: string): Recorder {
  const paths = new Set<string>();
  const undo: (() => void)[] = [];
  for (const calls of [fs, fs.promises] as unknown as Record<string, (...args: unknown[]) => unknown>[]) {
    for (const name of Object.keys(calls).filter((each) => LOOKS.test(each))) {
      const original = calls[name]!;
      const noted = (...args: unknown[]): unknown => {
        if (typeof args[0] === 'string' && resolve(args[0]).startsWith(root)) paths.add(resolve(args[0]));
        return Reflect.apply(original, calls, args);
      };
      calls[name] = Object.assign(noted, original);
      undo.push(() => (calls[name] = original));
    }
  }
  syncBuiltinESMExports();
  const stop = (): void => {
    for (const each of undo) each();
    syncBuiltinESMExports();
  };
  return { paths, stop };
}

let recorder: Recorder | undefined;
afterEach(() => recorder?.stop());

const texts = Object.fromEntries(Object.entries(FILES).map(([path, [text]]) => [path, text]));

/** The same project with other missing files: a package further up, the last name of a configuration. */
function sparse(): Record<string, string> {
  const elsewhere: Readonly<Record<string, string | undefined>> = {
    'watch/rulecheck.yaml': 'watch/.rulecheck.yml',
    'watch/node_modules/@acme/alerting/rulecheck.yaml': 'node_modules/@acme/alerting/.rulecheck.yml',
    '.github/CODEOWNERS': '.gitlab/CODEOWNERS',
  };
  const moved = Object.entries(texts).map(([path, text]) => [elsewhere[path] ?? path, text] as const);
  return Object.fromEntries(moved.filter(([path]) => path !== 'watch/.gitignore'));
}

const lint = (root: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> =>
  run(['lint', ...ARGS, ...args], { cwd: join(root, 'watch'), env, build: 'one' });

/** Everything that a first run asks the file system for, relative to the repository. */
async function looked(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = await folderOf(files);
  recorder = record(root);
  await lint(root, ['--no-cache'], {});
  recorder.stop();
  return [...recorder.paths].map((path) => relative(root, path).split(sep).join('/')).sort();
}

/** Changes a project after a first run: the next one answers as one does that keeps nothing. Did the answer change? */
async function changes(
  files: Readonly<Record<string, string>>,
  change: (root: string) => void,
): Promise<boolean> {
  const root = await folderOf(files);
  const env = { XDG_CACHE_HOME: await folderOf({}) };
  const before = await lint(root, [], env);
  change(root);
  const after = await lint(root, [], env);
  expect(after).toEqual(await lint(root, ['--no-cache'], env));
  return JSON.stringify(after) !== JSON.stringify(before);
}

it('whatever a run reads is a part of the key of its answer', async () => {
  const read = (await looked(texts)).filter((path) => path in FILES);
  // What git keeps is not read, nor what is ignored.
  expect(Object.keys(FILES).filter((path) => !read.includes(path))).toEqual([
    '.git/HEAD',
    'watch/generated/rules.yml',
  ]);
  for (const path of read) {
    const change = (root: string): void => writeFileSync(join(root, path), FILES[path]![1]);
    expect.soft(await changes(texts, change), `${path} has changed`).toBe(true);
    // Without a baseline the next run writes one.
    if (path === 'watch/accepted.json') continue;
    const remove = (root: string): void => rmSync(join(root, path));
    expect.soft(await changes(texts, remove), `${path} is gone`).toBe(true);
  }
}, 240_000);

it('and so is every path that it looks for in vain', async () => {
  const files = sparse();
  const isThere = (path: string): boolean =>
    Object.keys(files).some((file) => file === path || file.startsWith(`${path}/`));
  // A file named as the option of the fresh run makes that run fail, not the other one.
  const absent = (await looked(files)).filter(
    (path) => path !== '' && !isThere(path) && basename(path) !== '--no-cache',
  );
  const telling: string[] = [];
  for (const path of absent) {
    const make = (root: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), NEW[basename(path)] ?? '');
    };
    if (await changes(files, make)) telling.push(path);
  }
  expect(telling).toEqual(absent);
  expect(absent).toEqual([
    '.github/CODEOWNERS',
    '.gitignore',
    'CODEOWNERS',
    'docs/CODEOWNERS',
    'node_modules/@acme/alerting/.rulecheck.yaml',
    'node_modules/@acme/alerting/rulecheck.yaml',
    'node_modules/@acme/alerting/rulecheck.yml',
    // Options of this run: a file of that name makes the run fail.
    'watch/--baseline',
    'watch/--format',
    // The root of a repository nearer than the one above.
    'watch/.git',
    'watch/.gitignore',
    'watch/.rulecheck.yaml',
    'watch/node_modules/@acme/alerting/.rulecheck.yaml',
    'watch/node_modules/@acme/alerting/.rulecheck.yml',
    'watch/node_modules/@acme/alerting/rulecheck.yaml',
    'watch/node_modules/@acme/alerting/rulecheck.yml',
    'watch/rulecheck.yaml',
    'watch/rulecheck.yml',
  ]);
}, 240_000);

it('and so is every variable of the environment that it asks for', async () => {
  const root = await folderOf(texts);
  const job = {
    XDG_CACHE_HOME: await folderOf({}),
    GITHUB_SERVER_URL: 'https://git.example.com',
    GITHUB_REPOSITORY: 'org/rules',
    GITHUB_SHA: '0123456789',
  };
  const names = new Set<string>();
  const spied = new Proxy<Record<string, string>>(job, {
    get: (target, name) => {
      names.add(String(name));
      return Reflect.get(target, name) as unknown;
    },
  });
  const telling = new Set<string>();
  for (const format of ['text', 'markdown']) {
    const args = ['--format', format];
    await lint(root, [...args, '--no-cache'], spied);
    const before = await lint(root, args, job);
    for (const name of names) {
      if (name === 'XDG_CACHE_HOME' || name === 'GITHUB_STEP_SUMMARY') continue;
      const env = { ...job, [name]: '1' };
      const after = await lint(root, args, env);
      expect(after).toEqual(await lint(root, [...args, '--no-cache'], env));
      if (after.stdout !== before.stdout) telling.add(name);
    }
  }
  expect([...telling].sort()).toEqual([
    'FORCE_COLOR',
    'GITHUB_REPOSITORY',
    'GITHUB_SERVER_URL',
    'GITHUB_SHA',
  ]);
}, 240_000);
