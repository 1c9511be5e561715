import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { namedIn } from '../config/named-in.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { impactOf } from '../lint/impact.ts';
import type { Impact } from '../lint/impact.ts';
import { displayPath } from '../project/discover.ts';
import type { FoundFile } from '../project/discover.ts';
import { ownersPlaces } from '../project/find-owners.ts';
import type { Project } from '../project/project.ts';
import { readProject } from '../project/read-project.ts';
import { changesSince } from '../tools/git.ts';
import type { Io } from './io.ts';
import { CONFIG_NAMES } from '../project/place.ts';
import { loadLayers } from './load-config.ts';

export interface SinceOptions {
  /** A branch, tag or commit: only what changed since then, and what depends on it. */
  readonly since?: string;
  /** false: files that git does not know do not count as changes. */
  readonly untracked?: boolean;
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
  const result = await changesSince(io.cwd, options.since, options.untracked);
  if (result.status === 'failed') throw new UserError(result.message, EXIT.failure, result.help);
  // git names files by their real path, also where the working directory was reached through a link.
  const cwd = await realpath(io.cwd);
  const changed = new Set<string>();
  const removed = new Set<string>();
  const old: FoundFile[] = [];
  for (const { path, oldPath, oldText } of result.changes) {
    const shown = displayPath(cwd, path ?? oldPath ?? cwd);
    changed.add(shown);
    if (oldPath !== undefined && oldPath !== path) removed.add(displayPath(cwd, oldPath));
    if (oldText !== undefined) old.push({ path: shown, text: oldText, named: false });
  }
  const before = readProject(old, project.settings);
  project.compareWith(before);
  const settings = await settingsOf(cwd, options.config, io);
  const configuration = settings.some((path) => changed.has(path) || removed.has(path));
  return impactOf({ before, after: project, changed, removed, configuration });
}

/** Paths of whatever says how the whole project is judged, also where it is gone by now. */
async function settingsOf(cwd: string, config: string | undefined, io: Io): Promise<string[]> {
  const layers = await loadLayers(config, io);
  const plugins = layers.flatMap((layer) =>
    namedIn(layer, 'plugins').map(({ reference }) => resolve(cwd, dirname(layer.file.path), reference)),
  );
  const files = layers.map(({ file }) => resolve(cwd, file.path));
  const searched = config === undefined ? CONFIG_NAMES.map((name) => resolve(cwd, name)) : [];
  const owners = await ownersPlaces(cwd);
  return [...files, ...searched, ...plugins, ...owners].map((path) => displayPath(cwd, path));
}
