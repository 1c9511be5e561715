import { Argument, Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { EXIT } from '../diagnostics/exit-code.ts';
import { addCatalogueCommands } from './commands/catalogue/register.ts';
import { addRulesCommands } from './commands/rules/register.ts';
import { addRoutesCommands } from './commands/routes/register.ts';
import { askedFor } from './asked.ts';
import type { Asked } from './asked.ts';
import { guardOutput } from './guard-output.ts';
import { connectOptions, liveOptions } from './live/options.ts';
import { SHELLS } from './completion/shells.ts';
import { explainFailure } from './failure.ts';
import type { Io } from './io.ts';
import { printable } from '../util/printable.ts';
import { mistypedCommand } from './mistyped.ts';
import { addOutput } from './outputs.ts';
import { isOwnFormat, loadReporter } from './own-format.ts';
import { FORMATS, formatNamed } from './report.ts';
import type { Format } from './report.ts';
import { readShard } from './shards/shard.ts';
import { Stats } from './stats.ts';
import { version } from './version.ts';

export { processIo } from './io.ts';

/**
 * Runs one command line (without `node` and the script).
 *
 * @returns the exit code: 0 clean, 1 findings or failed tests, 2 bad usage or configuration, 3 a tool or I/O failure
 */
export async function main(argv: readonly string[], world: Io): Promise<number> {
  const io = withCommonOptions(argv, guardOutput(world, askedFor(argv)));
  let code: number = EXIT.clean;
  const program = createProgram(io, (result) => (code = result));
  try {
    const mistyped = mistypedCommand(argv, io);
    if (mistyped !== undefined) throw mistyped;
    program.hook('preAction', () => requireReporters(askedFor(argv), io));
    await program.parseAsync(withoutMistakenCommand(argv), { from: 'user' });
    return code;
  } catch (error) {
    return explainFailure(error, askedFor(argv), io);
  }
}

/** Loads the reporters of the user's before anything else runs: a wrong one is an error at once. */
async function requireReporters({ format, outputs }: Asked, io: Io): Promise<void> {
  const formats = [format, ...outputs.map((output) => output.format)];
  for (const each of formats.filter(isOwnFormat)) await loadReporter(each, io);
}

/** @throws InvalidArgumentError for what is no format */
function readFormat(text: string): Format {
  const format = formatNamed(text);
  if (format !== undefined) return format;
  throw new InvalidArgumentError(
    `Allowed choices are ${FORMATS.join(', ')}, or the path of a reporter: ./report.js.`,
  );
}

/** `rulecheck rules` alone is about a folder of this name, as before there was a command. */
function withoutMistakenCommand(argv: readonly string[]): readonly string[] {
  const [first, second] = argv;
  const isCommand = second === 'diff' || second === 'help' || second === '--help' || second === '-h';
  return first === 'rules' && !isCommand ? ['check', ...argv] : argv;
}

/** What may be asked of any command, read before the command line is understood: errors are told by it too. */
function withCommonOptions(argv: readonly string[], io: Io): Io {
  const end = argv.indexOf('--');
  const words = new Set(end < 0 ? argv : argv.slice(0, end));
  const clock = (): number => performance.now();
  return {
    ...io,
    ...(words.has('--no-color') ? { env: { ...io.env, NO_COLOR: '1' } } : {}),
    ...(words.has('--stats') ? { stats: new Stats(clock) } : {}),
    ...(words.has('--debug')
      ? { debug: (text: string) => io.stderr.write(`debug: ${printable(text)}\n`) }
      : {}),
  };
}

/** Every command takes these; `withCommonOptions` reads them. */
function addCommonOptions(command: CommandUnknownOpts): void {
  command.option('--no-color', 'disable colours, like NO_COLOR');
  for (const each of command.commands) addCommonOptions(each);
}

/** The commands with their options and help; `done` gets the exit code. */
export function createProgram(io: Io, done: (code: number) => void): Command {
  const program = new Command('rulecheck')
    .description('test and lint alerting kept in git: rules, routes, runbooks and their tests')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(run "rulecheck --help" for usage)');

  const config = () => new Option('-c, --config <file>', 'configuration file (default: rulecheck.yaml)');
  const format = () =>
    new Option('-f, --format <format>', 'output format, or the path of a reporter: ./report.js')
      .choices(FORMATS)
      .argParser(readFormat)
      .default('text' as const);
  const textOrJson = () =>
    new Option('-f, --format <format>', 'output format')
      .choices(['text', 'json'] as const)
      .default('text' as const);
  const failOn = () =>
    new Option('--fail-on <severity>', 'lowest severity that makes the run exit with 1')
      .choices(['error', 'warning', 'info', 'never'] as const)
      .default('error' as const);
  const quiet = () => new Option('-q, --quiet', 'show only the findings and tests that fail the run');
  const all = () => new Option('--all', 'show every finding instead of grouping similar ones');
  const maxFindings = () =>
    new Option(
      '--max-findings <number>',
      'show at most this many findings, most severe first (only in formats for people)',
    ).argParser(wholeNumber);
  const baseline = () =>
    new Option(
      '--baseline <file>',
      'ignore the findings listed in this file; create the file if it is missing',
    );
  const updateBaseline = () =>
    new Option('--update-baseline', 'rewrite the baseline with the findings of this run');
  const since = () =>
    new Option(
      '--since <revision>',
      'report only on changes since this commit, and on files that depend on them',
    );
  const untracked = () => new Option('--no-untracked', 'ignore untracked files (with --since)');
  const output = () =>
    new Option(
      '-o, --output <format=file>',
      'write an additional report to a file (repeatable), for example sarif=a.sarif',
    ).argParser(addOutput);
  const shard = () =>
    new Option('--shard <index/count>', 'report only on this part of the files: 1/4').argParser(readShard);
  const stats = () => new Option('--stats', 'print the time spent in each phase and check');
  const debug = () => new Option('--debug', 'print each file read and each setting used');
  const engine = () =>
    new Option('--engine <engine>', 'engine that evaluates the rules')
      .choices(['auto', 'embedded', 'promtool', 'both'] as const)
      .default('auto' as const);

  program
    .command('check', { isDefault: true })
    .description('lint and test in one run (the default command)')
    .argument('[paths...]', 'files and folders (default: the working directory)')
    .addOption(config())
    .addOption(format())
    .addOption(output())
    .addOption(shard())
    .addOption(stats())
    .addOption(debug())
    .addOption(failOn())
    .addOption(quiet())
    .addOption(maxFindings())
    .addOption(all())
    .addOption(engine())
    .addOption(since())
    .addOption(untracked())
    .addOption(baseline())
    .addOption(updateBaseline())
    .addOption(liveOptions.prometheus())
    .addOption(liveOptions.seriesIn())
    .addOption(liveOptions.firedIn())
    .addOption(liveOptions.checkLinks())
    .addOption(connectOptions.tenant())
    .addOption(connectOptions.header())
    .addOption(connectOptions.tokenFile())
    .addOption(connectOptions.basicAuthFile())
    .addOption(connectOptions.caFile())
    .addOption(connectOptions.liveTimeout())
    .addOption(connectOptions.liveConcurrency())
    .action(async (paths, options) => {
      const { check } = await import('./commands/check.ts');
      done(await check({ paths, ...options }, io));
    });

  program
    .command('lint')
    .description('find faults in rules, queries, routes and links')
    .argument('[paths...]', 'files and folders (default: the working directory); - for standard input')
    .addOption(config())
    .addOption(format())
    .addOption(output())
    .addOption(shard())
    .addOption(stats())
    .addOption(debug())
    .addOption(failOn())
    .addOption(quiet())
    .addOption(maxFindings())
    .addOption(all())
    .option('--stdin-filename <name>', 'file name for standard input in reports')
    .addOption(baseline())
    .addOption(updateBaseline())
    .addOption(since())
    .addOption(untracked())
    .option('--fix', 'apply the safe fixes')
    .option('--fix-dry-run', 'print the safe fixes as a diff, without applying them')
    .option('--skip-unknown', 'ignore listed files that are excluded or whose format is not recognised')
    .option('--dependents', 'report also on files that depend on uncommitted changes (git)')
    .option('--no-cache', 'do not use the result cache')
    .addOption(liveOptions.prometheus())
    .addOption(liveOptions.seriesIn())
    .addOption(liveOptions.firedIn())
    .addOption(liveOptions.checkLinks())
    .addOption(connectOptions.tenant())
    .addOption(connectOptions.header())
    .addOption(connectOptions.tokenFile())
    .addOption(connectOptions.basicAuthFile())
    .addOption(connectOptions.caFile())
    .addOption(connectOptions.liveTimeout())
    .addOption(connectOptions.liveConcurrency())
    .action(async (paths, options) => {
      const { keptRun } = await import('./kept/kept-run.ts');
      const asked = { paths, ...options };
      const code = await keptRun('lint', asked, io, async (watched) => {
        const { lintCommand } = await import('./commands/lint.ts');
        return lintCommand(asked, watched);
      });
      done(code);
    });

  program
    .command('test')
    .description('run scenarios and promtool unit tests')
    .argument('[paths...]', 'files and folders (default: the working directory)')
    .addOption(config())
    .addOption(format())
    .addOption(output())
    .addOption(shard())
    .addOption(stats())
    .addOption(debug())
    .addOption(quiet())
    .addOption(engine())
    .addOption(since())
    .addOption(untracked())
    .option('--run <pattern>', 'run only tests whose name matches this regular expression')
    .option('--watch', 'keep running, and rerun the affected tests when a file changes')
    .option('--if-any', 'exit with 0 if there are no tests')
    .option(
      '--coverage [formats]',
      'report the coverage of rules and routes as text (default), html, cobertura, lcov or json',
    )
    .option('--coverage-dir <folder>', 'folder for the files of --coverage (default: coverage)')
    .addOption(
      new Option('--fail-under <percent>', 'exit with 1 if the coverage is lower').argParser(percent),
    )
    .option('--promtool <file>', 'path of promtool')
    .option('--amtool <file>', 'path of amtool')
    .option('--cache <folder>', 'cache folder of downloaded tools')
    .action(async (paths, options) => {
      const { testCommand } = await import('./commands/test.ts');
      done(await testCommand({ paths, ...options }, io));
    });

  program
    .command('mutate')
    .description('change rules and routes one place at a time, and show the changes that no test notices')
    .argument('[paths...]', 'files and folders to mutate (default: the working directory)')
    .addOption(config())
    .addOption(
      new Option('-f, --format <format>', 'output format')
        .choices(['text', 'json', 'html'] as const)
        .default('text' as const),
    )
    .addOption(since())
    .addOption(untracked())
    .addOption(
      new Option('--fail-under <percent>', 'exit with 1 where fewer mutants are killed').argParser(percent),
    )
    .option('--all', 'show each survivor')
    .action(async (paths, options) => {
      const { mutateCommand } = await import('./commands/mutate.ts');
      done(await mutateCommand({ paths, ...options }, io));
    });

  program
    .command('merge-reports')
    .description('merge the reports of all shards: --output blob=FOLDER writes them')
    .argument('<folder>', 'folder with the reports of all shards')
    .addOption(format())
    .addOption(output())
    .addOption(failOn())
    .addOption(maxFindings())
    .addOption(all())
    .action(async (folder, options) => {
      const { mergeReports } = await import('./commands/merge-reports.ts');
      done(await mergeReports({ folder, ...options }, io));
    });

  const made = program.command('new').description('write first tests of what has none');
  made
    .command('scenario')
    .description('work out scenarios in which an alert fires, resolves and stays quiet, from its expression')
    .argument('<alert>', 'the name of the alert')
    .addOption(config())
    .option('-o, --output <file>', 'write into this file (default: standard output)')
    .action(async (alert, options) => {
      const { newScenario } = await import('./commands/new.ts');
      done(await newScenario({ alert, ...options }, io));
    });

  made
    .command('route-test')
    .description('write where each kind of alert of the project goes now, as route tests')
    .addOption(config())
    .option('-o, --output <file>', 'write into this file (default: standard output)')
    .action(async (options) => {
      const { newRouteTest } = await import('./commands/new.ts');
      done(await newRouteTest(options, io));
    });

  program
    .command('init')
    .description('summarise the project, create a small rulecheck.yaml and suggest the next steps')
    .option('--baseline [file]', 'accept all current findings (default file: rulecheck-baseline.json)')
    .action(async (options) => {
      const { init } = await import('./commands/init.ts');
      done(await init(options, io));
    });

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
    .action(async (options) => {
      const { toolsInstall } = await import('./commands/tools.ts');
      done(await toolsInstall(options, io));
    });
  tools
    .command('list')
    .description('list the tools in use and the versions in the cache')
    .option('--cache <folder>', 'cache folder of downloaded tools')
    .addOption(textOrJson())
    .action(async (options) => {
      const { toolsList } = await import('./commands/tools.ts');
      done(await toolsList(options, io));
    });

  addRoutesCommands(program, io, done);
  addCatalogueCommands(program, io, done);
  addRulesCommands(program, io, done);

  program
    .command('fmt')
    .description('format expressions like Prometheus and Loki do; leave the rest of each file unchanged')
    .argument('[paths...]', 'files and folders (default: the working directory); - for standard input')
    .addOption(config())
    .option('--check', 'list unformatted files and exit with 1; write nothing')
    .option('--diff', 'print the changes as a diff; write nothing')
    .option('--verbose', 'list the expressions that were not formatted, and why')
    .option('--stdin-filename <name>', 'file name for standard input in messages')
    .action(async (paths, options) => {
      const { fmt } = await import('./commands/fmt.ts');
      done(await fmt({ paths, ...options }, io));
    });

  program
    .command('config')
    .description('print the effective configuration of the project or one file, and the origin of each value')
    .argument('[path]', 'file whose configuration to print')
    .addOption(config())
    .option('--all', 'include checks that keep the setting of their preset')
    .action(async (path, options) => {
      const { configCommand } = await import('./commands/config.ts');
      done(await configCommand({ path, ...options }, io));
    });

  program
    .command('upgrade')
    .description('report what another release of Prometheus, Alertmanager or Loki changes for this project')
    .argument('[paths...]', 'files and folders (default: the working directory)')
    .addOption(config())
    .addOption(
      new Option('--product <product>', 'product to upgrade')
        .choices(['prometheus', 'alertmanager', 'loki'] as const)
        .default('prometheus' as const),
    )
    .option('--from <release>', 'current release, for example 2.53 (default: the configured one)')
    .option('--to <release>', 'new release, for example 3.16 (default: the newest supported)')
    .addOption(textOrJson())
    .action(async (paths, options) => {
      const { upgradeCommand } = await import('./commands/upgrade.ts');
      done(await upgradeCommand({ paths, ...options }, io));
    });

  program
    .command('explain')
    .description('describe a check, or show the route of an alert')
    .argument('[name]', 'check or alert (default: list all checks)')
    .addOption(config())
    .addOption(textOrJson())
    .action(async (name, options) => {
      const { explain } = await import('./commands/explain.ts');
      done(await explain({ name, ...options }, io));
    });

  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(SHELLS))
    .action(async (shell) => {
      const { completion } = await import('./commands/completion.ts');
      done(completion(shell, program, io));
    });

  addCommonOptions(program);
  return program;
}

function percent(text: string): number {
  const value = Number(text);
  if (/^\d{1,3}(?:\.\d{1,3})?$/.test(text) && value <= 100) return value;
  throw new InvalidArgumentError('It is not a number from 0 to 100.');
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}
