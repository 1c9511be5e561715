import { Argument } from '@commander-js/extra-typings';
import { SHELLS } from '../completion/shells.ts';
import type { CommandBuilder } from './builder.ts';

export const addCompletion: CommandBuilder = (program, { io, done }) => {
  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(SHELLS))
    .action(async (shell) => {
      const { completion } = await import('../commands/completion.ts');
      done(completion(shell, program, io));
    });
};
