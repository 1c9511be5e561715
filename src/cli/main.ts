import { EXIT } from '../diagnostics/exit-code.ts';
import { printable } from '../util/printable.ts';
import { askedFor } from './asked.ts';
import type { Asked } from './asked.ts';
import { explainFailure } from './failure.ts';
import { guardOutput } from './guard-output.ts';
import type { Io } from './io.ts';
import { refuseFileNamesAsOptions } from './file-names.ts';
import { mistypedCommand } from './mistyped.ts';
import { isOwnFormat, loadReporter } from './own-format.ts';
import { createProgram } from './program/create-program.ts';
import { Stats } from './stats.ts';

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
    refuseFileNamesAsOptions(argv, io);
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

/** `rulecheck rules` alone is about a folder of this name, as before there was a command. */
function withoutMistakenCommand(argv: readonly string[]): readonly string[] {
  const [first, second] = argv;
  const isCommand = second === 'diff' || second === 'help' || second === '--help' || second === '-h';
  return first === 'rules' && !isCommand ? ['check', ...argv] : argv;
}

/** Options of every command, read before the command line is parsed: errors use them too. */
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
