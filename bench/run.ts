// `npm run bench [-- --only NAME] [--save] [--compare]`: whole processes in turn, ratios within one run. Needs a build.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findTool } from '../src/tools/index.ts';
import { readBaseline, saveBaseline } from './baseline.ts';
import type { Figures } from './baseline.ts';
import { BENCHMARKS } from './benchmarks.ts';
import { compare } from './measure.ts';
import type { Compared } from './measure.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    save: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
  },
});
const names = BENCHMARKS.map(({ name }) => name);
const unknown = options.only?.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`no benchmark is called "${unknown}"; there are ${names.join(', ')}`);
  process.exit(2);
}

const promtool = await findTool('promtool', { env: process.env });
if (promtool === undefined) console.log('promtool was not found: the yardstick is rulecheck itself');
const baseline = options.compare ? await readBaseline() : undefined;
const results = new Map<string, readonly Compared[]>();
const folder = await mkdtemp(join(tmpdir(), 'rulecheck-bench-'));
try {
  for (const benchmark of BENCHMARKS) {
    const { name, title, rounds } = benchmark;
    if (options.only !== undefined && !options.only.includes(name)) continue;
    const { cwd, commands } = await benchmark.prepare(join(folder, name), promtool?.path);
    const compared = await compare(commands, cwd, rounds);
    results.set(name, compared);
    print(`${title} (${name}, ${rounds} rounds)`, compared, baseline?.benchmarks[name]);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (options.save) await saveBaseline(results);

function print(
  title: string,
  results: readonly Compared[],
  before: Record<string, Figures> | undefined,
): void {
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`\n${title}`);
  for (const { name, wallMs, cpuMs, mib, code, cpuRatio, wallRatio } of results) {
    const columns = [
      name.padEnd(width),
      `${cpuMs.toFixed(0).padStart(6)} ms CPU x${cpuRatio.toFixed(2).padStart(6)}`,
      `${wallMs.toFixed(0).padStart(6)} ms wall x${wallRatio.toFixed(2).padStart(6)}`,
      `${(mib ?? NaN).toFixed(0).padStart(4)} MiB`,
      `exit ${code}`,
    ];
    const old = before?.[name];
    if (old !== undefined) columns.push(`(was x${old.cpuRatio} CPU, x${old.wallRatio} wall, ${old.mib} MiB)`);
    console.log(`  ${columns.join('  ')}`);
  }
}
