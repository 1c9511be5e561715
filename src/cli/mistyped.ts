import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { didYouMean } from '../util/did-you-mean.ts';
import { COMMANDS } from './asked.ts';
import type { Io } from './io.ts';

/**
 * The error of a command line whose first word was probably meant to be a command: without one, words are paths of
 * `check`, and a missing path does not reveal the typing error.
 *
 * @returns undefined: it is a command, a path that exists, or nothing like a command
 */
export function mistypedCommand(argv: readonly string[], { cwd }: Pick<Io, 'cwd'>): UserError | undefined {
  const [word] = argv;
  if (word === undefined || !/^[a-z]+$/i.test(word) || COMMANDS.includes(word) || word === 'help')
    return undefined;
  const meant = didYouMean(word, COMMANDS) ?? onlyOneThatStartsWith(word);
  if (meant === undefined || existsSync(resolve(cwd, word))) return undefined;
  return new UserError(
    `no command, file or folder is named "${word}"; did you mean "rulecheck ${meant}"?`,
    EXIT.usage,
    'run "rulecheck --help" to list the commands',
  );
}

function onlyOneThatStartsWith(word: string): string | undefined {
  const [first, second] = COMMANDS.filter((command) => command.startsWith(word));
  return second === undefined ? first : undefined;
}
