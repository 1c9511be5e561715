import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';
import { connectOptions, liveOptions } from './server-options.ts';

export const addCheck: CommandBuilder = (program, { io, done }) => {
  program
    .command('check', { isDefault: true })
    .description('lint and test in one run (the default command)')
    .argument('[paths...]', 'files and folders (default: the working directory)')
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
    .addOption(options.engine())
    .addOption(options.since())
    .addOption(options.untracked())
    .addOption(options.baseline())
    .addOption(options.updateBaseline())
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
      const { check } = await import('../commands/check.ts');
      done(await check({ paths, ...given }, io));
    });
};
