import { stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { BoundReached, Budget, FOLDER, PROJECT, SURROUNDINGS, tooMuch } from './bounds.ts';
import type { Bounds, Reached } from './bounds.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { isProject, isWithin } from './place.ts';
import { failure, readFound, refuseOutside } from './read-found.ts';
import { leadsOut } from './read-regular.ts';
import { isPage, searchFolder } from './search.ts';
import type { SearchOptions, SearchResult } from './search.ts';
import { append } from '../util/append.ts';
import type { FoundFile } from './found-file.ts';

export type { FoundFile } from './found-file.ts';

export interface DiscoverOptions extends SearchOptions {
  /** The folder that `paths` are relative to (absolute); undefined: the project's root. */
  readonly from?: string;
  /** Files and folders to report on; empty: the folder that they are relative to. */
  readonly paths: readonly string[];
  /** Folders (relative) of other projects whose files are known here too. */
  readonly contextFolders?: readonly string[];
  /** Leave out named files that a search of the project does not find: excluded, ignored or of another kind. */
  readonly onlySearched?: true;
  /** How much is searched and read (default: as much as a project of the place may have). */
  readonly bounds?: Bounds;
  /** The project is too large: search only what was named and the folders of named files. */
  readonly cut?: Reached;
}

/**
 * Finds and reads the files of a project, in path order: all that a search of its root finds, the named files, and the known
 * files of other projects. Files that nobody asked for are marked; a project that begins below is named by its
 * configuration alone. Where the project is too large to be read, only the named files and those beside them are known, and
 * each file says so (`cut`).
 *
 * @throws UserError (exit 2) for a path that does not exist or more to report on than can be read, (exit 3) for one that
 * cannot be read
 */
export async function discover(given: DiscoverOptions): Promise<FoundFile[]> {
  // Paths are compared as texts: a slash at the end of the folder would put every file outside of it.
  const options = { ...given, cwd: resolve(given.cwd) };
  const asked = await askedFor(options);
  const inProject = options.onlyProject === true || isProject(options.cwd);
  const around = asked.everything ? FOLDER : SURROUNDINGS;
  const isNamed = asked.folders.includes(options.cwd);
  const bounds = options.bounds ?? (inProject || isNamed ? PROJECT : around);
  const first =
    options.cut ??
    (await attempt(() =>
      findAll(asked, { ...options, bounds, isLenient: !inProject && !isNamed && !asked.everything }),
    ));
  if (Array.isArray(first)) return first;
  if (asked.everything) throw tooMuch(options.cwd, inProject, first);
  const near = {
    ...options,
    bounds: options.bounds ?? SURROUNDINGS,
    near: 'siblings',
    isLenient: true,
  } as const;
  const second = asked.folders.length > 0 ? first : await attempt(() => findAll(asked, near));
  const last = { ...options, bounds: options.bounds ?? PROJECT, near: 'named' } as const;
  const third = Array.isArray(second) ? second : await attempt(() => findAll(asked, last));
  if (Array.isArray(third)) return third.map((file) => ({ ...file, cut: first }));
  throw tooMuch(asked.folders[0] ?? options.cwd, undefined, third);
}

/** The result, or the bound that it reached. */
async function attempt(find: () => Promise<FoundFile[]>): Promise<FoundFile[] | Reached> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof BoundReached) return error.reached;
    throw error;
  }
}

async function findAll(asked: AskedFor, options: Find): Promise<FoundFile[]> {
  const { cwd } = options;
  const search: Search = { ...options, budget: new Budget(options.bounds) };
  const { folders } = asked;
  const { files, nested } =
    options.near === undefined ? searchAll(folders, search) : searchNear(asked, search);
  const isLeftOut = (path: string): boolean => options.onlySearched === true && !files.includes(path);
  const named = new Set(asked.named.filter((path) => !isLeftOut(path)));
  const found = new Set([...files, ...named]);
  const context = new Set((await pagesOf(search, files)).filter((page) => !found.has(page)));
  const others = new Set((await contextOf(search)).filter((path) => !found.has(path)));
  const isAsked = (path: string): boolean =>
    asked.everything || named.has(path) || folders.some((folder) => isWithin(path, folder));
  const result: FoundFile[] = [];
  for (const absolute of inOrder([...found, ...context, ...others])) {
    const isNamed = named.has(absolute);
    const file = await readFound(absolute, displayPath(cwd, absolute), isNamed, search).catch(
      (error: unknown) => (isNamed ? refused(error) : unreadable(error, search)),
    );
    if (file === undefined) continue;
    search.budget.take('kept', file.text.length);
    const unreported = others.has(absolute) || !isAsked(absolute);
    result.push({
      ...file,
      base: cwd,
      ...(context.has(absolute) ? { context: true } : {}),
      ...(unreported ? { unreported: true } : {}),
    });
  }
  for (const config of inOrder(nested))
    result.push({ path: displayPath(cwd, config), text: '', named: false, nested: true });
  return result;
}

