import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../../io.ts';
import { connectOptions } from '../../live/options.ts';

/** Adds `rulecheck catalogue ...` to the program; the command is loaded when it runs. */
export function addCatalogueCommands(program: Command, io: Io, done: (code: number) => void): void {
  const catalogue = program.command('catalogue').description('metric catalogues: make and refresh them');
  catalogue
    .command('from')
    .description(
      "make or refresh a catalogue from an exporter's page, a server's API, saved JSON or prometheus.yml",
    )
    .argument('<sources...>', 'URLs and files; - for standard input')
    .option('--into <file>', 'the catalogue to refresh; none: a new one on standard output')
    .option('--write', 'write the catalogue (default: print the diff)')
    .option('--check', 'write nothing, and exit with 1 where the catalogue lacks something')
    .addOption(
      new Option(
        '--match <glob>',
        'only metrics of such names: shop_*; may be given several times',
      ).argParser((text: string, before: readonly string[] | undefined): readonly string[] => [
        ...(before ?? []),
        text,
      ]),
    )
    .addOption(
      new Option(
        '--values <number>',
        'list the seen values of labels that have at most so many (default: names alone)',
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
  throw new InvalidArgumentError('It is not a whole number.');
}
