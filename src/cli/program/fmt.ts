import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';

export const addFmt: CommandBuilder = (program, { io, done }) => {
  program
    .command('fmt')
    .description('format expressions like Prometheus and Loki do; leave the rest of each file unchanged')
    .argument('[paths...]', 'files and folders (default: the working directory); - for standard input')
    .addOption(options.config())
    .option('--check', 'list unformatted files and exit with 1; write nothing')
    .option('--diff', 'print the changes as a diff; write nothing')
    .option('--verbose', 'list the expressions that were not formatted, and why')
    .option('--stdin-filename <name>', 'file name for standard input in messages')
    .action(async (paths, given) => {
      const { fmt } = await import('../commands/fmt.ts');
      done(await fmt({ paths, ...given }, io));
    });
};
