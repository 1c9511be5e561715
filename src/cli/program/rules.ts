import { Option } from '@commander-js/extra-typings';
import type { CommandBuilder } from './builder.ts';
import { connectOptions } from './server-options.ts';

export const addRules: CommandBuilder = (program, { io, done }) => {
  const rules = program.command('rules').description('compare rules on servers with the files');
  rules
    .command('diff')
    .description('compare the rules that a server runs with the rules of the files')
    .argument('[paths...]', 'files and folders with the rules (default: the working directory)')
    .addOption(new Option('-c, --config <file>', 'configuration (default: rulecheck.yaml)'))
    .addOption(
      new Option('-f, --format <format>', 'output format')
        .choices(['text', 'markdown', 'json'] as const)
        .default('text' as const),
    )
    .option('--prometheus <url or file>', 'server with /api/v1/rules, or a saved answer')
    .option(
      '--mimir <url or file>',
      'ruler of Mimir or Cortex (/prometheus/config/v1/rules), or a saved answer',
    )
    .option('--loki <url or file>', "Loki's ruler (/loki/api/v1/rules), or a saved answer")
    .option('--namespace <glob>', 'compare only groups of such namespaces or files of the server')
    .addOption(connectOptions.tenant())
    .addOption(connectOptions.header())
    .addOption(connectOptions.tokenFile())
    .addOption(connectOptions.basicAuthFile())
    .addOption(connectOptions.caFile())
    .addOption(connectOptions.liveTimeout())
    .action(async (paths, given) => {
      const { rulesDiff } = await import('../commands/rules/diff.ts');
      done(await rulesDiff({ paths, ...given }, io));
    });
};
