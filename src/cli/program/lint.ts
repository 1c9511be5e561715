import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';
import { connectOptions, liveOptions } from './server-options.ts';

export const addLint: CommandBuilder = (program, { io, done }) => {
  program
    .command('lint')
    .description('find faults in rules, queries, routes and links')
    .argument('[paths...]', 'files and folders (default: the working directory); - for standard input')
    .addOption(options.config())
    .addOption(options.format(io))
    .addOption(options.output())
    .addOption(options.shard())
    .addOption(options.stats())
    .addOption(options.debug())
    .addOption(options.failOn())
    .addOption(options.quiet())
    .addOption(options.maxFindings())
    .addOption(options.all())
    .option('--stdin-filename <name>', 'file name for standard input in reports')
    .addOption(options.baseline())
    .addOption(options.updateBaseline())
    .addOption(options.since())
    .addOption(options.untracked())
    .option('--fix', 'apply the safe fixes')
    .option('--fix-dry-run', 'print the safe fixes as a diff, without applying them')
    .option('--skip-unknown', 'ignore listed files that are excluded or whose format is not recognised')
    .option('--dependents', 'report also on files that depend on uncommitted changes (git)')
    .option('--no-cache', 'do not use the result cache')
    .addOption(liveOptions.prometheus())
    .addOption(liveOptions.seriesIn())
    .addOption(liveOptions.firedIn())
    .addOption(liveOptions.checkLinks())
    .addOption(connectOptions.tenant())
    .addOption(connectOptions.header())
    .addOption(connectOptions.tokenFile())
    .addOption(connectOptions.basicAuthFile())
    .addOption(connectOptions.caFile())
    .addOption(connectOptions.liveTimeout())
    .addOption(connectOptions.liveConcurrency())
    .action(async (paths, given) => {
      const { keptRun } = await import('../kept/kept-run.ts');
      const asked = { paths, ...given };
      const code = await keptRun('lint', asked, io, async (watched) => {
        const { lintCommand } = await import('../commands/lint.ts');
        return lintCommand(asked, watched);
      });
      done(code);
    });
};
