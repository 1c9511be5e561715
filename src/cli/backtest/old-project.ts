import { realpath } from 'node:fs/promises';
import { EXIT } from '../../diagnostics/exit-code.ts';
import { UserError } from '../../diagnostics/user-error.ts';
import { displayPath } from '../../project/discover.ts';
import type { FoundFile } from '../../project/discover.ts';
import type { Project } from '../../project/project.ts';
import { readProject } from '../../project/read-project.ts';
import { changesSince } from '../../tools/git.ts';
import type { Io } from '../io.ts';
import { load } from '../load.ts';
import type { Loaded } from '../load.ts';

/**
 * The project as it was when this branch left a revision: changed files have their old text, and new ones are left
 * out.
 *
 * @throws UserError (exit 3) where git or the history is missing
 */
export async function projectSince({ files, config }: Loaded, revision: string, io: Io): Promise<Project> {
  const result = await changesSince(io.cwd, revision);
  if (result.status === 'failed') throw new UserError(result.message, EXIT.failure, result.help);
  // git names files by their real path, also where the working directory was reached through a link.
  const cwd = await realpath(io.cwd);
  const old = new Map(files.map((file) => [file.path, file]));
  const reported = new Map(files.map(({ path, unreported }) => [path, unreported]));
  for (const { path } of result.changes) if (path !== undefined) old.delete(displayPath(cwd, path));
  for (const { path, oldPath, oldText } of result.changes) {
    if (oldPath === undefined || oldText === undefined) continue;
    const shown = displayPath(cwd, oldPath);
    const now = path === undefined ? shown : displayPath(cwd, path);
    const unreported = reported.get(now);
    const file: FoundFile = { path: shown, base: io.cwd, text: oldText, named: false };
    old.set(shown, unreported === true ? { ...file, unreported } : file);
  }
  return readProject([...old.values()], config.settings);
}

/** The rules of some files alone. */
export async function projectOf(
  paths: readonly string[],
  options: { readonly config?: string },
  io: Io,
): Promise<Project> {
  const { project } = await load({ ...options, paths }, io);
  const named = project.withFiles(project.reportedFiles);
  if (named.ruleDocuments.length > 0) return named;
  throw new UserError(`--against: found no rules in ${paths.join(', ')}`, EXIT.usage, 'name a rule file');
}
