import { CommanderError } from '@commander-js/extra-typings';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import type { RunFailure } from '../reporters/failure.ts';
import { formatDiagnostic } from '../reporters/text-lint.ts';
import { printable, printablePath } from '../util/printable.ts';
import type { Asked } from './asked.ts';
import type { Io } from './io.ts';
import { styleFor, userPath } from './io.ts';
import { Relocation } from './relocate.ts';
import { writeOutputs } from './outputs.ts';
import { folderOf } from './report.ts';
import type { BLOB, Format } from './report.ts';
import { errorText } from '../util/error-text.ts';

/**
 * Tells why a run failed: in words on stderr, and on stdout in the format that was asked for, so that its reader
 * never gets half a report or none.
 *
 * @returns the exit code
 */
export async function explainFailure(error: unknown, asked: Asked, io: Io): Promise<number> {
  // --help and --version end this way too.
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.clean;
  const failure = toFailure(error);
  // The parser of the command line has printed its error already.
  if (!(error instanceof CommanderError)) writeWords(error, namedFrom(failure, userPath(io, '.')), io);
  const textIn = (format: Format | typeof BLOB): Promise<string> =>
    forMachines(namedFrom(failure, folderOf(format, io)), format, asked.command);
  io.stdout.write(await textIn(asked.format));
  await writeOutputs(asked.outputs, io, textIn).catch((problem: unknown) => {
    io.stderr.write(`rulecheck: ${printable(errorText(problem))}\n`);
  });
  return failure.exitCode;
}

function namedFrom(failure: RunFailure, folder: string): RunFailure {
  const relocation = new Relocation(folder);
  const { message, help, exitCode, diagnostics } = failure;
  return { message, help, exitCode, diagnostics: diagnostics.map((each) => relocation.diagnostic(each)) };
}

function toFailure(error: unknown): RunFailure {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { message, help: 'run "rulecheck --help" for usage', exitCode: EXIT.usage, diagnostics: [] };
  }
  if (error instanceof UserError) return error;
  if (isToolError(error))
    return { message: error.message, help: error.help, exitCode: EXIT.failure, diagnostics: [] };
  const detail = errorText(error);
  return {
    message: `internal error of rulecheck: ${detail}`,
    help: 'please report it with the file that triggers it',
    exitCode: EXIT.failure,
    diagnostics: [],
  };
}

function writeWords(error: unknown, failure: RunFailure, io: Io): void {
  const style = styleFor(io.stderr, io.env);
  const width = io.stderr.isTTY ? { columns: io.stderr.columns } : {};
  io.stderr.write(`${style.red('rulecheck:')} ${shownMessage(error, failure)}\n`);
  for (const diagnostic of failure.diagnostics)
    io.stderr.write(`\n${formatDiagnostic(diagnostic, { style, ...width })}\n`);
  if (failure.help !== undefined) io.stderr.write(`  ${printable(failure.help)}\n`);
  const known = error instanceof UserError || isToolError(error);
  if (!known && error instanceof Error && error.stack !== undefined)
    io.stderr.write(`${printable(error.stack)}\n`);
}

/** Messages of our own are one line; what a tool said may have several. */
function shownMessage(error: unknown, { message }: RunFailure): string {
  return error instanceof UserError ? printablePath(message) : printable(message);
}

async function forMachines(
  failure: RunFailure,
  format: Format | typeof BLOB,
  command: string,
): Promise<string> {
  switch (format) {
    // A reporter of the user's own knows findings and tests only; standard error has the reason.
    case 'text':
    case 'agent':
    default:
      return '';
    case 'json':
      return (await import('../reporters/failure.ts')).failureJson(failure, command);
    case 'github':
      return (await import('../reporters/failure.ts')).failureGithub(failure);
    case 'markdown':
      return (await import('../reporters/failure.ts')).failureMarkdown(failure);
    case 'sarif': {
      const { version } = await import('./version.ts');
      return (await import('../reporters/sarif.ts')).reportSarifFailure(failure, version, command);
    }
    case 'junit':
      return (await import('../reporters/junit.ts')).reportFailureJunit(failure);
    case 'gitlab':
      return (await import('../reporters/gitlab.ts')).reportGitlab(failure.diagnostics);
  }
}

/** By name, so that src/tools is loaded only by the commands that use it. */
function isToolError(error: unknown): error is Error & { readonly help: string | undefined } {
  return error instanceof Error && error.name === 'ToolError' && 'help' in error;
}
