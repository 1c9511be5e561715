/** Everything that can go wrong while finding, installing or running promtool and amtool. */
export type ToolErrorCode =
  | 'tool-missing'
  | 'tool-unusable'
  | 'tool-timeout'
  | 'tool-crashed'
  | 'tool-output-limit'
  | 'tool-memory-limit'
  | 'temp-unusable'
  | 'cache-unwritable'
  | 'cache-refused'
  | 'apt-unavailable'
  | 'apt-failed'
  | 'download-failed'
  | 'download-not-found'
  | 'checksum-missing'
  | 'checksum-mismatch'
  | 'archive-corrupt'
  | 'archive-unsupported'
  | 'platform-unsupported'
  | 'install-failed';

/** A tool or I/O failure (exit code 3 on the command line): what happened, and what to do about it. */
export class ToolError extends Error {
  readonly code: ToolErrorCode;
  readonly help: string | undefined;

  constructor(code: ToolErrorCode, message: string, options: { help?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ToolError';
    this.code = code;
    this.help = options.help;
  }
}

/** The text of whatever was thrown, with the cause that fetch hides behind "fetch failed". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
