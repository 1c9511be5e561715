import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { AnyCheck } from '../checks/contract.ts';
import { newerReleaseNotes } from '../config/newer-releases.ts';
import type { ConfigLayer } from '../config/layers.ts';
import type { Config } from '../config/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { BoundReached, PROJECT, tooMuch } from '../project/bounds.ts';
import type { Reached } from '../project/bounds.ts';
import type { FoundFile } from '../project/discover.ts';
import { isWithin, placeOf } from '../project/place.ts';
import { readProject } from '../project/read-project.ts';
import type { Project } from '../project/project.ts';
import { findFiles } from './find-files.ts';
import type { FindOptions } from './find-files.ts';
import { describeProject, tellSearch, withInput } from './found-files.ts';
import { tellOtherConfigs } from './other-configs.ts';
import type { StandardInput } from './found-files.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';
import { configOf, loadLayers } from './load-config.ts';
import type { Shard } from './shards/shard.ts';
import { inPhase } from './stats.ts';

export interface LoadOptions {
  /** Files and folders to report on, from the user's folder; none: that folder. */
  readonly paths: readonly string[];
  /** Path of the configuration; undefined: rulecheck.yaml or .rulecheck.yaml in the root of the project. */
  readonly config?: string;
  /** Load the plugins that the configuration names (default: they are left alone). */
  readonly plugins?: true;
  /** What came on standard input, where a path is `-`. */
  readonly stdin?: StandardInput | undefined;
  /** Leave out named files that are excluded, ignored or of another kind, as hooks name whatever was changed. */
  readonly skipUnknown?: true;
  /** Report only on the files that fall to this part of the run. */
  readonly shard?: Shard;
  /** All of the project is reported on, wherever the user is. */
  readonly everything?: true;
}

export interface Loaded {
  readonly config: Config;
  /** The checks of plugins. */
  readonly pluginChecks: readonly AnyCheck[];
  /** Plugins that could not be loaded. */
  readonly pluginFailures: readonly Diagnostic[];
  readonly project: Project;
  /** What the project was read from. */
  readonly files: readonly FoundFile[];
}

/**
 * The run seen from the project that a folder belongs to.
 *
 * @param config the configuration that was named on the command line
 * @param folder absolute; undefined: the user's
 */
export function enter(io: Io, config: string | undefined, folder = userPath(io, '.')): Io {
  const { root } = placeOf(folder, config === undefined ? undefined : userPath(io, config));
  return { ...io, cwd: root, from: userPath(io, '.') };
}

/**
 * Reads configuration and project.
 *
 * @param io the run, with the project entered
 * @throws UserError for what the user has to correct first
 */
export async function load(options: LoadOptions, io: Io): Promise<Loaded> {
  const { config, pluginChecks, pluginFailures, layers } = await configuration(options, io);
  for (const note of newerReleaseNotes(config.settings)) io.stderr.write(`note: ${note}\n`);
  if (options.config === undefined) tellOtherConfigs(io);
  const { stdin } = options;
  const named = options.paths.filter((path) => path !== '-');
  const onlyStdin = stdin !== undefined && named.length === 0;
  const find: FindOptions = {
    cwd: io.cwd,
    ...(options.everything === true ? {} : { from: userPath(io, '.') }),
    paths: named,
    include: config.include,
    exclude: config.exclude,
    pageFolders: config.settings.runbooks.map((mapping) => mapping.folder),
    contextFolders: contextOf(config, io),
    ...(io.bounds === undefined ? {} : { bounds: io.bounds }),
    onlyStdin: onlyStdin && stdin.name === undefined,
    ...(options.config === undefined ? {} : { onlyProject: true }),
    ...(options.skipUnknown === true ? { onlySearched: true } : {}),
  };
  const standsFor = { stdin, onlyStdin, shard: options.shard };
  const { documents } = io.bounds ?? PROJECT;
  const more = await rendered(layers, options, io);
  const gather = async (cut?: Reached): Promise<Pick<Loaded, 'files' | 'project'>> => {
    const found = await inPhase('find and read files', io, () =>
      search({ ...find, ...(cut && { cut }) }, io),
    );
    tellSearch(found, find, io);
    const files = [...withInput(found, standsFor, io), ...more];
    const parse = (): Project => readProject(files, config.settings, undefined, documents);
    return { files, project: await inPhase('parse documents', io, parse) };
  };
  const { files, project } = await withinBounds(gather, io);
  if (io.debug !== undefined) describeProject(project, io.cwd, io.debug);
  return { config, pluginChecks, pluginFailures, project, files };
}

const search = (find: FindOptions, { trace }: Io): Promise<readonly FoundFile[]> =>
  trace === undefined ? findFiles(find) : trace.find(find);

