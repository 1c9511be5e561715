import { Option } from '@commander-js/extra-typings';
import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../../io.ts';

const TEXT_OR_JSON = ['text', 'json'] as const;

/** Adds `rulecheck routes ...` to the program; each command is loaded when it runs. */
export function addRoutesCommands(program: Command, io: Io, done: (code: number) => void): void {
  const config = () =>
    new Option('-c, --config <file>', "rulecheck's configuration (default: rulecheck.yaml)");
  const file = () =>
    new Option('--config.file <file>', 'Alertmanager configuration (default: the one of the project)');
  const format = () =>
    new Option('-f, --format <format>', 'output format').choices(TEXT_OR_JSON).default('text' as const);
  const routes = program
    .command('routes')
    .description('who is told: test, show and compare Alertmanager routes');

  routes
    .command('test')
    .description('the receivers of an alert with these labels, as amtool prints them')
    .argument('[labels...]', 'label=value; "-" reads one label set per line from standard input')
    .addOption(config())
    .addOption(file())
    .addOption(format())
    .option('-v, --explain', 'also the path taken, and the matchers that failed')
    .option('--at <instant>', 'say which routes are muted then: 2026-03-01T08:30:00Z')
    .option('--expect <receivers>', 'exit with 1 unless these are the receivers, joined by commas')
    .addOption(new Option('--verify.receivers <receivers>', "amtool's word for --expect"))
    .addOption(new Option('--tree', "amtool's word for --explain"))
    .action(async (labels, options) => {
      const { routesTest } = await import('./test.ts');
      const expect = options.expect ?? options['verify.receivers'];
      const explain = options.explain ?? options.tree;
      done(await routesTest({ ...options, labels, expect, explain }, io));
    });

  routes
    .command('show')
    .description('the tree, what is in force at each route, and which alerts end there')
    .argument('[paths...]', 'files and folders with the alerts (default: the working directory)')
    .addOption(config())
    .addOption(file())
    .addOption(
      new Option('-f, --format <format>', 'output format')
        .choices(['text', 'mermaid', 'json'] as const)
        .default('text' as const),
    )
    .action(async (paths, options) => {
      const { routesShow } = await import('./show.ts');
      done(await routesShow({ paths, ...options }, io));
    });

  routes
    .command('coverage')
    .description('alerts and their receivers; routes and receivers that no alert reaches')
    .argument('[paths...]', 'files and folders with the alerts (default: the working directory)')
    .addOption(config())
    .addOption(file())
    .addOption(format())
    .option('--week <day>', 'first day of the week that is searched for silent times (default: today)')
    .action(async (paths, options) => {
      const { routesCoverage } = await import('./coverage.ts');
      done(await routesCoverage({ paths, ...options }, io));
    });

  routes
    .command('diff')
    .description('what two versions of a configuration differ in: alerts, label sets, inhibition, receivers')
    .argument('<old>', 'Alertmanager configuration; main:alertmanager.yml is the file at a git revision')
    .argument('<new>', 'Alertmanager configuration; likewise')
    .argument('[paths...]', 'files and folders with the alerts (default: the working directory)')
    .addOption(config())
    .addOption(
      new Option('-f, --format <format>', 'output format; markdown is a comment for a pull request')
        .choices(['text', 'markdown', 'json'] as const)
        .default('text' as const),
    )
    .action(async (before, after, paths, options) => {
      const { routesDiff } = await import('./diff.ts');
      done(await routesDiff({ before, after, paths, ...options }, io));
    });

  routes
    .command('simulate')
    .description('who is notified when, while some alerts fire; nothing is sent')
    .argument(
      '<alerts...>',
      'name or labels, and when: OneiricRestarted@5m..30m, alertname=Down,severity=critical@1m',
    )
    .addOption(config())
    .addOption(file())
    .addOption(format())
    .option('--from <instant>', 'when the timeline starts (default: now)')
    .option('--duration <duration>', 'how long it is', '24h')
    .action(async (alerts, options) => {
      const { routesSimulate } = await import('./simulate.ts');
      done(await routesSimulate({ alerts, ...options }, io));
    });
}
