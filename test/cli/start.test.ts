import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { type Variable, analyze } from 'eslint-scope';
import { describe, expect, it } from 'vitest';
import { CLEAN_RULES, folderOf } from './support.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = existsSync(join(ROOT, 'dist/start.js'));

/** A copy of the built program, with one rule file in a folder beside it. */
async function program(): Promise<string> {
  const folder = await folderOf({ 'tree/rules.yml': CLEAN_RULES });
  cpSync(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true });
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  return folder;
}

function lint(folder: string, { flags = [] as string[], env = {} } = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, join(folder, 'bin/rulecheck.js'), 'lint', '--no-cache', 'rules.yml'],
    { cwd: join(folder, 'tree'), encoding: 'utf8', env: { XDG_CACHE_HOME: join(folder, 'cache'), ...env } },
  );
  // A run that takes long says how long.
  return { status, stdout: stdout.replace(/ in [\d.]+ s\n$/, '\n'), stderr };
}

const CLEAN = { status: 0, stdout: '✔ 1 rule (1 alert) in 1 file: no findings\n', stderr: '' };

/** Where the compiled code of each version and set of options is kept. */
function codeFolders(folder: string): string[] {
  const code = join(folder, 'cache/rulecheck/code');
  return existsSync(code) ? readdirSync(code).map((name) => join(code, name)) : [];
}

const cli = (code: string): Buffer => readFileSync(join(code, 'cli.js'));

describe.skipIf(!BUILT)('the start of the built program', () => {
  it('reads chunks that are ASCII, as it takes bytes for characters', () => {
    const chunks = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' });
    for (const chunk of chunks.filter((name) => name.endsWith('.js')))
      expect(readFileSync(join(ROOT, 'dist', chunk), 'latin1'), chunk).not.toMatch(/[\u0080-\uffff]/);
  });

  it('exports no variable that changes later, as chunks take what they import once', () => {
    const chunks = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' });
    let exported = 0;
    for (const chunk of chunks.filter((name) => name.endsWith('.js') && name !== 'start.js')) {
      const variables = exportedVariables(readFileSync(join(ROOT, 'dist', chunk), 'latin1'));
      exported += variables.length;
      const changing = variables.filter(({ references }) =>
        references.some((one) => one.isWrite() && !one.init),
      );
      expect(
        changing.map(({ name }) => name),
        chunk,
      ).toEqual([]);
    }
    expect(exported).toBeGreaterThan(100);
  });

  it('keeps what V8 has compiled at the first run, for the user alone, and takes it at the next', async () => {
    const folder = await program();
    expect(lint(folder)).toEqual(CLEAN);
    const [code, ...others] = codeFolders(folder);
    expect(others).toEqual([]);
    expect(basename(code!)).toMatch(/^[0-9a-f]{16}-v\d+\.\d+\.\d+-\w+-\w+-plain$/);
    expect(statSync(code!).mode & 0o077).toBe(0);
    // The first byte counts the runs; from the third on it stays as it is.
    for (const runs of [1, 2, 3, 3]) {
      expect(cli(code!)[0]).toBe(runs);
      expect(lint(folder)).toEqual(CLEAN);
    }
    expect(codeFolders(folder)).toEqual([code]);
  });

  it('keeps it for each set of options, as V8 refuses that of others', async () => {
    const folder = await program();
    lint(folder);
    expect(lint(folder, { env: { NODE_OPTIONS: '--max-old-space-size=2048' } })).toEqual(CLEAN);
    expect(lint(folder, { flags: ['--no-lazy'] })).toEqual(CLEAN);
    expect(codeFolders(folder)).toHaveLength(3);
  });

  it('compiles anew where V8 does not take it', async () => {
    const folder = await program();
    lint(folder);
    const [code] = codeFolders(folder);
    for (const name of readdirSync(code!)) writeFileSync(join(code!, name), '\x03 not what V8 wrote');
    expect(lint(folder)).toEqual(CLEAN);
    expect(cli(code!)[0]).toBe(1);
    expect(cli(code!).length).toBeGreaterThan(1000);
  });

  it.skipIf(process.platform === 'win32')('does not believe what others can write', async () => {
    const folder = await program();
    lint(folder);
    const [code] = codeFolders(folder);
    const before = cli(code!);
    chmodSync(code!, 0o777);
    expect(lint(folder)).toEqual(CLEAN);
    expect(cli(code!)).toEqual(before);
  });

  it('caches nothing inside the working tree, and nothing while the cache of Node is disabled', async () => {
    const folder = await program();
    const inside = join(folder, 'tree/.cache');
    expect(lint(folder, { env: { XDG_CACHE_HOME: inside } })).toEqual(CLEAN);
    expect(existsSync(inside)).toBe(false);
    expect(lint(folder, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } })).toEqual(CLEAN);
    expect(codeFolders(folder)).toEqual([]);
  });

  it('runs where the cache cannot be made', async () => {
    const folder = await program();
    writeFileSync(join(folder, 'cache'), 'a file');
    expect(lint(folder)).toEqual(CLEAN);
  });

  it('removes the oldest builds', async () => {
    const folder = await program();
    const code = join(folder, 'cache/rulecheck/code');
    for (let i = 0; i < 12; i++) {
      mkdirSync(join(code, `build-${i}`), { recursive: true });
      utimesSync(join(code, `build-${i}`), 1000 + i, 1000 + i);
    }
    lint(folder);
    const left = codeFolders(folder).map((path) => basename(path));
    expect(left).toHaveLength(8);
    expect(left).toContain('build-11');
    expect(left).not.toContain('build-4');
  });

  it('reads characters beyond ASCII: the build leaves them in regular expressions', async () => {
    const folder = await program();
    const cases = `{ alert: A, scenarios: [{ name: s, series: { up: 0x9 }, expect: [{ at: 1m, expr: up, samples: [{ value: 0.1 ± 0.2 }] }] }] }\n`;
    writeFileSync(join(folder, 'rules.yml'), 'groups: [{ name: g, rules: [{ alert: A, expr: up == 0 }] }]\n');
    writeFileSync(join(folder, 'case.yml'), cases);
    const { stdout } = spawnSync(
      process.execPath,
      ['bin/rulecheck.js', 'test', '--engine', 'embedded', 'rules.yml', 'case.yml'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { XDG_CACHE_HOME: join(folder, 'cache') },
      },
    );
    expect(stdout).not.toContain('is not a sample value');
    expect(stdout).toContain('1 passed');
  });
});

/** The variables that `module.exports = { ... }` at the end of a chunk names. */
function exportedVariables(text: string): Variable[] {
  const source = `(function(exports,require,module,__filename,__dirname){${text}\n})`;
  const ast = parse(source, { ecmaVersion: 'latest', ranges: true });
  const names = new Set(
    [...(/module\.exports=\{([^}]*)\};?\s*$/.exec(text)?.[1]?.matchAll(/:([\w$]+)/g) ?? [])].map((m) => m[1]),
  );
  const scope = analyze(ast as never, { ecmaVersion: 2022 }).scopes.find(({ type }) => type === 'function');
  return scope?.variables.filter(({ name }) => names.has(name)) ?? [];
}
