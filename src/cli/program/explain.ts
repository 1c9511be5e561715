import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';

export const addExplain: CommandBuilder = (program, { io, done }) => {
  program
    .command('explain')
    .description('describe a check, or show the route of an alert')
    .argument('[name]', 'check or alert (default: list all checks)')
    .addOption(options.config())
    .addOption(options.textOrJson())
    .action(async (name, given) => {
      const { explain } = await import('../commands/explain.ts');
      done(await explain({ name, ...given }, io));
    });
};
