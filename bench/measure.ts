import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  /** Wall time in milliseconds. */
  readonly ms: number;
  /** Peak resident memory in MiB; undefined where the system does not tell. */
  readonly mib: number | undefined;
  readonly code: number | null;
}

/** Runs a command once as a whole process; its output is thrown away. */
export function measure(command: string, args: readonly string[], cwd: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command, args, { cwd, stdio: 'ignore' });
    let peak: number | undefined;
    const poll = setInterval(() => (peak = peakMemory(child.pid) ?? peak), 15);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(poll);
      resolve({ ms: Number(process.hrtime.bigint() - start) / 1e6, mib: peak, code });
    });
  });
}

/** The high-water mark that Linux keeps, in MiB. */
function peakMemory(pid: number | undefined): number | undefined {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'));
    return match === null ? undefined : Number(match[1]) / 1024;
  } catch {
    return undefined;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

export interface Command {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Runs commands in turn, round after round (so that a slow moment of the machine hits all), and takes medians. */
export async function compare(
  commands: readonly Command[],
  cwd: string,
  rounds: number,
): Promise<Map<string, Measured>> {
  const runs = new Map<string, Measured[]>(commands.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, command, args } of commands) {
      const run = await measure(command, args, cwd);
      if (round > 0) runs.get(name)?.push(run); // the first round warms the disk cache
    }
  }
  return new Map(
    [...runs].map(([name, all]) => [
      name,
      {
        ms: median(all.map(({ ms }) => ms)),
        mib: median(all.flatMap(({ mib }) => mib ?? [])),
        code: all[0]?.code ?? null,
      },
    ]),
  );
}
