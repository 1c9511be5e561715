import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import type { Io } from '../io.ts';
import { serve } from '../lsp/serve.ts';
import type { ServeOptions } from '../lsp/settings.ts';

export interface LspOptions extends ServeOptions {
  readonly stdio?: true;
}

/**
 * `rulecheck lsp`: a language server on standard input and output.
 *
 * @returns the exit code once the editor is done
 * @throws UserError (exit 2) where no transport is named
 */
export async function lsp(options: LspOptions, io: Io): Promise<number> {
  if (options.stdio !== true)
    throw new UserError('no transport was named', EXIT.usage, 'run: rulecheck lsp --stdio');
  const { stdin: input, stdout: output } = process;
  // Where writing fails because the editor is gone, the process ends at once with this code.
  process.exitCode = 1;
  const nothing = { write: () => undefined, isTTY: false, columns: 80 };
  // Standard output belongs to the protocol.
  const code = await serve(options, { ...io, stdout: nothing }, { input, output });
  input.destroy();
  return code;
}
