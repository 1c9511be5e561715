import type { Diagnostic } from './diagnostic.ts';
import type { ExitCode } from './exit-code.ts';

export interface UserErrorDetails {
  readonly help?: string | undefined;
  /** The places in files that are to blame, where there are any: reports for machines carry them as findings. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** An error that ends the run with a message for the user and an exit code; never a bug of ours. */
export class UserError extends Error {
  readonly exitCode: ExitCode;
  readonly help: string | undefined;
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, exitCode: ExitCode, details: string | UserErrorDetails = {}) {
    super(message);
    const { help, diagnostics } = typeof details === 'string' ? { help: details } : details;
    this.name = 'UserError';
    this.exitCode = exitCode;
    this.help = help;
    this.diagnostics = diagnostics ?? [];
  }
}
