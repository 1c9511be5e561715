import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { run } from '../cli/support.ts';
import { ROOT } from '../support/pack.ts';

const { RULECHECK_PROMTOOL, RULECHECK_AMTOOL } = process.env;

/** The commands in the shell blocks of the guides, each on one line, without comments. */
function commandsOf(path: string): string[] {
  const text = readFileSync(ROOT + path, 'utf8');
  return [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap((match) =>
    match[1]!
      .replace(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line !== ''),
  );
}

const PAGES = [
  'deploy/README.md',
  'demo/README.md',
  ...globSync('docs/{monitoring,runbooks}/*.md', { cwd: ROOT }),
].sort();
const commands = PAGES.flatMap((path) => commandsOf(path).map((command) => [path, command] as const));
const starting = (pattern: RegExp) => commands.filter(([, command]) => pattern.test(command));
const inShell = (command: string): string =>
  execFileSync('sh', ['-c', command], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, USER: 'me', SILENCE_ID: 'x' },
  });

describe.skipIf(RULECHECK_PROMTOOL === undefined)('promtool', () => {
  test.each(starting(/^promtool check/))('%s: %s', (_, command) => {
    expect(inShell(command.replace(/^promtool/, RULECHECK_PROMTOOL!))).toContain('SUCCESS');
  });
});

describe.skipIf(RULECHECK_AMTOOL === undefined)('amtool', () => {
  test.each(starting(/^amtool (?:check-config|config)/))('%s: %s', (_, command) => {
    expect(inShell(command.replace(/^amtool/, RULECHECK_AMTOOL!))).not.toBe('');
  });

  // Without a server the command must fail for want of it, not for its flags or matchers.
  test.each(starting(/^amtool (?:alert|silence)/))('%s: %s', (_, command) => {
    const local = command
      .replace(/^amtool/, RULECHECK_AMTOOL!)
      .replaceAll('http://alertmanager:9093', 'http://127.0.0.1:1');
    const said = spawnSync('sh', ['-c', local], {
      encoding: 'utf8',
      env: { ...process.env, USER: 'me', SILENCE_ID: 'x' },
    });
    expect(said.stderr).toMatch(/connection refused/);
  });
});

describe('rulecheck', () => {
  const own = starting(/^npx rulecheck/);
  test('is used in the guides', () => expect(own.length).toBeGreaterThan(4));

  test.each(own)('%s: %s', async (_, command) => {
    const argv = command.split(' ').slice(2);
    const quick = /^(?:explain|routes (?:test|coverage)|test --run)/.test(argv.join(' '));
    const { code, stdout } = await run(
      quick ? argv : [...argv.slice(0, argv[0] === 'routes' ? 2 : 1), '--help'],
      { cwd: ROOT },
    );
    expect(code, stdout).toBe(0);
  });
});

test('npm scripts that the guides name exist', () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = PAGES.flatMap((path) =>
    [...readFileSync(ROOT + path, 'utf8').matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!),
  );
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});

test('the files that commands name exist', () => {
  const paths = commands.flatMap(
    ([, command]) =>
      command.match(/(?<![\w/])(?:alertmanager|prometheus|rules|loki|grafana|deploy)\/[\w./*-]+/g) ?? [],
  );
  expect(paths.length).toBeGreaterThan(10);
  for (const path of new Set(paths)) {
    if (path.includes('/secrets') || path.startsWith('alertmanager/templates')) continue;
    expect(globSync(path.replace(/\/$/, '/**'), { cwd: ROOT }).length, path).toBeGreaterThan(0);
  }
});
