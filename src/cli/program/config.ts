import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';

export const addConfig: CommandBuilder = (program, { io, done }) => {
  program
    .command('config')
    .description('print the effective configuration of the project or one file, and the origin of each value')
    .argument('[path]', 'file whose configuration to print')
    .addOption(options.config())
    .option('--all', 'include checks that keep the setting of their preset')
    .action(async (path, given) => {
      const { configCommand } = await import('../commands/config.ts');
      done(await configCommand({ path, ...given }, io));
    });
};
