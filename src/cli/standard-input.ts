import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import type { Io } from './io.ts';
import type { StandardInput } from './found-files.ts';

interface StdinOptions {
  readonly paths: readonly string[];
  readonly stdinFilename?: string;
}

/**
 * What standard input holds, under the name that reports give it, where `-` is among the paths; otherwise undefined.
 *
 * @throws UserError where it was given a name and is not read
 */
export async function standardInput(
  { paths, stdinFilename }: StdinOptions,
  io: Io,
): Promise<StandardInput | undefined> {
  if (paths.includes('-')) return { name: stdinFilename, text: await io.readStdin() };
  if (stdinFilename === undefined) return undefined;
  throw new UserError(
    '--stdin-filename needs "-" as the path',
    EXIT.usage,
    `run: rulecheck lint - --stdin-filename ${stdinFilename}`,
  );
}
