// `npm run bench`: whole processes, medians over rounds taken in turn, ratios in one run. Needs a build.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../src/tools/index.ts';
import { compare } from './measure.ts';
import type { Command, Measured } from './measure.ts';
import { ruleFile } from './rule-file.ts';

const ROOT = join(import.meta.dirname, '..');
const node = (name: string, ...args: string[]): Command => ({ name, command: process.execPath, args });
const rulecheck = (name: string, ...args: string[]): Command =>
  node(name, join(ROOT, 'bin/rulecheck.js'), ...args);

function print(title: string, results: ReadonlyMap<string, Measured>, base: string): void {
  const reference = results.get(base)?.ms ?? NaN;
  const width = Math.max(...[...results.keys()].map((name) => name.length));
  console.log(`\n${title}`);
  for (const [name, { ms, mib, code }] of results) {
    const ratio = name === base ? '   1.00' : (ms / reference).toFixed(2).padStart(7);
    console.log(
      `  ${name.padEnd(width)}  ${ms.toFixed(0).padStart(6)} ms  x${ratio}  ${(mib ?? NaN).toFixed(0).padStart(4)} MiB  exit ${code}`,
    );
  }
}

const promtool = await findTool('promtool', { env: process.env });
const folder = await mkdtemp(join(tmpdir(), 'rulecheck-bench-'));
try {
  const pack = [
    node('bare node', '-e', '0'),
    rulecheck('lint of the pack', 'lint'),
    rulecheck('test of the pack, embedded', 'test', '--engine', 'embedded'),
  ];
  if (promtool !== undefined)
    pack.push(rulecheck('test of the pack, promtool', 'test', '--engine', 'promtool'));
  print('The shipped pack', await compare(pack, ROOT, 7), 'bare node');

  for (const count of [10_000, 50_000]) {
    const file = join(folder, `rules-${count}.yml`);
    await writeFile(file, ruleFile(count));
    const commands = [rulecheck('rulecheck lint', 'lint', file)];
    if (promtool !== undefined)
      commands.unshift({
        name: 'promtool check rules',
        command: promtool.path,
        args: ['check', 'rules', file],
      });
    print(`${count} rules`, await compare(commands, folder, count > 10_000 ? 2 : 4), commands[0]!.name);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
