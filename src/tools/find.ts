import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, resolve } from 'node:path';
import { CACHE_HELP, type Environment, cacheFolder, cachedTools, refusedCache } from './cache.ts';
import { ToolError } from './errors.ts';
import { INSTALL_COMMAND, TOOL_VARIABLES, type ToolName } from './tool.ts';
import { versionMatches } from './version.ts';
import { isInTree, workingTree } from './working-tree.ts';

/** Where an executable was found. */
export type ToolOrigin = 'option' | 'environment' | 'path' | 'cache';

export interface FoundTool {
  readonly tool: ToolName;
  readonly path: string;
  readonly origin: ToolOrigin;
}

export interface FindOptions {
  readonly env: Environment;
  /** The executable that the user named; it goes before everything else. */
  readonly override?: string;
  /** The cache folder, when it is not the default one. */
  readonly cache?: string;
  /** Asks for one version (`2.42`, `3.5.3`) of the cache; PATH is then not looked at. */
  readonly version?: string;
  /** The working directory: nothing of the tree that it belongs to is run. Default: this process's own. */
  readonly cwd?: string;
  /** Gets each executable and cache that was passed over because a pull request could have written it. */
  readonly onRefused?: (note: string) => void;
}

/**
 * Finds a tool: the named executable, else the environment variable, else PATH, else the newest version in the
 * cache. A named file that is not executable is an error (`tool-unusable`), never passed over in silence. Of PATH only
 * absolute folders outside the working tree count, and the cache must be outside it too.
 */
export async function findTool(tool: ToolName, options: FindOptions): Promise<FoundTool | undefined> {
  const { env, override } = options;
  if (override !== undefined && override !== '') return named(tool, override, 'option');
  const variable = env[TOOL_VARIABLES[tool]];
  if (variable !== undefined && variable !== '') return named(tool, variable, 'environment');
  if (options.version === undefined) {
    const path = await findProgram(tool, options);
    if (path !== undefined) return { tool, path, origin: 'path' };
  }
  for (const cached of await cachedTools(usableCache(options), tool)) {
    if (options.version !== undefined && !versionMatches(cached.version, options.version)) continue;
    if (await isExecutable(cached.path)) return { tool, path: cached.path, origin: 'cache' };
  }
  return undefined;
}

/** As findTool, but a tool that is nowhere is the error `tool-missing`, with the command that brings it. */
export async function requireTool(tool: ToolName, options: FindOptions): Promise<FoundTool> {
  const found = await findTool(tool, options);
  if (found !== undefined) return found;
  throw missingTool(tool, options);
}

/** The error for a tool that is nowhere. */
function missingTool(tool: ToolName, options: FindOptions): ToolError {
  const wanted = options.version === undefined ? tool : `${tool} ${options.version}`;
  return new ToolError(
    'tool-missing',
    `${wanted} is needed, but is neither on PATH nor in the cache ${cacheFolder(options.env, options.cache)}`,
    { help: `run: ${INSTALL_COMMAND}` },
  );
}

async function named(tool: ToolName, path: string, origin: ToolOrigin): Promise<FoundTool> {
  if (await isExecutable(path)) return { tool, path, origin };
  const by = origin === 'option' ? 'on the command line' : `by ${TOOL_VARIABLES[tool]}`;
  throw new ToolError('tool-unusable', `${path}, named ${by} as ${tool}, is not an executable file`);
}

/** The cache folder. @throws ToolError `cache-refused` where the user named one that cannot be believed */
export function usableCache({ env, cache, cwd, onRefused }: FindOptions): string {
  const working = cwd ?? process.cwd();
  const folder = resolve(working, cacheFolder(env, cache));
  const refused = refusedCache(folder, working);
  if (refused === undefined) return folder;
  if (cache !== undefined && cache !== '')
    throw new ToolError('cache-refused', refused, { help: CACHE_HELP });
  onRefused?.(`${refused}; its tools are not used`);
  return NO_CACHE;
}

const NO_CACHE = '/nonexistent';

/**
 * Finds a program on PATH as a shell does, but only in absolute folders outside the working tree: an empty or relative
 * entry means the working directory, where the files of a pull request are.
 */
export async function findProgram(
  name: string,
  { env, cwd, onRefused }: Pick<FindOptions, 'env' | 'cwd' | 'onRefused'>,
): Promise<string | undefined> {
  const working = cwd ?? process.cwd();
  const tree = workingTree(working);
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const candidate = resolve(working, folder, name);
    if (!(await isExecutable(candidate))) continue;
    if (isAbsolute(folder) && !isInTree(folder, tree) && !isInTree(candidate, tree)) return candidate;
    onRefused?.(
      `${candidate} is on PATH but in the working tree, where a pull request could have put it: it is not run`,
    );
  }
  return undefined;
}

/** PATH for a program that starts others: the entries that findProgram looks at. */
export function safePath(env: Environment, cwd: string): string {
  const tree = workingTree(cwd);
  const folders = (env['PATH'] ?? '').split(delimiter);
  return folders.filter((folder) => isAbsolute(folder) && !isInTree(folder, tree)).join(delimiter);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
