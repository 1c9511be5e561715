import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';

export const addNew: CommandBuilder = (program, { io, done }) => {
  const made = program.command('new').description('generate first tests for untested alerts and routes');
  made
    .command('scenario')
    .description('work out scenarios in which an alert fires, resolves and stays quiet, from its expression')
    .argument('<alert>', 'the name of the alert')
    .addOption(options.config())
    .option('-o, --output <file>', 'write into this file (default: standard output)')
    .action(async (alert, given) => {
      const { newScenario } = await import('../commands/new.ts');
      done(await newScenario({ alert, ...given }, io));
    });

  made
    .command('route-test')
    .description('write where each kind of alert of the project goes now, as route tests')
    .addOption(options.config())
    .option('-o, --output <file>', 'write into this file (default: standard output)')
    .action(async (given) => {
      const { newRouteTest } = await import('../commands/new.ts');
      done(await newRouteTest(given, io));
    });
};
