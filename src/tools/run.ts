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
}

export type RunErrorCode = Extract<
  ToolErrorCode,
  'tool-missing' | 'tool-unusable' | 'tool-timeout' | 'tool-crashed' | 'tool-output-limit'
>;

/** A run that ended by itself, or why it did not. A non-zero exit code is no failure of the run. */
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
  const limit = { reached: false };
  const timer = setTimeout(() => {
    limit.reached = true;
    process.kill('SIGKILL');
    // A grandchild may hold the pipes open after the kill; closing our ends lets the run finish.
    process.stdout.destroy();
    process.stderr.destroy();
  }, timeoutMs);
  const result = await process.finally(() => clearTimeout(timer));
  const failed = (code: RunErrorCode, message: string): RunResult => ({
    status: 'failed',
    code,
    message,
    stderr: result.stderr,
  });
  if (limit.reached)
    return failed('tool-timeout', `${path} did not end within ${timeoutMs / 1000} s and was stopped`);
  if (result.isMaxBuffer)
    return failed('tool-output-limit', `${path} printed more than ${maxOutput} characters`);
  if (result.signal !== undefined) return failed('tool-crashed', `${path} crashed: signal ${result.signal}`);
  if (result.exitCode !== undefined) {
    return { status: 'exited', exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
  }
  if (result.code === 'ENOENT') return failed('tool-missing', `${path} does not exist`);
  return failed('tool-unusable', `${path} could not be started: ${reasonOf(result.cause ?? result)}`);
}
