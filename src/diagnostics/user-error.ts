import type { ExitCode } from './exit-code.ts';

/** An error that ends the run with a message for the user and an exit code; never a bug of ours. */
export class UserError extends Error {
  readonly exitCode: ExitCode;
  readonly help: string | undefined;

  constructor(message: string, exitCode: ExitCode, help?: string) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
    this.help = help;
  }
}
