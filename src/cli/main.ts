import { Argument, Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { EXIT } from '../diagnostics/exit-code.ts';
import { addRoutesCommands } from './commands/routes/register.ts';
import { askedFor } from './asked.ts';
import { guardOutput } from './guard-output.ts';
import { SHELLS } from './completion/shells.ts';
import { explainFailure } from './failure.ts';
import type { Io } from './io.ts';
import { printable } from '../util/printable.ts';
import { mistypedCommand } from './mistyped.ts';
import { addOutput } from './outputs.ts';
import { FORMATS } from './report.ts';
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
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return explainFailure(error, askedFor(argv), io);
  }
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
  command.option('--no-color', 'no colours, as with NO_COLOR');
  for (const each of command.commands) addCommonOptions(each);
}

function createProgram(io: Io, done: (code: number) => void): Command {
  const program = new Command('rulecheck')
    .description('Tests and lints alerting that lives in git: rules, routes, runbooks and their tests.')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(run "rulecheck --help" for what there is)');

  const config = () => new Option('-c, --config <file>', 'configuration (default: rulecheck.yaml)');
  const format = () =>
    new Option('-f, --format <format>', 'output format').choices(FORMATS).default('text' as const);
  const textOrJson = () =>
    new Option('-f, --format <format>', 'output format')
      .choices(['text', 'json'] as const)
      .default('text' as const);
  const failOn = () =>
    new Option('--fail-on <severity>', 'exit with 1 from this severity on')
      .choices(['error', 'warning', 'info', 'never'] as const)
      .default('error' as const);
  const quiet = () =>
    new Option('-q, --quiet', 'show only what fails the run, and nothing where nothing does');
  const all = () => new Option('--all', 'show each finding; alike ones are folded otherwise');
  const maxFindings = () =>
    new Option(
      '--max-findings <number>',
      'show so many findings at most, the most severe first; formats for machines have all',
    ).argParser(wholeNumber);
  const baseline = () =>
    new Option('--baseline <file>', 'leave out the findings that this file accepts; written where absent');
  const updateBaseline = () => new Option('--update-baseline', 'accept all findings of this run');
  const since = () =>
    new Option('--since <revision>', 'only what changed since this commit, and what depends on it');
  const untracked = () =>
    new Option('--no-untracked', 'with --since: files that git does not know are no changes');
  const output = () =>
    new Option(
      '-o, --output <format=file>',
      'write a report into a file besides: sarif=a.sarif; may be given several times',
    ).argParser(addOutput);
  const stats = () => new Option('--stats', 'say where the time went: phases and checks');
  const debug = () => new Option('--debug', 'say what is read and used, step by step');
  const engine = () =>
    new Option('--engine <engine>', 'who evaluates the rules')
      .choices(['auto', 'embedded', 'promtool', 'both'] as const)
      .default('auto' as const);

  program
    .command('check', { isDefault: true })
    .description('lint and test: what CI and an author run')
    .argument('[paths...]', 'files and folders (default: the working directory)')
    .addOption(config())
    .addOption(format())
    .addOption(output())
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
    .addOption(stats())
    .addOption(debug())
    .addOption(failOn())
    .addOption(quiet())
    .addOption(maxFindings())
    .addOption(all())
    .option('--stdin-filename <name>', 'what to call standard input in reports')
    .addOption(baseline())
    .addOption(updateBaseline())
    .addOption(since())
    .addOption(untracked())
    .option('--fix', 'apply the fixes that are safe')
    .option('--fix-dry-run', 'print what --fix would change, as a diff')
    .option('--skip-unknown', 'ignore named files that are excluded or whose format is not recognised')
    .option('--dependents', 'report also what depends on the changes since the last commit (git)')
    .option('--no-cache', 'work also where nothing has changed since the last run')
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
    .addOption(stats())
    .addOption(debug())
    .addOption(quiet())
    .addOption(engine())
    .addOption(since())
    .addOption(untracked())
    .option('--run <pattern>', 'only tests whose name matches this regular expression')
    .option('--watch', 'stay, and run again what depends on a file that changes')
    .option('--if-any', 'having no tests is no error')
    .option('--promtool <file>', 'the promtool to ask')
    .option('--amtool <file>', 'the amtool to ask')
    .option('--cache <folder>', 'where downloaded tools are kept')
    .action(async (paths, options) => {
      const { testCommand } = await import('./commands/test.ts');
      done(await testCommand({ paths, ...options }, io));
    });

  program
    .command('init')
    .description('say what is here, write a small rulecheck.yaml, name the next steps')
    .option('--baseline [file]', 'accept the present findings (default file: rulecheck-baseline.json)')
    .action(async (options) => {
      const { init } = await import('./commands/init.ts');
      done(await init(options, io));
    });

  const tools = program.command('tools').description('promtool and amtool: bring them, list them');
  tools
    .command('install')
    .description('bring promtool and amtool into the cache folder, without root')
    .option('--if-missing', 'do nothing for a tool that is there')
    .option('--cache <folder>', 'where to keep them')
    .addOption(new Option('--source <source>', 'only from here').choices(['debian', 'release'] as const))
    .addOption(new Option('--suite <suite>', 'suite of Debian').choices(['bookworm', 'sid'] as const))
    .option('--mirror <url>', 'mirror of Debian to take them from')
    .option('--release-base <url>', 'where releases are published, with {project} and {version}')
    .option('--promtool-version <version>', 'this version, from the release archives')
    .option('--amtool-version <version>', 'this version, from the release archives')
    .action(async (options) => {
      const { toolsInstall } = await import('./commands/tools.ts');
      done(await toolsInstall(options, io));
    });
  tools
    .command('list')
    .description('which are used, and which versions are in the cache')
    .option('--cache <folder>', 'where they are kept')
    .addOption(textOrJson())
    .action(async (options) => {
      const { toolsList } = await import('./commands/tools.ts');
      done(await toolsList(options, io));
    });

  addRoutesCommands(program, io, done);

  program
    .command('fmt')
    .description('format expressions as Prometheus and Loki print them; all else stays byte for byte')
    .argument('[paths...]', 'files and folders (default: the working directory); - for standard input')
    .addOption(config())
    .option('--check', 'write nothing, list the files that are not formatted and exit with 1')
    .option('--diff', 'write nothing, print what would change')
    .option('--verbose', 'name the expressions that are left as they are, and why')
    .option('--stdin-filename <name>', 'what to call standard input in messages')
    .action(async (paths, options) => {
      const { fmt } = await import('./commands/fmt.ts');
      done(await fmt({ paths, ...options }, io));
    });

  program
    .command('config')
    .description('the configuration that holds, for the project or one file, and where each value comes from')
    .argument('[path]', 'the file to speak of')
    .addOption(config())
    .option('--all', 'with the checks that are as their preset has them')
    .action(async (path, options) => {
      const { configCommand } = await import('./commands/config.ts');
      done(await configCommand({ path, ...options }, io));
    });

  program
    .command('upgrade')
    .description(
      'what another release of Prometheus, Alertmanager or Loki changes for rules, tests and configurations',
    )
    .argument('[paths...]', 'files and folders (default: the working directory)')
    .addOption(config())
    .addOption(
      new Option('--product <product>', 'what is upgraded')
        .choices(['prometheus', 'alertmanager', 'loki'] as const)
        .default('prometheus' as const),
    )
    .option('--from <release>', 'the release that is in use: 2.53 (default: the configured one)')
    .option('--to <release>', 'the release to come: 3.16 (default: the newest known)')
    .addOption(textOrJson())
    .action(async (paths, options) => {
      const { upgradeCommand } = await import('./commands/upgrade.ts');
      done(await upgradeCommand({ paths, ...options }, io));
    });

  program
    .command('explain')
    .description('what a check finds and why, or where an alert goes')
    .argument('[name]', 'a check or an alert; none: the list of checks')
    .addOption(config())
    .addOption(textOrJson())
    .action(async (name, options) => {
      const { explain } = await import('./commands/explain.ts');
      done(await explain({ name, ...options }, io));
    });

  program
    .command('completion')
    .description('print the script by which a shell completes commands, options and their values')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(SHELLS))
    .action(async (shell) => {
      const { completion } = await import('./commands/completion.ts');
      done(completion(shell, program, io));
    });

  addCommonOptions(program);
  return program;
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is not a whole number.');
}
