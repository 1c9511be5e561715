import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { completedCommands } from '../completion/model.ts';
import type { Shell } from '../completion/shells.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { Io } from '../io.ts';

/** `rulecheck completion`: prints the script by which a shell completes commands, options and their values. */
export function completion(shell: Shell, program: CommandUnknownOpts, io: Io): number {
  const print = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell];
  io.stdout.write(print(completedCommands(program)));
  return EXIT.clean;
}
