import { Option } from '@commander-js/extra-typings';
import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';

export const addTools: CommandBuilder = (program, { io, done }) => {
  const tools = program.command('tools').description('install and list promtool and amtool');
  tools
    .command('install')
    .description('install promtool and amtool into the cache folder, without root')
    .option('--if-missing', 'skip tools that are already installed')
    .option('--cache <folder>', 'cache folder of downloaded tools')
    .addOption(
      new Option('--source <source>', 'the only source to download from').choices([
        'debian',
        'release',
      ] as const),
    )
    .addOption(
      new Option('--suite <suite>', 'Debian suite to download from').choices(['bookworm', 'sid'] as const),
    )
    .option('--mirror <url>', 'Debian mirror to download from')
    .option('--release-base <url>', 'URL template of the release archives, with {project} and {version}')
    .option('--promtool-version <version>', 'version of promtool, from the release archives')
    .option('--amtool-version <version>', 'version of amtool, from the release archives')
    .action(async (given) => {
      const { toolsInstall } = await import('../commands/tools.ts');
      done(await toolsInstall(given, io));
    });
  tools
    .command('list')
    .description('list the tools in use and the versions in the cache')
    .option('--cache <folder>', 'cache folder of downloaded tools')
    .addOption(options.textOrJson())
    .action(async (given) => {
      const { toolsList } = await import('../commands/tools.ts');
      done(await toolsList(given, io));
    });
};
