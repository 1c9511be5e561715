import { readFileSync } from 'node:fs';
import { reasonOf, type ToolErrorCode } from './errors.ts';

/** How one run of a tool is bounded. */
export interface RunOptions {
  readonly cwd?: string;
  /** Differences from this process's own environment; undefined: the variable is taken out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to the standard input, which is empty otherwise. */
  readonly input?: string;
  /** Time limit in milliseconds; the process is killed at it. Default 60,000. */
  readonly timeoutMs?: number;
  /** Limit of each output stream in UTF-16 code units. Default 64 million. */
  readonly maxOutput?: number;
  /** Limit of the process's memory in bytes, if /proc shows it (Linux). Default 3 GiB. */
  readonly maxMemory?: number;
}

export type RunErrorCode = Extract<
  ToolErrorCode,
  | 'tool-missing'
  | 'tool-unusable'
  | 'tool-timeout'
  | 'tool-crashed'
  | 'tool-output-limit'
  | 'tool-memory-limit'
>;

/** A run that ended by itself, or why it did not. A non-zero exit code is not a failure of the run. */
export type RunResult =
  | { readonly status: 'exited'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | {
      readonly status: 'failed';
      readonly code: RunErrorCode;
      readonly message: string;
      readonly stderr: string;
    };

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_OUTPUT = 64_000_000;
const DEFAULT_MAX_MEMORY = 3 * 1024 ** 3;
/** How often the memory is looked at (milliseconds). */
const MEMORY_INTERVAL_MS = 100;

/**
 * Runs an executable with an argument array, never through a shell, and waits for its end. Never throws for what
 * the process does: a hang ends at the time limit, a crash and too much output have their own codes.
 */
export async function runTool(
  path: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  // execa costs 60 ms at start-up, so it is loaded with the first process.
  const { execa } = await import('execa');
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const maxOutput = options.maxOutput ?? DEFAULT_MAX_OUTPUT;
  const process = execa(path, args, {
    cwd: options.cwd,
    env: { ...options.env },
    input: options.input ?? '',
    maxBuffer: maxOutput,
    reject: false,
    stripFinalNewline: false,
    killSignal: 'SIGKILL',
  });
  const limit = { reached: false, memory: false };
  const maxMemory = options.maxMemory ?? DEFAULT_MAX_MEMORY;
  const stop = (): void => {
    process.kill('SIGKILL');
    // A grandchild may hold the pipes open after the kill; closing our ends lets the run finish.
    process.stdout.destroy();
    process.stderr.destroy();
  };
  const timer = setTimeout(() => {
    limit.reached = true;
    stop();
  }, timeoutMs);
  const watch = setInterval(() => {
    if (memoryOf(process.pid) <= maxMemory) return;
    limit.memory = true;
    stop();
  }, MEMORY_INTERVAL_MS);
  const result = await process.finally(() => {
    clearTimeout(timer);
    clearInterval(watch);
  });
  const failed = (code: RunErrorCode, message: string): RunResult => ({
    status: 'failed',
    code,
    message,
    stderr: result.stderr,
  });
  if (limit.reached)
    return failed('tool-timeout', `${path} did not end within ${timeoutMs / 1000} s and was stopped`);
  if (limit.memory)
    return failed(
      'tool-memory-limit',
      `${path} took more than ${maxMemory / 1024 ** 2} MiB of memory and was stopped`,
    );
  if (result.isMaxBuffer)
    return failed('tool-output-limit', `${path} printed more than ${maxOutput} characters`);
  if (result.signal !== undefined) return failed('tool-crashed', `${path} crashed: signal ${result.signal}`);
  if (result.exitCode !== undefined) {
    return { status: 'exited', exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
  }
  if (result.code === 'ENOENT') return failed('tool-missing', `${path} does not exist`);
  return failed('tool-unusable', `${path} could not be started: ${reasonOf(result.cause ?? result)}`);
}

/** The memory that a process has now, in bytes; 0 if unknown. */
function memoryOf(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return Number.isFinite(pages) ? pages * 4096 : 0;
  } catch {
    return 0;
  }
}
