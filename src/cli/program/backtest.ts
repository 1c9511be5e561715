import { Option } from '@commander-js/extra-typings';
import type { CommandBuilder } from './builder.ts';
import { options, repeated } from './options.ts';
import { connectOptions } from './server-options.ts';

export const addBacktest: CommandBuilder = (program, { io, done }) => {
  program
    .command('backtest')
    .description(
      'play alerts over recorded data: when they would have fired, and who would have been notified',
    )
    .argument('[paths...]', 'files and folders with the alerts (default: the working directory)')
    .addOption(options.config())
    .addOption(
      new Option('-f, --format <format>', 'output format')
        .choices(['text', 'json', 'markdown', 'html'] as const)
        .default('text' as const),
    )
    .addOption(
      new Option(
        '-d, --data <file>',
        'recorded data: OpenMetrics, promtool tsdb dump, JSON of a query, CSV, log lines (repeatable)',
      ).argParser(repeated),
    )
    .option(
      '--prometheus <url>',
      'have this server evaluate the alerts (Prometheus, Mimir, Thanos and others)',
    )
    .addOption(connectOptions.tenant())
    .addOption(connectOptions.header())
    .addOption(connectOptions.tokenFile())
    .addOption(connectOptions.basicAuthFile())
    .addOption(connectOptions.caFile())
    .addOption(connectOptions.liveTimeout())
    .addOption(connectOptions.liveConcurrency())
    .option('--no-cache', 'ask the server again, and keep no answers')
    .option(
      '--from <timestamp>',
      'play from here on: 2026-03-01T08:30:00Z or a date (default: all data, or the last day of a server)',
    )
    .option('--to <timestamp>', 'play up to here')
    .option(
      '--interval <duration>',
      "evaluation interval of groups without one (default: the server's, or 1m)",
    )
    .addOption(new Option('--alert <name>', 'play only this alert (repeatable)').argParser(repeated))
    .option('--since <revision>', 'compare with the rules at this commit')
    .addOption(
      new Option('--against <file>', 'compare with the rules of this file (repeatable)').argParser(repeated),
    )
    .option('--sweep', 'try other thresholds, too')
    .option('--config.file <file>', 'Alertmanager configuration (default: the one of the project)')
    .option('--all', 'show each alert, changed firing and label set')
    .action(async (paths, given) => {
      const { backtest } = await import('../commands/backtest.ts');
      done(await backtest({ paths, ...given }, io));
    });
};
