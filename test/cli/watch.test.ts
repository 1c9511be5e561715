import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { watchTests } from '../../src/cli/watch.ts';
import { NO_TOOLS, folderOf } from './support.ts';

const rules = (name: string): string => `groups:
  - name: ${name}
    rules:
      - { alert: ${name}, expr: 'up{job="${name}"} == 0', for: 1m }
`;
const fixture = (name: string): string => `alert: ${name}
scenarios:
  - name: ${name} fires
    series: { 'up{job="${name}"}': 0x40 }
    expect: [{ at: 2m, state: firing }]
`;

/** Starts a watch on a folder; `said` is what it has written. */
async function start(files: Readonly<Record<string, string>>, isTTY = false) {
  const cwd = await folderOf(files);
  let said = '';
  const output = { write: (text: string) => void (said += text), isTTY, columns: 80 };
  const io: Io = {
    cwd,
    env: NO_TOOLS,
    stdout: output,
    stderr: { ...output, isTTY: false },
    readStdin: () => Promise.resolve(''),
    now: () => 0,
  };
  const stop = new AbortController();
  const done = watchTests({ paths: [], engine: 'embedded' }, io, stop.signal);
  /** The output until the watch waits again. */
  const next = async (): Promise<string> => {
    await vi.waitFor(() => expect(said).toContain('press Ctrl-C'), { timeout: 15_000, interval: 10 });
    const text = said;
    said = '';
    return text;
  };
  const edit = async (path: string, change: (text: string) => string): Promise<void> =>
    writeFile(join(cwd, path), change(await readFile(join(cwd, path), 'utf8')));
  const end = (): Promise<number> => {
    stop.abort();
    return done;
  };
  return { cwd, next, edit, end };
}

const FILES = {
  'rules/a.yml': rules('A'),
  'rules/b.yml': rules('B'),
  'fixtures/a.yml': fixture('A'),
  'fixtures/b.yml': fixture('B'),
};

it('runs all tests, and then those that a change touches', async () => {
  const { next, edit, end } = await start(FILES);
  expect(await next()).toContain('2 tests in 2 files: all passed');
  await edit('rules/b.yml', (text) => text.replace('== 0', '== 5'));
  const broken = await next();
  expect(broken).toContain('rules/b.yml changed: 1 test file');
  expect(broken).toContain('fixtures/b.yml');
  expect(broken).not.toContain('fixtures/a.yml');
  expect(broken).toContain('0 passed, 1 failed');
  await edit('fixtures/a.yml', (text) => text.replace('2m', '3m'));
  expect(await next()).toContain('1 passed, 1 failed');
  await edit('rules/b.yml', (text) => text.replace('== 5', '== 0'));
  expect(await next()).toContain('1 test in 1 file: all passed');
  expect(await end()).toBe(0);
}, 60_000);

it('ends with 1 while a test fails, and clears a terminal only', async () => {
  const { next, end } = await start({ ...FILES, 'rules/b.yml': rules('B').replace('== 0', '== 1') }, true);
  expect(await next()).toContain('\u001b[2J');
  expect(await end()).toBe(1);
}, 60_000);

it('lives through a file that is half written', async () => {
  const { next, edit, end } = await start(FILES);
  await next();
  await edit('fixtures/a.yml', (text) => text.slice(0, -20));
  expect(await next()).not.toContain('all passed');
  await edit('fixtures/a.yml', () => fixture('A'));
  expect(await next()).toContain('1 test in 1 file: all passed');
  expect(await end()).toBe(0);
}, 60_000);
