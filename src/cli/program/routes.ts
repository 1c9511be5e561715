import { Option } from '@commander-js/extra-typings';
import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';

export const addRoutes: CommandBuilder = (program, { io, done }) => {
  const config = () =>
    new Option('-c, --config <file>', "rulecheck's configuration (default: rulecheck.yaml)");
  const file = () =>
    new Option('--config.file <file>', 'Alertmanager configuration (default: the one found in the project)');
  const routes = program
    .command('routes')
    .description('test, show, compare and simulate Alertmanager routes');

  routes
    .command('test')
    .description("print the receivers of an alert with these labels, in amtool's format")
    .argument('[labels...]', 'label=value; "-" reads one label set per line from standard input')
    .addOption(config())
    .addOption(file())
    .addOption(options.textOrJson())
    .option('-v, --explain', 'show the path through the routes and the matchers that failed')
    .option('--at <instant>', 'show which routes are muted at this time: 2026-03-01T08:30:00Z')
    .option(
      '--expect <receivers>',
      'exit with 1 unless the alert reaches exactly these receivers, separated by commas',
    )
    .addOption(
      new Option('--verify.receivers <receivers>', 'same as --expect, for compatibility with amtool'),
    )
    .addOption(new Option('--tree', 'same as --explain, for compatibility with amtool'))
    .action(async (labels, given) => {
      const { routesTest } = await import('../commands/routes/test.ts');
      const expect = given.expect ?? given['verify.receivers'];
      const explain = given.explain ?? given.tree;
      done(await routesTest({ ...given, labels, expect, explain }, io));
    });

  routes
    .command('show')
    .description('show the route tree with the effective settings and the alerts of each route')
    .argument('[paths...]', 'files and folders with the alerts (default: the working directory)')
    .addOption(config())
    .addOption(file())
    .addOption(
      new Option('-f, --format <format>', 'output format')
        .choices(['text', 'mermaid', 'json'] as const)
        .default('text' as const),
    )
    .action(async (paths, given) => {
      const { routesShow } = await import('../commands/routes/show.ts');
      done(await routesShow({ paths, ...given }, io));
    });

  routes
    .command('coverage')
    .description('list each alert with its receivers, and the routes and receivers that no alert reaches')
    .argument('[paths...]', 'files and folders with the alerts (default: the working directory)')
    .addOption(config())
    .addOption(file())
    .addOption(options.textOrJson())
    .option('--week <day>', 'first day of the week in which to look for muted times (default: today)')
    .action(async (paths, given) => {
      const { routesCoverage } = await import('../commands/routes/coverage.ts');
      done(await routesCoverage({ paths, ...given }, io));
    });

  routes
    .command('diff')
    .description('compare two configurations: alerts, label sets, inhibition and receivers that change')
    .argument('<old>', 'old configuration: a file, or a file at a git revision (main:alertmanager.yml)')
    .argument('<new>', 'new configuration: a file, or a file at a git revision')
    .argument('[paths...]', 'files and folders with the alerts (default: the working directory)')
    .addOption(config())
    .addOption(
      new Option('-f, --format <format>', 'output format; markdown suits a pull request comment')
        .choices(['text', 'markdown', 'json'] as const)
        .default('text' as const),
    )
    .action(async (before, after, paths, given) => {
      const { routesDiff } = await import('../commands/routes/diff.ts');
      done(await routesDiff({ before, after, paths, ...given }, io));
    });

  routes
    .command('simulate')
    .description('list the notifications that firing alerts would cause, and when; send nothing')
    .argument(
      '<alerts...>',
      'alert and time: OneiricRestarted@5m..30m, or alertname=Down,severity=critical@1m',
    )
    .addOption(config())
    .addOption(file())
    .addOption(options.textOrJson())
    .option('--from <instant>', 'start of the timeline (default: now)')
    .option('--duration <duration>', 'length of the timeline', '24h')
    .action(async (alerts, given) => {
      const { routesSimulate } = await import('../commands/routes/simulate.ts');
      done(await routesSimulate({ alerts, ...given }, io));
    });
};
