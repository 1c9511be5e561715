import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Compared } from './measure.ts';

const FILE = join(import.meta.dirname, 'baseline.json');

export interface Figures {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly mib: number | null;
  readonly cpuRatio: number;
  readonly wallRatio: number;
}

export interface Baseline {
  readonly date: string;
  readonly node: string;
  readonly machine: string;
  /** By benchmark, then by command. */
  readonly benchmarks: Record<string, Record<string, Figures>>;
}

export async function readBaseline(): Promise<Baseline | undefined> {
  try {
    return JSON.parse(await readFile(FILE, 'utf8')) as Baseline;
  } catch {
    return undefined;
  }
}

/** Keeps the figures of benchmarks that did not run this time. */
export async function saveBaseline(results: ReadonlyMap<string, readonly Compared[]>): Promise<void> {
  const benchmarks = { ...(await readBaseline())?.benchmarks };
  for (const [name, commands] of results)
    benchmarks[name] = Object.fromEntries(commands.map((each) => [each.name, figuresOf(each)]));
  const baseline: Baseline = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    machine: `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    benchmarks,
  };
  await writeFile(FILE, `${JSON.stringify(baseline, undefined, 2)}\n`);
}

function figuresOf({ cpuMs, wallMs, mib, cpuRatio, wallRatio }: Compared): Figures {
  const two = (value: number): number => Math.round(value * 100) / 100;
  const known = mib === undefined || Number.isNaN(mib) ? null : Math.round(mib);
  return {
    cpuMs: Math.round(cpuMs),
    wallMs: Math.round(wallMs),
    mib: known,
    cpuRatio: two(cpuRatio),
    wallRatio: two(wallRatio),
  };
}
