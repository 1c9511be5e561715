import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { impactOf } from '../lint/impact.ts';
import type { Impact } from '../lint/impact.ts';
import { displayPath } from '../project/discover.ts';
import type { FoundFile } from '../project/discover.ts';
import { findOwners } from '../project/find-owners.ts';
import type { Project } from '../project/project.ts';
import { readProject } from '../project/read-project.ts';
import { changesSince } from '../tools/git.ts';
import type { Io } from './io.ts';
import { loadLayers } from './load-config.ts';

export interface SinceOptions {
  /** A branch, tag or commit: only what changed since then, and what depends on it. */
  readonly since?: string;
  readonly config?: string;
}

/**
 * Asks git what changed and finds out what depends on it.
 *
 * @returns undefined where nobody asked
 * @throws UserError (exit 3) where git or the history is missing, with what to fetch
 */
export async function impactSince(
  project: Project,
  options: SinceOptions,
  io: Io,
): Promise<Impact | undefined> {
  if (options.since === undefined) return undefined;
  const result = await changesSince(io.cwd, options.since);
  if (result.status === 'failed') throw new UserError(result.message, EXIT.failure, result.help);
  // git names files by their real path, also where the working directory was reached through a link.
  const cwd = await realpath(io.cwd);
  const changed = new Set<string>();
  const old: FoundFile[] = [];
  for (const { path, oldPath, oldText } of result.changes) {
    const shown = displayPath(cwd, path ?? oldPath ?? cwd);
    changed.add(shown);
    if (oldText !== undefined) old.push({ path: shown, text: oldText, named: false });
  }
  const layers = await loadLayers(options.config, io);
  const owners = await findOwners(cwd);
  const settings = [...layers.map(({ file }) => file.path), ...(owners === undefined ? [] : [owners.path])];
  const configuration = settings.some((path) => changed.has(displayPath(cwd, resolve(cwd, path))));
  const before = readProject(old, project.settings);
  return impactOf({ before, after: project, changed, configuration });
}
