import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../../io.ts';
import { connectOptions } from '../../live/options.ts';

/** Adds `rulecheck catalogue ...` to the program; the command is loaded when it runs. */
export function addCatalogueCommands(program: Command, io: Io, done: (code: number) => void): void {
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
      ).argParser((text: string, before: readonly string[] | undefined): readonly string[] => [
        ...(before ?? []),
        text,
      ]),
    )
    .addOption(
      new Option(
        '--values <number>',
        'list the values of labels that have at most this many (default: names only)',
      ).argParser(wholeNumber),
    )
    .addOption(connectOptions.tenant())
    .addOption(connectOptions.header())
    .addOption(connectOptions.tokenFile())
    .addOption(connectOptions.basicAuthFile())
    .addOption(connectOptions.caFile())
    .addOption(connectOptions.liveTimeout())
    .action(async (sources, options) => {
      const { catalogueFrom } = await import('./from.ts');
      done(await catalogueFrom({ sources, ...options }, io));
    });
}

function wholeNumber(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}
