import { Command } from '@commander-js/extra-typings';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { version } from '../version.ts';
import type { CommandBuilder } from './builder.ts';
import { addBacktest } from './backtest.ts';
import { addCatalogue } from './catalogue.ts';
import { addCheck } from './check.ts';
import { addCompletion } from './completion.ts';
import { addConfig } from './config.ts';
import { addExplain } from './explain.ts';
import { addFmt } from './fmt.ts';
import { addInit } from './init.ts';
import { addLint } from './lint.ts';
import { addLsp } from './lsp.ts';
import { addMergeReports } from './merge-reports.ts';
import { addMutate } from './mutate.ts';
import { addNew } from './new.ts';
import { addRoutes } from './routes.ts';
import { addRules } from './rules.ts';
import { addTest } from './test.ts';
import { addTools } from './tools.ts';
import { addUpgrade } from './upgrade.ts';

/** Every command, in the order of --help; `COMMANDS` in asked.ts has their names. */
const BUILDERS: readonly CommandBuilder[] = [
  addCheck,
  addLint,
  addTest,
  addMutate,
  addBacktest,
  addMergeReports,
  addNew,
  addInit,
  addTools,
  addRoutes,
  addCatalogue,
  addRules,
  addFmt,
  addConfig,
  addUpgrade,
  addExplain,
  addLsp,
  addCompletion,
];

/** The commands with their options and help; `done` gets the exit code. */
export function createProgram(io: Io, done: (code: number) => void): Command {
  const program = new Command('rulecheck')
    .description('test and lint alerting kept in git: rules, routes, runbooks and their tests')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(run "rulecheck --help" for usage)');
  for (const build of BUILDERS) build(program, { io, done });
  addCommonOptions(program);
  return program;
}

/** Every command takes these; `withCommonOptions` in main.ts reads them. */
function addCommonOptions(command: CommandUnknownOpts): void {
  command.option('--no-color', 'disable colours, like NO_COLOR');
  for (const each of command.commands) addCommonOptions(each);
}
