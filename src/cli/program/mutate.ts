import { Option } from '@commander-js/extra-typings';
import type { CommandBuilder } from './builder.ts';
import { options, percent } from './options.ts';

export const addMutate: CommandBuilder = (program, { io, done }) => {
  program
    .command('mutate')
    .description('change rules and routes one place at a time, and show the changes that no test notices')
    .argument('[paths...]', 'files and folders to mutate (default: the working directory)')
    .addOption(options.config())
    .addOption(
      new Option('-f, --format <format>', 'output format')
        .choices(['text', 'json', 'html'] as const)
        .default('text' as const),
    )
    .addOption(options.since())
    .addOption(options.untracked())
    .addOption(
      new Option('--fail-under <percent>', 'exit with 1 where fewer mutants are killed').argParser(percent),
    )
    .option('--all', 'show each survivor')
    .action(async (paths, given) => {
      const { mutateCommand } = await import('../commands/mutate.ts');
      done(await mutateCommand({ paths, ...given }, io));
    });
};
