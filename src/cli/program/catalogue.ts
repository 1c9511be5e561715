import { Option } from '@commander-js/extra-typings';
import type { CommandBuilder } from './builder.ts';
import { repeated, wholeNumber } from './options.ts';
import { connectOptions } from './server-options.ts';

export const addCatalogue: CommandBuilder = (program, { io, done }) => {
  const catalogue = program.command('catalogue').description('create and refresh metric catalogues');
  catalogue
    .command('from')
    .description(
      "create or refresh a catalogue from exporter pages, a server's API, saved JSON or prometheus.yml",
    )
    .argument('<sources...>', 'URLs and files; - for standard input')
    .option('--into <file>', 'catalogue to refresh (default: print a new one on standard output)')
    .option('--write', 'write the catalogue (default: print the diff)')
    .option('--check', 'write nothing, and exit with 1 if the catalogue is incomplete')
    .addOption(
      new Option(
        '--match <glob>',
        'include matching metrics only, for example shop_* (repeatable)',
      ).argParser(repeated),
    )
    .addOption(
      new Option(
        '--values <number>',
        'list the values of labels that have at most this many (default: names only)',
      ).argParser(wholeNumber(5)),
    )
    .addOption(connectOptions.tenant())
    .addOption(connectOptions.header())
    .addOption(connectOptions.tokenFile())
    .addOption(connectOptions.basicAuthFile())
    .addOption(connectOptions.caFile())
    .addOption(connectOptions.liveTimeout())
    .action(async (sources, given) => {
      const { catalogueFrom } = await import('../commands/catalogue/from.ts');
      done(await catalogueFrom({ sources, ...given }, io));
    });
};
