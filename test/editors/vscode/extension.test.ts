import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import {
  programOf,
  serverArguments,
  serverOptions,
  testArguments,
} from '../../../editors/vscode/src/program.ts';
import { BROKEN_RULES, folderOf } from '../../cli/support.ts';
import { Host } from './host.ts';

const BIN = resolve(import.meta.dirname, '../../../bin/rulecheck.js');
const NO_SETTINGS = { path: '', config: '', baseline: '', diagnostics: 'open' };

/** A folder in which the program is installed. */
async function project(): Promise<string> {
  const folder = await folderOf({ 'rules.yml': BROKEN_RULES });
  const bin = join(folder, 'node_modules/.bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'rulecheck'), `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  await chmod(join(bin, 'rulecheck'), 0o755);
  return folder;
}

async function activated(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<Host> {
  const host = new Host(folder, settings);
  const extension = host.load();
  await extension.activate({ subscriptions: [] });
  onTestFinished(() => extension.deactivate());
  return host;
}

test('takes the program of the settings, of the project, or of the PATH', () => {
  const has = (path: string): boolean => path === '/p/node_modules/.bin/rulecheck';
  expect(programOf({ ...NO_SETTINGS, path: '/opt/rulecheck' }, '/p', has, 'linux')).toBe('/opt/rulecheck');
  expect(programOf(NO_SETTINGS, '/p', has, 'linux')).toBe('/p/node_modules/.bin/rulecheck');
  expect(programOf(NO_SETTINGS, '/q', has, 'linux')).toBe('rulecheck');
  expect(programOf(NO_SETTINGS, undefined, has, 'win32')).toBe('rulecheck.cmd');
  expect(serverArguments({ ...NO_SETTINGS, config: 'c.yaml' })).toEqual([
    'lsp',
    '--stdio',
    '--config',
    'c.yaml',
  ]);
  expect(serverOptions({ ...NO_SETTINGS, baseline: 'b.json' })).toEqual({
    diagnostics: 'open',
    baseline: 'b.json',
  });
  expect(testArguments('/p/a.yml', 'it\\?')).toEqual(['/p/a.yml', '--run', '^it\\?$']);
});

test('starts the server of the project and lists what it finds', async () => {
  const folder = await project();
  const host = await activated(folder);
  expect(host.errors).toEqual([]);
  const path = join(folder, 'rules.yml');
  await host.open(path, 'yaml', BROKEN_RULES);
  const uri = pathToFileURL(path).href;
  await expect.poll(() => host.problems.get(uri)?.length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(host.problems.get(uri)?.[0]?.message).toContain('unexpected "="');
});

test('says which program did not start', async () => {
  const host = await activated(await folderOf({}), { path: '/nowhere/rulecheck' });
  expect(host.errors.join()).toContain('/nowhere/rulecheck');
});

test('has tasks, and runs the test of a lens without a shell', async () => {
  const folder = await project();
  const host = await activated(folder);
  expect(host.tasks.get('rulecheck')?.provideTasks()).toHaveLength(3);
  const test = join(folder, 'a.yml');
  await host.commands.get('rulecheck.runTests')?.(pathToFileURL(test).href, 'pages; rm -rf /');
  expect(host.started[0]?.execution.args).toEqual(['test', test, '--run', '^pages; rm -rf /$']);
  await host.commands.get('rulecheck.showPlaces')?.(pathToFileURL(test).href, [
    { uri: pathToFileURL(test).href, range: { start: { line: 3, character: 1 } } },
  ]);
  expect(host.executed.at(-1)?.[0]).toBe('editor.action.showReferences');
});
