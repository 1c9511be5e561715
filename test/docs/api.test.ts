import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as api from '../../src/api/index.ts';
import { ROOT } from '../support/pack.ts';
import { folderWith } from '../support/run-cli.ts';

const PAGE = readFileSync(`${ROOT}docs/api.md`, 'utf8');
const EXAMPLES = [...PAGE.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);

test.each(EXAMPLES.map((code, i) => [i + 1, code] as const))('example %i of docs/api.md runs', (_, code) => {
  const folder = folderWith({
    'package.json': '{ "name": "shop", "version": "1.0.0" }',
    'example.mjs': code,
  });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/rulecheck'));
  const { status, stderr, stdout } = spawnSync(process.execPath, ['example.mjs'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: '' });
});

test('the page names every function, and nothing else is exported', () => {
  const named = new Set([...PAGE.matchAll(/`(\w+)\(/g)].map((match) => match[1]));
  expect([...named].sort()).toEqual(Object.keys(api).sort());
});
