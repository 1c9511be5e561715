import type { CommandBuilder } from './builder.ts';
import { options } from './options.ts';

export const addMergeReports: CommandBuilder = (program, { io, done }) => {
  program
    .command('merge-reports')
    .description('merge the reports of all shards, written by --output blob=FOLDER')
    .argument('<folder>', 'folder with the reports of all shards')
    .addOption(options.format(io))
    .addOption(options.output())
    .addOption(options.failOn())
    .addOption(options.maxFindings())
    .addOption(options.all())
    .action(async (folder, given) => {
      const { mergeReports } = await import('../commands/merge-reports.ts');
      done(await mergeReports({ folder, ...given }, io));
    });
};