/** Reads a project; where that is too large, the named part. @throws UserError (exit 2) where that is too large */
async function withinBounds<T>(gather: (cut?: Reached) => Promise<T>, io: Io): Promise<T> {
  let first: Reached | undefined;
  for (;;) {
    try {
      return await gather(first);
    } catch (error) {
      if (!(error instanceof BoundReached)) throw error;
      if (first !== undefined) throw tooMuch(io.cwd, undefined, error.reached);
      first = error.reached;
    }
  }
}

/** What the commands of the configuration print. */
async function rendered(
  layers: readonly ConfigLayer[],
  options: LoadOptions,
  io: Io,
): Promise<readonly FoundFile[]> {
  if (layers.every(({ raw }) => raw.render === undefined)) return [];
  // Programs may look at anything.
  io.trace?.refuse();
  const { renderedFiles } = await import('./render.ts');
  return inPhase('render', io, () => renderedFiles(layers, options.config !== undefined, io));
}

/** @throws UserError (exit 2) for a folder outside of the repository: nothing there is shown */
function contextOf({ context }: Config, io: Io): readonly string[] {
  const { root, repository = root } = placeOf(io.cwd);
  const outside = context.find((folder) => !isWithin(resolve(io.cwd, folder), repository));
  if (outside === undefined) return context;
  throw new UserError(
    `"context" contains "${outside}", which is outside the repository`,
    EXIT.usage,
    'list folders of this repository, relative to the folder of the configuration',
  );
}

async function configuration(
  options: LoadOptions,
  io: Io,
): Promise<
  Pick<Loaded, 'config' | 'pluginChecks' | 'pluginFailures'> & { readonly layers: readonly ConfigLayer[] }
> {
  const layers = await inPhase('read the configuration', io, () => loadLayers(options.config, io));
  const names = layers.map(({ file }) => resolve(file.base ?? '', file.path));
  io.debug?.(
    `configuration: ${names.length === 0 ? 'no configuration file; using the defaults' : names.join(', then ')}`,
  );
  if (options.plugins !== true || layers.every(({ raw }) => raw.plugins === undefined))
    return { config: configOf(layers), pluginChecks: [], pluginFailures: [], layers };
  // They are code, which may look at anything.
  io.trace?.refuse();
  const { loadPlugins } = await import('./plugins.ts');
  const plugins = await loadPlugins(layers, options.config !== undefined, io);
  return {
    config: configOf(plugins.layers),
    pluginChecks: plugins.checks,
    pluginFailures: plugins.failures,
    layers,
  };
}

/** One project of a run, and the run seen from it. */
export interface EnteredProject extends Loaded {
  readonly io: Io;
}

/**
 * Reads the projects that the named paths belong to, and those below them: each configuration begins one, and projects know
 * each other only through their configuration.
 *
 * @param io the run, seen from the user's folder
 * @returns at least one; the first is that of the user's folder or of the first path
 * @throws UserError for what the user has to correct first
 */
export async function loadAll(options: LoadOptions, io: Io): Promise<readonly EnteredProject[]> {
  const pathsOf = firstProjects(options, io);
  const projects: EnteredProject[] = [];
  const seen = new Set<string>();
  const open = [...pathsOf].map(([root, paths]) => ({ root, paths, everything: false }));
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { root, paths, everything } = next;
    if (seen.has(root)) continue;
    seen.add(root);
    const entered: Io = { ...io, cwd: root, from: userPath(io, '.') };
    const stdin = paths.includes('-') ? options.stdin : undefined;
    const whole = everything ? ({ everything: true } as const) : {};
    const loaded = await load({ ...options, ...whole, paths, stdin }, entered);
    projects.push({ ...loaded, io: entered });
    const inside = loaded.files.filter(({ nested }) => nested === true);
    for (const { path } of inside) {
      const folder = dirname(resolve(root, path));
      const asked = paths.length === 0 && !everything ? ['.'] : paths;
      if (everything || asked.some((each) => each !== '-' && isWithin(folder, userPath(io, each))))
        open.unshift({ root: folder, paths: [], everything: true });
    }
  }
  return projects;
}

/** The roots of the projects that were asked about, each with the paths that belong to it. */
function firstProjects({ paths, config, stdin }: LoadOptions, io: Io): Map<string, string[]> {
  const home = enter(io, config).cwd;
  const result = new Map<string, string[]>();
  if (paths.length === 0) result.set(home, []);
  for (const path of paths) {
    const named = path === '-' ? stdin?.name : path;
    const root = config !== undefined || named === undefined ? home : rootAround(userPath(io, named), home);
    result.set(root, [...(result.get(root) ?? []), path]);
  }
  return result;
}

/** A path outside of all repositories and configurations belongs to the project that the user is in. */
function rootAround(path: string, home: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const { root, repository, config } = placeOf(isFolder ? path : dirname(path));
  return repository === undefined && config === undefined ? home : root;
}