const inOrder = (paths: readonly string[]): string[] =>
  [...paths].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** What to report on; paths are absolute. */
interface AskedFor {
  readonly named: readonly string[];
  readonly folders: readonly string[];
  /** The whole project. */
  readonly everything: boolean;
}

async function askedFor(options: DiscoverOptions): Promise<AskedFor> {
  const { cwd, from = cwd } = options;
  const named: string[] = [];
  const folders: string[] = [];
  for (const path of options.paths) {
    const absolute = resolve(from, path);
    const info = await stat(absolute).catch((error: unknown) => failure(path, error));
    if (leadsOut(absolute, from)) refuseOutside(path);
    if (info.isDirectory()) folders.push(absolute);
    else named.push(absolute);
  }
  if (options.paths.length === 0 && from !== cwd) folders.push(from);
  return { named, folders, everything: options.paths.length === 0 && from === cwd };
}

/** The searched files, and their limits. */
interface Find extends DiscoverOptions {
  readonly bounds: Bounds;
  /** Search only the named folders, or also the very folder of each named file; undefined: all of the project. */
  readonly near?: 'named' | 'siblings';
  /** What nobody asked for may be unreadable: it need not belong to a project. */
  readonly isLenient?: boolean;
}

interface Search extends Find {
  readonly budget: Budget;
}

function refused(error: unknown): never {
  throw error;
}

/** A file that nobody named cannot be read. */
function unreadable(error: unknown, { isLenient, near }: Search): undefined {
  if (isLenient !== true || !(error instanceof UserError)) throw error;
  if (near === undefined) throw new BoundReached({ bound: 'readable', limit: 0 });
}

/** Searches the named folders, and those of named files without what is below: of `/tmp`, nobody means all. */
function searchNear({ named, folders }: AskedFor, search: Search): SearchResult {
  const results = folders.map((folder) => searchFolder(folder, search));
  if (search.near === 'siblings') {
    const around = new Set(named.map((path) => dirname(path)));
    for (const folder of around) results.push(searchFolder(folder, { ...search, shallow: true }));
  }
  return joined(results);
}

/** Searches the project, and those of the folders in which that finds nothing: they may be hidden, ignored or outside. */
function searchAll(folders: readonly string[], options: Search): SearchResult {
  const project = searchFolder(options.cwd, options);
  const results = [project];
  for (const folder of folders) {
    const isSearched = [...project.files, ...project.nested].some((path) => isWithin(path, folder));
    if (!isSearched) results.push(searchFolder(folder, options));
  }
  return joined(results);
}

const joined = (results: readonly SearchResult[]): SearchResult => ({
  files: results.flatMap(({ files }) => files),
  nested: [...new Set(results.flatMap(({ nested }) => nested))],
});

/** A path as reports show it: relative to the working directory if it is below it, forward slashes. */
export function displayPath(cwd: string, absolute: string): string {
  const path = relative(cwd, absolute);
  const shown =
    path.startsWith('..') && path.split(sep).filter((part) => part === '..').length > 2 ? absolute : path;
  return shown.split(sep).join('/');
}

/** The pages of the configured runbook folders, which rules link to wherever they lie. */
async function pagesOf(options: Search, found: readonly string[]): Promise<string[]> {
  const everything = { ...options, include: [], onlyProject: true as const };
  const unsearched = options.pageFolders.filter((folder) => {
    const absolute = resolve(options.cwd, folder);
    return !found.some((path) => isPage(path) && isWithin(path, absolute));
  });
  return (await searchEach(unsearched, everything)).filter(isPage);
}

/** The files of other projects that the configuration says are known here. */
function contextOf(options: Search): Promise<string[]> {
  return searchEach(options.contextFolders ?? [], { ...options, include: [], exclude: [] });
}

async function searchEach(folders: readonly string[], options: Search): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders.map((each) => resolve(options.cwd, each))) {
    const isFolder = await stat(folder).then(
      (info) => info.isDirectory(),
      () => false,
    );
    if (isFolder) append(paths, searchFolder(folder, options).files);
  }
  return paths;
}
