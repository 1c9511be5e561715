import { Option } from '@commander-js/extra-typings';
import type { CommandBuilder } from './builder.ts';
import { options, percent } from './options.ts';

export const addTest: CommandBuilder = (program, { io, done }) => {
  program
    .command('test')
    .description('run scenarios and promtool unit tests')
    .argument('[paths...]', 'files and folders (default: the working directory)')
    .addOption(options.config())
    .addOption(options.format(io))
    .addOption(options.output())
    .addOption(options.shard())
    .addOption(options.stats())
    .addOption(options.debug())
    .addOption(options.quiet())
    .addOption(options.engine())
    .addOption(options.since())
    .addOption(options.untracked())
    .option('--run <pattern>', 'run only tests whose name matches this regular expression')
    .option('--watch', 'keep running, and rerun the affected tests when a file changes')
    .option('--if-any', 'exit with 0 if there are no tests')
    .option(
      '--coverage [formats]',
      'report the coverage of rules and routes as text (default), html, cobertura, lcov or json',
    )
    .option('--coverage-dir <folder>', 'folder for the files of --coverage (default: coverage)')
    .addOption(
      new Option('--fail-under <percent>', 'exit with 1 if the coverage is lower').argParser(percent),
    )
    .option('--promtool <file>', 'path of promtool')
    .option('--amtool <file>', 'path of amtool')
    .option('--cache <folder>', 'cache folder of downloaded tools')
    .action(async (paths, given) => {
      const { testCommand } = await import('../commands/test.ts');
      done(await testCommand({ paths, ...given }, io));
    });
};
