import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One process, whole: from its start to its end, with the processes it waited for. */
export interface Measured {
  /** Wall time in milliseconds. */
  readonly wallMs: number;
  /** User CPU time in milliseconds, as the shell's `times` counts it (to 10 ms). */
  readonly cpuMs: number;
  /** Peak resident memory in MiB; undefined if the system does not report it. */
  readonly mib: number | undefined;
  readonly code: number | null;
}

export interface Command {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The folder in which it runs; undefined: that of the benchmark. */
  readonly cwd?: string;
}

/** A shell runs the command and then prints what its children used; their output is thrown away. */
const SCRIPT = '"$@" >/dev/null 2>&1; code=$?; times; exit $code';
const POLL_MS = 10;
/** Node before 22 reads extra certificates at every start, also of `node -e 0`: a yardstick that has them is too long. */
const ENVIRONMENT = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };

/** Runs a command once. */
export function measure({ command, args, cwd: own }: Command, cwd: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', command, ...args], {
      cwd: own ?? cwd,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: ENVIRONMENT,
    });
    let output = '';
    let peak: number | undefined;
    shell.stdout.on('data', (data: Buffer) => (output += data.toString()));
    const poll = setInterval(() => (peak = peakMemory(childOf(shell.pid)) ?? peak), POLL_MS);
    shell.on('error', reject);
    shell.on('close', (code) => {
      clearInterval(poll);
      const wallMs = Number(process.hrtime.bigint() - start) / 1e6;
      resolve({ wallMs, cpuMs: childCpu(output), mib: peak, code });
    });
  });
}

/** The second line of `times`: user and system time of the children. */
function childCpu(output: string): number {
  const match = /\n(\d+)m([\d.]+)s/.exec(output);
  return match === null ? NaN : (Number(match[1]) * 60 + Number(match[2])) * 1000;
}

function childOf(pid: number | undefined): number | undefined {
  try {
    const first = /\d+/.exec(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'))?.[0];
    return first === undefined ? undefined : Number(first);
  } catch {
    return undefined;
  }
}

/** The high-water mark that Linux keeps, in MiB. */
function peakMemory(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match === null ? undefined : Number(match[1]) / 1024;
  } catch {
    return undefined;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

export interface Compared extends Measured {
  readonly name: string;
  /** Medians of the ratios to the first command of the same round. */
  readonly cpuRatio: number;
  readonly wallRatio: number;
}

/**
 * Runs commands in turn, round after round: a slow moment of the machine hits all of them, and ratios are taken
 * within a round. The first command is what the others are compared with.
 */
export async function compare(
  commands: readonly Command[],
  cwd: string,
  rounds: number,
): Promise<Compared[]> {
  const runs = commands.map((): Measured[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, command] of commands.entries()) {
      const run = await measure(command, cwd);
      if (round > 0) runs[index]?.push(run); // the first round warms the disk cache
    }
  }
  const base = runs[0] ?? [];
  return commands.map(({ name }, index) => {
    const own = runs[index] ?? [];
    const ratio = (of: (run: Measured) => number): number =>
      median(own.map((run, round) => of(run) / Math.max(1, of(base[round] ?? run))));
    return {
      name,
      wallMs: median(own.map(({ wallMs }) => wallMs)),
      cpuMs: median(own.map(({ cpuMs }) => cpuMs)),
      mib: median(own.flatMap(({ mib }) => mib ?? [])),
      code: own[0]?.code ?? null,
      cpuRatio: ratio(({ cpuMs }) => cpuMs),
      wallRatio: ratio(({ wallMs }) => wallMs),
    };
  });
}
