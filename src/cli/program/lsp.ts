import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';

export const addLsp: CommandBuilder = (program, { io, done }) => {
  program
    .command('lsp')
    .description('serve an editor: a language server for rules, routes, templates, tests and dashboards')
    .addOption(options.config())
    .option('--stdio', 'speak the Language Server Protocol on standard input and output')
    .option('--clientProcessId <pid>', 'ignored: the editor names its process when it starts the server')
    .option('--baseline <file>', 'ignore the findings listed in this file')
    .action(async ({ stdio, config, baseline }) => {
      const { lsp } = await import('../commands/lsp.ts');
      done(
        await lsp(
          {
            stdio,
            ...(config === undefined ? {} : { config }),
            ...(baseline === undefined ? {} : { baseline }),
          },
          io,
        ),
      );
    });
};
