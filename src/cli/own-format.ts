import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { errorText } from '../util/error-text.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';

/** A reporter of the user's own: the path of a module, as the command line names it. */
export type OwnFormat = `${string}/${string}`;

/** What such a module exports by default: it gets the document of `--format json`, and returns what is printed. */
export type OwnReporter = (report: object) => unknown;

/** Whether `--format` names a module. A name without a slash is a typing error rather than a file. */
export function isOwnFormat(name: string): name is OwnFormat {
  return name.includes('/') && /\.[cm]?js$/.test(name);
}

/**
 * Loads a reporter. It is code, and runs with the rights of whoever runs rulecheck: only the command line names one.
 *
 * @throws UserError (exit 2) for a module that does not exist, cannot be loaded or exports no function
 */
export async function loadReporter(path: OwnFormat, io: Pick<Io, 'cwd' | 'from'>): Promise<OwnReporter> {
  const absolute = userPath(io, path);
  if (!existsSync(absolute))
    throw wrong(`the reporter "${path}" does not exist`, 'the path is relative to the working directory');
  const module = await load(absolute, path);
  if (typeof module.default === 'function') return module.default as OwnReporter;
  throw wrong(
    `the reporter "${path}" has no function as its default export`,
    'write export default (report) => "..."; docs/output.md has an example',
  );
}

/** The text that a reporter makes. @throws UserError (exit 2) where the reporter throws or returns no text */
export async function reportByOwn(path: OwnFormat, data: object, io: Io): Promise<string> {
  const reporter = await loadReporter(path, io);
  const text = await run(reporter, data, path);
  if (typeof text === 'string') return text;
  throw wrong(
    `the reporter "${path}" returned ${typeof text} instead of a string`,
    'return the text to print',
  );
}

async function run(reporter: OwnReporter, data: object, path: OwnFormat): Promise<unknown> {
  try {
    return await reporter(data);
  } catch (error) {
    throw wrong(`the reporter "${path}" failed: ${errorText(error)}`, 'correct the reporter');
  }
}

async function load(absolute: string, path: OwnFormat): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(pathToFileURL(absolute).href)) as { readonly default?: unknown };
  } catch (error) {
    throw wrong(`the reporter "${path}" cannot be loaded: ${errorText(error)}`, 'correct the module');
  }
}

function wrong(message: string, help: string): UserError {
  return new UserError(message, EXIT.usage, help);
}
