import type { CommandBuilder } from './builder.ts';

export const addInit: CommandBuilder = (program, { io, done }) => {
  program
    .command('init')
    .description('summarise the project, create a small rulecheck.yaml and suggest the next steps')
    .option('--baseline [file]', 'accept all current findings (default file: rulecheck-baseline.json)')
    .action(async (given) => {
      const { init } = await import('../commands/init.ts');
      done(await init(given, io));
    });
};
