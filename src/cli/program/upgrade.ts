import { Option } from '@commander-js/extra-typings';
import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';

export const addUpgrade: CommandBuilder = (program, { io, done }) => {
  program
    .command('upgrade')
    .description('report what another release of Prometheus, Alertmanager or Loki changes for this project')
    .argument('[paths...]', 'files and folders (default: the working directory)')
    .addOption(options.config())
    .addOption(
      new Option('--product <product>', 'product to upgrade')
        .choices(['prometheus', 'alertmanager', 'loki'] as const)
        .default('prometheus' as const),
    )
    .option('--from <release>', 'current release, for example 2.53 (default: the configured one)')
    .option('--to <release>', 'new release, for example 3.16 (default: the newest supported)')
    .addOption(options.textOrJson())
    .action(async (paths, given) => {
      const { upgradeCommand } = await import('../commands/upgrade.ts');
      done(await upgradeCommand({ paths, ...given }, io));
    });
};
